#include "generators/choralevae/choraletrainable.h"

#include "generators/choralevae/choraledescription.h"
#include "generators/choralevae/choralescore.h"
#include "music/error.h"

#include <algorithm>
#include <limits>

namespace klangraum::chorale {
namespace {

constexpr double conditionNoise = 0.1; // so that the prior interpolates between what it has seen
constexpr double contextNoise = 0.7; // share of the posterior's deviation in what the prior knows of the window before
constexpr double forgetContext = 0.08; // share of the windows that the prior sees without the one before
constexpr double forgetFirst = 0.5; // the same for the first of a piece
constexpr double mapWeight = 0.1;
constexpr std::int64_t chunk = 256; // windows encoded at once
constexpr std::int64_t mostValidated = 512; // windows

} // namespace

ChoraleVaeTrainable::ChoraleVaeTrainable(const ChoraleVaeOptions &options)
    : m_options(options)
    , m_net(std::make_shared<ChoraleVaeNet>(options))
{
    for (const auto &item : m_net->named_parameters()) {
        const bool prior = item.key().starts_with("prior") || item.key().starts_with("map");
        (prior ? m_prior : m_autoencoder).push_back(item.value());
    }
}

std::vector<Update> ChoraleVaeTrainable::updates(const StepContext &context)
{
    if (trainsPrior(context))
        return { { "prior", 1, m_prior } };
    return { { "main", 1, m_autoencoder } };
}

std::unique_ptr<TrainingData> ChoraleVaeTrainable::data(const Corpus &corpus, Split split)
{
    const std::shared_ptr<Store> store = makeStore(corpus, split);
    if (split == Split::Train && !store->items.empty()) {
        const Measures measures = measure(*store, corpus);
        m_net->setMeasures(measures);
        m_store = store;
        m_latents = {};
    }
    setConditions(*store, m_net->measures());
    return std::make_unique<ChoraleData>(store, m_options.autoencoderShare);
}

torch::Tensor ChoraleVaeTrainable::noise(at::IntArrayRef sizes, const StepContext &context) const
{
    return torch::randn(sizes, context.random).to(context.device);
}

Losses ChoraleVaeTrainable::losses(const std::string &update, const Batch &batch, const StepContext &context)
{
    return update == "prior" ? priorLosses(batch, context) : autoencoderLosses(batch, context);
}

Losses ChoraleVaeTrainable::autoencoderLosses(const Batch &batch, const StepContext &context)
{
    const torch::Tensor &windows = batch.at(0);
    const LatentPosterior posterior = m_net->encode(windows);
    const torch::Tensor z =
        posterior.mean + (0.5 * posterior.logVariance).exp() * noise(posterior.mean.sizes(), context);
    const torch::Tensor reconstruction =
        torch::nn::functional::cross_entropy(m_net->decode(z).view({ -1, classes }), windows.reshape({ -1 }));
    const torch::Tensor kl = 0.5 *
        (posterior.mean.square() + posterior.logVariance.exp() - posterior.logVariance - 1).sum() / windows.size(0);
    const double warm = m_options.warmUp > 0 ? std::min(1.0, 0.1 + context.progress / m_options.warmUp) : 1.0;
    return { reconstruction + (warm * m_options.klWeight / cells) * kl,
             { { "reconstruction", cells * reconstruction.item<double>() }, { "kl", kl.item<double>() } } };
}

LatentPosterior ChoraleVaeTrainable::posteriors(const torch::Tensor &windows)
{
    const torch::NoGradGuard noGrad;
    return m_net->encode(windows);
}

void ChoraleVaeTrainable::encodeStore()
{
    const torch::NoGradGuard noGrad;
    const torch::Device device = m_net->parameters().front().device();
    const auto count = static_cast<std::int64_t>(m_store->items.size());
    std::vector<torch::Tensor> means;
    std::vector<torch::Tensor> deviations;
    m_previous = torch::empty({ count }, torch::kInt64);
    for (std::int64_t begin = 0; begin < count; begin += chunk) {
        std::vector<ChoraleWindow> windows;
        for (std::int64_t i = begin; i < std::min(count, begin + chunk); ++i) {
            const Item &item = m_store->items[static_cast<std::size_t>(i)];
            windows.push_back(item.window);
            m_previous.data_ptr<std::int64_t>()[i] = item.previous;
        }
        const LatentPosterior posterior = m_net->encode(tensorOf(windows).to(device));
        means.push_back(posterior.mean);
        deviations.push_back((0.5 * posterior.logVariance).exp());
    }
    const torch::Tensor mean = torch::cat(means);
    const torch::Tensor deviation = torch::cat(deviations);
    const torch::Tensor centre = mean.mean(torch::IntArrayRef({ 0, 1 }));
    const double share = m_options.targetNoise * m_options.targetNoise;
    const torch::Tensor scale =
        (mean.var(torch::IntArrayRef({ 0, 1 }), false) + share * deviation.square().mean(torch::IntArrayRef({ 0, 1 })))
            .sqrt()
            .clamp_min(1e-3);
    m_net->setLatentScale(centre, scale);
    m_latents = { m_net->standardised(mean), deviation / scale };
}

PriorBatch ChoraleVaeTrainable::priorBatch(const Batch &batch, const StepContext &context)
{
    const torch::NoGradGuard noGrad;
    const std::int64_t count = batch.at(0).size(0);
    const torch::Device device = batch.at(0).device();
    torch::Tensor mean;
    torch::Tensor deviation;
    torch::Tensor before;
    torch::Tensor beforeDeviation;
    if (context.training) {
        if (!m_latents.mean.defined())
            encodeStore();
        const torch::Tensor index = batch.at(4);
        const torch::Tensor previous = m_previous.index_select(0, index).clamp_min(0).to(device);
        const torch::Tensor here = index.to(device);
        mean = m_latents.mean.index_select(0, here);
        deviation = m_latents.logVariance.index_select(0, here);
        before = m_latents.mean.index_select(0, previous);
        beforeDeviation = m_latents.logVariance.index_select(0, previous);
    } else { // with the mean weights, and other windows
        const LatentPosterior here = posteriors(batch.at(0));
        const LatentPosterior previous = posteriors(batch.at(1));
        const torch::Tensor one = m_net->standardised(torch::ones_like(here.mean)) -
            m_net->standardised(torch::zeros_like(here.mean)); // 1 / scale
        mean = m_net->standardised(here.mean);
        deviation = (0.5 * here.logVariance).exp() * one;
        before = m_net->standardised(previous.mean);
        beforeDeviation = (0.5 * previous.logVariance).exp() * one;
    }
    const torch::Tensor target = mean + m_options.targetNoise * deviation * noise(mean.sizes(), context);
    const torch::Tensor context8 = before + contextNoise * beforeDeviation * noise(mean.sizes(), context);
    torch::Tensor known = batch.at(2);
    torch::Tensor conditions = batch.at(3).clone();
    const torch::Tensor first = conditions.select(1, 4);
    const torch::Tensor forget = torch::rand({ count }, context.random).to(device);
    known = known * (forget >= first * (forgetFirst - forgetContext) + forgetContext).to(torch::kFloat32);
    conditions.narrow(1, 0, 4) += conditionNoise * noise({ count, 4 }, context);
    return { mean, target, context8, known, conditions };
}

Losses ChoraleVaeTrainable::priorLosses(const Batch &batch, const StepContext &context)
{
    const auto [mean, target, before, known, conditions] = priorBatch(batch, context);
    const std::int64_t count = mean.size(0);
    const torch::Tensor time = torch::sigmoid(noise({ count }, context));
    const torch::Tensor start = noise(mean.sizes(), context);
    const torch::Tensor part = time.view({ -1, 1, 1 });
    const torch::Tensor between = (1 - part) * start + part * target;
    const torch::Tensor velocity = m_net->velocity(between, time, m_net->context(before, known, conditions));
    const torch::Tensor flow = (velocity - (target - start)).square().mean();
    const torch::Tensor map = (m_net->place(mean) - batch.at(3).narrow(1, 0, 2)).square().mean();
    return { flow + mapWeight * map, { { "flow", flow.item<double>() }, { "map", map.item<double>() } } };
}

std::map<std::string, double> ChoraleVaeTrainable::validate(const TrainingData &data, const StepContext &context)
{
    const torch::NoGradGuard noGrad;
    OnsetCount onsets;
    double flow = 0;
    double windows = 0;
    const std::int64_t count = std::min(mostValidated, data.size());
    StepContext step = context;
    for (std::int64_t begin = 0; begin < count; begin += chunk) {
        std::vector<std::int64_t> items;
        for (std::int64_t i = begin; i < std::min(count, begin + chunk); ++i)
            items.push_back(i * data.size() / count);
        const Batch batch = data.batch(items, step);
        const auto references = windowsOf(batch.at(0));
        const auto estimates = windowsOf(m_net->decode(m_net->encode(batch.at(0)).mean).argmax(3));
        for (std::size_t i = 0; i < references.size(); ++i)
            onsets.add(references[i], estimates[i]);
        if (trainsPrior(context)) {
            const auto size = static_cast<double>(items.size());
            flow += size * priorLosses(batch, step).scalars.at("flow");
            windows += size;
        }
    }
    const double f1 = onsets.f1();
    // A prior is better than none; before there is one, the autoencoder counts.
    return { { "onset-f1", f1 }, { "selection", windows > 0 ? flow / windows : 11 - f1 } };
}

std::vector<Score> ChoraleVaeTrainable::sample(int count, std::uint64_t seed)
{
    ChoraleDecoder decoder(m_net);
    std::vector<Score> scores;
    for (int i = 0; i < count; ++i) {
        const WindowPlace place{ seed + static_cast<std::uint64_t>(i), 0, true, false,
                                 decoder.keyOf(seed + static_cast<std::uint64_t>(i)) };
        const DecodedWindow decoded = decoder.decode({}, place, {});
        scores.push_back(scoreOf({ decoded.window }, decoded.shift, chorusVoices(), initialTempo));
    }
    return scores;
}

torch::Tensor ChoraleVaeTrainable::encode(const Batch &batch)
{
    const torch::NoGradGuard noGrad;
    return m_net->encode(batch.at(0)).mean.flatten(1).to(torch::kCPU);
}

torch::Tensor ChoraleVaeTrainable::encodeScores(const std::vector<Score> &scores)
{
    const torch::Device device = m_net->parameters().front().device();
    std::vector<ChoraleWindow> windows;
    torch::Tensor known = torch::zeros({ static_cast<std::int64_t>(scores.size()), 1 }, torch::kBool);
    for (const Score &score : scores) {
        const std::optional<ChoraleWindow> window = firstWindowOf(score);
        known[static_cast<std::int64_t>(windows.size())] = window.has_value();
        windows.push_back(window.value_or(ChoraleWindow{}));
    }
    const torch::Tensor means = encode({ tensorOf(windows).to(device) });
    return torch::where(known, means, torch::full_like(means, std::numeric_limits<double>::quiet_NaN()));
}

std::vector<Score> ChoraleVaeTrainable::decode(const torch::Tensor &z)
{
    const torch::NoGradGuard noGrad;
    const torch::Device device = m_net->parameters().front().device();
    const torch::Tensor latents = z.to(torch::kFloat32).to(device).view({ -1, beats, m_options.latent });
    std::vector<Score> scores;
    for (const ChoraleWindow &window : windowsOf(m_net->decode(latents).argmax(3)))
        scores.push_back(scoreOf({ window }, 0, chorusVoices(), initialTempo));
    return scores;
}

nlohmann::json ChoraleVaeTrainable::describe(const Corpus &corpus)
{
    m_net->eval();
    return describeChoraleVae(m_net, corpus);
}

void OnsetCount::add(const ChoraleWindow &reference, const ChoraleWindow &estimate)
{
    for (int step = 0; step < steps; ++step)
        for (int voice = 0; voice < voices; ++voice) {
            const bool wanted = isOnset(reference, step, voice);
            const bool found = isOnset(estimate, step, voice);
            const auto place = static_cast<std::size_t>(step * voices + voice);
            m_total += (wanted ? 1 : 0) + (found ? 1 : 0);
            m_matched += wanted && found && reference[place] == estimate[place] ? 1 : 0;
        }
}

double OnsetCount::f1() const
{
    return m_total > 0 ? 2 * static_cast<double>(m_matched) / static_cast<double>(m_total) : 0;
}

} // namespace klangraum::chorale
