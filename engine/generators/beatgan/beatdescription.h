// What model.json says of beat-gan: controls, map and figures, measured on the corpus.
#pragma once

#include "corpus/corpus.h"
#include "generators/beatgan/beatnet.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace klangraum::beat {

// Fills the network's space besides.
nlohmann::json describeBeat(const std::shared_ptr<BeatNet> &net, const Corpus &corpus);

} // namespace klangraum::beat
