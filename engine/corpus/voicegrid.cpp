#include "corpus/voicegrid.h"

#include "music/error.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

namespace klangraum {

namespace {

// A voice of whose onsets more than this share falls on another onset of the same voice is a chord track.
constexpr double chordShare = 0.02;
// Longest grid: a day of sixteenths at 240 quarters a minute; beyond it the file is damaged.
constexpr Tick longestGrid = 1'500'000;

struct Line
{
    int voice = 0; // index in the score
    double meanPitch = 0;
    std::vector<const Note *> notes; // by start
};

std::optional<int> rankOfName(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const char *const beginnings[] = { "sopran", "alt", "tenor", "bas" };
    for (int rank = 0; rank < 4; ++rank) {
        if (name.rfind(beginnings[rank], 0) == 0)
            return rank;
    }
    return std::nullopt;
}

int stepOf(Tick tick, const Score &score, int stepsPerQuarter)
{
    const double step = static_cast<double>(tick) * stepsPerQuarter / score.ticksPerQuarter;
    return static_cast<int>(std::llround(std::clamp(step, 0.0, static_cast<double>(longestGrid))));
}

std::vector<Line> linesOf(const Score &score)
{
    std::vector<Line> lines;
    for (std::size_t v = 0; v < score.voices.size(); ++v) {
        if (!score.voices[v].percussion)
            lines.push_back({ static_cast<int>(v), 0.0, {} });
    }
    for (const Note &note : score.notes) {
        const auto line =
            std::find_if(lines.begin(), lines.end(), [&](const Line &l) { return l.voice == note.voice; });
        if (line != lines.end())
            line->notes.push_back(&note);
    }
    for (Line &line : lines) {
        std::stable_sort(line.notes.begin(), line.notes.end(),
                         [](const Note *a, const Note *b) { return a->start < b->start; });
        for (const Note *note : line.notes)
            line.meanPitch += note->pitch;
        if (!line.notes.empty())
            line.meanPitch /= static_cast<double>(line.notes.size());
    }
    return lines;
}

bool soundsChords(const Line &line, const Score &score)
{
    std::size_t together = 0;
    for (std::size_t i = 1; i < line.notes.size(); ++i) {
        if (line.notes[i]->start - line.notes[i - 1]->start < std::max(1, score.ticksPerQuarter / 16))
            ++together;
    }
    return static_cast<double>(together) > chordShare * static_cast<double>(line.notes.size());
}

// Named voices by name, the others by mean pitch; silent voices keep their place among exactly `voices` lines.
void orderHighToLow(std::vector<Line> &lines, const Score &score)
{
    std::vector<int> ranks;
    for (const Line &line : lines)
        ranks.push_back(rankOfName(score.voices[static_cast<std::size_t>(line.voice)].name).value_or(-1));
    std::vector<int> sorted = ranks;
    std::sort(sorted.begin(), sorted.end());
    const bool named =
        !sorted.empty() && sorted.front() >= 0 && std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
    if (named) {
        std::stable_sort(lines.begin(), lines.end(), [&](const Line &a, const Line &b) {
            return rankOfName(score.voices[static_cast<std::size_t>(a.voice)].name) <
                rankOfName(score.voices[static_cast<std::size_t>(b.voice)].name);
        });
        return;
    }
    std::vector<Line> sounding;
    for (const Line &line : lines) {
        if (!line.notes.empty())
            sounding.push_back(line);
    }
    std::stable_sort(sounding.begin(), sounding.end(),
                     [](const Line &a, const Line &b) { return a.meanPitch > b.meanPitch; });
    auto next = sounding.begin();
    for (Line &line : lines) {
        if (!line.notes.empty())
            line = *next++;
    }
}

// The lines to use, or why there are none.
std::vector<Line> chooseLines(const Score &score, int voices, std::string &problem)
{
    std::vector<Line> lines = linesOf(score);
    if (static_cast<int>(lines.size()) > voices) {
        std::vector<std::size_t> order(lines.size());
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return lines[a].notes.size() > lines[b].notes.size(); });
        order.resize(static_cast<std::size_t>(voices));
        std::sort(order.begin(), order.end());
        std::vector<Line> kept;
        for (const std::size_t i : order)
            kept.push_back(lines[i]);
        lines = std::move(kept);
    }
    if (static_cast<int>(lines.size()) < voices) {
        problem = "expected " + std::to_string(voices) + " voices, found " + std::to_string(lines.size()) +
            "; one track or channel a voice is needed";
        return {};
    }
    for (const Line &line : lines) {
        if (soundsChords(line, score)) {
            problem = "voice " + std::to_string(line.voice + 1) + " (\"" +
                score.voices[static_cast<std::size_t>(line.voice)].name +
                "\") sounds chords; expected one note at a time";
            return {};
        }
    }
    orderHighToLow(lines, score);
    return lines;
}

std::string nameOf(const Score &score)
{
    return score.title.empty() ? std::string("a score") : "\"" + score.title + "\"";
}

} // namespace

