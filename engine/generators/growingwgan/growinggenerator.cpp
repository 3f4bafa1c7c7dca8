#include "generators/growingwgan/growinggenerator.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace klangraum::growing {
namespace {

constexpr std::int64_t seam = 256; // frames over which the sound rises and falls where the loop closes
constexpr double usualTempo = 120; // quarters a minute: the bars of a loop are counted so that it is near
constexpr std::int64_t streamed = 16384; // frames of a part

// The published network's sound has a beginning and an end: where they meet it is silent for a moment.
void closeSeam(torch::Tensor &sound, std::int64_t first, std::int64_t frames)
{
    float *values = sound.data_ptr<float>();
    for (std::int64_t i = 0; i < sound.size(0); ++i) {
        const std::int64_t distance = std::min(first + i, frames - 1 - first - i);
        if (distance < seam)
            values[i] *= static_cast<float>(
                0.5 - 0.5 * std::cos(std::numbers::pi * (static_cast<double>(distance) + 0.5) / seam));
    }
}

class GrowingLoop : public audio::SoundLoop
{
public:
    GrowingLoop(std::shared_ptr<GrowingNet> net, std::shared_ptr<GrowingLayout> layout, torch::Tensor z)
        : m_net(std::move(net))
        , m_layout(std::move(layout))
        , m_z(std::move(z))
    {
        const Stage stage = m_net->stage();
        const GrowingOptions &options = m_net->options();
        m_loop.sampleRate = options.sampleRate >> options.halvings(stage.level);
        m_loop.frames = static_cast<std::size_t>(options.framesOf(stage.level));
        const double seconds = static_cast<double>(m_loop.frames) / m_loop.sampleRate;
        m_loop.beats = 4 * std::max(1, static_cast<int>(std::lround(seconds * usualTempo / 60 / 4)));
        m_loop.quartersPerMinute = m_loop.beats * 60 / seconds;
        if (m_layout)
            m_start = m_net->generator->start(m_z)[0].t().contiguous();
    }
    const AudioLoop &loop() const override { return m_loop; }
    torch::Tensor part(std::int64_t first, std::int64_t count) override
    {
        torch::Tensor sound;
        if (m_layout) {
            sound = m_layout->part(m_start, first, count);
        } else {
            if (!m_whole.defined())
                m_whole = m_net->generator->forward(m_z, m_net->stage())[0].to(torch::kCPU);
            sound = m_whole.narrow(0, first, count).clone();
        }
        closeSeam(sound, first, static_cast<std::int64_t>(m_loop.frames));
        return sound;
    }

private:
    std::shared_ptr<GrowingNet> m_net;
    std::shared_ptr<GrowingLayout> m_layout;
    torch::Tensor m_z, m_start, m_whole;
    AudioLoop m_loop;
};

} // namespace

GrowingLayout::GrowingLayout(const GrowingNet &net)
{
    const Stage stage = net.stage();
    m_alpha = stage.alpha;
    const auto convolution = [](const EqualConvolution &layer, bool doubling) {
        return audio::RowConvolution(layer->scaled(), layer->bias, doubling);
    };
    for (std::int64_t level = 1; level <= stage.level; ++level) {
        const auto index = static_cast<std::size_t>(level - 1);
        const EqualConvolution &sound = net.generator->sound[index];
        m_levels.push_back({ convolution(net.generator->first[index], level > 1),
                             convolution(net.generator->second[index], false), sound->scaled().flatten().contiguous(),
                             sound->bias.item<float>(), net.options().framesOf(level) });
    }
}

torch::Tensor GrowingLayout::rows(const torch::Tensor &start, std::size_t level, std::int64_t first,
                                  std::int64_t count) const
{
    const std::int64_t frames = level == 0 ? start.size(0) : m_levels[level - 1].frames;
    const std::int64_t from = std::clamp<std::int64_t>(first, 0, frames);
    const std::int64_t to = std::clamp<std::int64_t>(first + count, 0, frames);
    const torch::Tensor inside = level == 0 ? start.narrow(0, from, to - from) : within(start, level, from, to - from);
    return from == first && to == first + count
        ? inside
        : torch::constant_pad_nd(inside, { 0, 0, from - first, first + count - to });
}

torch::Tensor GrowingLayout::within(const torch::Tensor &start, std::size_t level, std::int64_t first,
                                    std::int64_t count) const
{
    const Level &here = m_levels[level - 1];
    // The first convolution's frames outside the sound are zeros to the second one.
    const auto wanted = here.second.reach(first, count);
    const std::int64_t from = std::clamp<std::int64_t>(wanted.first, 0, here.frames);
    const std::int64_t to = std::clamp<std::int64_t>(wanted.first + wanted.count, 0, here.frames);
    const auto below = here.first.reach(from, to - from);
    torch::Tensor x = here.first(rows(start, level - 1, below.first, below.count), from, to - from);
    audio::activateRows(x);
    if (from != wanted.first || to != wanted.first + wanted.count)
        x = torch::constant_pad_nd(x, { 0, 0, from - wanted.first, wanted.first + wanted.count - to });
    x = here.second(x, first, count);
    audio::activateRows(x);
    return x;
}

torch::Tensor GrowingLayout::soundOf(const torch::Tensor &rows, const Level &level) const
{
    return torch::tanh(rows.matmul(level.sound) + level.bias);
}

torch::Tensor GrowingLayout::part(const torch::Tensor &start, std::int64_t first, std::int64_t count) const
{
    const std::size_t top = m_levels.size();
    torch::Tensor sound = soundOf(within(start, top, first, count), m_levels.back());
    if (top < 2 || m_alpha >= 1)
        return sound;
    const std::int64_t from = first / 2;
    const std::int64_t to = (first + count + 1) / 2;
    const torch::Tensor before = soundOf(within(start, top - 1, from, to - from), m_levels[top - 2])
                                     .repeat_interleave(2)
                                     .narrow(0, first - 2 * from, count);
    return m_alpha * sound + (1 - m_alpha) * before;
}

GrowingModel::GrowingModel(std::shared_ptr<GrowingNet> net)
    : m_net(std::move(net))
{
    if (m_net->device().is_cpu())
        m_layout = std::make_shared<GrowingLayout>(*m_net);
}

audio::SoundSpace::Place GrowingModel::drawn(std::uint64_t seed)
{
    const torch::Tensor z = torch::rand({ 1, m_net->options().latent }, at::detail::createCPUGenerator(seed)) * 2 - 1;
    return { z.to(m_net->device()), torch::zeros({ 1, 0 }) };
}

std::unique_ptr<audio::SoundLoop> GrowingModel::prepare(const torch::Tensor &z, const audio::SoundWish &)
{
    return std::make_unique<GrowingLoop>(m_net, m_layout, z);
}

std::int64_t GrowingModel::partFrames() const
{
    return streamed;
}

} // namespace klangraum::growing
