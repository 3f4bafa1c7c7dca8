#include "training/trainerprivate.h"

#include "generators/family.h"
#include "music/atomicfile.h"
#include "training/heap.h"
#include "training/mixedprecision.h"
#include "training/onednn.h"
#include "training/optimizers.h"
#include "training/signals.h"

#include <cmath>
#include <utility>

namespace klangraum {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

// Weight of the newest step in the running mean of the speed.
constexpr double speedSmoothing = 0.05;

} // namespace

TrainResult Trainer::Private::run(const std::function<void(const TrainProgress &)> &progress)
{
    m_report = progress;
    keepFreedMemory();
    const StopSignals signals(m_options.handleSignals);
    m_log = std::make_unique<EventLog>(m_folder->events());
    restore();
    m_started = m_epochStarted = m_systemLogged = Clock::now();
    m_startProgress = progressNow();
    Ended ended{ "finished", "" };
    const WithoutOneDnn withoutOneDnn(m_device.device.is_cpu() && m_recipe.training.precision == "float32" &&
                                      m_trainable->longWindows());
    try {
        openLogs();
        log("start", { { "device", m_device.text }, { "threads", m_threads }, { "resumed", m_options.resume } });
        if (!m_device.notice.empty()) {
            log("notice", { { "text", m_device.notice } });
            report("running", m_device.notice);
        }
        if (m_recipe.training.precision == "bfloat16")
            if (const std::string doubt = MixedPrecision::doubt(m_device.device); !doubt.empty()) {
                log("notice", { { "text", doubt } });
                report("running", doubt);
            }
        if (!m_begun.empty())
            log("notice", { { "text", m_begun } });
        log("state", { { "state", "running" } });
        beginDuel();
        while (m_epoch < m_recipe.training.epochs) {
            trainEpoch();
            finishEpoch();
            if (m_recipe.training.patience > 0 && m_epoch - m_bestEpoch >= m_recipe.training.patience) {
                ended.reason = "no better epoch for " + std::to_string(m_recipe.training.patience) + " epochs";
                break;
            }
        }
    } catch (const Ended &reason) {
        ended = reason;
    } catch (const std::exception &problem) {
        const std::string reason = problem.what();
        ended = { "failed", reason.substr(0, reason.find('\n')) };
    }
    if (ended.state == "stopped" && ended.reason != stoppedByFullDisk) {
        try {
            saveLast();
        } catch (const Ended &worse) {
            ended = worse;
        }
    }
    json event = { { "state", ended.state } };
    if (!ended.reason.empty())
        event["reason"] = ended.reason;
    event.update({ { "type", "state" }, { "step", m_step }, { "epoch", m_epoch }, { "elapsed", m_before + worked() } });
    try {
        m_log->append(event);
    } catch (const DiskFull &) {
        // The result and the last checkpoint tell as much; a summary will call the run interrupted.
    }
    m_paused = false;
    tellStatus(ended.state);
    report(ended.state, ended.reason);
    return { ended.state, ended.reason, m_epoch, m_step, m_best, m_bestEpoch };
}

// How many items the running epoch's batches have, and how many batches it has.
void Trainer::Private::dealEpoch()
{
    m_batches = 1;
    const std::int64_t batch =
        std::max<std::int64_t>(1,
                               m_trainable->batchSize(context(Purpose::Step, static_cast<std::uint64_t>(m_step), true),
                                                      m_recipe.training.batch));
    if (batch != m_batch)
        m_atOnce = 0;
    m_batch = batch;
    m_batches = EpochOrder(m_train->size(), m_batch, 0, 0).batches();
}

void Trainer::Private::trainEpoch()
{
    dealEpoch();
    const EpochOrder order(m_train->size(), m_batch, m_recipe.training.seed, m_epoch);
    m_epochStarted = Clock::now();
    while (m_position < m_batches) {
        pace();
        trainStep(order);
        if (m_recipe.training.checkpointSteps > 0 && m_step % m_recipe.training.checkpointSteps == 0 &&
            m_position < m_batches)
            saveLast();
    }
}

void Trainer::Private::trainStep(const EpochOrder &order)
{
    const auto begin = Clock::now();
    m_module->train();
    StepContext updates = context(Purpose::Step, static_cast<std::uint64_t>(m_step), true);
    json event = json::object();
    for (const Update &each : m_trainable->updates(updates))
        for (int repeat = 0; repeat < each.repeats; ++repeat)
            update(each, order, event);
    if (m_mean)
        m_mean->update(*m_module);
    ++m_step;
    const double seconds = secondsSince(begin);
    m_stepSeconds = m_stepSeconds > 0 ? m_stepSeconds + speedSmoothing * (seconds - m_stepSeconds) : seconds;
    const bool looked = lookForCollapse(event);
    m_stepped = std::exchange(m_stepAsked, false);
    if (m_step % m_recipe.training.logSteps == 0 || looked || m_stepped) {
        if (m_options.telemetry) {
            const auto began = Clock::now();
            logEstimates(event);
            log("step", event);
            watchDuel(event);
            m_telemetrySeconds += secondsSince(began);
        }
        report(m_paused ? "paused" : "running");
    }
    logSystem();
}

