#include "interrupt.h"

#include <csignal>

namespace klangraum {

namespace {

volatile std::sig_atomic_t g_requested = 0;

void onSignal(int)
{
    g_requested = 1;
}

} // namespace

Interrupt::Interrupt()
{
    g_requested = 0;
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
}

Interrupt::~Interrupt()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

bool Interrupt::requested() const
{
    return g_requested != 0;
}

} // namespace klangraum
