#include "generators/latent/tokengrid.h"

#include "corpus/voicegrid.h"
#include "music/error.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace klangraum::latent {
namespace {

constexpr int ticksPerQuarter = 480;
constexpr int velocity = 82;
constexpr int mostSteps = 1 << 18; // eighteen hours of slow music; a longer file is cut there
constexpr double melodyShare = 0.2; // of the notes, that a voice must have to be taken for the melody

std::int64_t stepOf(Tick tick, const Score &score, int stepsPerQuarter)
{
    return std::llround(std::max(0.0, static_cast<double>(tick) * stepsPerQuarter / score.ticksPerQuarter));
}

bool isPitched(const Score &score, const Note &note)
{
    return !score.voices[static_cast<std::size_t>(note.voice)].percussion && note.pitch >= lowestPitch &&
        note.pitch < lowestPitch + keys;
}

std::vector<const Note *> pitchedNotes(const Score &score)
{
    std::vector<const Note *> notes;
    for (const Note &note : score.notes)
        if (isPitched(score, note))
            notes.push_back(&note);
    if (notes.empty())
        throw Error(score.notes.empty() ? std::string("the piece holds no notes; expected music to be encoded")
                                        : std::string("the piece holds no pitched notes on the piano's keys (drums?); "
                                                      "expected a melody to be encoded"));
    return notes;
}

// The voice that is called a melody, or the highest of those that have something to say.
int melodyVoice(const Score &score, const std::vector<const Note *> &notes)
{
    std::vector<double> sum(score.voices.size(), 0), count(score.voices.size(), 0);
    for (const Note *note : notes) {
        sum[static_cast<std::size_t>(note->voice)] += note->pitch;
        ++count[static_cast<std::size_t>(note->voice)];
    }
    int best = -1;
    for (std::size_t voice = 0; voice < count.size(); ++voice) {
        if (count[voice] == 0)
            continue;
        std::string name = score.voices[voice].name;
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
        if (name.find("melod") != std::string::npos)
            return static_cast<int>(voice);
        if (count[voice] < melodyShare * static_cast<double>(notes.size()))
            continue;
        const auto before = static_cast<std::size_t>(std::max(best, 0));
        if (best < 0 || sum[voice] / count[voice] > sum[before] / count[before])
            best = static_cast<int>(voice);
    }
    return best >= 0 ? best : notes.front()->voice;
}

TokenGrid melodyOf(const Score &score, int stepsPerQuarter)
{
    const auto notes = pitchedNotes(score);
    const int voice = melodyVoice(score, notes);
    TokenGrid grid;
    std::int64_t struck = -1; // the step of the last onset
    for (const Note *note : notes) {
        if (note->voice != voice)
            continue;
        const std::int64_t begin = stepOf(note->start, score, stepsPerQuarter);
        const std::int64_t end = std::max(begin + 1, stepOf(note->end(), score, stepsPerQuarter));
        if (begin >= mostSteps)
            break;
        const auto key = static_cast<std::uint8_t>(note->pitch - lowestPitch);
        const auto at = static_cast<std::size_t>(begin);
        if (begin == struck && grid[at] > key && grid[at] < restToken)
            continue; // of notes struck together the highest
        struck = begin;
        grid.resize(std::max(grid.size(), static_cast<std::size_t>(std::min<std::int64_t>(end, mostSteps))), restToken);
        grid[at] = key;
        for (std::size_t step = at + 1; step < grid.size(); ++step)
            grid[step] = step < static_cast<std::size_t>(end) ? holdToken : restToken;
    }
    return grid;
}

TokenGrid rollOf(const Score &score, int stepsPerQuarter)
{
    TokenGrid grid;
    for (const Note *note : pitchedNotes(score)) {
        const std::int64_t begin = stepOf(note->start, score, stepsPerQuarter);
        const std::int64_t end =
            std::min<std::int64_t>(mostSteps, std::max(begin + 1, stepOf(note->end(), score, stepsPerQuarter)));
        if (static_cast<std::int64_t>(grid.size()) < end * keys)
            grid.resize(static_cast<std::size_t>(end * keys), 0);
        for (std::int64_t step = begin; step < end; ++step)
            grid[static_cast<std::size_t>(step * keys + note->pitch - lowestPitch)] = 1;
    }
    return grid;
}

} // namespace

TokenGrid Grammar::encode(const Score &score) const
{
    if (coding == Coding::Melody)
        return melodyOf(score, stepsPerQuarter);
    if (coding == Coding::Voices) {
        pitchedNotes(score);
        const VoiceGrid voiceGrid = toVoiceGrid(score, stepsPerQuarter, 4);
        TokenGrid grid = silence(std::min(voiceGrid.steps, mostSteps));
        for (int step = 0; step < stepsOf(grid); ++step)
            for (int voice = 0; voice < 4; ++voice) {
                const int key = voiceGrid.at(voice, step) - lowestPitch;
                if (key >= 0 && key < keys)
                    grid[static_cast<std::size_t>(step * 4 + voice)] = static_cast<std::uint8_t>(key);
            }
        return grid;
    }
    const TokenGrid roll = rollOf(score, stepsPerQuarter);
    if (coding == Coding::Roll)
        return roll;
    TokenGrid top = silence(static_cast<int>(roll.size()) / keys);
    for (std::size_t step = 0; step < top.size(); ++step)
        for (int key = 0; key < keys; ++key)
            if (roll[step * keys + static_cast<std::size_t>(key)] != 0)
                top[step] = static_cast<std::uint8_t>(key);
    return top;
}

