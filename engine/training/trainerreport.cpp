#include "training/trainerprivate.h"

#include "music/atomicfile.h"
#include "training/signals.h"

#include <cmath>
#include <thread>

namespace klangraum {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

// How often a paused training looks for commands, and one without room on the disk tries again.
constexpr std::chrono::milliseconds pausePoll{ 100 };
constexpr std::chrono::milliseconds diskPoll{ 1000 };

} // namespace

json loggable(double value)
{
    return std::isfinite(value) ? json(value) : json(nullptr);
}

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void Trainer::Private::pollCommands()
{
    if (stopRequested || StopSignals::arrived())
        throw Ended{ "stopped", StopSignals::arrived() ? "signal" : "requested" };
    const RunCommand command = m_folder->takeCommand();
    if (command == RunCommand::Stop)
        throw Ended{ "stopped", "requested" };
    if (command != RunCommand::Pause)
        return;
    saveLast();
    log("state", { { "state", "paused" } });
    report("paused");
    while (true) {
        if (stopRequested || StopSignals::arrived())
            throw Ended{ "stopped", StopSignals::arrived() ? "signal" : "requested" };
        const RunCommand next = m_folder->takeCommand();
        if (next == RunCommand::Stop)
            throw Ended{ "stopped", "requested" };
        if (next == RunCommand::Resume)
            break;
        std::this_thread::sleep_for(pausePoll);
    }
    log("state", { { "state", "running" } });
}

// Writes; where the disk is full, waits for room, telling so, until it works or the training is stopped.
void Trainer::Private::patiently(const std::function<void()> &write)
{
    for (bool told = false;; told = true) {
        try {
            write();
            if (told)
                report("running", "there is room on the disk again: the training goes on");
            return;
        } catch (const DiskFull &problem) {
            if (!told)
                report("paused", std::string(problem.what()) + "; the training waits for room");
        }
        for (auto waited = diskPoll.zero(); waited < diskPoll; waited += pausePoll) {
            if (stopRequested || StopSignals::arrived() || m_folder->takeCommand() == RunCommand::Stop)
                throw Ended{ "stopped", stoppedByFullDisk };
            std::this_thread::sleep_for(pausePoll);
        }
    }
}

void Trainer::Private::log(const std::string &type, json event)
{
    event["type"] = type;
    event["step"] = m_step;
    event["epoch"] = m_epoch;
    patiently([&] { m_log->append(event); });
}

void Trainer::Private::report(const std::string &state, const std::string &notice)
{
    if (!m_report)
        return;
    const double done = progressNow();
    const double gained = done - m_startProgress;
    m_report({ state, m_epoch, m_recipe.training.epochs, m_step, done, m_stepSeconds > 0 ? 1 / m_stepSeconds : 0,
               gained > 0 ? secondsSince(m_started) * (1 - done) / gained : 0, m_scalars, notice });
}

void Trainer::Private::count(const std::string &name, double value)
{
    auto &sum = m_sums[name];
    sum.first += value;
    sum.second += 1;
    m_scalars[name] = value;
}

StepContext Trainer::Private::context(Purpose purpose, std::uint64_t index, bool training)
{
    StepContext context;
    context.step = m_step;
    context.epoch = m_epoch;
    context.progress = progressNow();
    context.training = training;
    context.device = m_device.device;
    const std::uint64_t seed = seedFor(m_recipe.training.seed, purpose, index);
    context.random = at::detail::createCPUGenerator(seed);
    torch::manual_seed(seed ^ 0x5bd1e995); // dropout and the like draw from torch's own generators
    return context;
}

double Trainer::Private::progressNow() const
{
    const double part = static_cast<double>(m_position) / static_cast<double>(m_batches);
    return std::min(
        1.0, (static_cast<double>(m_epoch) + std::min(1.0, part)) / static_cast<double>(m_recipe.training.epochs));
}

} // namespace klangraum
