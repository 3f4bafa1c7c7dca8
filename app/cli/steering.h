// `--set CONTROL=VALUE` of generate and play.
#pragma once

#include "generators/control.h"

#include <string>
#include <string_view>
#include <vector>

namespace klangraum {

// Throw CLI::ParseError naming the option.
double parseNumber(const std::string &option, std::string_view text);
Steering parseSteering(const std::vector<std::string> &settings);

} // namespace klangraum
