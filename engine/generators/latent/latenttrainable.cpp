#include "generators/latent/latenttrainable.h"

#include "generators/latent/latentdescription.h"
#include "generators/latent/latentmeasures.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace klangraum::latent {
namespace {

constexpr std::int64_t mostMeasured = 2048; // windows, for mean and scale of the space
constexpr std::int64_t mostValidated = 192; // windows that are written token by token after an epoch
constexpr std::int64_t windowsAtOnce = 128;
constexpr double cycleRise = 6; // e-folds of the exponential rise of cyclical annealing
constexpr double worstSelection = 1e6; // of a run that has no prior yet

} // namespace

LatentTrainable::LatentTrainable(std::string family, std::shared_ptr<LatentNet> net)
    : m_family(std::move(family))
    , m_net(std::move(net))
{
    for (const auto &item : m_net->named_parameters())
        (item.key().starts_with("prior.") ? m_prior : m_autoencoder).push_back(item.value());
}

bool LatentTrainable::trainsPrior(const StepContext &context) const
{
    return !m_prior.empty() && context.progress >= m_net->options().autoencoderShare;
}

std::vector<Update> LatentTrainable::updates(const StepContext &context)
{
    if (trainsPrior(context))
        return { { "prior", 1, m_prior } };
    return { { "main", 1, m_autoencoder } };
}

std::unique_ptr<TrainingData> LatentTrainable::data(const Corpus &corpus, Split split)
{
    auto data = std::make_unique<LatentData>(corpus, split, m_net->options());
    if (split == Split::Train)
        m_train = std::make_unique<LatentData>(*data);
    return data;
}

double LatentTrainable::klWeightAt(const LatentOptions &options, const StepContext &context)
{
    if (options.schedule == "linear" && options.warmUp > 0)
        return options.klWeight * std::min(1.0, context.progress / options.warmUp);
    if (options.schedule != "cyclical")
        return options.klWeight;
    const double share = static_cast<double>(context.epoch % options.cycle) / static_cast<double>(options.cycle - 1);
    return options.klWeight * std::expm1(cycleRise * share) / std::expm1(cycleRise);
}

torch::Tensor LatentTrainable::reconstruction(const torch::Tensor &z, const torch::Tensor &x,
                                              const StepContext &context)
{
    const LatentOptions &options = m_net->options();
    torch::Tensor read = x;
    if (context.training && options.forget > 0 && options.decoder != "frames")
        read = torch::where(torch::rand({ x.size(0), x.size(1), 1 }, context.random).to(x.device()) < options.forget,
                            torch::full_like(x, options.grammar.classes()), x);
    const torch::Tensor logits = m_net->logits(z, read);
    const auto batch = static_cast<double>(x.size(0));
    if (options.grammar.heads() == 0)
        return torch::binary_cross_entropy_with_logits(logits.squeeze(2), x.to(torch::kFloat32), {}, {},
                                                       at::Reduction::Sum) /
            batch;
    return torch::nn::functional::cross_entropy(
               logits.reshape({ -1, options.grammar.classes() }), x.reshape(-1),
               torch::nn::functional::CrossEntropyFuncOptions().reduction(torch::kSum)) /
        batch;
}

Losses LatentTrainable::losses(const std::string &update, const Batch &batch, const StepContext &context)
{
    const LatentOptions &options = m_net->options();
    const torch::Tensor &x = batch.at(0);
    if (update == "prior")
        return priorLosses(batch, context);
    if (options.quantised())
        return codeLosses(x, context);
    const Posterior posterior = m_net->posterior(x);
    const torch::Tensor z =
        posterior.mean + posterior.deviation * torch::randn(posterior.mean.sizes(), context.random).to(x.device());
    const torch::Tensor nats = reconstruction(z, x, context);
    const torch::Tensor kl = divergence(posterior).mean(0); // [dimensions]
    const double weight = klWeightAt(options, context);
    const torch::Tensor costly = torch::relu(kl - options.freeBits).sum();
    return {
        (nats + weight * costly) / static_cast<double>(options.steps),
        { { "reconstruction", nats.item<double>() }, { "kl", kl.sum().item<double>() }, { "kl-weight", weight } }
    };
}

