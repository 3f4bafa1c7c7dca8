#include "steering.h"

#include <CLI/CLI.hpp>

#include <charconv>

namespace klangraum {

double parseNumber(const std::string &option, std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        throw CLI::ValidationError(option, "expected a number, found '" + std::string(text) + "'");
    return value;
}

Steering parseSteering(const std::vector<std::string> &settings)
{
    Steering steering;
    for (const auto &setting : settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos || equals == 0)
            throw CLI::ValidationError("--set", "expected CONTROL=VALUE, found '" + setting + "'");
        steering.values[setting.substr(0, equals)] = parseNumber("--set", std::string_view(setting).substr(equals + 1));
    }
    return steering;
}

} // namespace klangraum
