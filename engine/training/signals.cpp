#include "training/signals.h"

#include <csignal>

namespace klangraum {
namespace {

volatile std::sig_atomic_t stopArrived = 0;
struct sigaction oldInterrupt;
struct sigaction oldTerminate;

extern "C" void noteStop(int)
{
    stopArrived = 1;
}

} // namespace

StopSignals::StopSignals(bool active)
    : m_active(active)
{
    stopArrived = 0;
    if (!m_active)
        return;
    struct sigaction action = {};
    action.sa_handler = noteStop;
    action.sa_flags = SA_RESETHAND;
    sigaction(SIGINT, &action, &oldInterrupt);
    sigaction(SIGTERM, &action, &oldTerminate);
}

StopSignals::~StopSignals()
{
    if (!m_active)
        return;
    sigaction(SIGINT, &oldInterrupt, nullptr);
    sigaction(SIGTERM, &oldTerminate, nullptr);
}

bool StopSignals::arrived() noexcept
{
    return stopArrived != 0;
}

} // namespace klangraum
