// What model.json says of a trained network of steps.
#pragma once

#include "corpus/corpus.h"
#include "generators/steps/stepnet.h"

#include <memory>

namespace klangraum::steps {

nlohmann::json describeSteps(const std::shared_ptr<StepNet> &net, const Corpus &corpus);

} // namespace klangraum::steps
