// Piece: what every generator returns. Nothing else crosses from generators to playback or to the screen.
#pragma once

#include "music/audioclip.h"
#include "music/score.h"

#include <variant>

namespace klangraum {

using Piece = std::variant<Score, AudioClip>;

} // namespace klangraum
