// Offline, when a model of sound is packaged: the map of the corpus and the directions of its faders, into the
// network's SoundSpace; and whether a fader does what its name says.
#pragma once

#include "generators/audio/sounddescriptors.h"
#include "generators/audio/soundmodel.h"
#include "generators/generator.h"

#include <map>
#include <string>
#include <vector>

namespace klangraum::audio {

// A loop of the corpus in the latent space.
struct Anchor
{
    torch::Tensor z; // [dimensions]
    SoundWish wish; // its own style and tempo
    std::string label; // of its piece
};

struct SpaceFacts
{
    std::vector<MapPoint> map; // with landmarks
    std::vector<Control> faders; // of the directions that earned a name, in the order of SoundSpace::directions
    std::map<std::string, double> metrics;
};

// Thins the anchors out to as many as the space holds. `facts` of an anchor are its styles. A fader is named after a
// descriptor of sounddescriptors.h only where moving it moves the descriptor: rank correlation of at least 0.5, over
// loops drawn by the seed with the fader at another place each. `sounds`: how many loops that is learned and measured
// on. Throws Error where there is no anchor.
SpaceFacts fillSpace(SoundModel &model, std::vector<Anchor> anchors, std::int64_t sounds);
// The same without a map, of given directions [n, dimensions]; the anchors are points to move from.
SpaceFacts fillDirections(SoundModel &model, const torch::Tensor &candidates, const std::vector<Anchor> &anchors,
                          std::int64_t sounds);

} // namespace klangraum::audio
