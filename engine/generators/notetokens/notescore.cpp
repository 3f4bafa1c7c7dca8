#include "generators/notetokens/notescore.h"

#include "corpus/voicegrid.h"

#include <algorithm>

namespace klangraum::tokens {

Tick stepTicks(const NoteTokensOptions &options)
{
    return ticksPerQuarter / static_cast<Tick>(options.stepsPerQuarter);
}

std::vector<Voice> voicesOf(const NoteTokensOptions &options)
{
    if (options.notes == NoteOrder::Tune)
        return { { "Melody", 73, false }, { "Chords", 24, false } }; // flute, guitar
    if (options.notes == NoteOrder::Ascending)
        return { { "Piano", 0, false } };
    if (options.slots == 4)
        return chorusVoices();
    std::vector<Voice> voices;
    for (std::int64_t i = 0; i < options.slots; ++i)
        voices.push_back({ "Voice " + std::to_string(i + 1), 0, false });
    return voices;
}

int velocityAt(int voice, Tick start, Tick bar)
{
    const int loudness = voice == 0 ? 86 : 76;
    if (start % bar == 0)
        return loudness + 5;
    if (start % (bar / 2) == 0)
        return loudness + 2;
    return start % ticksPerQuarter == 0 ? loudness : loudness - 5;
}

Score scoreOf(const std::vector<Frame> &frames, const NoteTokensOptions &options, const std::vector<Voice> &voices,
              double tempo)
{
    const Tick step = stepTicks(options);
    const Tick bar = step * static_cast<Tick>(options.stepsPerBar);
    Score score;
    score.ticksPerQuarter = ticksPerQuarter;
    score.voices = voices;
    score.tempi = { { 0, tempo } };
    score.metres = { { 0, std::max(1, static_cast<int>(bar / ticksPerQuarter)), 4 } };
    score.length = static_cast<Tick>(frames.size()) * step;
    for (std::size_t at = 0; at < frames.size(); ++at)
        for (int slot = firstPitch(options); slot < static_cast<int>(options.slots); ++slot) {
            if (!begins(options, frames[at], at > 0 ? frames[at - 1] : emptyFrame, slot))
                continue;
            const int cell = frames[at][static_cast<std::size_t>(slot)];
            std::size_t end = at + 1;
            for (; end < frames.size(); ++end) {
                int there = slot; // in a set, the slot where the note is found again
                while (inSet(options, slot) && there > 0 && frames[end][static_cast<std::size_t>(there)] > cell)
                    --there;
                while (inSet(options, slot) && there + 1 < static_cast<int>(options.slots) &&
                       frames[end][static_cast<std::size_t>(there)] < cell)
                    ++there;
                if (frames[end][static_cast<std::size_t>(there)] != cell ||
                    (inSet(options, slot) && !inSet(options, there)) ||
                    !goesOn(options, frames[end], frames[end - 1], there))
                    break;
            }
            const int voice = voiceOf(options, slot);
            const Tick start = static_cast<Tick>(at) * step;
            score.notes.push_back(
                { start, static_cast<Tick>(end - at) * step, cell + lowestKey, velocityAt(voice, start, bar), voice });
        }
    score.normalise();
    return score;
}

} // namespace klangraum::tokens
