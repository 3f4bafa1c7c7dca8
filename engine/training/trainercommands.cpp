// Commands of a run's readers: pause, single steps, slow motion, stop. None of them touches a number of the training.
#include "training/signals.h"
#include "training/trainerprivate.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace klangraum {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

// How often a training that waits looks for commands.
constexpr std::chrono::milliseconds commandPoll{ 100 };

} // namespace

void Trainer::Private::endWhereAsked(const RunOrder &order) const
{
    if (stopRequested || StopSignals::arrived())
        throw Ended{ "stopped", StopSignals::arrived() ? "signal" : "requested" };
    if (order.command == RunCommand::Stop)
        throw Ended{ "stopped", "requested" };
}

void Trainer::Private::pollCommands()
{
    const RunOrder order = m_folder->takeCommand();
    endWhereAsked(order);
    if (order.command == RunCommand::Pause)
        pause();
    else if (order.command == RunCommand::Step)
        m_stepAsked = true;
    else if (order.command == RunCommand::Slow || (order.command == RunCommand::Resume && (m_slow > 0 || m_paused)))
        go(order);
}

// At full speed, or in slow motion.
void Trainer::Private::go(const RunOrder &order)
{
    m_paused = m_stepAsked = m_stepped = false;
    m_slow = order.command == RunCommand::Slow ? order.stepsPerSecond : 0;
    tellStatus("running");
    log("state", m_slow > 0 ? json{ { "state", "running" }, { "slow", m_slow } } : json{ { "state", "running" } });
}

// Returns when the training goes on: for good, or for a single step.
void Trainer::Private::pause()
{
    if (!m_paused) {
        saveLast();
        log("state", { { "state", "paused" } });
        m_paused = true;
    }
    tellStatus("paused");
    report("paused");
    while (true) {
        const RunOrder order = m_folder->takeCommand();
        endWhereAsked(order);
        if (order.command == RunCommand::Step) {
            m_stepAsked = true;
            return;
        }
        if (order.command == RunCommand::Resume || order.command == RunCommand::Slow) {
            go(order);
            return;
        }
        wait(commandPoll);
    }
}

// Before a step: obeys commands, rests after a single step, holds the pace of slow motion.
void Trainer::Private::pace()
{
    pollCommands();
    if (std::exchange(m_stepped, false) && !m_stepAsked)
        pause();
    while (m_slow > 0 && !m_stepAsked) {
        const auto due = m_stepBegan + std::chrono::duration<double>(1 / m_slow);
        const auto left = due - Clock::now();
        if (left.count() <= 0)
            break;
        wait(std::min<std::chrono::duration<double>>(commandPoll, left));
        pollCommands();
    }
    m_stepBegan = Clock::now();
}

void Trainer::Private::wait(std::chrono::duration<double> time)
{
    const auto begin = Clock::now();
    std::this_thread::sleep_for(time);
    m_waited += secondsSince(begin);
}

} // namespace klangraum