Losses LatentTrainable::codeLosses(const torch::Tensor &x, const StepContext &context)
{
    const LatentOptions &options = m_net->options();
    const torch::Tensor mean = m_net->posterior(x).mean.view({ x.size(0), options.segments(), -1 });
    torch::Tensor z = mean;
    torch::Tensor commitment = torch::zeros({}, mean.options());
    if (!context.training || context.progress >= options.codeWarmUp) {
        const torch::Tensor sums = m_net->quantiser()
                                       ->quantise(mean.flatten(0, 1), context.training)
                                       .vectors.view({ options.levels, x.size(0), options.segments(), -1 });
        torch::Tensor levels = torch::full({ x.size(0) }, options.levels, torch::kInt64);
        // Twice as many windows with the first alone as with any other number.
        if (context.training && options.levelDropout)
            levels = torch::randint(0, options.levels + 1, { x.size(0) }, context.random, torch::kInt64).clamp_min(1);
        const torch::Tensor coded = sums.index({ (levels - 1).to(x.device()), torch::arange(x.size(0), x.options()) });
        z = mean + (coded - mean).detach(); // straight through: the decoder's gradient goes on to the encoder
        commitment = (mean - sums[options.levels - 1]).square().mean();
    }
    const torch::Tensor nats = reconstruction(z.flatten(1), x, context);
    return { nats / static_cast<double>(options.steps) + options.commitment * commitment,
             { { "reconstruction", nats.item<double>() }, { "commitment", commitment.item<double>() } } };
}

void LatentTrainable::measureSpace()
{
    if (!m_train || m_train->size() == 0)
        throw Error(m_family + ": the training split gives no window to measure the latent space on");
    const torch::NoGradGuard noGrad;
    StepContext context;
    context.training = false;
    context.device = m_net->device();
    std::vector<torch::Tensor> means;
    torch::Tensor variance = torch::zeros_like(m_net->space()->mean);
    const std::int64_t count = std::min(mostMeasured, m_train->size());
    for (std::int64_t begin = 0; begin < count; begin += windowsAtOnce) {
        std::vector<std::int64_t> items;
        for (std::int64_t i = begin; i < std::min(count, begin + windowsAtOnce); ++i)
            items.push_back(i * m_train->size() / count);
        const Posterior posterior = m_net->posterior(m_train->batch(items, context).at(0));
        means.push_back(posterior.mean);
        variance += posterior.deviation.square().sum(0);
    }
    const torch::Tensor all = torch::cat(means);
    if (m_net->flow() && m_net->flow()->labelCounts.defined())
        m_net->flow()->labelCounts.copy_(m_train->labelCounts());
    m_net->space()->mean.copy_(all.mean(0));
    m_net->space()->scale.copy_((all.var(0, false) + variance / static_cast<double>(count)).sqrt().clamp_min(1e-3));
}

void LatentTrainable::ensureSpace()
{
    const torch::Tensor counts = m_net->flow() ? m_net->flow()->labelCounts : torch::Tensor();
    if (m_net->space()->scale.eq(1).all().item<bool>() || (counts.defined() && counts.sum().item<double>() == 0))
        measureSpace();
}

Losses LatentTrainable::priorLosses(const Batch &batch, const StepContext &context)
{
    const torch::Tensor &x = batch.at(0);
    torch::Tensor nats;
    if (m_net->quantiser()) {
        torch::Tensor codes;
        {
            const torch::NoGradGuard noGrad;
            codes = m_net->toCodes(m_net->posterior(x).mean);
        }
        nats = m_net->codePrior()->loss(codes);
        return { nats, { { "nats-a-code", nats.item<double>() } } };
    }
    const torch::Tensor &counts = m_net->flow()->labelCounts;
    if (context.training)
        ensureSpace();
    torch::Tensor z;
    {
        const torch::NoGradGuard noGrad;
        const Posterior posterior = m_net->posterior(x);
        const torch::Tensor chance = torch::randn(posterior.mean.sizes(), context.random).to(x.device());
        z = posterior.mean + m_net->options().targetNoise * posterior.deviation * chance;
        z = (z - m_net->space()->mean) / m_net->space()->scale;
    }
    nats = m_net->flow()->loss(z, counts.defined() ? batch.at(1) : torch::Tensor(), context.random);
    return { nats, { { "flow", nats.item<double>() } } };
}

