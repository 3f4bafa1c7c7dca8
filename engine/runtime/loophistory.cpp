#include "runtime/loophistory.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr Tick kRemembered = 32 * 4 * kTicksPerQuarter; // ticks that the screen may still show
constexpr std::size_t kKnown = 64; // loops posted and not yet heard: more than a second of a dragging finger

} // namespace

void LoopHistory::begin(SoundSpan span)
{
    while (!m_spans.empty() && m_spans.back().from >= span.from)
        m_spans.pop_back();
    std::erase_if(m_spans, [&](const SoundSpan &old) { return old.from < span.from - kRemembered; });
    m_spans.push_back(std::move(span));
    ++m_serial;
}

void LoopHistory::heard(const HeardEvent &event)
{
    if (event.kind != HeardEvent::Kind::Loop)
        return;
    const bool more = m_ahead; // the newest may wait for its grid step yet
    SoundSpan next = more ? m_spans.back() : SoundSpan{};
    if (more)
        m_spans.pop_back();
    const auto found =
        std::find_if(m_known.begin(), m_known.end(), [&](const SoundSpan &known) { return known.loop == event.loop; });
    SoundSpan span = found == m_known.end() ? SoundSpan{} : *found;
    span.from = static_cast<Tick>(std::llround(event.tick));
    begin(std::move(span));
    m_ahead = more && next.loop != event.loop;
    if (m_ahead) {
        next.from = std::max(next.from, m_spans.back().from + 1);
        m_spans.push_back(std::move(next));
    }
}

void LoopHistory::written(const MusicUpdate &music)
{
    if (m_ahead)
        m_spans.pop_back();
    m_ahead = music.loop != nullptr;
    ++m_serial;
    if (!m_ahead)
        return;
    SoundSpan span;
    span.loop = music.loop->id();
    span.origin = music.start;
    span.turn = music.loop->ticks();
    m_known.push_back(span);
    if (m_known.size() > kKnown)
        m_known.pop_front();
    span.from = std::max(music.at, m_spans.empty() ? music.at : m_spans.back().from + 1);
    m_spans.push_back(std::move(span));
}

void LoopHistory::pictured(const LoopPicture &picture)
{
    for (auto &known : m_known)
        known.picture = known.loop == picture.loop ? picture.picture : known.picture;
    for (auto &span : m_spans)
        span.picture = span.loop == picture.loop ? picture.picture : span.picture;
    if (picture.picture->whole())
        m_steps = stepPattern(*picture.picture);
    ++m_serial;
}

} // namespace klangraum