Score Grammar::decode(const TokenGrid &grid, double tempo) const
{
    const Tick tick = ticksPerQuarter / stepsPerQuarter;
    Score score;
    score.ticksPerQuarter = ticksPerQuarter;
    score.voices = voices();
    score.tempi = { { 0, tempo } };
    score.metres = { { 0, 4, 4 } };
    const int steps = stepsOf(grid);
    score.length = steps * tick;
    const auto cell = [&](int step, int place) { return grid[static_cast<std::size_t>(step * width() + place)]; };
    for (int place = 0; place < width(); ++place)
        for (int step = 0; step < steps; ++step) {
            const int token = cell(step, place);
            const bool on = coding == Coding::Roll ? token != 0 : token < keys;
            if (!on || (coding != Coding::Melody && step > 0 && cell(step - 1, place) == token))
                continue;
            int end = step + 1;
            while (end < steps && cell(end, place) == (coding == Coding::Melody ? holdToken : token))
                ++end;
            const int key = coding == Coding::Roll ? place : token;
            score.notes.push_back({ step * tick, (end - step) * tick, key + lowestPitch, velocity,
                                    coding == Coding::Voices ? place : 0 });
        }
    score.normalise();
    return score;
}

TokenGrid Grammar::window(const TokenGrid &piece, int from, int count) const
{
    TokenGrid grid = silence(count);
    const int steps = stepsOf(piece);
    for (int step = std::max(0, -from); step < count && from + step < steps; ++step)
        std::copy_n(piece.begin() + (from + step) * width(), width(), grid.begin() + step * width());
    if (coding == Coding::Melody && !grid.empty() && grid.front() == holdToken) {
        int at = std::min(from, steps) - 1;
        while (at >= 0 && piece[static_cast<std::size_t>(at)] == holdToken)
            --at;
        grid.front() = at >= 0 ? piece[static_cast<std::size_t>(at)] : static_cast<std::uint8_t>(restToken);
    }
    return grid;
}

bool Grammar::move(TokenGrid &grid, int semitones) const
{
    TokenGrid moved = grid;
    if (coding == Coding::Roll) {
        for (int step = 0; step < stepsOf(grid); ++step)
            for (int key = 0; key < keys; ++key) {
                const int from = key - semitones;
                const auto at = static_cast<std::size_t>(step * keys);
                moved[at + static_cast<std::size_t>(key)] =
                    from >= 0 && from < keys ? grid[at + static_cast<std::size_t>(from)] : std::uint8_t(0);
                const int to = key + semitones;
                if (grid[at + static_cast<std::size_t>(key)] != 0 && (to < 0 || to >= keys))
                    return false;
            }
    } else {
        for (std::uint8_t &token : moved)
            if (token < keys) {
                if (token + semitones < 0 || token + semitones >= keys)
                    return false;
                token = static_cast<std::uint8_t>(token + semitones);
            }
    }
    grid = std::move(moved);
    return true;
}

TokenGrid Grammar::silence(int steps) const
{
    return TokenGrid(static_cast<std::size_t>(std::max(steps, 0)) * static_cast<std::size_t>(width()),
                     static_cast<std::uint8_t>(coding == Coding::Roll ? 0 : restToken));
}

std::vector<Voice> Grammar::voices() const
{
    if (coding == Coding::Voices)
        return chorusVoices();
    return { { coding == Coding::Roll ? "Piano" : "Melody", 0, false } };
}

int Grammar::onsets(const TokenGrid &grid) const
{
    const auto cells = static_cast<std::size_t>(width());
    int count = 0;
    for (std::size_t at = 0; at < grid.size(); ++at) {
        const bool on = coding == Coding::Roll ? grid[at] != 0 : grid[at] < keys;
        count += on && (coding == Coding::Melody || at < cells || grid[at - cells] != grid[at]) ? 1 : 0;
    }
    return count;
}

Coding codingOf(const std::string &name, const std::string &where)
{
    for (const Coding coding : { Coding::Melody, Coding::Top, Coding::Voices, Coding::Roll })
        if (name == nameOf(coding))
            return coding;
    throw Error(where + ": notes = '" + name + "', expected melody, top, voices or roll");
}

const char *nameOf(Coding coding)
{
    switch (coding) {
    case Coding::Melody:
        return "melody";
    case Coding::Top:
        return "top";
    case Coding::Voices:
        return "voices";
    case Coding::Roll:
        break;
    }
    return "roll";
}

} // namespace klangraum::latent