void LatentTrainable::afterUpdate(const std::string &update, const StepContext &context)
{
    if (update == "main" && m_net->quantiser())
        m_net->quantiser()->move(context.random);
}

std::map<std::string, double> LatentTrainable::validate(const TrainingData &data, const StepContext &context)
{
    const torch::NoGradGuard noGrad;
    const auto &windows = dynamic_cast<const LatentData &>(data);
    std::map<std::string, double> result = measureLatent(*m_net, windows, mostValidated, 1);
    result.erase("windows");
    // What a token costs, or a latent vector once the prior is trained: a prior is better than none.
    double total = 0;
    double batches = 0;
    const std::string update = trainsPrior(context) ? "prior" : "main";
    for (std::int64_t begin = 0; begin < std::min(windows.size(), 8 * windowsAtOnce); begin += windowsAtOnce) {
        std::vector<std::int64_t> items;
        for (std::int64_t i = begin; i < std::min(windows.size(), begin + windowsAtOnce); ++i)
            items.push_back(i);
        StepContext step = context;
        step.random = at::detail::createCPUGenerator(static_cast<std::uint64_t>(begin));
        const Losses losses = this->losses(update, windows.batch(items, step), step);
        const auto kl = losses.scalars.find("kl");
        // Not the schedule's weight of today: epochs are compared at the whole.
        total += kl == losses.scalars.end()
            ? losses.total.item<double>()
            : losses.scalars.at("reconstruction") + m_net->options().klWeight * kl->second;
        ++batches;
    }
    result["selection"] = total / std::max(batches, 1.0) + (!m_prior.empty() && update == "main" ? worstSelection : 0);
    return result;
}

std::optional<Score> LatentTrainable::read(const Score &score) const
{
    const LatentOptions &options = m_net->options();
    if (!isReadable(score, options))
        return std::nullopt;
    try {
        return options.grammar.decode(options.grammar.encode(score),
                                      score.tempi.empty() ? sampleTempo : score.tempi.front().quartersPerMinute);
    } catch (const Error &) { // music of another kind
        return std::nullopt;
    }
}

std::vector<Score> LatentTrainable::sample(int count, std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor z =
        m_net->prior(count, m_net->options().priorTemperature, at::detail::createCPUGenerator(seed));
    return decode(z);
}

std::int64_t LatentTrainable::latentDimensions() const
{
    return m_net->quantiser() ? 0 : m_net->options().dimensions;
}

torch::Tensor LatentTrainable::encode(const Batch &batch)
{
    const torch::NoGradGuard noGrad;
    return m_net->posterior(batch.at(0)).mean.to(torch::kCPU);
}

torch::Tensor LatentTrainable::encodeScores(const std::vector<Score> &scores)
{
    const Grammar &grammar = m_net->options().grammar;
    const auto steps = static_cast<int>(m_net->options().steps);
    std::vector<TokenGrid> grids;
    torch::Tensor known = torch::zeros({ static_cast<std::int64_t>(scores.size()), 1 }, torch::kBool);
    for (const Score &score : scores) {
        TokenGrid grid = grammar.silence(steps);
        try {
            grid = grammar.window(grammar.encode(score), 0, steps);
            known[static_cast<std::int64_t>(grids.size())] = grammar.onsets(grid) > 0;
        } catch (const Error &) { // stays NaN, as promised
        }
        grids.push_back(std::move(grid));
    }
    const torch::Tensor means = encode({ tensorOf(grids, grammar).to(m_net->device()) });
    return torch::where(known, means, torch::full_like(means, std::numeric_limits<double>::quiet_NaN()));
}

std::vector<Score> LatentTrainable::decode(const torch::Tensor &z)
{
    const torch::NoGradGuard noGrad;
    std::vector<Score> scores;
    for (const TokenGrid &grid : gridsOf(m_net->draw(z.to(torch::kFloat32).to(m_net->device()), 0, {}).tokens))
        scores.push_back(m_net->options().grammar.decode(grid, sampleTempo));
    return scores;
}

nlohmann::json LatentTrainable::describe(const Corpus &corpus)
{
    m_net->eval();
    return describeLatent(m_family, *m_net, corpus);
}

} // namespace klangraum::latent
