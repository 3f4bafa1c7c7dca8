// Pieces as sound, through the player's own path. A build without sound (KLANGRAUM_AUDIO=OFF) says so instead.
#pragma once

#include "music/piece.h"

#include <filesystem>
#include <functional>

namespace klangraum {

// 48 kHz stereo. `progress` gets 0..1. Throws Error.
void writeWav(const Piece &piece, const std::filesystem::path &file, const std::function<void(double)> &progress);

} // namespace klangraum
