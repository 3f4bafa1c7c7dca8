// A network made of arithmetic, for tests of the engine thread and the session: pitch follows map.x, so every
// steering can be read back from the notes. Window k of seed s: four quarter notes a bar in each of four voices.
#pragma once

#include "music/error.h"
#include "runtime/modelsource.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

namespace klangraum {

class StubStream final : public Stream
{
public:
    StubStream(std::uint64_t seed, std::atomic<int> *failures, std::chrono::microseconds cost)
        : m_seed(seed)
        , m_failures(failures)
        , m_cost(cost)
    {
    }

    Window decode(const Steering &steering) override { return make(m_index, steering); }
    Window preview(const Steering &steering) override { return make(m_index + 1, steering); }
    void advance() override { ++m_index; }

    static int pitch(int voice, int quarter, std::uint64_t index, std::uint64_t seed, double x)
    {
        const auto walk = static_cast<int>((index * 5 + seed * 3 + static_cast<std::uint64_t>(quarter)) % 7);
        return std::clamp(72 - 9 * voice + walk + static_cast<int>(std::lround(x * 5)), 30, 100);
    }

private:
    Window make(std::uint64_t index, const Steering &steering)
    {
        if (m_failures && m_failures->load() > 0) {
            m_failures->fetch_sub(1);
            throw Error("the stub network failed, as it was told to");
        }
        std::this_thread::sleep_for(m_cost);
        Window window;
        window.score.ticksPerQuarter = 480;
        window.score.voices = {
            { "Soprano", 0, false }, { "Alto", 0, false }, { "Tenor", 0, false }, { "Bass", 0, false }
        };
        window.score.length = 8 * 480;
        window.stepTicks = 120;
        window.milliseconds = 1.5;
        for (int quarter = 0; quarter < 8; ++quarter) {
            for (int voice = 0; voice < 4; ++voice) {
                const int p = pitch(voice, quarter, index, m_seed, steering.value("map.x", 0));
                window.score.notes.push_back({ quarter * 480, 480, p, 80, voice });
                for (int step = 0; step < 4; ++step)
                    window.cells.push_back({ static_cast<std::int16_t>(4 * quarter + step),
                                             static_cast<std::int16_t>(p), static_cast<std::int16_t>(voice), 0.9F });
            }
        }
        window.score.normalise();
        return window;
    }

    std::uint64_t m_seed;
    std::uint64_t m_index = 0;
    std::atomic<int> *m_failures;
    std::chrono::microseconds m_cost;
};

class StubGenerator final : public Generator
{
public:
    StubGenerator(ModelDescription description, std::atomic<int> *failures, std::chrono::microseconds cost)
        : m_description(std::move(description))
        , m_failures(failures)
        , m_cost(cost)
    {
    }
    const ModelDescription &description() const override { return m_description; }
    Piece generate(const GenerateRequest &) override { throw Error("the stub only streams"); }
    std::unique_ptr<Stream> stream(std::uint64_t seed) override
    {
        return std::make_unique<StubStream>(seed, m_failures, m_cost);
    }

private:
    ModelDescription m_description;
    std::atomic<int> *m_failures;
    std::chrono::microseconds m_cost;
};

class StubModels final : public ModelSource
{
public:
    explicit StubModels(int count = 2)
    {
        for (int i = 0; i < count; ++i) {
            ModelEntry entry;
            entry.description.name = "stub-" + std::to_string(i);
            entry.description.title = { "Stub", "Stummel" };
            Control map;
            map.name = "map";
            map.kind = ControlKind::Pad;
            map.minimum = -1;
            map.maximum = 1;
            map.initial = 0;
            Control density;
            density.name = "density";
            entry.description.controls = { map, density };
            entry.description.voices = {
                { "Soprano", 0, false }, { "Alto", 0, false }, { "Tenor", 0, false }, { "Bass", 0, false }
            };
            m_entries.push_back(entry);
        }
    }

    std::vector<ModelEntry> list() override { return m_entries; }
    std::unique_ptr<Generator> open(int index, const std::function<void(const std::string &)> &) override
    {
        ++opened;
        return std::make_unique<StubGenerator>(m_entries.at(static_cast<std::size_t>(index)).description, &failures,
                                               cost);
    }
    std::string computeDevice() const override { return "CPU"; }

    std::atomic<int> failures{ 0 }; // this many calls of the network fail
    std::atomic<int> opened{ 0 };
    std::chrono::microseconds cost{ 500 };

private:
    std::vector<ModelEntry> m_entries;
};

} // namespace klangraum
