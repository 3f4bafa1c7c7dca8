#include "runtime/phraselistener.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace klangraum {
namespace {

Tick onGrid(double tick)
{
    return static_cast<Tick>(std::llround(tick / PhraseListener::kGrid)) * PhraseListener::kGrid;
}

} // namespace

void PhraseListener::heard(const HeardEvent &event)
{
    if (event.voice != kVisitorVoice)
        return;
    if (event.kind == HeardEvent::Kind::NoteOn) {
        end(event.tick); // a new key takes over
        m_key = Key{ event.tick, event.pitch, event.value };
    } else if (event.kind == HeardEvent::Kind::NoteOff && m_key && m_key->pitch == event.pitch) {
        end(event.tick);
    }
}

void PhraseListener::end(double tick)
{
    if (!m_key)
        return;
    Note note;
    note.start = std::max<Tick>(0, onGrid(m_key->begin));
    note.duration = std::max(kGrid, onGrid(tick) - note.start);
    note.pitch = m_key->pitch;
    note.velocity = std::clamp(m_key->velocity, 1, 127);
    m_key.reset();
    m_ended = tick;
    if (!m_notes.empty() && m_notes.back().start >= note.start)
        m_notes.pop_back(); // two keys in one sixteenth: the later one is meant
    else if (!m_notes.empty())
        m_notes.back().duration = std::min(m_notes.back().duration, note.start - m_notes.back().start);
    m_notes.push_back(note);
    if (m_notes.size() > kMostNotes)
        m_notes.erase(m_notes.begin());
}

std::vector<Note> PhraseListener::take(double tick)
{
    if (m_key && tick - m_key->begin > static_cast<double>(kLongest))
        end(m_key->begin + static_cast<double>(kLongest));
    if (m_key || m_notes.empty() || tick - m_ended < static_cast<double>(kPause))
        return {};
    return std::exchange(m_notes, {});
}

} // namespace klangraum
