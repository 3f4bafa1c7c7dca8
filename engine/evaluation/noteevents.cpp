#include "evaluation/noteevents.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace klangraum {

namespace {

constexpr double longest = 1e7; // steps

void sortEvents(std::vector<NoteEvent> &events)
{
    std::sort(events.begin(), events.end(), [](const NoteEvent &a, const NoteEvent &b) {
        return std::tie(a.step, a.voice, a.pitch, a.end) < std::tie(b.step, b.voice, b.pitch, b.end);
    });
}

} // namespace

std::vector<NoteEvent> noteEvents(const Score &score, int stepsPerQuarter)
{
    if (score.ticksPerQuarter <= 0 || stepsPerQuarter <= 0)
        throw Error("evaluation: expected a positive number of ticks and steps a quarter");
    const auto stepOf = [&](Tick tick) {
        const double step = static_cast<double>(tick) * stepsPerQuarter / score.ticksPerQuarter;
        if (std::abs(step) > longest)
            throw Error("evaluation: the score is longer than 10 million steps; the file is likely damaged");
        return static_cast<int>(std::llround(step));
    };
    std::vector<NoteEvent> events;
    events.reserve(score.notes.size());
    for (const Note &note : score.notes) {
        const auto voice = static_cast<std::size_t>(note.voice);
        if (voice < score.voices.size() && score.voices[voice].percussion)
            continue;
        const int step = stepOf(note.start);
        events.push_back({ step, std::max(step + 1, stepOf(note.end())), note.pitch, note.voice });
    }
    sortEvents(events);
    return events;
}

std::vector<NoteEvent> noteEvents(const VoiceGrid &grid)
{
    std::vector<NoteEvent> events;
    for (int v = 0; v < grid.voices; ++v) {
        for (int s = 0; s < grid.steps; ++s) {
            if (grid.at(v, s) < 0)
                continue;
            const bool begins = s == 0 || grid.onsetAt(v, s) || grid.at(v, s - 1) != grid.at(v, s);
            if (begins)
                events.push_back({ s, s + 1, grid.at(v, s), v });
            else
                events.back().end = s + 1;
        }
    }
    sortEvents(events);
    return events;
}

double densityOf(const VoiceGrid &grid)
{
    if (grid.steps <= 0 || grid.stepsPerQuarter <= 0)
        return 0;
    return static_cast<double>(noteEvents(grid).size()) * grid.stepsPerQuarter / grid.steps;
}

double registerOf(const VoiceGrid &grid)
{
    const std::vector<NoteEvent> events = noteEvents(grid);
    double sum = 0;
    for (const NoteEvent &event : events)
        sum += event.pitch;
    return events.empty() ? 0 : sum / static_cast<double>(events.size());
}

} // namespace klangraum
