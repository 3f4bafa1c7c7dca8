#include "generators/notetokens/notetokensstream.h"

#include "generators/notetokens/notescore.h"

#include <algorithm>
#include <chrono>

namespace klangraum::tokens {
namespace {

constexpr float leastProbability = 0.02F;
constexpr float leastAttention = 0.01F;
constexpr Tick longestPhrase = 66 * 4 * ticksPerQuarter;

} // namespace

NoteTokensStream::NoteTokensStream(NoteTokensGenerator &generator, std::uint64_t seed)
    : m_generator(generator)
{
    m_state.seed = seed;
}

std::int64_t NoteTokensStream::nextWindow() const
{
    return m_state.place + m_generator.options().stepsPerQuarter;
}

void NoteTokensStream::give(std::int64_t step, int slot, int cell, bool struck)
{
    const auto [it, fresh] = m_given.try_emplace(step);
    if (fresh)
        it->second.fill(-1);
    it->second[static_cast<std::size_t>(slot)] = cell;
    if (m_generator.options().notes == NoteOrder::Tune)
        it->second[0] = struck ? 0 : rest;
}

WrittenStep NoteTokensStream::step(WriterState &state, const Wish &wish) const
{
    const auto it = m_given.find(state.place);
    return it == m_given.end() ? m_generator.writer().step(state, wish)
                               : m_generator.writer().step(state, wish, it->second);
}

Window NoteTokensStream::write(WriterState &state, const Steering &steering, Frame &last)
{
    const auto begin = std::chrono::steady_clock::now();
    const NoteTokensOptions &options = m_generator.options();
    const ModelDescription &model = m_generator.description();
    const Wish wish = m_generator.wishOf(steering);
    const Tick tick = stepTicks(options);
    const auto slots = static_cast<int>(options.slots);
    const std::int64_t inBar = state.place % options.stepsPerBar;
    Window window;
    std::vector<Frame> frames;
    for (std::int64_t i = 0; i < options.stepsPerQuarter; ++i) {
        const auto given = m_given.find(state.place);
        const WrittenStep written = step(state, wish);
        frames.push_back(sounding(written.frame, wish));
        for (int slot = firstPitch(options); slot < slots && slot < wish.voices; ++slot) {
            const auto place = static_cast<std::size_t>(slot);
            for (const Choice &choice : written.choices[place])
                if (choice.cell < rest && choice.probability > leastProbability)
                    window.cells.push_back({ static_cast<std::int16_t>(i),
                                             static_cast<std::int16_t>(choice.cell + lowestKey),
                                             static_cast<std::int16_t>(voiceOf(options, slot)), choice.probability });
            const int cell = frames.back()[place];
            if (begins(options, frames.back(), i > 0 ? frames[static_cast<std::size_t>(i) - 1] : last, slot))
                window.thoughts.surprises.push_back({ i * tick, static_cast<std::int16_t>(voiceOf(options, slot)),
                                                      static_cast<std::int16_t>(cell + lowestKey),
                                                      written.surprise[place],
                                                      given != m_given.end() && given->second[place] >= 0 });
        }
    }
    window.score = scoreOf(frames, options, model.voices, m_generator.tempoOf(steering));
    for (Note &note : window.score.notes)
        note.velocity = velocityAt(note.voice, note.start + inBar * tick, options.stepsPerBar * tick);
    for (int slot = 0; slot < slots; ++slot)
        if (goesOn(options, frames.front(), last, slot))
            window.held.push_back(
                { static_cast<std::int16_t>(voiceOf(options, slot)),
                  static_cast<std::int16_t>(frames.front()[static_cast<std::size_t>(slot)] + lowestKey) });
    window.stepTicks = tick;

    m_generator.writer().prepare(state); // for the look ahead and for the window after it
    WriterState peeked = state;
    const WrittenStep next = step(peeked, wish);
    for (int slot = firstPitch(options); slot < slots && slot < wish.voices; ++slot)
        for (const Choice &choice : next.choices[static_cast<std::size_t>(slot)])
            window.thoughts.next.push_back(
                { static_cast<std::int16_t>(voiceOf(options, slot)),
                  static_cast<std::int16_t>(choice.cell < rest ? choice.cell + lowestKey : -1), choice.probability,
                  choice.before });
    for (std::size_t i = 0; i < next.attention.size(); ++i)
        if (next.attention[i] > leastAttention)
            window.thoughts.attention.push_back(
                { static_cast<Tick>(next.attention.size() - i) * tick, next.attention[i] });
    last = frames.back();
    window.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return window;
}

Window NoteTokensStream::decode(const Steering &steering)
{
    m_after = m_state;
    m_last = m_before;
    return write(*m_after, steering, m_last);
}

Window NoteTokensStream::preview(const Steering &steering)
{
    if (!m_after)
        decode(steering);
    WriterState ahead = *m_after;
    Frame last = m_last;
    return write(ahead, steering, last);
}

void NoteTokensStream::advance()
{
    if (!m_after)
        decode({});
    m_state = std::move(*m_after);
    m_before = m_last;
    m_after.reset();
    m_given.erase(m_given.begin(), m_given.lower_bound(m_state.place));
}

bool NoteTokensStream::overrule(int voice, int pitch)
{
    const int slot = m_generator.slotOf(voice);
    if (slot < 0 || pitch < -1 || (pitch >= 0 && (pitch < lowestKey || pitch >= lowestKey + pianoKeys)))
        return false;
    give(nextWindow(), slot, pitch < 0 ? rest : pitch - lowestKey, pitch >= 0);
    return true;
}

bool NoteTokensStream::hear(const std::vector<Note> &phrase)
{
    const int slot = m_generator.slotOf(0);
    if (slot < 0 || phrase.empty())
        return false;
    const Tick tick = stepTicks(m_generator.options());
    std::optional<Tick> silent; // step: rests inside the phrase are part of it
    for (const Note &note : phrase) {
        if (note.pitch < lowestKey || note.pitch >= lowestKey + pianoKeys || note.start < 0 ||
            note.start > longestPhrase)
            continue;
        const Tick begin = (note.start + tick / 2) / tick;
        const Tick end = std::max(begin + 1, (std::min(note.end(), longestPhrase) + tick / 2) / tick);
        for (Tick step = silent.value_or(begin); step < begin; ++step)
            give(nextWindow() + step, slot, rest, false);
        for (Tick step = begin; step < end; ++step)
            give(nextWindow() + step, slot, note.pitch - lowestKey, step == begin);
        silent = end;
    }
    return true;
}

void NoteTokensStream::clear()
{
    m_given.erase(m_given.lower_bound(nextWindow()), m_given.end());
}

} // namespace klangraum::tokens
