// Text found in MIDI files, made safe for screens and JSON.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace klangraum {

// Valid UTF-8 whatever the bytes: they are kept where they are UTF-8 already and taken for Latin-1 otherwise. Control
// characters become spaces, ends are trimmed, length is cut to 200 bytes at a character.
std::string midiText(std::span<const std::uint8_t> bytes);

// Whether a track name says something about the piece ("Jesu, meine Freude") and not about the file ("Track 1").
bool isTitle(const std::string &trackName);

} // namespace klangraum
