#include "generators/trainable.h"

namespace klangraum {

std::map<std::string, double> Trainable::validate(const TrainingData &, const StepContext &)
{
    return {};
}

void Trainable::afterUpdate(const std::string &, const StepContext &) { }

} // namespace klangraum
