// What model.json says of a trained `bar-gan`, measured with the weights as they are.
#pragma once

#include "corpus/corpus.h"
#include "generators/bargan/bargannet.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace klangraum::bargan {

// Throws Error where the corpus has no piece in four voices.
nlohmann::json describeBarGan(const std::shared_ptr<BarGan> &net, const Corpus &corpus);

} // namespace klangraum::bargan