VoiceGrid::VoiceGrid(int voiceCount, int stepCount, int stepsAQuarter)
    : voices(voiceCount)
    , steps(stepCount)
    , stepsPerQuarter(stepsAQuarter)
    , pitch(static_cast<std::size_t>(voiceCount) * static_cast<std::size_t>(stepCount), std::int16_t{ -1 })
    , onset(static_cast<std::size_t>(voiceCount) * static_cast<std::size_t>(stepCount), std::uint8_t{ 0 })
{
}

void VoiceGrid::place(int voice, int step, int length, int value)
{
    for (int s = std::max(step, 0); s < std::min(step + length, steps); ++s) {
        pitch[index(voice, s)] = static_cast<std::int16_t>(value);
        onset[index(voice, s)] = s == step ? 1 : 0;
    }
}

void VoiceGrid::normalise()
{
    for (int v = 0; v < voices; ++v) {
        for (int s = 0; s < steps; ++s) {
            std::int16_t &p = pitch[index(v, s)];
            if (p < 0 || p > 127)
                p = -1;
            const bool begins = p >= 0 && (s == 0 || at(v, s - 1) != p || onset[index(v, s)] != 0);
            onset[index(v, s)] = begins ? 1 : 0;
        }
    }
}

VoiceGrid VoiceGrid::window(int from, int count) const
{
    VoiceGrid cut(voices, count, stepsPerQuarter);
    for (int v = 0; v < voices; ++v) {
        for (int s = std::max(0, -from); s < count && from + s < steps; ++s) {
            cut.pitch[cut.index(v, s)] = at(v, from + s);
            cut.onset[cut.index(v, s)] = onset[index(v, from + s)];
        }
    }
    cut.normalise();
    return cut;
}

VoiceGrid VoiceGrid::transposed(int semitones) const
{
    VoiceGrid moved = *this;
    for (std::int16_t &p : moved.pitch) {
        if (p >= 0)
            p = static_cast<std::int16_t>(p + semitones < 0 ? -1 : p + semitones);
    }
    moved.normalise();
    return moved;
}

bool fitsVoiceGrid(const Score &score, int voices)
{
    std::string problem;
    return score.ticksPerQuarter > 0 && voices > 0 &&
        static_cast<int>(chooseLines(score, voices, problem).size()) == voices;
}

VoiceGrid toVoiceGrid(const Score &score, int stepsPerQuarter, int voices)
{
    if (score.ticksPerQuarter <= 0 || stepsPerQuarter <= 0 || voices <= 0)
        throw Error("voice grid: expected a positive resolution and number of voices");
    std::string problem;
    const std::vector<Line> lines = chooseLines(score, voices, problem);
    if (!problem.empty())
        throw Error("voice grid of " + nameOf(score) + ": " + problem);
    int steps = stepOf(score.length, score, stepsPerQuarter);
    for (const Line &line : lines) {
        for (const Note *note : line.notes) {
            const int from = stepOf(note->start, score, stepsPerQuarter);
            steps = std::max({ steps, from + 1, stepOf(note->end(), score, stepsPerQuarter) });
        }
    }
    if (steps >= longestGrid)
        throw Error("voice grid of " + nameOf(score) + ": longer than a day of music; the file is likely damaged");
    VoiceGrid grid(voices, steps, stepsPerQuarter);
    for (int v = 0; v < voices; ++v) {
        const auto &notes = lines[static_cast<std::size_t>(v)].notes;
        for (std::size_t i = 0; i < notes.size(); ++i) {
            const int from = stepOf(notes[i]->start, score, stepsPerQuarter);
            int until = std::max(from + 1, stepOf(notes[i]->end(), score, stepsPerQuarter));
            if (i + 1 < notes.size())
                until = std::min(until, std::max(from + 1, stepOf(notes[i + 1]->start, score, stepsPerQuarter)));
            grid.place(v, from, until - from, notes[i]->pitch);
        }
    }
    grid.normalise();
    return grid;
}

Score fromVoiceGrid(const VoiceGrid &grid, const std::vector<Voice> &voices, double quartersPerMinute)
{
    Score score;
    score.ticksPerQuarter = 480 % grid.stepsPerQuarter == 0 ? 480 : grid.stepsPerQuarter * 120;
    const Tick step = score.ticksPerQuarter / grid.stepsPerQuarter;
    for (int v = 0; v < grid.voices; ++v) {
        score.voices.push_back(static_cast<std::size_t>(v) < voices.size() ? voices[static_cast<std::size_t>(v)]
                                                                           : Voice{ "Voice " + std::to_string(v + 1) });
        int from = 0;
        for (int s = 0; s <= grid.steps; ++s) {
            const bool boundary = s == grid.steps || s == 0 || grid.onsetAt(v, s) || grid.at(v, s) != grid.at(v, s - 1);
            if (!boundary)
                continue;
            if (s > from && grid.at(v, from) >= 0)
                score.notes.push_back({ from * step, (s - from) * step, grid.at(v, from), 80, v });
            from = s;
        }
    }
    score.tempi = { { 0, quartersPerMinute } };
    score.metres = { { 0, 4, 4 } };
    score.length = grid.steps * step;
    score.normalise();
    return score;
}

std::vector<Voice> chorusVoices()
{
    return { { "Soprano" }, { "Alto" }, { "Tenor" }, { "Bass" } };
}

} // namespace klangraum
