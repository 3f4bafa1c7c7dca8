// Error: the one exception type that engine code throws at its borders.
// The message is one line for the person who meets it: what, where, expected, found, likely cause or what to do.
#pragma once

#include <stdexcept>
#include <string>

namespace klangraum {

class Error : public std::runtime_error
{
public:
    explicit Error(const std::string &message)
        : std::runtime_error(message)
    {
    }
};

} // namespace klangraum