void Trainer::Private::update(const Update &update, const EpochOrder &order, json &event)
{
    StepContext step = context(Purpose::Step, static_cast<std::uint64_t>(m_step * 64 + m_position % 64), true);
    const Batch batch = m_train->batch(order.items(m_position), step);
    ++m_position;
    torch::optim::Optimizer &optimizer = this->optimizer(update);
    const OptimizerRecipe &settings = m_recipe.optimizer(update.name);
    const double rate = learningRate(settings, m_step, m_epoch, step.progress);
    setLearningRate(optimizer, rate);
    clearGradients(*m_module);
    const Losses losses = gradients(update.name, batch, step);
    const double total = losses.total.item<double>();
    const std::string suffix = update.name == "main" ? "" : "/" + update.name;
    const std::string loss = suffix.empty() ? "loss" : update.name + "/loss";
    event["learning-rate" + suffix] = rate;
    event["train/" + loss] = loggable(total);
    for (const auto &[name, value] : losses.scalars)
        event["train/" + name] = loggable(value);
    if (!std::isfinite(total))
        fail(event, "step",
             "the loss of update '" + update.name + "' became " +
                 (std::isnan(total) ? std::string("no number") : std::string("infinite")) + " at step " +
                 std::to_string(m_step) +
                 "; the last good checkpoint is kept (try a lower learning-rate or clip-norm)");
    // Where nobody reads it the norm is not worth the time.
    const bool shown = m_options.telemetry && ((m_step + 1) % m_recipe.training.logSteps == 0 || m_stepAsked);
    if (settings.clipNorm > 0 || shown) {
        const double norm = settings.clipNorm > 0
            ? torch::nn::utils::clip_grad_norm_(update.parameters, settings.clipNorm)
            : gradientNorm(update.parameters);
        event["gradient-norm" + suffix] = loggable(norm);
        if (!std::isfinite(norm))
            fail(event, "step",
                 "the gradients of update '" + update.name + "' became infinite at step " + std::to_string(m_step) +
                     "; the last good checkpoint is kept");
    }
    optimizer.step();
    m_trainable->afterUpdate(update.name, step);
    count("train/" + loss, total);
    for (const auto &[name, value] : losses.scalars)
        count("train/" + name, value);
}

// Losses of a batch and, in the module, their gradients. Where memory is too short for the whole batch, and the family
// allows it, part after part: what is added up is the same.
Losses Trainer::Private::gradients(const std::string &update, const Batch &batch, const StepContext &step)
{
    const std::int64_t items = batch.empty() ? 0 : batch.front().size(0);
    const std::int64_t least = m_trainable->divisible();
    while (true) {
        const std::int64_t atOnce = m_atOnce > 0 ? std::min(m_atOnce, items) : items;
        try {
            return gradients(update, batch, step, atOnce);
        } catch (const c10::OutOfMemoryError &) {
            const std::int64_t fewer = least > 0 ? atOnce / 2 / least * least : 0;
            if (fewer < 1)
                throw Error("the " + m_device.text + " has too little memory for update '" + update + "' with " +
                            std::to_string(atOnce) + " items at step " + std::to_string(m_step) +
                            "; the last good checkpoint is kept (try a smaller batch)");
            m_atOnce = fewer;
        }
        clearGradients(*m_module);
        const std::string notice = "memory is too short for " + std::to_string(items) + " items at once: from step " +
            std::to_string(m_step) + " on a batch is computed " + std::to_string(m_atOnce) +
            " items at a time and the gradients are added up; the result is the same";
        log("notice", { { "text", notice } });
        report("running", notice);
    }
}

Losses Trainer::Private::losses(const std::string &update, const Batch &batch, const StepContext &step)
{
    const MixedPrecision precision(m_device.device, m_recipe.training.precision);
    return m_trainable->losses(update, batch, step);
}

Losses Trainer::Private::gradients(const std::string &update, const Batch &batch, const StepContext &step,
                                   std::int64_t atOnce)
{
    const std::int64_t items = batch.empty() ? 0 : batch.front().size(0);
    Losses all;
    if (atOnce >= items) {
        all = losses(update, batch, step);
        if (std::isfinite(all.total.item<double>()))
            all.total.backward();
        return all;
    }
    all.total = torch::zeros({});
    for (std::int64_t begin = 0; begin < items; begin += atOnce) {
        const std::int64_t count = std::min(atOnce, items - begin);
        const double share = static_cast<double>(count) / static_cast<double>(items);
        Batch some;
        for (const torch::Tensor &tensor : batch)
            some.push_back(tensor.narrow(0, begin, count));
        const Losses part = losses(update, some, step);
        all.total += share * part.total.detach().to(torch::kCPU, torch::kFloat32);
        for (const auto &[name, value] : part.scalars)
            all.scalars[name] += share * value;
        if (!std::isfinite(part.total.item<double>()))
            return all;
        (part.total * share).backward();
    }
    return all;
}

torch::optim::Optimizer &Trainer::Private::optimizer(const Update &update)
{
    auto &optimizer = m_optimizers[update.name];
    if (!optimizer) {
        optimizer = makeOptimizer(m_recipe.optimizer(update.name), update.parameters);
        if (const auto saved = m_savedOptimizers.find(update.name); saved != m_savedOptimizers.end()) {
            restoreOptimizer(*optimizer, saved->second, m_folder->checkpoint("last").string());
            m_savedOptimizers.erase(saved);
        }
    }
    return *optimizer;
}

Trainer::Trainer(TrainOptions options, const Corpus &corpus)
    : d(std::make_unique<Private>(std::move(options), corpus))
{
}

Trainer::~Trainer() = default;

TrainResult Trainer::run(const std::function<void(const TrainProgress &)> &progress)
{
    return d->run(progress);
}

TelemetryCost Trainer::telemetryCost() const
{
    return d->telemetryCost();
}

void Trainer::requestStop() noexcept
{
    d->stopRequested = true;
}

} // namespace klangraum
