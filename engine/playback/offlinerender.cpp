#include "playback/offlinerender.h"

#include "music/error.h"
#include "music/tempomap.h"
#include "playback/playercore.h"
#include "playback/playfile.h"
#include "playback/synthesizer.h"
#include "playback/wavwriter.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace klangraum {

namespace {

constexpr double kMaxSeconds = 6.0 * 3600.0;
constexpr double kSilence = 1e-4; // amplitude, -80 dB
constexpr double kSilenceSeconds = 0.25; // so long below it: the tail is over
constexpr std::uint64_t kProgressFrames = 48000;

using Writer = std::function<void(std::span<const float>)>;

// Reports progress and cancels.
class Watch
{
public:
    Watch(const RenderProgress &progress, std::uint64_t frames)
        : m_progress(progress)
        , m_frames(frames)
    {
    }
    void passed(std::uint64_t frame)
    {
        if (!m_progress || frame < m_next)
            return;
        m_next = frame + kProgressFrames;
        const double done = m_frames > 0 ? static_cast<double>(frame) / static_cast<double>(m_frames) : 1.0;
        if (!m_progress(std::min(1.0, done)))
            throw Error("cancelled");
    }

private:
    const RenderProgress &m_progress;
    std::uint64_t m_frames;
    std::uint64_t m_next = 0;
};

// Renders with `block` until it has been silent for a while after the music's end.
template <typename Block>
void renderTail(const RenderOptions &options, std::vector<float> &buffer, const Writer &write, const Block &block)
{
    const auto most = static_cast<std::uint64_t>(options.maxTailSeconds * options.sampleRate);
    const auto enough = static_cast<std::uint64_t>(kSilenceSeconds * options.sampleRate);
    std::uint64_t silent = 0;
    const auto frames = static_cast<std::uint32_t>(buffer.size() / 2);
    for (std::uint64_t done = 0; done < most && silent < enough; done += frames) {
        block(buffer.data(), frames);
        const float loudest = std::abs(*std::max_element(buffer.begin(), buffer.end(),
                                                         [](float a, float b) { return std::abs(a) < std::abs(b); }));
        silent = loudest < kSilence ? silent + frames : 0;
        write(buffer);
    }
}

void check(const RenderOptions &options, double seconds)
{
    if (options.sampleRate < 8000 || options.sampleRate > 96000 || options.blockFrames < 1 ||
        options.blockFrames > 65536)
        throw Error("rendering at " + std::to_string(options.sampleRate) + " Hz in blocks of " +
                    std::to_string(options.blockFrames) + " frames: expected 8000 to 96000 Hz, 1 to 65536 frames");
    if (!(seconds <= kMaxSeconds))
        throw Error("the piece lasts " + std::to_string(static_cast<long long>(seconds / 60)) +
                    " minutes: at most 6 hours can be rendered");
}

void render(const Score &score, const RenderOptions &options, const RenderProgress &progress, const Writer &write)
{
    std::unique_ptr<Plan> plan = planOfScore(score);
    const double seconds = TempoMap(score).secondsAt(score.length);
    check(options, seconds);
    Watch watch(progress, static_cast<std::uint64_t>(seconds * options.sampleRate));
    PlayerCore core(std::make_unique<Synthesizer>(options.sampleRate, options.soundFont), options.sampleRate,
                    options.gain);
    core.postPlan(std::move(plan));
    core.setPlaying(true);
    std::vector<float> buffer(2 * static_cast<std::size_t>(options.blockFrames));
    std::vector<HeardEvent> heard;
    const auto block = [&](float *out, std::uint32_t frames) {
        core.render(out, frames, false);
        heard.clear();
        core.drainHeard(heard);
    };
    do {
        block(buffer.data(), static_cast<std::uint32_t>(options.blockFrames));
        write(buffer);
        watch.passed(core.state().frame);
    } while (!core.state().late);
    renderTail(options, buffer, write, block);
}

void render(const Excerpt &excerpt, const RenderOptions &given, const RenderProgress &progress, const Writer &write)
{
    if (excerpt.events.empty() || excerpt.frames == 0)
        throw Error("nothing was heard in the excerpt: nothing to render");
    RenderOptions options = given;
    options.sampleRate = static_cast<int>(excerpt.sampleRate);
    check(options, excerpt.seconds());
    Watch watch(progress, excerpt.frames);
    Synthesizer synthesizer(options.sampleRate, options.soundFont);
    OutputStage stage(options.sampleRate);
    stage.jumpToGain(static_cast<float>(options.gain));
    std::vector<float> buffer(2 * static_cast<std::size_t>(options.blockFrames));
    const auto block = [&](float *out, std::uint32_t frames) {
        synthesizer.render(out, frames);
        stage.process(out, frames);
    };
    auto event = excerpt.events.begin();
    for (std::uint64_t frame = 0; frame < excerpt.frames || event != excerpt.events.end();) {
        for (; event != excerpt.events.end() && event->frame <= frame; ++event) {
            if (event->kind == HeardEvent::Kind::NoteOn)
                synthesizer.noteOn(event->voice, event->pitch, event->value);
            else if (event->kind == HeardEvent::Kind::NoteOff)
                synthesizer.noteOff(event->voice, event->pitch);
            else if (event->kind == HeardEvent::Kind::Program)
                synthesizer.setProgram(event->voice, event->value, event->pitch != 0);
        }
        const std::uint64_t next = event != excerpt.events.end() ? event->frame : excerpt.frames;
        if (next <= frame)
            break;
        const auto frames = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(next - frame, static_cast<std::uint64_t>(options.blockFrames)));
        block(buffer.data(), frames);
        write(std::span(buffer).first(2 * static_cast<std::size_t>(frames)));
        frame += frames;
        watch.passed(frame);
    }
    renderTail(options, buffer, write, block);
}

