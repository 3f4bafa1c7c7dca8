#include "generators/latent/latentprior.h"

#include "generators/latent/flowops.h"

#include <cmath>
#include <numbers>

namespace klangraum::latent {
namespace {

constexpr std::int64_t waves = 16; // of the time, sines and cosines each
constexpr double untold = 0.1; // share of the windows that a flow learns without their label

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
    m_shifts = register_module("shifts", PlayedLinear(width, 6 * width));
    m_attend = register_module("attend", PlayedLinear(width, 3 * width));
    m_attended = register_module("attended", PlayedLinear(width, width));
    m_wide = register_module("wide", PlayedLinear(width, 4 * width));
    m_narrow = register_module("narrow", PlayedLinear(4 * width, width));
    const torch::NoGradGuard noGrad;
    m_shifts->weight.zero_();
    m_shifts->bias.zero_();
}

torch::Tensor FlowBlock::shifts(const torch::Tensor &time)
{
    return m_shifts(time).unsqueeze(1);
}

torch::Tensor FlowBlock::forward(const torch::Tensor &x, const torch::Tensor &allShifts)
{
    const std::vector<torch::Tensor> shifts = allShifts.chunk(6, 2); // [batch, 1, width] each
    const torch::Tensor read = modulated(x, shifts[0], shifts[1]);
    const torch::Tensor y = gated(x, shifts[2], m_attended(heard(m_attend(read), m_heads)));
    return gated(y, shifts[5], m_narrow(torch::gelu(m_wide(modulated(y, shifts[3], shifts[4])))));
}

FlowPrior::FlowPrior(const LatentOptions &options)
    : m_parts(options.parts ? options.segments() : 1)
    , m_steps(options.priorSteps)
    , m_guidance(options.priorGuidance)
    , m_scales(options.priorScales ? scaleCount : 1)
{
    const std::int64_t width = options.priorWidth;
    m_in = register_module("in", PlayedLinear(options.partDimensions(), width));
    m_time = register_module("time", PlayedLinear(2 * waves, width));
    m_time2 = register_module("time2", PlayedLinear(width, width));
    m_out = register_module("out", PlayedLinear(width, options.partDimensions()));
    m_place = register_parameter("place", torch::randn({ m_parts, width }) * 0.1);
    for (std::int64_t i = 0; i < options.priorBlocks; ++i)
        m_blocks.push_back(
            register_module("block" + std::to_string(i), std::make_shared<FlowBlock>(width, options.priorHeads)));
    const torch::NoGradGuard noGrad;
    m_out->weight.zero_();
    if (options.priorScales) {
        m_scale = register_module("scale", torch::nn::Embedding(scaleCount, width));
        m_scale->weight.zero_();
    }
    if (options.priorDensities) {
        m_density = register_module("density", torch::nn::Embedding(densityCount, width));
        m_density->weight.zero_();
    }
    if (options.labels() > 0) // the name is that of weights from when there were scales alone
        labelCounts = register_buffer("scale-counts", torch::zeros({ options.labels() }));
}

torch::Tensor FlowPrior::told(const torch::Tensor &time, const torch::Tensor &labels)
{
    torch::Tensor when = m_time2(torch::silu(m_time(timeFeatures(time))));
    if (m_scale)
        when = when + m_scale(labels.clamp_min(0) % m_scales) * (labels >= 0).unsqueeze(1);
    if (m_density)
        when = when + m_density(labels.clamp_min(0).div(m_scales, "floor")) * (labels >= 0).unsqueeze(1);
    return torch::silu(when);
}

torch::Tensor FlowPrior::featuresUnder(const torch::Tensor &z, const std::vector<torch::Tensor> &shifts)
{
    torch::Tensor x = m_in(z.view({ z.size(0), m_parts, -1 })) + m_place;
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        x = m_blocks[i]->forward(x, shifts[i]);
    return normalised(x);
}

torch::Tensor FlowPrior::velocityUnder(const torch::Tensor &z, const std::vector<torch::Tensor> &shifts)
{
    return m_out(featuresUnder(z, shifts)).flatten(1);
}

std::vector<torch::Tensor> FlowPrior::shiftsOf(const torch::Tensor &told)
{
    std::vector<torch::Tensor> shifts;
    for (const auto &block : m_blocks)
        shifts.push_back(block->shifts(told));
    return shifts;
}

torch::Tensor FlowPrior::velocity(const torch::Tensor &z, const torch::Tensor &time, const torch::Tensor &labels)
{
    return velocityUnder(z, shiftsOf(told(time, labels)));
}

torch::Tensor FlowPrior::features(const torch::Tensor &z, const torch::Tensor &time, const torch::Tensor &labels)
{
    return featuresUnder(z, shiftsOf(told(time, labels)));
}

torch::Tensor FlowPrior::loss(const torch::Tensor &z, const torch::Tensor &labels, at::Generator random)
{
    const torch::Tensor start = torch::randn(z.sizes(), random).to(z.device());
    const torch::Tensor time = torch::sigmoid(torch::randn({ z.size(0) }, random)).to(z.device());
    const torch::Tensor part = time.unsqueeze(1);
    torch::Tensor told = labels;
    if (labelCounts.defined())
        told = torch::where((torch::rand({ z.size(0) }, random) < untold).to(z.device()), torch::full_like(labels, -1),
                            labels);
    return (velocity((1 - part) * start + part * z, time, told) - (z - start)).square().mean();
}

torch::Tensor FlowPrior::flow(const torch::Tensor &noise, const torch::Tensor &labels)
{
    const bool guided = labelCounts.defined() && m_guidance > 0;
    const double step = 1.0 / static_cast<double>(m_steps);
    const std::int64_t rows = noise.size(0) * (guided ? 2 : 1);
    // The blocks' shifts depend on time and label alone: those of all times in one go, half the weights read once.
    const torch::Tensor times = (torch::arange(m_steps + 1, noise.options()) * step).repeat_interleave(rows);
    torch::Tensor asked = labels;
    if (labelCounts.defined())
        asked = (guided ? torch::cat({ labels, torch::full_like(labels, -1) }) : labels).repeat(m_steps + 1);
    const torch::Tensor when = told(times, asked);
    std::vector<std::vector<torch::Tensor>> shifts(static_cast<std::size_t>(m_steps + 1)); // [time][block]
    for (const torch::Tensor &ofBlock : shiftsOf(when)) {
        const std::vector<torch::Tensor> all = ofBlock.split(rows);
        for (std::size_t i = 0; i < shifts.size(); ++i)
            shifts[i].push_back(all[i]);
    }
    const auto velocityAt = [&](const torch::Tensor &z, std::int64_t i) {
        const std::vector<torch::Tensor> &now = shifts[static_cast<std::size_t>(i)];
        if (!guided)
            return velocityUnder(z, now);
        const std::vector<torch::Tensor> both = velocityUnder(torch::cat({ z, z }), now).chunk(2);
        return both[0] + m_guidance * (both[0] - both[1]);
    };
    torch::Tensor z = noise;
    torch::Tensor before;
    for (std::int64_t i = 0; i < m_steps; ++i) {
        const torch::Tensor here = velocityAt(z, i);
        z = z + step * (before.defined() ? 1.5 * here - 0.5 * before : 0.5 * (here + velocityAt(z + step * here, 1)));
        before = here;
    }
    return z;
}

torch::Tensor FlowPrior::drawLabels(std::int64_t count, at::Generator random) const
{
    if (!labelCounts.defined())
        return {};
    return torch::multinomial(labelCounts.to(torch::kCPU) + 1e-3, count, true, random).to(labelCounts.device());
}

CodePrior::CodePrior(const LatentOptions &options)
    : m_segments(options.segments())
    , m_levels(options.writtenLevels())
    , m_codes(options.codes)
    , m_window(options.priorWindow)
    , m_dropout(options.priorDropout)
{
    m_code = register_module("code", torch::nn::Embedding(m_levels * m_codes + 1, options.priorWidth));
    m_lstm = register_module(
        "lstm", torch::nn::LSTM(torch::nn::LSTMOptions(options.priorWidth, options.priorWidth).batch_first(true)));
    m_out = register_module("out", torch::nn::Linear(options.priorWidth, m_codes));
}

torch::Tensor CodePrior::loss(const torch::Tensor &allCodes)
{
    const torch::Tensor codes = allCodes.narrow(2, 0, m_levels);
    const auto thinned = [&](const torch::Tensor &x) { return torch::dropout(x, m_dropout, is_training()); };
    const std::int64_t length = m_segments * m_levels;
    const torch::Tensor offsets = torch::arange(m_levels, codes.options()) * m_codes;
    const torch::Tensor own = (codes + offsets).flatten(1); // [batch, length]
    const torch::Tensor wanted = codes.reshape({ codes.size(0), length });
    if (m_window > 0) { // a window, then what follows it
        const torch::Tensor before = own.unfold(1, m_window, 1).narrow(1, 0, length - m_window);
        const torch::Tensor last = std::get<0>(m_lstm(m_code(before.reshape({ -1, m_window })))).select(1, -1);
        return torch::nn::functional::cross_entropy(m_out(last),
                                                    wanted.narrow(1, m_window, length - m_window).reshape(-1));
    }
    const torch::Tensor start = torch::full({ codes.size(0), 1 }, m_levels * m_codes, codes.options());
    const torch::Tensor before = torch::cat({ start, own.narrow(1, 0, length - 1) }, 1);
    const torch::Tensor logits = m_out(thinned(std::get<0>(m_lstm(thinned(m_code(before))))));
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
