// What every family needs to read a Steering against its description.
#pragma once

#include "generators/generator.h"

namespace klangraum {

// Throws Error for a control that the model does not have (naming the nearest) or a value out of its range.
void checkSteering(const ModelDescription &description, const Steering &steering);

// The value of a slider or choice: as set, cut to its range, else its default. Throws Error for an unknown control.
double controlValue(const ModelDescription &description, const Steering &steering, const std::string &name);

struct PadValue
{
    double x = 0;
    double y = 0;
};
// The same for a pad.
PadValue padValue(const ModelDescription &description, const Steering &steering, const std::string &name);

} // namespace klangraum
