// An audio model made of arithmetic, for tests of the engine thread, the session and the screen: a drum loop that the
// steering shapes. Every frame is a function of its place in the loop, so that parts equal the whole.
#pragma once

#include "stubmodels.h"

#include <cmath>
#include <cstdint>
#include <numbers>

namespace klangraum {

// What the stubs of one source share; set by tests while they run.
struct StubSoundOptions
{
    std::atomic<int> failures{ 0 }; // this many parts fail
    std::atomic<int> notNumbers{ 0 }; // this many parts hold NaN
    std::atomic<int> begun{ 0 }; // loops
    std::atomic<int> parts{ 0 };
    std::chrono::microseconds cost{ 2000 }; // of a part
    std::size_t partFrames = 8192;
    int sampleRate = 22050;
    int beats = 16;
};

class StubSoundStream final : public AudioStream
{
public:
    StubSoundStream(std::uint64_t seed, StubSoundOptions &options)
        : m_seed(seed)
        , m_options(options)
    {
    }

    AudioLoop begin(const Steering &steering, double fromBeat) override
    {
        for (const auto &[name, value] : steering.values) {
            if (name.starts_with("morph."))
                throw Error("the stub has no control '" + name + "'");
        }
        ++m_options.begun;
        m_steering = steering;
        m_loop.sampleRate = m_options.sampleRate;
        m_loop.beats = m_options.beats;
        m_loop.quartersPerMinute = std::round(steering.value("tempo", 128));
        m_loop.frames =
            static_cast<std::size_t>(std::llround(m_loop.beats * 60.0 / m_loop.quartersPerMinute * m_loop.sampleRate));
        m_at = static_cast<std::size_t>(fromBeat / m_loop.beats * static_cast<double>(m_loop.frames)) % m_loop.frames;
        m_left = m_loop.frames;
        return m_loop;
    }

    std::optional<AudioPart> next() override
    {
        if (m_left == 0)
            return std::nullopt;
        std::this_thread::sleep_for(m_options.cost);
        if (take(m_options.failures))
            throw Error("the stub network failed, as it was told to");
        AudioPart part;
        part.start = m_at;
        part.samples.resize(std::min({ m_options.partFrames, m_left, m_loop.frames - m_at }));
        for (std::size_t i = 0; i < part.samples.size(); ++i)
            part.samples[i] = sample(m_loop, m_steering, m_seed, m_at + i);
        if (take(m_options.notNumbers))
            part.samples[0] = std::nanf("");
        part.milliseconds = static_cast<double>(m_options.cost.count()) / 1000;
        m_left -= part.samples.size();
        m_at = (m_at + part.samples.size()) % m_loop.frames;
        ++m_options.parts;
        return part;
    }

    // Kick on the beats, cymbals on the sixteenths (as many as the density lets), a bass note that map.x moves.
    static float sample(const AudioLoop &loop, const Steering &steering, std::uint64_t seed, std::size_t frame)
    {
        const double beat = static_cast<double>(loop.frames) / loop.beats;
        const double seconds = 1.0 / loop.sampleRate;
        const auto number = static_cast<std::uint64_t>(static_cast<double>(frame) / beat);
        const double within = std::fmod(static_cast<double>(frame), beat) * seconds;
        const double kick = 0.6 * std::sin(2 * std::numbers::pi * (50 * within + 4 * (1 - std::exp(-30 * within)))) *
            std::exp(-12 * within);
        const double step = beat / 4;
        const auto sixteenth = static_cast<std::uint64_t>(static_cast<double>(frame) / step);
        const double since = std::fmod(static_cast<double>(frame), step) * seconds;
        const bool struck = noise(seed, sixteenth % 16) < 2 * steering.value("density", 0.5) - 1;
        const double cymbal = struck ? 0.15 * noise(7, frame) * std::exp(-90 * since) : 0;
        const double root = 45 + 3 * static_cast<double>((number / 4 + seed) % 4) + 20 * steering.value("map.x", 0);
        const double turns = std::round(std::abs(root) * static_cast<double>(loop.frames) * seconds);
        const double bass = 0.15 *
            std::sin(2 * std::numbers::pi * turns * static_cast<double>(frame) / static_cast<double>(loop.frames));
        return static_cast<float>(kick + cymbal + bass);
    }

private:
    static double noise(std::uint64_t seed, std::uint64_t at) // -1..1
    {
        std::uint64_t value = (seed + 1) * 0x9E3779B97F4A7C15ULL + at * 0xBF58476D1CE4E5B9ULL;
        value = (value ^ (value >> 31)) * 0x94D049BB133111EBULL;
        return static_cast<double>((value ^ (value >> 29)) % 20001) / 10000.0 - 1;
    }
    static bool take(std::atomic<int> &count)
    {
        if (count.load() <= 0)
            return false;
        count.fetch_sub(1);
        return true;
    }

