// WAV files of 16 bits, without a library: for machines that have none (a GPU server).
#pragma once

#include "music/audioclip.h"

#include <string>

namespace klangraum {

// The bytes of a RIFF WAVE file, 16-bit PCM, rounded to the nearest; beyond -1..1 is cut, what is no number is silence.
// Throws Error for no channels, no rate, or more sound than the header can count (4 GB).
std::string wavFile(const AudioClip &clip);

// Reads what wavFile() writes. Throws Error beginning with `where` for anything else, and for a file that is cut short.
AudioClip readWavFile(const std::string &bytes, const std::string &where);

} // namespace klangraum
