#include "training/trainerprivate.h"

#include "music/atomicfile.h"
#include "training/signals.h"

#include <cmath>
#include <thread>

namespace klangraum {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

constexpr double systemSeconds = 2; // between two looks at the machine
// How often a training without room on the disk looks for commands, and tries again.
constexpr std::chrono::milliseconds pausePoll{ 100 };
constexpr std::chrono::milliseconds diskPoll{ 1000 };

} // namespace

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Writes; where the disk is full, waits for room, telling so, until it works or the training is stopped.
void Trainer::Private::patiently(const std::function<void()> &write)
{
    std::string problem;
    const auto begin = Clock::now();
    while (true) {
        try {
            write();
            break;
        } catch (const DiskFull &full) {
            if (problem.empty()) {
                problem = std::string(full.what()) + "; the training waits for room";
                if (m_status)
                    m_status->write("paused", problem, m_step, m_epoch);
                report("paused", problem);
            }
        }
        for (auto waited = diskPoll.zero(); waited < diskPoll; waited += pausePoll) {
            if (stopRequested || StopSignals::arrived() || m_folder->takeCommand().command == RunCommand::Stop)
                throw Ended{ "stopped", stoppedByFullDisk };
            std::this_thread::sleep_for(pausePoll);
        }
    }
    if (problem.empty())
        return;
    m_waited += secondsSince(begin);
    const std::string notice = "there is room on the disk again: the training goes on";
    tellStatus("running");
    report("running", notice);
    log("notice", { { "text", problem } });
    log("notice", { { "text", notice } });
}

void Trainer::Private::log(const std::string &type, json event)
{
    event["type"] = type;
    for (const auto &[key, value] : { std::pair("step", m_step), std::pair("epoch", m_epoch) })
        if (!event.contains(key))
            event[key] = value;
    event["elapsed"] = m_before + worked();
    patiently([&] { m_log->append(event); });
    if (m_board)
        patiently([&] { m_board->scalars(event); });
}

void Trainer::Private::logSystem()
{
    if (!m_options.telemetry || secondsSince(m_systemLogged) < systemSeconds)
        return;
    m_systemLogged = Clock::now();
    json event = m_meter->measure();
    logEstimates(event);
    log("system", event);
    m_telemetrySeconds += secondsSince(m_systemLogged);
}

void Trainer::Private::logEstimates(json &event) const
{
    const double done = progressNow(), gained = done - m_startProgress;
    const double full = m_stepSeconds > 0 ? 1 / m_stepSeconds : 0;
    const bool slow = m_slow > 0 && m_slow < full;
    if (full > 0)
        event["steps-per-second"] = slow ? m_slow : full;
    if (slow && done > 0)
        event["seconds-left"] = static_cast<double>(m_step) * (1 - done) / done / m_slow;
    else if (gained > 0)
        event["seconds-left"] = worked() * (1 - done) / gained;
}

// What became no number is logged as the step or epoch that did not come about: a resume makes it void.
void Trainer::Private::fail(json event, const std::string &type, const std::string &reason)
{
    event["step"] = type == "step" ? m_step + 1 : m_step;
    event["epoch"] = type == "step" ? m_epoch : m_epoch + 1;
    log(type, std::move(event));
    throw Ended{ "failed", reason };
}

double Trainer::Private::worked() const
{
    return secondsSince(m_started) - m_waited;
}

void Trainer::Private::report(const std::string &state, const std::string &notice)
{
    if (!m_report)
        return;
    const double done = progressNow();
    const double gained = done - m_startProgress;
    m_report({ state, m_epoch, m_recipe.training.epochs, m_step, done, m_stepSeconds > 0 ? 1 / m_stepSeconds : 0,
               gained > 0 ? worked() * (1 - done) / gained : 0, m_scalars, notice });
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
    context.part = partNow();
    context.training = training;
    context.device = m_device.device;
    const std::uint64_t seed = seedFor(m_recipe.training.seed, purpose, index);
    context.random = at::detail::createCPUGenerator(seed);
    torch::manual_seed(seed ^ 0x5bd1e995); // dropout and the like draw from torch's own generators
    return context;
}

double Trainer::Private::partNow() const
{
    return std::min(1.0, static_cast<double>(m_position) / static_cast<double>(m_batches));
}

double Trainer::Private::progressNow() const
{
    return std::min(1.0, (static_cast<double>(m_epoch) + partNow()) / static_cast<double>(m_recipe.training.epochs));
}

} // namespace klangraum
