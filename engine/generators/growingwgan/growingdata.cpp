#include "generators/growingwgan/growingdata.h"

#include "music/error.h"

namespace klangraum::growing {

GrowingData::GrowingData(const Corpus &corpus, Split split, const GrowingOptions &options)
    : m_corpus(corpus)
    , m_options(options)
{
    if (!corpus.isAudio())
        throw Error("corpus '" + corpus.name +
                    "' holds scores, and growing-wgan learns from sound; import or compose a corpus of sound");
    if (corpus.sampleRate != options.sampleRate)
        throw Error("corpus '" + corpus.name + "' has " + std::to_string(corpus.sampleRate) +
                    " frames a second, expected " + std::to_string(options.sampleRate) + " (sample-rate in [model])");
    AudioSegmentOptions segments;
    segments.frames = static_cast<std::uint64_t>(options.framesOf(options.levels()));
    m_segments = cutAudioSegments(corpus, split, segments);
}

Batch GrowingData::batch(const std::vector<std::int64_t> &items, const StepContext &context) const
{
    const Stage stage = m_options.stageAt(context.epoch, context.part);
    const auto count = static_cast<std::int64_t>(items.size());
    torch::Tensor sound = torch::empty({ count, m_options.framesOf(stage.level) });
    for (std::int64_t i = 0; i < count; ++i)
        m_segments[static_cast<std::size_t>(items[static_cast<std::size_t>(i)])].read(m_options.halvings(stage.level),
                                                                                      sound[i].data_ptr<float>());
    const torch::Tensor latent = torch::rand({ count, m_options.latent }, context.random) * 2 - 1;
    const torch::Tensor mix = torch::rand({ count }, context.random);
    return { sound.to(context.device), latent.to(context.device), mix.to(context.device) };
}

std::int64_t GrowingData::piece(std::int64_t item) const
{
    return m_segments[static_cast<std::size_t>(item)].piece - m_corpus.audio.data();
}

} // namespace klangraum::growing
