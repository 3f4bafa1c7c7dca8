#include "runtime/keeper.h"

#include "music/error.h"
#include "music/midifile.h"
#include "playback/offlinerender.h"
#include "playback/outputstage.h"
#include "playback/wavwriter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <span>
#include <system_error>
#include <utility>

namespace klangraum {

namespace {

constexpr double kEdgeSeconds = 0.02; // a cut in the middle of a sound fades for so long
constexpr std::size_t kChunk = 48000; // frames between two looks at whether to go on

// NAME, NAME-2, NAME-3 ...: the first of which no file exists.
std::filesystem::path freeStem(const std::filesystem::path &folder, const std::string &name)
{
    const auto taken = [](std::filesystem::path stem) {
        return std::ranges::any_of(std::array{ ".mid", ".wav", ".flac" }, [&](const char *extension) {
            std::error_code error;
            return std::filesystem::exists(std::filesystem::path(stem) += extension, error);
        });
    };
    std::filesystem::path stem = folder / name;
    for (int number = 2; taken(stem); ++number)
        stem = folder / (name + "-" + std::to_string(number));
    return stem;
}

std::filesystem::path withExtension(std::filesystem::path stem, const char *extension)
{
    return stem += extension;
}

void fadeEdges(std::vector<float> &samples, double sampleRate)
{
    const std::size_t frames = samples.size() / 2;
    const auto edge = std::min(frames / 2, static_cast<std::size_t>(kEdgeSeconds * sampleRate));
    for (std::size_t i = 0; i < edge; ++i) {
        const float out = static_cast<float>(i) / static_cast<float>(edge);
        const float in = std::min(1.0F, 10 * out); // a first hit stays one
        for (std::size_t ear = 0; ear < 2; ++ear) {
            samples[2 * i + ear] *= in;
            samples[2 * (frames - 1 - i) + ear] *= out;
        }
    }
}

// To be listened to: silence follows, so that nothing of the beginning is heard at the end.
std::shared_ptr<const Loop> loopOf(const std::vector<float> &samples, const HeardSound &sound)
{
    const double perBeat = 60 * sound.sampleRate / sound.quartersPerMinute;
    const auto beats = static_cast<int>(std::ceil(static_cast<double>(samples.size()) / 2 / perBeat)) + 1;
    auto loop =
        std::make_shared<Loop>(1, sound.sampleRate, static_cast<std::size_t>(std::llround(beats * perBeat)), beats, 2);
    loop->write(0, samples);
    loop->publish(loop->frames());
    return loop;
}

} // namespace

Keeper::Keeper(std::filesystem::path soundFont)
    : m_soundFont(std::move(soundFont))
{
}

Keeper::~Keeper()
{
    m_cancel = true;
    if (m_thread.joinable())
        m_thread.join();
}

void Keeper::begin(std::function<KeepState()> work)
{
    if (m_state.status == KeepStatus::Saving)
        return;
    if (m_thread.joinable())
        m_thread.join();
    m_done = false;
    m_progress = 0;
    m_state = {};
    m_state.status = KeepStatus::Saving;
    m_thread = std::thread([this, work = std::move(work)] {
        try {
            m_result = work();
            m_result.status = KeepStatus::Saved;
            m_result.progress = 1;
        } catch (const std::exception &error) {
            m_result = {};
            m_result.status = KeepStatus::Failed;
            m_result.problem = error.what();
        }
        m_done = true;
    });
}

void Keeper::keep(Excerpt excerpt, const std::filesystem::path &folder, const std::string &name)
{
    begin([this, excerpt = std::move(excerpt), folder, name] { return save(excerpt, folder, name); });
}

void Keeper::keep(HeardSound sound, const std::filesystem::path &folder, const std::string &name)
{
    begin([this, sound = std::move(sound), folder, name] { return save(sound, folder, name); });
}

void Keeper::refuse(const std::string &why)
{
    if (m_state.status == KeepStatus::Saving)
        return;
    m_state = {};
    m_state.status = KeepStatus::Failed;
    m_state.problem = why;
}

bool Keeper::poll()
{
    if (m_state.status != KeepStatus::Saving)
        return false;
    if (!m_done) {
        const double progress = m_progress;
        return std::exchange(m_state.progress, progress) != progress;
    }
    m_thread.join();
    m_state = std::move(m_result);
    return true;
}

KeepState Keeper::save(const Excerpt &excerpt, const std::filesystem::path &folder, const std::string &name)
{
    std::filesystem::create_directories(folder);
    const std::filesystem::path stem = freeStem(folder, name);
    KeepState result;
    result.wav = withExtension(stem, ".wav");
    result.midi = withExtension(stem, ".mid");
    RenderOptions options;
    options.soundFont = m_soundFont;
    renderEventsToWav(excerpt, result.wav, options, [this](double done) {
        m_progress = done;
        return !m_cancel;
    });
    try {
        writeMidi(excerpt.score, result.midi);
    } catch (...) {
        std::error_code ignored; // both files or none
        std::filesystem::remove(result.wav, ignored);
        throw;
    }
    result.score = excerpt.score;
    result.seconds = excerpt.seconds();
    const auto &score = excerpt.score;
    const Tick bar = score.metres.empty() ? 4 * score.ticksPerQuarter
                                          : static_cast<Tick>(score.metres.front().numerator) * 4 *
            score.ticksPerQuarter / score.metres.front().denominator;
    result.bars = static_cast<int>((score.length + bar - 1) / bar);
    result.quartersPerMinute = score.tempi.empty() ? 0 : score.tempi.back().quartersPerMinute;
    return result;
}

KeepState Keeper::save(const HeardSound &sound, const std::filesystem::path &folder, const std::string &name)
{
    std::vector<float> samples = sound.read();
    if (samples.empty())
        throw Error("nothing has been played yet");
    fadeEdges(samples, sound.sampleRate);
    KeepState result;
    result.sound = loopOf(samples, sound);
    SoundPicture picture;
    SoundPicturing().add(*result.sound, picture);
    result.picture = std::make_shared<const SoundPicture>(std::move(picture));
    OutputStage stage(sound.sampleRate);
    stage.jumpToGain(static_cast<float>(RenderOptions().gain));
    stage.process(samples.data(), static_cast<std::uint32_t>(samples.size() / 2));

    std::filesystem::create_directories(folder);
    const std::filesystem::path stem = freeStem(folder, name);
    result.wav = withExtension(stem, ".wav");
    result.flac = withExtension(stem, ".flac");
    const auto rate = static_cast<int>(std::lround(sound.sampleRate));
    WavWriter wav(result.wav, rate, 2), flac(result.flac, rate, 2);
    for (std::size_t at = 0; at < samples.size(); at += 2 * kChunk) {
        if (m_cancel)
            throw Error("cancelled");
        const auto chunk = std::span(samples).subspan(at, std::min(2 * kChunk, samples.size() - at));
        wav.write(chunk);
        flac.write(chunk);
        m_progress = static_cast<double>(at) / static_cast<double>(samples.size());
    }
    wav.commit();
    try {
        flac.commit();
    } catch (...) {
        std::error_code ignored; // both files or none
        std::filesystem::remove(result.wav, ignored);
        throw;
    }
    result.seconds = static_cast<double>(samples.size()) / 2 / sound.sampleRate;
    const double quarters = result.seconds * sound.quartersPerMinute / 60;
    result.soundTicks = static_cast<Tick>(std::llround(quarters * kTicksPerQuarter));
    result.bars = static_cast<int>(std::ceil(quarters / sound.beatsPerBar - 1e-3));
    result.quartersPerMinute = sound.quartersPerMinute;
    return result;
}

} // namespace klangraum
