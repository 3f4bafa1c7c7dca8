#include "generators/steps/stepcodec.h"

#include "corpus/voicegrid.h"
#include "music/key.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace klangraum::steps {
namespace {

constexpr int ticksPerQuarter = 480;
constexpr int velocity = 82;

std::size_t stepOf(Tick tick, const Score &score, int stepsPerQuarter)
{
    const double step = static_cast<double>(tick) * stepsPerQuarter / score.ticksPerQuarter;
    return static_cast<std::size_t>(std::llround(std::max(step, 0.0)));
}

std::vector<Step> rollOf(const Score &score, int stepsPerQuarter)
{
    std::vector<KeySet> sets;
    for (const Note &note : score.notes) {
        const std::size_t begin = stepOf(note.start, score, stepsPerQuarter);
        const std::size_t end = std::max(begin + 1, stepOf(note.end(), score, stepsPerQuarter));
        if (sets.size() < end)
            sets.resize(end);
        for (std::size_t step = begin; step < end; ++step)
            sets[step].set(static_cast<std::size_t>(note.pitch));
    }
    std::vector<Step> steps(sets.size());
    for (std::size_t i = 0; i < sets.size(); ++i)
        for (std::size_t key = 0; key < pianoKeys; ++key)
            if (sets[i].test(key + lowestKey))
                steps[i].push_back(static_cast<int>(key));
    return steps;
}

// To C major or A minor, the nearer way.
int toC(const Score &score)
{
    const KeyEstimate key = estimateKey(score);
    const int shift = ((key.minor ? 9 : 0) - key.tonic + 12) % 12;
    return shift > 6 ? shift - 12 : shift;
}

std::vector<Step> melodyOf(const Score &score)
{
    const VoiceGrid grid = toVoiceGrid(score, 4, 1);
    const int shift = toC(score);
    std::vector<Step> steps;
    for (int step = 0; step < grid.steps;) {
        const int pitch = grid.at(0, step);
        int length = 1;
        while (step + length < grid.steps && grid.at(0, step + length) == pitch && !grid.onsetAt(0, step + length))
            ++length;
        const int moved = pitch + shift;
        steps.push_back({ pitch < 0 || moved < 0 || moved > 127 ? melodyRest : moved });
        for (int i = 1; i < melodyDuration(length); ++i)
            steps.push_back({ melodyHold });
        step += length;
    }
    steps.push_back({ melodyEnd });
    return steps;
}

} // namespace

int melodyDuration(int sixteenths)
{
    int best = 1;
    for (const int known : { 1, 2, 3, 4, 6, 8, 12, 16 })
        if (std::abs(known - sixteenths) < std::abs(best - sixteenths))
            best = known;
    return best;
}

int Codec::classes() const
{
    switch (coding) {
    case Coding::Roll:
        return pianoKeys;
    case Coding::Top:
        return keyClasses;
    case Coding::Voices:
        return voiceCount * keyClasses;
    case Coding::Melody:
        return melodyClasses;
    }
    return 0;
}

int Codec::heads() const
{
    return coding == Coding::Roll ? 0 : coding == Coding::Voices ? voiceCount : 1;
}

bool Codec::fits(const Score &score) const
{
    if (coding == Coding::Voices)
        return fitsVoiceGrid(score, voiceCount);
    if (coding == Coding::Melody)
        return fitsVoiceGrid(score, 1) && !score.notes.empty();
    return !score.notes.empty();
}

std::vector<Step> Codec::encode(const Score &score) const
{
    if (coding == Coding::Melody)
        return melodyOf(score);
    std::vector<Step> steps;
    if (coding == Coding::Voices) {
        const VoiceGrid grid = toVoiceGrid(score, stepsPerQuarter, voiceCount);
        for (int step = 0; step < grid.steps; ++step) {
            Step classes;
            for (int voice = 0; voice < voiceCount; ++voice) {
                const int key = grid.at(voice, step) - lowestKey;
                classes.push_back(voice * keyClasses + (key < 0 || key >= pianoKeys ? pianoKeys : key));
            }
            steps.push_back(classes);
        }
        return steps;
    }
    steps = rollOf(score, stepsPerQuarter);
    if (coding == Coding::Top)
        for (Step &step : steps)
            step = { step.empty() ? pianoKeys : step.back() };
    return steps;
}

std::vector<int> Codec::pitches(const Step &step) const
{
    std::vector<int> result;
    for (const int on : step) {
        if (coding == Coding::Melody) {
            if (on < melodyRest)
                result.push_back(on);
        } else if (on % keyClasses < pianoKeys) {
            result.push_back(on % keyClasses + lowestKey);
        }
    }
    return result;
}

Score Codec::decode(const std::vector<Step> &steps, double tempo) const
{
    const Tick tick = ticksPerQuarter / stepsPerQuarter;
    Score score;
    score.ticksPerQuarter = ticksPerQuarter;
    score.voices = voices();
    score.tempi = { { 0, tempo } };
    score.metres = { { 0, 4, 4 } };
    score.length = static_cast<Tick>(steps.size()) * tick;
    const auto goesOn = [&](std::size_t at, int on) {
        if (at >= steps.size())
            return false;
        if (coding == Coding::Melody)
            return steps[at].front() == melodyHold;
        return std::find(steps[at].begin(), steps[at].end(), on) != steps[at].end();
    };
    for (std::size_t at = 0; at < steps.size(); ++at)
        for (const int on : steps[at]) {
            if (pitches({ on }).empty() || (coding != Coding::Melody && at > 0 && goesOn(at - 1, on)))
                continue;
            std::size_t end = at + 1;
            while (goesOn(end, on))
                ++end;
            score.notes.push_back({ static_cast<Tick>(at) * tick, static_cast<Tick>(end - at) * tick,
                                    pitches({ on }).front(), velocity,
                                    coding == Coding::Voices ? on / keyClasses : 0 });
        }
    score.normalise();
    return score;
}

bool Codec::move(Step &step, int semitones) const
{
    for (int &on : step) {
        if (pitches({ on }).empty())
            continue;
        const int top = coding == Coding::Melody ? melodyRest : pianoKeys;
        const int base = coding == Coding::Melody ? 0 : on / keyClasses * keyClasses;
        const int place = on - base + semitones;
        if (place < 0 || place >= top)
            return false;
        on = base + place;
    }
    return true;
}

Step Codec::silence() const
{
    switch (coding) {
    case Coding::Roll:
        return {};
    case Coding::Top:
        return { pianoKeys };
    case Coding::Voices: {
        Step step;
        for (int voice = 0; voice < voiceCount; ++voice)
            step.push_back(voice * keyClasses + pianoKeys);
        return step;
    }
    case Coding::Melody:
        return { melodyRest };
    }
    return {};
}

std::vector<Voice> Codec::voices() const
{
    if (coding == Coding::Voices)
        return chorusVoices();
    return { { coding == Coding::Roll ? "Piano" : "Melody", 0, false } };
}

} // namespace klangraum::steps
