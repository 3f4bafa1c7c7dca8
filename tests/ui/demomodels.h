// Networks made of arithmetic for tests of the screen: four-part music on a fixed progression that follows every
// control, so that each gesture can be read back from the notes. Torch-free.
#pragma once

#include "music/error.h"
#include "runtime/modelsource.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

class DemoStream final : public Stream
{
public:
    DemoStream(std::uint64_t seed, int voices, std::atomic<int> *failures)
        : m_seed(seed)
        , m_voices(voices)
        , m_failures(failures)
    {
    }

    Window decode(const Steering &steering) override { return make(m_index, steering); }
    Window preview(const Steering &steering) override { return make(m_index + 1, steering); }
    void advance() override { ++m_index; }

private:
    // Step `degree` of D minor as a MIDI pitch; 0 is D4.
    static int scale(int degree)
    {
        static const int steps[] = { 0, 2, 3, 5, 7, 8, 10 };
        const int octave = degree >= 0 ? degree / 7 : -((6 - degree) / 7);
        return 62 + 12 * octave + steps[degree - 7 * octave];
    }

    Window make(std::uint64_t index, const Steering &steering)
    {
        if (m_failures && m_failures->load() > 0) {
            m_failures->fetch_sub(1);
            throw Error("the demo network failed, as it was told to");
        }
        static const int roots[] = { 0, 3, 4, 0, 5, 3, 4, 0 };
        static const int tune[] = { 7, 9, 8, 7, 9, 10, 8, 7, 6, 7, 9, 11, 10, 9, 8, 9 };
        const double x = steering.value("map.x", 0), y = steering.value("map.y", 0);
        const double density = steering.value("density", 0.5);
        const int shift = int(std::lround((steering.value("register", 0.5) - 0.5) * 10));
        const int wander = int(std::lround(x * 3));
        Window window;
        window.score.ticksPerQuarter = 480;
        for (const char *name : { "Soprano", "Alto", "Tenor", "Bass" })
            window.score.voices.push_back({ name, 0, false });
        window.score.voices.resize(std::size_t(m_voices));
        window.score.length = 8 * 480;
        window.stepTicks = 120;
        window.milliseconds = 2.6;
        for (int quarter = 0; quarter < 8; ++quarter) {
            const int root = roots[(std::size_t(quarter) + index * 3 + m_seed) % 8];
            const int top = tune[(std::size_t(quarter) + index * 8 + m_seed * 5) % 16] + wander + (y < 0 ? -1 : 0);
            const int degrees[] = { top, root + 4 + (quarter % 3 == 1), root + 2 - (root > 3 ? 7 : 0), root - 7 };
            for (int voice = 0; voice < m_voices; ++voice) {
                const int pitch = std::clamp(scale(degrees[voice] + shift), 30, 96);
                const bool split = (quarter * 5 + voice * 3 + int(index)) % 9 < int(density * 9);
                const Tick start = quarter * 480;
                if (split) {
                    window.score.notes.push_back({ start, 240, pitch, 84, voice });
                    window.score.notes.push_back(
                        { start + 240, 240, std::clamp(scale(degrees[voice] + shift + 1), 30, 96), 76, voice });
                } else {
                    window.score.notes.push_back({ start, 480, pitch, 84, voice });
                }
                for (int step = 0; step < 4; ++step) {
                    for (int near = -2; near <= 2; ++near)
                        window.cells.push_back({ std::int16_t(4 * quarter + step), std::int16_t(pitch + near * 2),
                                                 std::int16_t(voice), near == 0 ? 0.6F : 0.1F });
                }
            }
        }
        window.score.normalise();
        return window;
    }

    std::uint64_t m_seed;
    std::uint64_t m_index = 0;
    int m_voices;
    std::atomic<int> *m_failures;
};

class DemoGenerator final : public Generator
{
public:
    DemoGenerator(ModelDescription description, std::atomic<int> *failures)
        : m_description(std::move(description))
        , m_failures(failures)
    {
    }
    const ModelDescription &description() const override { return m_description; }
    Piece generate(const GenerateRequest &) override { throw Error("the demo network only streams"); }
    std::unique_ptr<Stream> stream(std::uint64_t seed) override
    {
        return std::make_unique<DemoStream>(seed, int(m_description.voices.size()), m_failures);
    }

private:
    ModelDescription m_description;
    std::atomic<int> *m_failures;
};