    std::uint64_t m_seed;
    StubSoundOptions &m_options;
    Steering m_steering;
    AudioLoop m_loop;
    std::size_t m_at = 0, m_left = 0;
};

class StubSoundGenerator final : public Generator
{
public:
    StubSoundGenerator(ModelDescription description, StubSoundOptions &options)
        : m_description(std::move(description))
        , m_options(options)
    {
    }
    const ModelDescription &description() const override { return m_description; }
    Piece generate(const GenerateRequest &) override { throw Error("the stub only streams"); }
    std::unique_ptr<Stream> stream(std::uint64_t) override { throw Error("the stub writes no notes"); }
    std::unique_ptr<AudioStream> audioStream(std::uint64_t seed) override
    {
        return std::make_unique<StubSoundStream>(seed, m_options);
    }

private:
    ModelDescription m_description;
    StubSoundOptions &m_options;
};

inline ModelDescription stubSoundDescription()
{
    ModelDescription model;
    model.name = "stub-sound";
    model.output = "audio";
    model.title = { "Techno", "Techno" };
    model.subtitle = { "drums + bass", "Drums + Bass" };
    model.trainedOn = { "trained on nothing: a stub", "mit nichts trainiert: ein Stummel" };
    model.backend = { "Drum loop", "Trommelschleife" };
    model.initialTempo = 128;
    Control map;
    map.name = "map";
    map.kind = ControlKind::Pad;
    map.minimum = -1;
    map.maximum = 1;
    map.initial = 0;
    Control density;
    density.name = "density";
    density.label = { "Density", "Dichte" };
    density.texture = "density";
    Control tempo;
    tempo.name = "tempo";
    tempo.label = { "Tempo", "Tempo" };
    tempo.minimum = 110;
    tempo.maximum = 176;
    tempo.initial = 128;
    tempo.unit = "bpm";
    Control style;
    style.name = "style";
    style.kind = ControlKind::Choice;
    style.label = { "Style", "Stil" };
    style.maximum = 2;
    style.initial = 0;
    style.choices = { { "Techno", "Techno" }, { "Minimal", "Minimal" }, { "Drum and bass", "Drum and Bass" } };
    model.controls = { map, density, tempo, style };
    return model;
}

// One model of notes, one of sound.
class StubSoundModels final : public ModelSource
{
public:
    std::vector<ModelEntry> list() override
    {
        std::vector<ModelEntry> entries = m_notes.list();
        entries.push_back({ stubSoundDescription(), {} });
        return entries;
    }
    std::unique_ptr<Generator> open(int index, const std::function<void(const std::string &)> &notice) override
    {
        if (index == 0)
            return m_notes.open(index, notice);
        return std::make_unique<StubSoundGenerator>(stubSoundDescription(), sound);
    }
    std::string computeDevice() const override { return "CPU"; }

    StubSoundOptions sound;

private:
    StubModels m_notes{ 1 };
};

} // namespace klangraum
