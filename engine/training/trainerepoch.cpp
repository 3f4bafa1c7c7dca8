#include "training/trainerprivate.h"

#include "music/atomicfile.h"
#include "training/latentmap.h"
#include "training/rollpicture.h"
#include "training/samplefile.h"
#include "training/signals.h"

#include <cmath>

namespace klangraum {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

void Trainer::Private::finishEpoch()
{
    json event = json::object();
    for (const auto &[name, sum] : m_sums)
        event[name] = loggable(sum.first / sum.second);
    const auto scalars = validation();
    for (const auto &[name, value] : scalars) {
        event["validation/" + name] = loggable(value);
        m_scalars["validation/" + name] = value;
    }
    std::string metric = m_trainable->bestMetric();
    const double sign = metric.starts_with('-') ? -1 : 1;
    metric = sign < 0 ? metric.substr(1) : metric;
    double value = std::numeric_limits<double>::quiet_NaN();
    if (const auto it = scalars.find(metric); it != scalars.end())
        value = it->second;
    else if (const auto sum = m_sums.find("train/" + metric); sum != m_sums.end())
        value = sum->second.first / sum->second.second;
    if (!allFinite(*m_module) || (scalars.contains("loss") && !std::isfinite(scalars.at("loss"))))
        fail(event, "epoch",
             "weights or validation loss are no numbers any more after step " + std::to_string(m_step) +
                 "; the last good checkpoint is kept");
    ++m_epoch;
    m_position = 0;
    m_sums.clear();
    // Where nothing is held out to judge by, the newest epoch counts as the best.
    const bool unjudged = scalars.empty() && !std::isfinite(value);
    const bool best = m_bestEpoch == 0 || unjudged || sign * value < sign * m_best;
    if (best) {
        m_best = value;
        m_bestEpoch = m_epoch;
    }
    event["best"] = best;
    event["seconds"] = secondsSince(m_epochStarted);
    const std::vector<AudioClip> clips = epochSound();
    measureEpochSound(clips, event);
    log("epoch", event);
    writeEpochSamples();
    writeEpochSound(clips);
    // `last` comes after the others: a kill before it repeats this epoch's end with the same result.
    if (best)
        saveWeights("best", Storage::Full);
    if (keepEvery() > 0 && m_epoch % keepEvery() == 0)
        saveWeights(epochName(m_epoch), Storage::Half);
    saveLast();
    report("running");
}

std::map<std::string, double> Trainer::Private::validation()
{
    std::map<std::string, double> means;
    if (!m_valid || m_valid->size() == 0)
        return means;
    report("validating");
    const torch::NoGradGuard noGrad;
    const std::unique_ptr<MeanWeights::InUse> mean = m_mean ? m_mean->use(*m_module) : nullptr;
    m_module->eval();
    const std::int64_t size =
        m_recipe.training.validationBatch > 0 ? m_recipe.training.validationBatch : m_recipe.training.batch;
    const auto batches = validationBatches(m_valid->size(), size, m_recipe.training.validationItems);
    StepContext first = context(Purpose::Validation, 0, false);
    double items = 0;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        StepContext step = context(Purpose::Validation, i + 1, false);
        const Batch batch = m_valid->batch(batches[i], step);
        const auto weight = static_cast<double>(batches[i].size());
        for (const Update &each : m_trainable->updates(first)) {
            const Losses losses = m_trainable->losses(each.name, batch, step);
            means[each.name == "main" ? "loss" : each.name + "/loss"] += weight * losses.total.item<double>();
            for (const auto &[name, value] : losses.scalars)
                means[name] += weight * value;
        }
        items += weight;
        logSystem();
        if (stopRequested || StopSignals::arrived())
            break; // the epoch's end is repeated on resume
    }
    pollCommands();
    for (auto &[name, value] : means)
        value /= items;
    for (const auto &[name, value] : m_trainable->validate(*m_valid, first))
        means[name] = value;
    return means;
}

void Trainer::Private::writeEpochSamples()
{
    const auto begin = Clock::now();
    const torch::NoGradGuard noGrad;
    const std::unique_ptr<MeanWeights::InUse> mean = m_mean ? m_mean->use(*m_module) : nullptr;
    m_module->eval();
    std::vector<Score> scores;
    if (m_recipe.training.samples > 0) {
        scores = m_trainable->sample(static_cast<int>(m_recipe.training.samples), m_recipe.training.seed);
        patiently([&] { writeSamples(m_folder->samples(m_epoch), m_epoch, m_recipe.training.seed, scores); });
        log("samples", { { "file", "samples/" + epochName(m_epoch) + ".json" }, { "seconds", secondsSince(begin) } });
    }
    writeEpochLatent(scores);
    showEpochSamples(scores);
}

void Trainer::Private::writeEpochLatent(const std::vector<Score> &samples)
{
    if (m_trainable->latentDimensions() == 0)
        return;
    const auto begin = Clock::now();
    std::error_code error;
    if (!m_latent && std::filesystem::exists(m_folder->latent(m_epoch - 1), error)) {
        try {
            m_latent = readLatent(m_folder->latent(m_epoch - 1));
        } catch (const DiskFull &) {
            throw;
        } catch (const Error &problem) { // only the picture's orientation is lost
            log("notice", { { "text", problem.what() } });
        }
    }
    const LatentWindows windows =
        chooseLatentWindows(m_train->size(), m_valid ? m_valid->size() : 0, m_recipe.training.seed);
    LatentMap map = makeLatentMap(*m_trainable, *m_train, m_valid.get(), windows, samples,
                                  context(Purpose::Validation, 0, false), m_latent ? &*m_latent : nullptr);
    map.epoch = m_epoch;
    map.step = m_step;
    map.seed = m_recipe.training.seed;
    std::filesystem::create_directories(m_folder->path() / "latent", error);
    patiently([&] { writeLatent(m_folder->latent(m_epoch), map); });
    m_latent = std::move(map);
    log("latent", { { "file", "latent/" + epochName(m_epoch) + ".json" }, { "seconds", secondsSince(begin) } });
}

// Picture and sound for TensorBoard.
void Trainer::Private::showEpochSamples(const std::vector<Score> &samples)
{
    if (!m_board || samples.empty())
        return;
    const Picture picture = rollPicture(samples);
    patiently([&] { m_board->picture("samples", m_step, picture); });
    const std::int64_t every = std::max<std::int64_t>(1, m_recipe.training.epochs / soundsARun);
    if (!m_options.renderSound || m_epoch % every != 0)
        return;
    const std::filesystem::path file = m_folder->path() / "tensorboard" / ".sample.wav";
    constexpr std::uint64_t longest = std::uint64_t(64) << 20; // bytes
    try {
        patiently([&] { m_options.renderSound(samples.front(), file); });
        const std::string wav = readText(file, longest);
        patiently([&] { m_board->sound("sample", m_step, wav); });
    } catch (const Error &problem) {
        m_options.renderSound = {};
        log("notice", { { "text", std::string("no sound for TensorBoard: ") + problem.what() } });
    }
    std::error_code error;
    std::filesystem::remove(file, error);
}

} // namespace klangraum
