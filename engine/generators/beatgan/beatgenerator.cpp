#include "generators/beatgan/beatgenerator.h"

#include "music/error.h"

namespace klangraum::beat {
namespace {

class BeatLoop : public audio::SoundLoop
{
public:
    BeatLoop(std::shared_ptr<BeatNet> net, torch::Tensor mixture, const AudioLoop &loop)
        : m_net(std::move(net))
        , m_mixture(std::move(mixture))
        , m_loop(loop)
    {
    }
    const AudioLoop &loop() const override { return m_loop; }
    torch::Tensor part(std::int64_t first, std::int64_t count) override
    {
        return m_net->stretch(m_mixture, { static_cast<std::int64_t>(m_loop.frames) }, { first }, count)[0]
            .clamp(-1, 1)
            .to(torch::kCPU);
    }

private:
    std::shared_ptr<BeatNet> m_net;
    torch::Tensor m_mixture; // [1, steps, atoms]
    AudioLoop m_loop;
};

} // namespace

std::unique_ptr<audio::SoundLoop> BeatModel::prepare(const torch::Tensor &z, const audio::SoundWish &wish)
{
    const BeatOptions &options = m_net->options();
    if (wish.styles.size() != options.styles.size())
        throw Error("beat-gan: " + std::to_string(wish.styles.size()) + " styles, expected " +
                    std::to_string(options.styles.size()));
    if (!(wish.quartersPerMinute >= options.slowest && wish.quartersPerMinute <= options.fastest))
        throw Error("tempo: " + std::to_string(wish.quartersPerMinute) + ", expected " +
                    std::to_string(options.slowest) + " to " + std::to_string(options.fastest) + " quarters a minute");
    const std::int64_t frames = options.framesAt(wish.quartersPerMinute);
    const double tempo = options.tempoOf(frames);
    const torch::Tensor condition = m_net->condition(wish.styles, tempo).unsqueeze(0).to(z.device());
    AudioLoop loop;
    loop.sampleRate = options.sampleRate;
    loop.frames = static_cast<std::size_t>(frames);
    loop.beats = static_cast<int>(4 * options.bars);
    loop.quartersPerMinute = tempo;
    return std::make_unique<BeatLoop>(m_net, m_net->mixture(m_net->pattern(z, condition), condition), loop);
}

std::int64_t BeatModel::partFrames() const
{
    return m_net->options().atomLength;
}

} // namespace klangraum::beat
