// Endless music, a beat a window. Window k is a function of the seed, the steering given for it and for those before
// it, and what was overruled or heard; the network's state is carried from window to window.
#pragma once

#include "generators/notetokens/notetokensgenerator.h"

#include <map>
#include <optional>

namespace klangraum::tokens {

class NoteTokensStream : public Stream
{
public:
    NoteTokensStream(NoteTokensGenerator &generator, std::uint64_t seed);
    Window decode(const Steering &steering) override;
    Window preview(const Steering &steering) override;
    void advance() override;
    bool overrule(int voice, int pitch) override;
    bool hear(const std::vector<Note> &phrase) override;
    void clear() override;

private:
    using Given = std::array<int, mostSlots>;
    Window write(WriterState &state, const Steering &steering, Frame &last);
    WrittenStep step(WriterState &state, const Wish &wish) const;
    std::int64_t nextWindow() const; // its first step
    void give(std::int64_t step, int slot, int cell, bool struck);

    NoteTokensGenerator &m_generator;
    WriterState m_state; // before the current window
    Frame m_before = emptyFrame; // what sounded in the step before it
    std::optional<WriterState> m_after;
    Frame m_last = emptyFrame;
    std::map<std::int64_t, Given> m_given; // by step
};

} // namespace klangraum::tokens
