#include "generators/latent/latentprior.h"

#include <cmath>
#include <numbers>

namespace klangraum::latent {
namespace {

constexpr std::int64_t waves = 16; // of the time, sines and cosines each
constexpr std::int64_t scaleCount = 12;
constexpr double untold = 0.1; // share of the windows that a flow learns without their scale

torch::Tensor timeFeatures(const torch::Tensor &time)
{
    const torch::Tensor angles =
        time.unsqueeze(1) * (torch::arange(1, waves + 1, time.options()) * (0.5 * std::numbers::pi)).unsqueeze(0);
    return torch::cat({ angles.sin(), angles.cos() }, 1);
}

torch::Tensor normalised(const torch::Tensor &x)
{
    return torch::layer_norm(x, { x.size(-1) });
}

} // namespace

FlowBlock::FlowBlock(std::int64_t width, std::int64_t heads)
    : m_heads(heads)
{
    m_shifts = register_module("shifts", torch::nn::Linear(width, 6 * width));
    m_attend = register_module("attend", torch::nn::Linear(width, 3 * width));
    m_attended = register_module("attended", torch::nn::Linear(width, width));
    m_wide = register_module("wide", torch::nn::Linear(width, 4 * width));
    m_narrow = register_module("narrow", torch::nn::Linear(4 * width, width));
    const torch::NoGradGuard noGrad;
    m_shifts->weight.zero_();
    m_shifts->bias.zero_();
}

torch::Tensor FlowBlock::forward(const torch::Tensor &x, const torch::Tensor &time)
{
    const std::int64_t batch = x.size(0), parts = x.size(1), width = x.size(2);
    const std::vector<torch::Tensor> shifts = m_shifts(time).unsqueeze(1).chunk(6, 2); // [batch, 1, width] each
    const torch::Tensor read = normalised(x) * (1 + shifts[0]) + shifts[1];
    // [3, batch, heads, parts, width / heads]
    const torch::Tensor all =
        m_attend(read).view({ batch, parts, 3, m_heads, width / m_heads }).permute({ 2, 0, 3, 1, 4 });
    const torch::Tensor scores =
        torch::matmul(all[0], all[1].transpose(2, 3)) / std::sqrt(static_cast<double>(width / m_heads));
    const torch::Tensor heard = torch::matmul(torch::softmax(scores, -1), all[2]).transpose(1, 2);
    const torch::Tensor y = x + shifts[2] * m_attended(heard.reshape({ batch, parts, width }));
    return y + shifts[5] * m_narrow(torch::gelu(m_wide(normalised(y) * (1 + shifts[3]) + shifts[4])));
}

FlowPrior::FlowPrior(const LatentOptions &options)
    : m_parts(options.parts ? options.segments() : 1)
    , m_steps(options.priorSteps)
    , m_guidance(options.priorGuidance)
{
    const std::int64_t width = options.priorWidth;
    m_in = register_module("in", torch::nn::Linear(options.partDimensions(), width));
    m_time = register_module("time", torch::nn::Linear(2 * waves, width));
    m_time2 = register_module("time2", torch::nn::Linear(width, width));
    m_out = register_module("out", torch::nn::Linear(width, options.partDimensions()));
    m_place = register_parameter("place", torch::randn({ m_parts, width }) * 0.1);
    for (std::int64_t i = 0; i < options.priorBlocks; ++i)
        m_blocks.push_back(
            register_module("block" + std::to_string(i), std::make_shared<FlowBlock>(width, options.priorHeads)));
    const torch::NoGradGuard noGrad;
    m_out->weight.zero_();
    if (options.priorScales) {
        m_scale = register_module("scale", torch::nn::Embedding(scaleCount, width));
        m_scale->weight.zero_();
        scaleCounts = register_buffer("scale-counts", torch::zeros({ scaleCount }));
    }
}

torch::Tensor FlowPrior::velocity(const torch::Tensor &z, const torch::Tensor &time, const torch::Tensor &scales)
{
    torch::Tensor x = m_in(z.view({ z.size(0), m_parts, -1 })) + m_place;
    torch::Tensor when = m_time2(torch::silu(m_time(timeFeatures(time))));
    if (m_scale)
        when = when + m_scale(scales.clamp_min(0)) * (scales >= 0).unsqueeze(1);
    when = torch::silu(when);
    for (const auto &block : m_blocks)
        x = block->forward(x, when);
    return m_out(normalised(x)).flatten(1);
}

torch::Tensor FlowPrior::loss(const torch::Tensor &z, const torch::Tensor &scales, at::Generator random)
{
    const torch::Tensor start = torch::randn(z.sizes(), random).to(z.device());
    const torch::Tensor time = torch::sigmoid(torch::randn({ z.size(0) }, random)).to(z.device());
    const torch::Tensor part = time.unsqueeze(1);
    torch::Tensor told = scales;
    if (m_scale)
        told = torch::where((torch::rand({ z.size(0) }, random) < untold).to(z.device()), torch::full_like(scales, -1),
                            scales);
    return (velocity((1 - part) * start + part * z, time, told) - (z - start)).square().mean();
}

torch::Tensor FlowPrior::guided(const torch::Tensor &z, const torch::Tensor &time, const torch::Tensor &scales)
{
    if (!m_scale || m_guidance <= 0)
        return velocity(z, time, scales);
    const std::vector<torch::Tensor> both =
        velocity(torch::cat({ z, z }), torch::cat({ time, time }), torch::cat({ scales, torch::full_like(scales, -1) }))
            .chunk(2);
    return both[0] + m_guidance * (both[0] - both[1]);
}

torch::Tensor FlowPrior::flow(const torch::Tensor &noise, const torch::Tensor &scales)
{
    const double step = 1.0 / static_cast<double>(m_steps);
    const auto at = [&](std::int64_t i) {
        return torch::full({ noise.size(0) }, static_cast<double>(i) * step, noise.options());
    };
    torch::Tensor z = noise;
    for (std::int64_t i = 0; i < m_steps; ++i) {
        const torch::Tensor here = guided(z, at(i), scales);
        z = z + 0.5 * step * (here + guided(z + step * here, at(i + 1), scales));
    }
    return z;
}

torch::Tensor FlowPrior::drawScales(std::int64_t count, at::Generator random) const
{
    if (!scaleCounts.defined())
        return {};
    return torch::multinomial(scaleCounts.to(torch::kCPU) + 1e-3, count, true, random).to(scaleCounts.device());
}

CodePrior::CodePrior(const LatentOptions &options)
    : m_segments(options.segments())
    , m_levels(options.levels)
    , m_codes(options.codes)
    , m_window(options.priorWindow)
{
    m_code = register_module("code", torch::nn::Embedding(m_levels * m_codes + 1, options.priorWidth));
    m_lstm = register_module(
        "lstm", torch::nn::LSTM(torch::nn::LSTMOptions(options.priorWidth, options.priorWidth).batch_first(true)));
    m_out = register_module("out", torch::nn::Linear(options.priorWidth, m_codes));
}

torch::Tensor CodePrior::loss(const torch::Tensor &codes)
{
    const std::int64_t length = m_segments * m_levels;
    const torch::Tensor offsets = torch::arange(m_levels, codes.options()) * m_codes;
    const torch::Tensor own = (codes + offsets).flatten(1); // [batch, length]
    const torch::Tensor wanted = codes.flatten(1);
    if (m_window > 0) { // a window, then what follows it
        const torch::Tensor before = own.unfold(1, m_window, 1).narrow(1, 0, length - m_window);
        const torch::Tensor last = std::get<0>(m_lstm(m_code(before.reshape({ -1, m_window })))).select(1, -1);
        return torch::nn::functional::cross_entropy(m_out(last),
                                                    wanted.narrow(1, m_window, length - m_window).reshape(-1));
    }
    const torch::Tensor start = torch::full({ codes.size(0), 1 }, m_levels * m_codes, codes.options());
    const torch::Tensor before = torch::cat({ start, own.narrow(1, 0, length - 1) }, 1);
    const torch::Tensor logits = m_out(std::get<0>(m_lstm(m_code(before))));
    return torch::nn::functional::cross_entropy(logits.flatten(0, 1), wanted.reshape(-1));
}

torch::Tensor CodePrior::draw(std::int64_t batch, double temperature, at::Generator random)
{
    const std::int64_t length = m_segments * m_levels;
    const torch::Device device = m_out->weight.device();
    std::vector<torch::Tensor> drawn, own;
    std::tuple<torch::Tensor, torch::Tensor> state;
    torch::Tensor last = torch::full({ batch, 1 }, m_levels * m_codes, torch::kInt64).to(device);
    for (std::int64_t at = 0; at < length; ++at) {
        torch::Tensor out;
        if (m_window > 0) { // what a window holds, nothing older; the first ones are shorter
            own.push_back(last);
            const auto from = own.size() > static_cast<std::size_t>(m_window) ? own.end() - m_window : own.begin();
            out = std::get<0>(m_lstm(m_code(torch::cat(std::vector<torch::Tensor>(from, own.end()), 1))));
        } else {
            const auto result = at == 0 ? m_lstm(m_code(last)) : m_lstm(m_code(last), state);
            out = std::get<0>(result);
            state = std::get<1>(result);
        }
        const torch::Tensor weights = torch::softmax(m_out(out.select(1, -1)) / temperature, 1).to(torch::kCPU);
        const torch::Tensor code = torch::multinomial(weights, 1, false, random).to(device);
        drawn.push_back(code);
        last = code + at % m_levels * m_codes;
    }
    return torch::cat(drawn, 1).view({ batch, m_segments, m_levels });
}

} // namespace klangraum::latent
