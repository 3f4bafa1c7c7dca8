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
    if (options.ascending)
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
    const auto slots = static_cast<int>(options.slots);
    const auto sounds = [&](std::size_t at, int slot, int cell) {
        const Frame &frame = frames[at];
        if (!options.ascending)
            return frame[static_cast<std::size_t>(slot)] == cell;
        return std::find(frame.begin(), frame.begin() + slots, cell) != frame.begin() + slots;
    };
    for (std::size_t at = 0; at < frames.size(); ++at)
        for (int slot = 0; slot < slots; ++slot) {
            const int cell = frames[at][static_cast<std::size_t>(slot)];
            if (cell >= rest || (at > 0 && sounds(at - 1, slot, cell)))
                continue;
            std::size_t end = at + 1;
            while (end < frames.size() && sounds(end, slot, cell))
                ++end;
            const int voice = options.ascending ? 0 : voiceOfSlot(slot, slots);
            const Tick start = static_cast<Tick>(at) * step;
            score.notes.push_back(
                { start, static_cast<Tick>(end - at) * step, cell + lowestKey, velocityAt(voice, start, bar), voice });
        }
    score.normalise();
    return score;
}

} // namespace klangraum::tokens
