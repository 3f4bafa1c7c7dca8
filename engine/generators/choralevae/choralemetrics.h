// The numbers of a model card: what the network reaches on held-out windows, what samples of the prior look like, and
// whether every control moves what it names.
#pragma once

#include "generators/choralevae/choraledecoder.h"

#include <map>
#include <string>

namespace klangraum::chorale {

// "onset-f1", "kl" of the windows (held-out ones).
std::map<std::string, double> reconstructionMetrics(ChoraleVaeNet &net, const Store &store);
// Of `count` windows at default steering, each from a seed of its own, against the training windows: "samples-empty",
// "samples-out-of-range", "samples-too-dense" (shares), "samples-pitch-class-distance" (total variation).
std::map<std::string, double> sampleMetrics(ChoraleDecoder &decoder, const Store &train, int count);
// Rank correlation of each control with what it names over `count` seeds, all else at its default:
// "slider-surprise", "slider-density", "slider-register", "axis-x" (onsets), "axis-y" (major over minor).
std::map<std::string, double> controlMetrics(ChoraleDecoder &decoder, int count);

} // namespace klangraum::chorale
