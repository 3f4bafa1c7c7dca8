#include "generators/latent/sequencenet.h"

namespace klangraum::latent {
namespace {

constexpr double firstLogVariance = -4;

} // namespace

SequenceNet::SequenceNet(const LatentOptions &options)
    : LatentNet(options)
{
    const Grammar &grammar = options.grammar;
    const std::int64_t classes = grammar.classes();
    std::int64_t read = options.patch * keys; // a roll is read as it is
    if (grammar.heads() > 0) {
        read = options.patch * grammar.heads() * options.embedding;
        m_token = register_module("encoder-token", torch::nn::Embedding(grammar.heads() * classes, options.embedding));
    }
    if (options.patch > 1) {
        m_patch = register_module("encoder-patch", torch::nn::Linear(read, options.encoder));
        read = options.encoder;
    }
    m_lstm = register_module(
        "encoder",
        torch::nn::LSTM(torch::nn::LSTMOptions(read, options.encoder).bidirectional(true).batch_first(true)));
    const std::int64_t seen =
        (2 * options.encoder + (options.skip ? read : 0)) * (options.parts ? options.segment / options.patch : 1);
    m_mean = register_module("mean", torch::nn::Linear(seen, options.partDimensions()));
    if (!options.quantised())
        m_deviation = register_module("deviation", torch::nn::Linear(seen, options.partDimensions()));
    if (m_deviation && options.sigma == "exp") { // begins nearly sure, so that the decoder listens from the first step
        const torch::NoGradGuard noGrad;
        m_deviation->bias.fill_(firstLogVariance);
    }
    m_decoder = register_module("decoder", std::make_shared<SequenceDecoder>(options));
}

Posterior SequenceNet::posterior(const torch::Tensor &x)
{
    const std::int64_t batch = x.size(0);
    const std::int64_t patches = m_options.steps / m_options.patch;
    torch::Tensor read;
    if (m_token) {
        const torch::Tensor own = torch::arange(x.size(2), x.options()) * m_options.grammar.classes();
        read = m_token(x + own).reshape({ batch, patches, -1 });
    } else {
        read = x.to(torch::kFloat32).reshape({ batch, patches, -1 });
    }
    if (m_patch)
        read = torch::relu(m_patch(read)); // gelu's gradient is garbage beside an LSTM's strides (LibTorch 1.13)
    torch::Tensor out = std::get<0>(m_lstm(read)); // [batch, patches, 2 encoder]
    if (m_options.skip)
        out = torch::cat({ out, read }, 2);
    const std::int64_t half = m_options.encoder;
    const torch::Tensor seen = m_options.parts
        ? out.reshape({ batch, m_options.segments(), -1 })
        : torch::cat({ out.select(1, patches - 1).narrow(1, 0, half), out.select(1, 0).narrow(1, half, half) }, 1);
    Posterior posterior;
    const torch::Tensor mean = m_mean(seen);
    posterior.mean = (m_options.quantised() && m_options.codeNorm ? torch::layer_norm(mean, { mean.size(-1) }) : mean)
                         .view({ batch, m_options.dimensions });
    if (m_deviation)
        posterior.deviation = deviationOf(m_deviation(seen)).view({ batch, m_options.dimensions });
    return posterior;
}

torch::Tensor SequenceNet::logits(const torch::Tensor &z, const torch::Tensor &x)
{
    return m_decoder->logits(z, x);
}

Drawn SequenceNet::draw(const torch::Tensor &z, double temperature, std::optional<at::Generator> random,
                        bool probabilities)
{
    return m_decoder->draw(
        z, [&](const torch::Tensor &logits) { return choose(logits, temperature, random); }, probabilities);
}

} // namespace klangraum::latent
