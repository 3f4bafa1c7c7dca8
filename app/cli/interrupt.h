// Interrupt: while it lives, Ctrl-C (SIGINT) and SIGTERM ask for an end instead of killing the program. One at a time.
#pragma once

namespace klangraum {

class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;
    bool requested() const;
};

} // namespace klangraum