class DemoModels final : public ModelSource
{
public:
    DemoModels()
    {
        add("chorale-demo", { "Chorale", "Choral" }, { "four voices", "vier Stimmen" }, 4);
        add("folk-demo", { "Folk", "Folk" }, { "dance tunes", "Tanzweisen" }, 1);
        add("piano-demo", { "Piano", "Klavier" }, { "late night", "spät nachts" }, 2);
        add("techno-demo", { "Techno", "Techno" }, { "drums + bass", "Drums + Bass" }, 2);
        m_entries[2].problem = "the weights are missing";
        m_entries[3].description.voices[0].percussion = true;
        std::erase_if(m_entries[3].description.controls,
                      [](const Control &control) { return control.kind == ControlKind::Pad; });
    }

    std::vector<ModelEntry> list() override { return m_entries; }
    std::unique_ptr<Generator> open(int index, const std::function<void(const std::string &)> &) override
    {
        return std::make_unique<DemoGenerator>(m_entries.at(std::size_t(index)).description, &failures);
    }
    std::string computeDevice() const override { return "CPU"; }

    std::atomic<int> failures{ 0 }; // this many calls of the network fail

private:
    static Control slider(const std::string &name, Text label, Text help, const std::string &texture, double initial,
                          std::vector<Text> words)
    {
        Control control;
        control.name = name;
        control.label = std::move(label);
        control.help = std::move(help);
        control.texture = texture;
        control.initial = initial;
        control.words = std::move(words);
        return control;
    }

    void add(const std::string &name, Text title, Text subtitle, int voices)
    {
        ModelEntry entry;
        ModelDescription &model = entry.description;
        model.name = name;
        model.family = "demo";
        model.title = std::move(title);
        model.subtitle = std::move(subtitle);
        model.trainedOn = { "trained on 382 chorales", "trainiert mit 382 Chorälen" };
        model.backend = { "VAE decoder", "VAE-Decoder" };
        model.stage = int(m_entries.size());
        for (const char *voice : { "Soprano", "Alto", "Tenor", "Bass" })
            model.voices.push_back({ voice, 0, false });
        model.voices.resize(std::size_t(voices));
        Control map;
        map.name = "map";
        map.kind = ControlKind::Pad;
        map.label = { "Sound map", "Klangkarte" };
        map.minimum = -1;
        map.maximum = 1;
        map.initial = 0;
        map.xAxis = { Text{ "calm", "ruhig" }, Text{ "busy", "bewegt" } };
        map.yAxis = { Text{ "minor", "Moll" }, Text{ "major", "Dur" } };
        model.controls = { map,
                           slider("surprise", { "Surprise", "Wagnis" },
                                  { "How far the music strays from the expected.", "Wie weit die Musik abschweift." },
                                  "chaos", 0.6,
                                  { { "safe", "sicher" },
                                    { "careful", "vorsichtig" },
                                    { "bold", "kühn" },
                                    { "daring", "mutig" },
                                    { "wild", "wild" } }),
                           slider("density", { "Density", "Dichte" },
                                  { "How many notes there are.", "Wie viele Töne es gibt." }, "density", 0.48,
                                  { { "sparse", "karg" },
                                    { "light", "licht" },
                                    { "medium", "mittel" },
                                    { "dense", "dicht" },
                                    { "full", "voll" } }),
                           slider("register", { "Register", "Tonlage" },
                                  { "How high the voices lie.", "Wie hoch die Stimmen liegen." }, "waves", 0.7,
                                  { { "very low", "sehr tief" },
                                    { "low", "tief" },
                                    { "middle", "mittel" },
                                    { "high", "hoch" },
                                    { "very high", "sehr hoch" } }) };
        std::uint64_t random = 7;
        const auto next = [&random] {
            random = random * 6364136223846793005ULL + 1442695040888963407ULL;
            return double(random >> 33) / double(1ULL << 31);
        };
        for (int i = 0; i < 382; ++i) {
            const double angle = 6.283 * next(), radius = 0.28 * std::sqrt(-2 * std::log(1e-9 + next()));
            static const double centres[][2] = { { -0.5, -0.1 }, { 0.1, 0.1 }, { 0.5, 0.25 } };
            const auto &centre = centres[i % 3];
            model.map.push_back({ float(std::clamp(centre[0] + radius * std::cos(angle), -0.97, 0.97)),
                                  float(std::clamp(centre[1] + radius * std::sin(angle), -0.97, 0.97)),
                                  "No. " + std::to_string(i + 1), false });
        }
        const char *const names[] = { "Wie schön leuchtet", "Nun danket alle Gott", "Ein feste Burg",
                                      "Jesu, meine Freude" };
        const float places[][2] = { { -0.43F, 0.4F }, { 0.23F, 0.7F }, { 0.55F, -0.32F }, { -0.81F, -0.6F } };
        for (int i = 0; i < 4; ++i)
            model.map[std::size_t(i)] = { places[i][0], places[i][1], names[i], true };
        m_entries.push_back(std::move(entry));
    }

    std::vector<ModelEntry> m_entries;
};

} // namespace klangraum
