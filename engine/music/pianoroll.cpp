#include "music/pianoroll.h"

#include "music/error.h"

#include <algorithm>
#include <string>

namespace klangraum {

namespace {

constexpr std::int64_t mostCells = std::int64_t{ 1 }
    << 28; // 1 GiB of velocities, 9 days of 88 keys at 4 steps a second

} // namespace

PianoRoll::PianoRoll(int lowest, int pitchCount, std::int64_t stepCount, bool withOnsets)
    : lowestPitch(lowest)
    , pitches(pitchCount)
    , steps(stepCount)
{
    if (pitches < 1 || steps < 0 || steps > mostCells / pitches)
        throw Error("piano roll: expected at most " + std::to_string(mostCells) + " cells, found " +
                    std::to_string(steps) + " steps of " + std::to_string(pitches) +
                    " pitches; the piece is too long for this encoding");
    velocity.assign(static_cast<std::size_t>(steps) * static_cast<std::size_t>(pitches), 0.0f);
    if (withOnsets)
        onset.assign(velocity.size(), 0);
}

void PianoRoll::fill(std::vector<NoteRun> notes)
{
    std::erase_if(notes, [this](const NoteRun &note) {
        return !covers(note.pitch) || note.step < 0 || note.step >= steps || note.steps < 1;
    });
    std::stable_sort(notes.begin(), notes.end(), [](const NoteRun &a, const NoteRun &b) {
        return a.pitch != b.pitch ? a.pitch < b.pitch : a.step < b.step;
    });
    const auto quieter = [](const NoteRun &a, const NoteRun &b) { return a.velocity < b.velocity; };
    for (auto next = notes.begin(); next != notes.end();) {
        const int pitch = next->pitch;
        std::vector<NoteRun> sounding; // a heap, the loudest first; notes that are over stay until they come up
        for (std::int64_t step = next->step; step < steps; ++step) {
            for (; next != notes.end() && next->pitch == pitch && next->step == step; ++next) {
                sounding.push_back(*next);
                std::push_heap(sounding.begin(), sounding.end(), quieter);
                if (!onset.empty())
                    onset[index(step, pitch)] = 1;
            }
            while (!sounding.empty() && step - sounding.front().step >= sounding.front().steps) {
                std::pop_heap(sounding.begin(), sounding.end(), quieter);
                sounding.pop_back();
            }
            if (!sounding.empty())
                velocity[index(step, pitch)] = sounding.front().velocity;
        }
    }
}

std::vector<NoteRun> rollNotes(const PianoRoll &roll, RunsEnd ends, float threshold)
{
    const std::size_t cells = static_cast<std::size_t>(roll.steps) * static_cast<std::size_t>(roll.pitches);
    if (roll.velocity.size() != cells || (!roll.onset.empty() && roll.onset.size() != cells))
        throw Error("piano roll: expected " + std::to_string(cells) + " cells, found " +
                    std::to_string(roll.velocity.size()) + " velocities and " + std::to_string(roll.onset.size()) +
                    " onsets");
    std::vector<NoteRun> notes;
    for (int pitch = roll.lowestPitch; pitch < roll.lowestPitch + roll.pitches; ++pitch) {
        bool sounding = false;
        float before = 0.0f;
        for (std::int64_t step = 0; step < roll.steps; ++step) {
            const std::size_t cell = roll.index(step, pitch);
            const float now = roll.velocity[cell];
            const bool sounds = now > 0.0f && now >= threshold; // false for not-a-number
            const bool begins = !sounding || (!roll.onset.empty() && roll.onset[cell] != 0) ||
                (ends == RunsEnd::AtSilenceOrChange && now != before);
            if (sounds && begins)
                notes.push_back({ step, 1, pitch, now });
            else if (sounds) {
                ++notes.back().steps;
                notes.back().velocity = std::max(notes.back().velocity, now);
            }
            sounding = sounds;
            before = now;
        }
    }
    return notes;
}

} // namespace klangraum
