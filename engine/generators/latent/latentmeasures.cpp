#include "generators/latent/latentmeasures.h"

#include <algorithm>

namespace klangraum::latent {
namespace {

constexpr std::int64_t measuredAtOnce = 128; // windows at once
constexpr double activeVariance = 0.01; // Burda, Grosse, Salakhutdinov 2016, of the posterior's mean

// Cells that sound in both: 2 matched / (reference + estimate).
class CellCount
{
public:
    CellCount(const Grammar &grammar)
        : m_roll(grammar.coding == Coding::Roll)
    {
    }
    void add(const torch::Tensor &reference, const torch::Tensor &estimate)
    {
        const torch::Tensor wanted = m_roll ? reference > 0 : reference < restToken;
        const torch::Tensor found = m_roll ? estimate > 0 : estimate < restToken;
        m_matched += wanted.logical_and(found).logical_and(reference == estimate).sum().item<double>();
        m_total += wanted.sum().item<double>() + found.sum().item<double>();
    }
    double f1() const { return m_total > 0 ? 2 * m_matched / m_total : 0; }

private:
    bool m_roll;
    double m_matched = 0;
    double m_total = 0;
};

} // namespace

torch::Tensor divergence(const Posterior &posterior)
{
    const torch::Tensor variance = posterior.deviation.square();
    return 0.5 * (posterior.mean.square() + variance - variance.clamp_min(1e-12).log() - 1);
}

std::map<std::string, double> measureLatent(LatentNet &net, const LatentData &data, std::int64_t most,
                                            std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    const LatentOptions &options = net.options();
    const std::int64_t count = most > 0 ? std::min(most, data.size()) : data.size();
    if (count == 0)
        return {};
    at::Generator random = at::detail::createCPUGenerator(seed);
    StepContext context;
    context.training = false;
    context.device = net.device();
    double right = 0, likeliest = 0, tokens = 0, rightNotes = 0, notes = 0;
    CellCount cells(options.grammar), oneCode(options.grammar);
    std::vector<torch::Tensor> means, kls, firstCodes;
    for (std::int64_t begin = 0; begin < count; begin += measuredAtOnce) {
        std::vector<std::int64_t> items;
        for (std::int64_t i = begin; i < std::min(count, begin + measuredAtOnce); ++i)
            items.push_back(i * data.size() / count);
        const torch::Tensor x = data.batch(items, context).at(0);
        const Posterior posterior = net.posterior(x);
        torch::Tensor mean = posterior.mean;
        torch::Tensor z = mean;
        if (options.quantised()) {
            const torch::Tensor codes = net.toCodes(mean);
            mean = z = net.ofCodes(codes);
            oneCode.add(x, net.draw(net.ofCodes(codes.narrow(2, 0, 1)), 0, {}).tokens);
            const torch::Tensor sounds = options.grammar.coding == Coding::Roll ? x > 0 : x != restToken;
            firstCodes.push_back(
                codes.select(2, 0).masked_select(sounds.view({ x.size(0), options.segments(), -1 }).any(2)));
        } else {
            z = mean + posterior.deviation * torch::randn(mean.sizes(), random).to(mean.device());
            means.push_back(mean.to(torch::kCPU));
            kls.push_back(divergence(posterior).to(torch::kCPU));
        }
        const torch::Tensor best = net.draw(mean, 0, {}).tokens;
        cells.add(x, best);
        likeliest += (best == x).sum().item<double>();
        tokens += static_cast<double>(x.numel());
        const torch::Tensor sampled = net.draw(z, 1, random).tokens;
        right += (sampled == x).sum().item<double>();
        const torch::Tensor struck = options.grammar.coding == Coding::Roll ? x > 0 : x < restToken;
        rightNotes += (sampled == x).logical_and(struck).sum().item<double>();
        notes += struck.sum().item<double>();
    }
    std::map<std::string, double> result{ { "accuracy", right / tokens },
                                          { "accuracy-likeliest", likeliest / tokens },
                                          { "accuracy-notes", notes > 0 ? rightNotes / notes : 0 },
                                          { "note-f1", cells.f1() },
                                          { "windows", static_cast<double>(count) } };
    if (options.quantised()) {
        const torch::Tensor used =
            torch::bincount(torch::cat(firstCodes).to(torch::kCPU), {}, options.codes).to(torch::kFloat64);
        const torch::Tensor share = used / used.sum();
        result["codebook/perplexity"] = std::exp(-(share * share.clamp_min(1e-12).log()).sum().item<double>());
        result["codebook/dead"] = (used == 0).sum().item<double>();
        result["note-f1-one-code"] = oneCode.f1();
        return result;
    }
    const torch::Tensor kl = torch::cat(kls).mean(0);
    const torch::Tensor variance = torch::cat(means).var(0, false);
    const double active = (variance > activeVariance).sum().item<double>();
    result["kl"] = kl.sum().item<double>();
    result["kl-largest"] = kl.max().item<double>();
    result["kl-median"] = kl.median().item<double>();
    result["kl-smallest"] = kl.min().item<double>();
    result["active-units"] = active;
    result["active-share"] = active / static_cast<double>(options.dimensions);
    return result;
}

} // namespace klangraum::latent
