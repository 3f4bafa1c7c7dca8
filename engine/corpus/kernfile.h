// Humdrum **kern files (.krn), as melodies are collected in: bytes to Score. No state; any thread.
//
// Read: every **kern spine is a voice; pitch, rest, duration with dots and tuplets, ties, metre (*M4/4), tempo
// (*MM120), the title (!!!OTL). Grace notes, articulation, beams, lyrics and other spines are stepped over. Refused, by
// line: chords, spines that split or join, lines whose number of columns does not fit, what is no number or no pitch.
#pragma once

#include "music/score.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace klangraum {

// Throws Error; its message begins with the file's path.
Score readKern(const std::filesystem::path &path, std::uint64_t largestFile = 16ULL << 20);
// `name` is what messages call the text. The result is normalised.
Score parseKern(std::string_view text, const std::string &name);

} // namespace klangraum
