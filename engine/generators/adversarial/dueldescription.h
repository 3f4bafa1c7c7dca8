// What model.json says of a trained duel.
#pragma once

#include "generators/adversarial/dueltrainable.h"

namespace klangraum::adversarial {

nlohmann::json describeDuel(const Medium &medium, const Corpus &corpus);

} // namespace klangraum::adversarial
