#include "generators/notetokens/notefeatures.h"

#include "corpus/voicegrid.h"

#include <algorithm>
#include <cmath>

namespace klangraum::tokens {
namespace {

constexpr int intervalRows = intervals + 1; // the last: one of the two is silent
constexpr int heldRows = longestHeld + 1;
constexpr int barRows = 8; // the first bars of a piece are told apart
constexpr int keyRows = 12;

int intervalRow(int cell, int from)
{
    if (cell >= rest || from >= rest)
        return intervals;
    return std::clamp(cell - from, -reach, reach) + reach;
}

// Of two voices or more the one that sings one note at a time and lies highest; of one, that one; -1: none.
int melodyVoice(const Score &score)
{
    int best = -1;
    double bestHeight = -1;
    for (std::size_t voice = 0; voice < score.voices.size(); ++voice) {
        double sum = 0;
        double count = 0;
        double together = 0;
        Tick last = -1;
        for (const Note &note : score.notes)
            if (note.voice == static_cast<int>(voice)) {
                sum += note.pitch;
                ++count;
                together += note.start == last ? 1 : 0;
                last = note.start;
            }
        constexpr double chordShare = 0.05; // of notes that begin together, above which a voice sounds chords
        if (count > 0 && !score.voices[voice].percussion && together <= chordShare * count &&
            sum / count > bestHeight) {
            best = static_cast<int>(voice);
            bestHeight = sum / count;
        }
    }
    return best;
}

} // namespace

void Past::add(const Frame &frame)
{
    for (std::size_t i = 0; i < mostSlots; ++i) {
        if (held[i] == 0) {
            held[i] = 1;
        } else if (frame[i] == previous[i]) {
            held[i] = static_cast<std::uint8_t>(std::min(held[i] + 1, longestHeld));
        } else {
            older[i] = previous[i];
            held[i] = 1;
        }
    }
    previous = frame;
}

int moved(int cell, int semitones)
{
    if (cell >= rest)
        return cell;
    int place = cell + semitones;
    while (place < 0)
        place += 12;
    while (place >= rest)
        place -= 12;
    return place;
}

Frame moved(const Frame &frame, int semitones, int first)
{
    Frame result = frame;
    for (auto slot = static_cast<std::size_t>(first); slot < result.size(); ++slot)
        result[slot] = static_cast<std::uint8_t>(moved(result[slot], semitones));
    return result;
}

Past moved(const Past &past, int semitones, int first)
{
    Past result = past;
    result.previous = moved(past.previous, semitones, first);
    result.older = moved(past.older, semitones, first);
    return result;
}

Layout::Layout(const NoteTokensOptions &options)
    : m_slots(static_cast<int>(options.slots))
    , m_stepsPerBar(static_cast<int>(options.metre > 0 ? options.metre : options.stepsPerBar))
    , m_notes(options.notes)
    , m_knownKey(options.knownKey)
{
    const int pairs = m_slots * (m_slots - 1) / 2;
    m_stepRows = m_slots * (2 * classes + heldRows) + pairs * intervalRows + m_stepsPerBar + barRows + keyRows;
    m_stepEntries = 3 * m_slots + pairs + 3;
    const int before = m_slots - 1;
    m_slotRows = m_slots * (2 * classes + heldRows + m_stepsPerBar + before * (classes + 2 * intervalRows)) + 1;
    m_slotEntries = 4 + 3 * before;
}

void Layout::step(const Past &past, std::int64_t place, int key, std::int64_t *rows) const
{
    int base = 0;
    for (std::size_t v = 0; v < static_cast<std::size_t>(m_slots); ++v) {
        *rows++ = base + past.previous[v];
        *rows++ = base + classes + past.older[v];
        *rows++ = base + 2 * classes + past.held[v];
        base += 2 * classes + heldRows;
    }
    for (std::size_t v = 0; v < static_cast<std::size_t>(m_slots); ++v)
        for (std::size_t w = 0; w < v; ++w) {
            *rows++ = base + intervalRow(past.previous[v], past.previous[w]);
            base += intervalRows;
        }
    *rows++ = base + place % m_stepsPerBar;
    base += m_stepsPerBar;
    *rows++ = base + std::min<std::int64_t>(place / m_stepsPerBar, barRows - 1);
    base += barRows;
    *rows = base + (m_knownKey ? ((key % 12) + 12) % 12 : 0);
}

void Layout::slot(const Past &past, std::int64_t place, const Frame &written, int slot, std::int64_t *rows) const
{
    const int before = m_slots - 1;
    const auto own = static_cast<std::size_t>(slot);
    int base = 1 + slot * (2 * classes + heldRows + m_stepsPerBar + before * (classes + 2 * intervalRows));
    *rows++ = base + past.previous[own];
    base += classes;
    *rows++ = base + past.older[own];
    base += classes;
    *rows++ = base + past.held[own];
    base += heldRows;
    *rows++ = base + place % m_stepsPerBar;
    base += m_stepsPerBar;
    for (std::size_t w = 0; w < static_cast<std::size_t>(before); ++w) {
        const bool known = w < own;
        *rows++ = known ? base + written[w] : 0;
        base += classes;
        *rows++ = known ? base + intervalRow(written[w], past.previous[own]) : 0;
        base += intervalRows;
        *rows++ = known ? base + intervalRow(written[w], past.previous[w]) : 0;
        base += intervalRows;
    }
}

void Layout::references(const Past &past, const Frame &written, int slot, std::int64_t *cells) const
{
    const auto own = static_cast<std::size_t>(slot);
    *cells++ = past.previous[own];
    *cells++ = past.older[own];
    for (std::size_t w = 0; w + 1 < static_cast<std::size_t>(m_slots); ++w)
        *cells++ = w < own ? written[w] : rest;
}

void Layout::earlier(const Past &past, std::int64_t *cells) const
{
    for (std::size_t slot = 0; slot < static_cast<std::size_t>(m_slots); ++slot) {
        *cells++ = past.previous[slot];
        *cells++ = past.older[slot];
    }
}

int Layout::floor(const Frame &written, int slot) const
{
    const int lowest = m_notes == NoteOrder::Ascending ? 0 : m_notes == NoteOrder::Tune ? 2 : m_slots;
    return slot > lowest ? written[static_cast<std::size_t>(slot) - 1] : -1;
}

int firstPitch(const NoteTokensOptions &options)
{
    return options.notes == NoteOrder::Tune ? 1 : 0;
}

int voiceOf(const NoteTokensOptions &options, int slot)
{
    switch (options.notes) {
    case NoteOrder::Ascending:
        return 0;
    case NoteOrder::Tune:
        return std::min(slot - 1, 1);
    case NoteOrder::Voices:
        break;
    }
    return slot == 0 ? 0 : slot == 1 ? static_cast<int>(options.slots) - 1 : slot - 1;
}

bool inSet(const NoteTokensOptions &options, int slot)
{
    return options.notes == NoteOrder::Ascending || (options.notes == NoteOrder::Tune && slot >= 2);
}

int slotOf(const NoteTokensOptions &options, int voice)
{
    for (int slot = 0; slot < static_cast<int>(options.slots) && voice >= 0; ++slot)
        if (voiceOf(options, slot) == voice)
            return inSet(options, slot) ? -1 : slot;
    return -1;
}

bool goesOn(const NoteTokensOptions &options, const Frame &frame, const Frame &before, int slot)
{
    const int cell = frame[static_cast<std::size_t>(slot)];
    if (slot < firstPitch(options) || cell >= rest)
        return false;
    if (inSet(options, slot)) {
        const auto first = before.begin() + (options.notes == NoteOrder::Tune ? 2 : 0);
        return std::find(first, before.end(), cell) != before.end();
    }
    return before[static_cast<std::size_t>(slot)] == cell && (options.notes != NoteOrder::Tune || frame[0] >= rest);
}

bool begins(const NoteTokensOptions &options, const Frame &frame, const Frame &before, int slot)
{
    return slot >= firstPitch(options) && frame[static_cast<std::size_t>(slot)] < rest &&
        !goesOn(options, frame, before, slot);
}

bool fits(const Score &score, const NoteTokensOptions &options)
{
    if (options.notes == NoteOrder::Voices)
        return fitsVoiceGrid(score, static_cast<int>(options.slots));
    if (options.notes == NoteOrder::Tune)
        return melodyVoice(score) >= 0;
    return !score.notes.empty();
}

std::vector<Frame> framesOf(const Score &score, const NoteTokensOptions &options)
{
    const auto slots = static_cast<int>(options.slots);
    std::vector<Frame> frames;
    int lost = 0;
    if (options.notes == NoteOrder::Voices) {
        const VoiceGrid grid = toVoiceGrid(score, static_cast<int>(options.stepsPerQuarter), slots);
        for (int step = 0; step < grid.steps; ++step) {
            std::vector<int> pitches;
            for (int voice = 0; voice < slots; ++voice)
                pitches.push_back(grid.at(voice, step));
            frames.push_back(frameOf(pitches, slots, lost));
        }
        return frames;
    }
    const bool tune = options.notes == NoteOrder::Tune;
    const int sung = tune ? melodyVoice(score) : -1;
    std::vector<int> melody; // pitches; -1: silent
    std::vector<bool> struck;
    std::vector<KeySet> sets;
    const double perTick = static_cast<double>(options.stepsPerQuarter) / score.ticksPerQuarter;
    for (const Note &note : score.notes) {
        const auto begin = static_cast<std::size_t>(std::llround(static_cast<double>(note.start) * perTick));
        const auto end =
            std::max(begin + 1, static_cast<std::size_t>(std::llround(static_cast<double>(note.end()) * perTick)));
        if (sets.size() < end) {
            sets.resize(end);
            melody.resize(end, -1);
            struck.resize(end, false);
        }
        if (tune && note.voice == sung) { // a later note cuts an earlier one; notes are sorted by start
            std::fill(melody.begin() + static_cast<std::ptrdiff_t>(begin), melody.end(), -1);
            std::fill_n(melody.begin() + static_cast<std::ptrdiff_t>(begin), end - begin, note.pitch);
            struck[begin] = true;
            continue;
        }
        for (std::size_t step = begin; step < end; ++step)
            sets[step].set(static_cast<std::size_t>(note.pitch));
    }
    for (std::size_t step = 0; step < sets.size(); ++step) {
        if (!tune) {
            frames.push_back(frameOf(sets[step], slots, lost));
            continue;
        }
        const Frame chord = frameOf(sets[step], slots - 2, lost);
        Frame frame = emptyFrame;
        const int cell = melody[step] - lowestKey;
        if (melody[step] >= 0 && cell >= 0 && cell < pianoKeys) {
            frame[0] = struck[step] ? 0 : rest;
            frame[1] = static_cast<std::uint8_t>(cell);
        }
        std::copy_n(chord.begin(), slots - 2, frame.begin() + 2);
        frames.push_back(frame);
    }
    return frames;
}

Frame frameOf(const KeySet &keys, int slots, int &lost)
{
    Frame frame = emptyFrame;
    int next = 0;
    for (std::size_t pitch = 0; pitch < keys.size(); ++pitch) {
        if (!keys.test(pitch))
            continue;
        const int cell = static_cast<int>(pitch) - lowestKey;
        if (cell < 0 || cell >= pianoKeys || next == slots)
            ++lost;
        else
            frame[static_cast<std::size_t>(next++)] = static_cast<std::uint8_t>(cell);
    }
    return frame;
}

Frame frameOf(std::span<const int> voices, int slots, int &lost)
{
    Frame frame = emptyFrame;
    for (int slot = 0; slot < slots; ++slot) {
        const int pitch = voices[static_cast<std::size_t>(slot == 0 ? 0 : slot == 1 ? slots - 1 : slot - 1)];
        const int cell = pitch - lowestKey;
        if (pitch < 0)
            continue;
        if (cell < 0 || cell >= pianoKeys)
            ++lost;
        else
            frame[static_cast<std::size_t>(slot)] = static_cast<std::uint8_t>(cell);
    }
    return frame;
}

} // namespace klangraum::tokens
