#include "generators/choralevae/choralenet.h"

#include <cmath>

namespace klangraum::chorale {
namespace {

namespace F = torch::nn::functional;
using torch::indexing::Slice;

constexpr std::int64_t beatCells = 16; // four voices, four sixteenths
constexpr std::int64_t encoderBlocks = 2;
constexpr std::int64_t decoderBlocks = 3;
constexpr std::int64_t whole = 256; // width of what concerns the whole window
constexpr std::int64_t tailBeats = 2; // of the window before, beside the eight
constexpr std::int64_t timeFeatures = 32;
constexpr std::int64_t placeWidth = 64;
constexpr std::int64_t guidedSteps = 3; // of the flow: what is asked for is decided early

// [batch, beats, width] -> [batch, beats, 3 * width]: the beat before, the beat, the beat after; zeros outside.
torch::Tensor withNeighbours(const torch::Tensor &x)
{
    const std::int64_t count = x.size(1);
    const torch::Tensor edge = torch::zeros({ x.size(0), 1, x.size(2) }, x.options());
    return torch::cat(
        { torch::cat({ edge, x.narrow(1, 0, count - 1) }, 1), x, torch::cat({ x.narrow(1, 1, count - 1), edge }, 1) },
        2);
}

torch::Tensor normalised(const torch::Tensor &x)
{
    return torch::layer_norm(x, { x.size(-1) });
}

// [batch] -> [batch, 32], sines and cosines.
torch::Tensor timeOf(const torch::Tensor &time)
{
    const torch::Tensor rates =
        2 * torch::exp(torch::arange(timeFeatures / 2, time.options()) * (std::log(100.0) / (timeFeatures / 2)));
    const torch::Tensor angles = time.unsqueeze(1) * rates;
    return torch::cat({ angles.sin(), angles.cos() }, 1);
}

} // namespace

BeatBlock::BeatBlock(std::int64_t width)
{
    m_wide = register_module("wide", PlayedLinear(3 * width, width));
    m_narrow = register_module("narrow", PlayedLinear(width, width));
}

torch::Tensor BeatBlock::forward(const torch::Tensor &beats)
{
    return beats + m_narrow(torch::gelu(m_wide(withNeighbours(torch::gelu(beats)))));
}

ChoraleVaeNet::ChoraleVaeNet(const ChoraleVaeOptions &options)
    : m_options(options)
{
    const std::int64_t width = options.width;
    const std::int64_t read = beatCells * 2 * options.embedding;
    const auto linear = [this](const std::string &name, std::int64_t from, std::int64_t to) {
        return register_module(name, PlayedLinear(from, to));
    };
    const auto beatBlocks = [&](const std::string &name, std::int64_t count) {
        std::vector<std::shared_ptr<BeatBlock>> list;
        for (std::int64_t i = 0; i < count; ++i)
            list.push_back(register_module(name + std::to_string(i), std::make_shared<BeatBlock>(width)));
        return list;
    };
    m_pitch = register_module("pitch", torch::nn::Embedding(classes, options.embedding));
    m_onset = register_module("onset", torch::nn::Embedding(classes, options.embedding));
    m_encoderIn = linear("encoder-in", read, width);
    m_encoder = beatBlocks("encoder", encoderBlocks);
    m_encoderOut = linear("encoder-out", width, 2 * options.latent);
    m_decoderIn = linear("decoder-in", options.latent, width);
    m_decoder = beatBlocks("decoder", decoderBlocks);
    m_decoderOut = linear("decoder-out", width, beatCells * classes);

    const std::int64_t flowWidth = options.flowWidth;
    const std::int64_t flat = beats * options.latent;
    m_known = linear("prior-known", flat + conditionCount + 1, whole);
    m_known2 = linear("prior-known2", whole, whole);
    m_time = linear("prior-time", timeFeatures, whole);
    m_whole = linear("prior-whole", flat, whole);
    m_flowIn = linear("prior-in", options.latent, flowWidth);
    m_position = register_parameter("prior-position", 0.1 * torch::randn({ tailBeats + beats, flowWidth }));
    m_flowScale = linear("prior-scale", whole, options.flowBlocks * 2 * flowWidth);
    for (std::int64_t i = 0; i < options.flowBlocks; ++i) {
        m_flowWide.push_back(linear("prior-wide" + std::to_string(i), 3 * flowWidth, flowWidth));
        m_flowNarrow.push_back(linear("prior-narrow" + std::to_string(i), flowWidth, flowWidth));
    }
    m_flowOut = linear("prior-out", flowWidth, options.latent);
    torch::nn::init::zeros_(m_flowOut->weight);
    m_place = linear("map-in", flat, placeWidth);
    m_place2 = linear("map-out", placeWidth, 2);

    m_latentMean = register_buffer("latent-mean", torch::zeros({ options.latent }));
    m_latentScale = register_buffer("latent-scale", torch::ones({ options.latent }));
    m_intervals = register_buffer("intervals", torch::zeros({ IntervalTable::size }));
    m_ranks = register_buffer("ranks", torch::zeros({ 3, RankTable::size }));
    m_keys = register_buffer("keys", torch::full({ 12 }, 1.0 / 12));
}

torch::Tensor ChoraleVaeNet::features(const torch::Tensor &cells)
{
    const torch::Tensor before = torch::cat({ cells.narrow(1, 0, 1), cells.narrow(1, 0, steps - 1) }, 1);
    const torch::Tensor changed = (cells != before).to(torch::kFloat32).unsqueeze(3);
    return torch::cat({ m_pitch(cells), m_onset(cells) * changed }, 3).reshape({ cells.size(0), beats, -1 });
}

LatentPosterior ChoraleVaeNet::encode(const torch::Tensor &cells)
{
    torch::Tensor h = m_encoderIn(features(cells));
    for (const auto &block : m_encoder)
        h = block->forward(h);
    const torch::Tensor out = m_encoderOut(torch::gelu(h));
    return { out.narrow(2, 0, m_options.latent), out.narrow(2, m_options.latent, m_options.latent).clamp(-8, 3) };
}

torch::Tensor ChoraleVaeNet::decode(const torch::Tensor &z)
{
    torch::Tensor h = m_decoderIn(z);
    for (const auto &block : m_decoder)
        h = block->forward(h);
    return m_decoderOut(torch::gelu(h)).reshape({ z.size(0), steps, voices, classes });
}

void ChoraleVaeNet::setLatentScale(const torch::Tensor &mean, const torch::Tensor &scale)
{
    const torch::NoGradGuard noGrad;
    m_latentMean.copy_(mean);
    m_latentScale.copy_(scale);
}

PriorContext ChoraleVaeNet::context(const torch::Tensor &previous, const torch::Tensor &known,
                                    const torch::Tensor &conditions)
{
    const torch::Tensor heard = previous * known.view({ -1, 1, 1 });
    const torch::Tensor all = torch::cat({ heard.flatten(1), conditions, known.unsqueeze(1) }, 1);
    return { m_known2(torch::gelu(m_known(all))), heard.narrow(1, beats - tailBeats, tailBeats) };
}

torch::Tensor ChoraleVaeNet::velocity(const torch::Tensor &z, const torch::Tensor &time, const PriorContext &context)
{
    const std::int64_t width = m_options.flowWidth;
    const torch::Tensor all = torch::gelu(context.base + m_time(timeOf(time)) + m_whole(z.flatten(1)));
    const torch::Tensor scales = m_flowScale(all).view({ z.size(0), 1, m_options.flowBlocks, 2, width });
    torch::Tensor h = m_flowIn(torch::cat({ context.tail, z }, 1)) + m_position;
    for (std::int64_t i = 0; i < m_options.flowBlocks; ++i) {
        const auto block = static_cast<std::size_t>(i);
        const torch::Tensor scale = scales.select(2, i);
        const torch::Tensor u = normalised(h) * (1 + scale.select(2, 0)) + scale.select(2, 1);
        h = h + m_flowNarrow[block](torch::gelu(m_flowWide[block](withNeighbours(u))));
    }
    return m_flowOut(normalised(h)).narrow(1, tailBeats, beats);
}

torch::Tensor ChoraleVaeNet::flow(const torch::Tensor &noise, const PriorContext &context, double guidance)
{
    torch::Tensor z = noise;
    const PriorContext asked{ context.base.narrow(0, 0, 1), context.tail.narrow(0, 0, 1) };
    const auto count = static_cast<double>(m_options.flowSteps);
    for (std::int64_t i = 0; i < m_options.flowSteps; ++i) {
        const double now = static_cast<double>(i) / count;
        if (i < guidedSteps) {
            const torch::Tensor both = velocity(z.expand({ 2, -1, -1 }), torch::full({ 2 }, now, z.options()), context);
            const torch::Tensor plain = both.narrow(0, 1, 1);
            z = z + (plain + guidance * (both.narrow(0, 0, 1) - plain)) / count;
        } else {
            z = z + velocity(z, torch::full({ 1 }, now, z.options()), asked) / count;
        }
    }
    return z;
}

torch::Tensor ChoraleVaeNet::place(const torch::Tensor &z)
{
    return m_place2(torch::gelu(m_place(z.flatten(1))));
}

void ChoraleVaeNet::setMeasures(const Measures &measures)
{
    const torch::NoGradGuard noGrad;
    const auto copy = [](torch::Tensor target, const auto &values) {
        target.copy_(
            torch::from_blob(const_cast<float *>(values.data()), { static_cast<std::int64_t>(values.size()) }));
    };
    copy(m_intervals, measures.intervals.bits());
    copy(m_ranks[0], measures.activity.values());
    copy(m_ranks[1], measures.mode.values());
    copy(m_ranks[2], measures.surprise.values());
    copy(m_keys, measures.keys);
}

Measures ChoraleVaeNet::measures() const
{
    Measures measures;
    const auto copy = [](const torch::Tensor &source, auto &values) {
        const torch::Tensor floats = source.detach().to(torch::kCPU, torch::kFloat32).contiguous();
        std::copy_n(floats.data_ptr<float>(), values.size(), values.begin());
    };
    std::array<float, IntervalTable::size> bits{};
    copy(m_intervals, bits);
    measures.intervals = IntervalTable(bits);
    std::array<float, RankTable::size> ranks{};
    copy(m_ranks[0], ranks);
    measures.activity = RankTable(ranks);
    copy(m_ranks[1], ranks);
    measures.mode = RankTable(ranks);
    copy(m_ranks[2], ranks);
    measures.surprise = RankTable(ranks);
    copy(m_keys, measures.keys);
    return measures;
}

} // namespace klangraum::chorale
