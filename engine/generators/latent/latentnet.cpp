#include "generators/latent/latentnet.h"

namespace klangraum::latent {
namespace {

constexpr double leastDeviation = 1e-6;

} // namespace

Space::Space(std::int64_t dimensions)
{
    mean = register_buffer("mean", torch::zeros({ dimensions }));
    scale = register_buffer("scale", torch::ones({ dimensions }));
    anchors = register_buffer("anchors", torch::zeros({ mostAnchors, dimensions }));
    places = register_buffer("places", torch::zeros({ mostAnchors, 2 }));
    directions = register_buffer("directions", torch::zeros({ attributeCount, dimensions }));
    count = register_buffer("count", torch::zeros({ 1 }));
}

LatentNet::LatentNet(const LatentOptions &options)
    : m_options(options)
{
    // The vectors of a codebook have no map: their codes are what a visitor walks along.
    m_space = register_module("space", std::make_shared<Space>(options.quantised() ? 1 : options.dimensions));
    if (options.quantised()) {
        m_quantiser = register_module("codebook", std::make_shared<VectorQuantiser>(options));
        m_codePrior = register_module("prior", std::make_shared<CodePrior>(options));
    } else if (options.priorBlocks > 0) {
        m_flow = register_module("prior", std::make_shared<FlowPrior>(options));
    }
}

torch::Tensor LatentNet::deviationOf(const torch::Tensor &raw) const
{
    if (m_options.sigma == "exp")
        return (0.5 * raw.clamp(-20, 10)).exp();
    if (m_options.sigma == "relu")
        return torch::relu(raw) + leastDeviation;
    return torch::softplus(raw) + leastDeviation;
}

torch::Tensor LatentNet::choose(const torch::Tensor &logits, double temperature,
                                std::optional<at::Generator> random) const
{
    const bool roll = m_options.grammar.heads() == 0;
    if (temperature <= 0 || !random)
        return roll ? (logits > 0).to(torch::kInt64) : logits.argmax(-1);
    const torch::Tensor chance = torch::rand(logits.sizes(), *random).to(logits.device());
    if (roll)
        return (chance < torch::sigmoid(logits / temperature)).to(torch::kInt64);
    const torch::Tensor gumbel = -(-(chance.clamp_min(1e-20)).log()).clamp_min(1e-20).log();
    return (logits / temperature + gumbel).argmax(-1);
}

torch::Tensor LatentNet::ofCodes(const torch::Tensor &codes) const
{
    return m_quantiser->vectors(codes.flatten(0, 1)).view({ codes.size(0), -1 });
}

torch::Tensor LatentNet::toCodes(const torch::Tensor &mean) const
{
    return m_quantiser->quantise(mean.view({ -1, m_options.partDimensions() }), false)
        .codes.view({ mean.size(0), m_options.segments(), m_options.levels });
}

torch::Tensor LatentNet::prior(std::int64_t count, double temperature, at::Generator random, torch::Tensor labels)
{
    if (m_codePrior)
        return ofCodes(m_codePrior->draw(count, temperature, random));
    const torch::Tensor noise =
        torch::randn({ count, m_options.dimensions }, random).to(device()) * std::sqrt(temperature);
    if (!m_flow)
        return noise;
    if (!labels.defined())
        labels = m_flow->drawLabels(count, random);
    return m_flow->flow(noise, labels) * m_space->scale + m_space->mean;
}

} // namespace klangraum::latent
