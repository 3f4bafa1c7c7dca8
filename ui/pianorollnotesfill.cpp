// The half of PianoRollNotes that hands notes to the tiles.
#include "pianorollnotes.h"

#include "pianorolllivenote.h"
#include "probabilitycloud.h"
#include "rolltile.h"
#include "theme.h"

#include <algorithm>

namespace klangraum {

namespace {

constexpr int kRows = 41; // fewest rows shown
constexpr int kAbove = 5; // free rows above the highest note, for the words
constexpr int kBelow = 3;
constexpr int kClear = 4; // rows under the words that a note may not enter
constexpr int kSlack = 14; // rows too many before the range shrinks

} // namespace

QList<QColor> PianoRollNotes::voiceColors()
{
    QList<QColor> colors;
    for (int voice = 0; voice < kVisitorVoice; ++voice)
        colors.append(Theme::instance().voice(voice));
    colors.append(Theme::instance().you);
    return colors;
}

// A note whose end lies beyond the write head is decided up to there only.
Note PianoRollNotes::clamped(const RollNote &note) const
{
    Note shown = note.note;
    if ((note.sounding || !note.heard) && shown.end() > m_writeHead)
        shown.duration = std::max<Tick>(m_writeHead - shown.start, 1);
    shown.duration = std::clamp<Tick>(shown.duration, 1, barTicks() * static_cast<Tick>(m_bars.size()));
    return shown;
}

void PianoRollNotes::updatePolish()
{
    if (m_bars.empty())
        return;
    if (m_newNotes || m_dirty)
        fitRange();
    if (m_dirty) {
        m_dirty = m_newNotes = m_newPast = false;
        for (Bar &bar : m_bars) {
            fillHeard(bar);
            fillDecided(bar);
        }
        fillLive();
        fillCloud();
    } else if (m_newNotes) {
        m_newNotes = false;
        m_newPast = true;
        for (Bar &bar : m_bars)
            fillDecided(bar);
        fillLive();
    } else if (m_newPast) {
        m_newPast = false;
        for (Bar &bar : m_bars)
            fillHeard(bar);
    } else if (m_newZone) {
        fillCloud();
    }
}

std::vector<RollNote>::const_iterator PianoRollNotes::firstOf(const Bar &bar) const
{
    return std::lower_bound(m_notes.cbegin(), m_notes.cend(), bar.number * barTicks(),
                            [](const RollNote &note, Tick tick) { return note.note.start < tick; });
}

void PianoRollNotes::fillHeard(Bar &bar)
{
    if (!bar.heard)
        return;
    const Tick start = bar.number * barTicks();
    const auto first = firstOf(bar);
    m_scratch.clear();
    if (bar.number == m_originBar - kBarsBehind) { // what began earlier and still reaches into the picture
        for (auto before = m_notes.cbegin(); before != first; ++before) {
            Note shown = clamped(*before);
            if (!before->heard || shown.end() <= start)
                continue;
            shown.duration = shown.end() - start;
            shown.start = start;
            m_scratch.push_back(shown);
        }
    }
    for (auto note = first; note != m_notes.cend() && note->note.start < start + barTicks(); ++note) {
        if (note->heard)
            m_scratch.push_back(clamped(*note));
    }
    bar.heard->setDimmed(m_muted);
    // Most bars are as they were: a fingerprint is cheaper than sorting their notes.
    if (const std::uint64_t print = fingerprint() + static_cast<std::uint64_t>(start); print != bar.heardPrint) {
        bar.heardPrint = print;
        bar.heard->setNotes(start, m_scratch, m_scale);
    }
}

void PianoRollNotes::fillDecided(Bar &bar)
{
    if (!bar.decided)
        return;
    const Tick start = bar.number * barTicks();
    m_scratch.clear();
    for (auto note = firstOf(bar); note != m_notes.cend() && note->note.start < start + barTicks(); ++note) {
        if (!note->heard && note->note.start < m_writeHead)
            m_scratch.push_back(clamped(*note));
    }
    bar.decided->setDimmed(m_muted);
    if (const std::uint64_t print = fingerprint() + static_cast<std::uint64_t>(start); print != bar.decidedPrint) {
        bar.decidedPrint = print;
        bar.decided->setNotes(start, m_scratch, m_scale);
    }
}

std::uint64_t PianoRollNotes::fingerprint() const
{
    std::uint64_t print = 0xcbf29ce484222325U; // FNV-1a over whole words
    const auto mix = [&print](std::uint64_t word) { print = (print ^ word) * 0x100000001b3U; };
    mix(std::hash<double>()(m_scale.pxPerTick));
    mix(std::hash<double>()(m_scale.rowHeight));
    mix(static_cast<std::uint64_t>(m_scale.lowest * 1000 + m_scale.rows));
    for (const Note &note : m_scratch) {
        mix(static_cast<std::uint64_t>(note.start));
        mix(static_cast<std::uint64_t>(note.duration) << 16 | static_cast<std::uint64_t>(note.pitch & 0xff) << 8 |
            static_cast<std::uint64_t>(note.voice & 0xff));
    }
    return print;
}

void PianoRollNotes::fillLive()
{
    const QList<QColor> colors = voiceColors();
    std::map<int, QColor> lit;
    std::vector<const RollNote *> sounding;
    for (const RollNote &note : m_notes) {
        if (!note.sounding)
            continue;
        if (sounding.size() < m_live.size())
            sounding.push_back(&note);
        if (!(note.note.voice < 32 && ((m_muted >> note.note.voice) & 1U)))
            lit[note.note.pitch] = voiceMark(note.note.voice, colors).color;
    }
    const auto same = [](const Note &a, const Note &b) {
        return a.start == b.start && a.pitch == b.pitch && a.voice == b.voice;
    };
    for (const auto &live : m_live) {
        const auto it = std::find_if(sounding.begin(), sounding.end(),
                                     [&](const RollNote *note) { return note && same(note->note, live->note()); });
        if (it == sounding.end()) {
            live->release();
            continue;
        }
        live->show(clamped(**it), voiceMark((*it)->note.voice, colors), m_scale);
        *it = nullptr;
    }
    for (const RollNote *note : sounding) {
        if (!note || (note->note.voice < 32 && ((m_muted >> note->note.voice) & 1U)))
            continue;
        const auto free = std::find_if(m_live.begin(), m_live.end(), [](const auto &live) { return live->idle(); });
        const auto any = free != m_live.end()
            ? free
            : std::find_if(m_live.begin(), m_live.end(), [](const auto &live) { return !live->on(); });
        if (any != m_live.end())
            (*any)->show(clamped(*note), voiceMark(note->note.voice, colors), m_scale);
    }
    for (const auto &live : m_live)
        live->place(m_scale, m_originBar * barTicks(), m_playheadX, m_keyboardWidth);
    if (m_keyboard)
        m_keyboard->setLit(lit);
}

// The range moves or grows at once when a note would be outside or under the words; it shrinks only at a bar line and
// only by much.
void PianoRollNotes::fitRange()
{
    int lowest = 127, highest = 0;
    const Tick from = m_originBar * barTicks();
    for (const RollNote &note : m_notes) {
        if (note.note.end() < from)
            continue;
        lowest = std::min(lowest, note.note.pitch);
        highest = std::max(highest, note.note.pitch);
    }
    for (const Note &note : m_zone.notes) {
        lowest = std::min(lowest, note.pitch);
        highest = std::max(highest, note.pitch);
    }
    if (lowest > highest)
        return;
    const int needed = std::max(kRows, highest - lowest + 1 + kAbove + kBelow);
    const bool above = highest > m_scale.highest() - kClear;
    const bool below = lowest < m_scale.lowest;
    const bool wasteful = m_scale.rows > needed + kSlack && m_originBar != m_fittedBar;
    if (!above && !below && !wasteful)
        return;
    m_fittedBar = m_originBar;
    const int rows = wasteful ? needed : std::max(needed, m_scale.rows);
    if (above)
        setRange(highest + kAbove - rows + 1, rows);
    else
        setRange(lowest - kBelow, rows);
}

void PianoRollNotes::setRange(int lowest, int rows)
{
    m_dirty = true;
    m_scale.lowest = lowest;
    m_scale.rows = rows;
    m_scale.rowHeight = height() > 0 ? height() / m_scale.rows : 10;
    m_rows->setScale(m_scale);
    if (m_keyboard)
        m_keyboard->setScale(m_scale);
    Q_EMIT scaleChanged();
}

void PianoRollNotes::fillCloud()
{
    m_newZone = false;
    m_cloud->setZone(m_zone, m_scale);
    m_cloud->setX(m_scale.px(m_cloud->firstTick() - m_originBar * barTicks()));
}

} // namespace klangraum
