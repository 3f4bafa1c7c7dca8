// The end of an epoch of a family of sound: its clips are measured against the corpus's, and kept.
#include "training/trainerprivate.h"

#include "music/atomicfile.h"
#include "music/error.h"
#include "music/wavfile.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace klangraum {

namespace {

constexpr std::size_t measuredClips = 24; // of the network and of the corpus
constexpr std::size_t fewestClips = 16; // below it distances are not worth a curve
constexpr int lowestMeasuredRate = 8000; // Hz: SoundFrames
constexpr double shortestMeasured = 0.5; // seconds

struct BeatScalar
{
    const char *name;
    double BeatMeasures::*value;
};
constexpr BeatScalar beatScalars[] = {
    { "sound/beat-strength", &BeatMeasures::strength },
    { "sound/tempo-stability", &BeatMeasures::stability },
    { "sound/noise-floor", &BeatMeasures::noiseFloor },
    { "sound/hiss", &BeatMeasures::hiss },
};

double meanOf(const std::vector<BeatMeasures> &all, double BeatMeasures::*value)
{
    double sum = 0;
    for (const BeatMeasures &one : all)
        sum += one.*value;
    return sum / static_cast<double>(all.size());
}

void cut(AudioClip &clip, std::size_t frames)
{
    clip.samples.resize(std::min(clip.samples.size(), frames * static_cast<std::size_t>(clip.channels)));
}

} // namespace

std::vector<AudioClip> Trainer::Private::epochSound()
{
    const torch::NoGradGuard noGrad;
    const std::unique_ptr<MeanWeights::InUse> mean = m_mean ? m_mean->use(*m_module) : nullptr;
    m_module->eval();
    const int kept = static_cast<int>(m_recipe.training.samples);
    std::vector<AudioClip> clips = m_trainable->sampleAudio(kept, m_recipe.training.seed);
    const bool measurable =
        !clips.empty() && clips.front().sampleRate >= lowestMeasuredRate && clips.front().seconds() >= shortestMeasured;
    if (measurable && clips.size() < measuredClips)
        clips = m_trainable->sampleAudio(static_cast<int>(measuredClips), m_recipe.training.seed);
    return clips;
}

// Of the validation split, else of the one that is trained on: `frames` at a rate of so many halvings. Throws Error
// where there is no stretch of that length.
const std::vector<HeardClip> &Trainer::Private::realSound(std::uint64_t frames, int halvings)
{
    if (!m_realSound || m_realSound->frames != frames || m_realSound->halvings != halvings) {
        const Split split = m_split.audioSplit(Split::Valid).empty() ? Split::Train : Split::Valid;
        RealSound real{ frames, halvings,
                        segmentsToHear(m_split, split, frames << halvings, measuredClips, m_recipe.training.seed,
                                       halvings) };
        for (HeardClip &clip : real.clips) { // the tempo of what the network made is not told either
            clip.quartersPerMinute = 0;
            clip.firstBeat.reset();
        }
        m_realSound = std::move(real);
    }
    return m_realSound->clips;
}

// A training does not end because its sound cannot be measured.
void Trainer::Private::tellUnmeasured(const Error &problem)
{
    if (!std::exchange(m_unmeasuredTold, true))
        log("notice", { { "text", std::string("the sound of the epochs is not compared: ") + problem.what() } });
}

// Adds sound/... to the epoch's event; for each measure the corpus's own value as NAME/corpus.
void Trainer::Private::measureEpochSound(const std::vector<AudioClip> &clips, nlohmann::json &event)
{
    if (clips.size() < fewestClips || clips.front().sampleRate < lowestMeasuredRate)
        return;
    report("validating");
    std::size_t frames = clips.front().frames();
    for (const AudioClip &clip : clips)
        frames = std::min(frames, clip.frames());
    std::vector<HeardClip> made;
    for (std::size_t i = 0; i < std::min(clips.size(), measuredClips); ++i) {
        made.push_back({ clips[i], 0, {}, {} });
        cut(made.back().clip, frames);
    }
    int halvings = 0;
    while (m_split.sampleRate >> halvings > clips.front().sampleRate)
        ++halvings;
    SoundReport sound;
    try {
        sound = evaluateSound(made, realSound(frames, halvings), m_threads, {}, m_recipe.training.seed);
    } catch (const Error &problem) { // the corpus has no stretch so long; a sample that is no number
        tellUnmeasured(problem);
        return;
    }
    for (const BeatScalar &scalar : beatScalars) {
        event[scalar.name] = loggable(meanOf(sound.samples, scalar.value));
        event[std::string(scalar.name) + "/corpus"] = loggable(meanOf(sound.reference, scalar.value));
    }
    for (const auto &[name, distance] : sound.distances) {
        event["sound/frechet/" + name] = loggable(distance.extrapolated);
        event["sound/frechet/" + name + "/corpus"] = loggable(distance.realAgainstReal);
    }
}

// samples/epoch-NNNN-K.wav; the first also for TensorBoard, about twenty times a run.
void Trainer::Private::writeEpochSound(const std::vector<AudioClip> &clips)
{
    if (clips.empty())
        return;
    const auto begin = std::chrono::steady_clock::now();
    writeSoundReference(clips.front());
    const auto kept = std::min(clips.size(), static_cast<std::size_t>(m_recipe.training.samples));
    for (std::size_t i = 0; i < kept; ++i) {
        const std::string wav = wavFile(clips[i]);
        const std::filesystem::path file = m_folder->sound(m_epoch, static_cast<int>(i) + 1);
        patiently([&] { writeFileAtomically(file, wav); });
        log("samples", { { "file", "samples/" + file.filename().string() }, { "seconds", secondsSince(begin) } });
        if (i == 0 && m_board && m_epoch % std::max<std::int64_t>(1, m_recipe.training.epochs / soundsARun) == 0)
            patiently([&] { m_board->sound("sample", m_step, wav); });
    }
}

// What the samples are compared with by eye and ear: reference-K.wav, as long as the first sample and at the corpus's
// full rate, as many as an epoch keeps samples. Once a run.
void Trainer::Private::writeSoundReference(const AudioClip &like)
{
    std::error_code error;
    if (m_recipe.training.samples < 1 || std::filesystem::exists(m_folder->soundReference(1), error))
        return;
    std::vector<HeardClip> clips;
    try {
        clips = realSound(static_cast<std::uint64_t>(like.seconds() * m_split.sampleRate), 0);
    } catch (const Error &problem) {
        tellUnmeasured(problem);
        return;
    }
    // The first comes last: it says that all are there.
    for (std::size_t i = std::min(clips.size(), static_cast<std::size_t>(m_recipe.training.samples)); i > 0; --i)
        patiently(
            [&] { writeFileAtomically(m_folder->soundReference(static_cast<int>(i)), wavFile(clips[i - 1].clip)); });
}

} // namespace klangraum