template <typename Music>
AudioClip renderToMemory(const Music &music, const RenderOptions &options, int sampleRate,
                         const RenderProgress &progress)
{
    AudioClip clip;
    clip.sampleRate = sampleRate;
    clip.channels = 2;
    render(music, options, progress, [&clip](std::span<const float> samples) {
        clip.samples.insert(clip.samples.end(), samples.begin(), samples.end());
    });
    return clip;
}

template <typename Music>
void renderToFile(const Music &music, const std::filesystem::path &path, const RenderOptions &options, int sampleRate,
                  double seconds, const RenderProgress &progress)
{
    const double frames = std::min(kMaxSeconds, seconds + options.maxTailSeconds) * sampleRate;
    WavWriter writer(path, sampleRate, 2, options.bitsPerSample, static_cast<std::uint64_t>(frames));
    render(music, options, progress, [&writer](std::span<const float> samples) { writer.write(samples); });
    writer.commit();
}

} // namespace

AudioClip renderScore(const Score &score, const RenderOptions &options, const RenderProgress &progress)
{
    return renderToMemory(score, options, options.sampleRate, progress);
}

AudioClip renderEvents(const Excerpt &excerpt, const RenderOptions &options, const RenderProgress &progress)
{
    return renderToMemory(excerpt, options, static_cast<int>(excerpt.sampleRate), progress);
}

void renderScoreToWav(const Score &score, const std::filesystem::path &path, const RenderOptions &options,
                      const RenderProgress &progress)
{
    renderToFile(score, path, options, options.sampleRate, TempoMap(score).secondsAt(score.length), progress);
}

void renderEventsToWav(const Excerpt &excerpt, const std::filesystem::path &path, const RenderOptions &options,
                       const RenderProgress &progress)
{
    renderToFile(excerpt, path, options, static_cast<int>(excerpt.sampleRate), excerpt.seconds(), progress);
}

} // namespace klangraum
