#include "playback/benchmarks.h"

#include "playback/offlinerender.h"
#include "playback/playercore.h"
#include "playback/synthesizer.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <random>
#include <string>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace klangraum {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double kTempo = 92; // quarters a minute

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Four voices in quarters and eighths, like a chorale.
std::vector<Note> fourVoices(std::mt19937 &random, Tick begin, Tick end)
{
    std::vector<Note> notes;
    for (int voice = 0; voice < 4; ++voice) {
        for (Tick tick = begin; tick < end;) {
            Note note;
            note.start = tick;
            note.duration = std::min<Tick>(random() % 3 == 0 ? kTicksPerQuarter / 2 : kTicksPerQuarter, end - tick);
            note.pitch = 72 - 8 * voice + static_cast<int>(random() % 9) - 4;
            note.voice = voice;
            notes.push_back(note);
            tick += note.duration;
        }
    }
    std::stable_sort(notes.begin(), notes.end(), [](const Note &a, const Note &b) { return a.start < b.start; });
    return notes;
}

struct TemporaryFile
{
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("klangraum-bench-" + std::to_string(getpid()) + ".wav");
    ~TemporaryFile()
    {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

} // namespace

ExportBenchmark benchmarkExport(double seconds, int program, const std::filesystem::path &soundFont)
{
    std::mt19937 random(1);
    Score score;
    score.voices.assign(4, Voice{ "", program, false });
    score.tempi = { { 0, kTempo } };
    score.notes = fourVoices(random, 0, static_cast<Tick>(seconds * kTempo / 60.0 * kTicksPerQuarter));
    score.normalise();
    RenderOptions options;
    options.soundFont = soundFont;
    const TemporaryFile file;
    ExportBenchmark result;
    result.program = program;
    result.seconds = score.seconds();
    const auto start = Clock::now();
    renderScoreToWav(score, file.path, options);
    result.wallSeconds = secondsSince(start);
    result.timesRealTime = result.seconds / std::max(1e-9, result.wallSeconds);
    return result;
}

CallbackBenchmark benchmarkCallback(int blockFrames, double seconds, int program,
                                    const std::filesystem::path &soundFont)
{
    constexpr double kRate = 48000;
    constexpr double kPlanEvery = 0.03; // seconds
    CallbackBenchmark result;
    result.blockFrames = std::clamp(blockFrames, 16, 4096);
    result.blockMilliseconds = 1000.0 * result.blockFrames / kRate;
    PlayerCore core(std::make_unique<Synthesizer>(kRate, soundFont), kRate);
    core.setProgram(-1, program);
    core.setTempo(kTempo);
    core.setPlaying(true);
    std::mt19937 random(1);
    std::vector<float> block(2 * static_cast<std::size_t>(result.blockFrames));
    std::vector<HeardEvent> heard;
    std::vector<double> times;
    double nextPlan = 0;
    std::uint64_t serial = 0;
    for (double now = 0; now < seconds; now += result.blockMilliseconds / 1000.0) {
        if (now >= nextPlan) {
            nextPlan += kPlanEvery;
            auto plan = std::make_unique<Plan>();
            const Tick from = static_cast<Tick>(core.state().tick) / 3840 * 3840;
            plan->notes = fourVoices(random, from, from + 7680);
            plan->end = from + 7680;
            plan->serial = ++serial;
            core.postPlan(std::move(plan));
        }
        const auto start = Clock::now();
        core.render(block.data(), static_cast<std::uint32_t>(result.blockFrames), false);
        times.push_back(1000.0 * secondsSince(start));
        heard.clear();
        core.drainHeard(heard);
    }
    std::sort(times.begin(), times.end());
    result.blocks = times.size();
    result.meanMilliseconds = std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size());
    result.p99Milliseconds = times[times.size() * 99 / 100];
    result.worstMilliseconds = times.back();
    return result;
}

} // namespace klangraum
