#include "pianorollnotes.h"

#include "pianorolllivenote.h"
#include "probabilitycloud.h"
#include "rolltile.h"
#include "theme.h"

#include <QQuickWindow>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr int kRows = 41; // fewest rows shown
constexpr int kAbove = 5; // free rows above the highest note, for the words
constexpr int kBelow = 3;
constexpr int kClear = 4; // rows under the words that a note may not enter
constexpr int kSlack = 14; // rows too many before the range shrinks
constexpr std::size_t kLiveNotes = 16;
constexpr Tick kBarsBehind = 2; // bars left of the screen whose notes may reach into it
constexpr double kPastNear = 0.96; // opacity of heard notes at the playhead
constexpr double kPastFar = 0.70; // and at the keyboard

QList<QColor> voiceColors()
{
    QList<QColor> colors;
    for (int voice = 0; voice < 4; ++voice)
        colors.append(Theme::instance().voice(voice));
    return colors;
}

Tick floorDiv(Tick a, Tick b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

} // namespace

PianoRollNotes::PianoRollNotes(QQuickItem *parent)
    : QQuickItem(parent)
{
    const auto child = [this](qreal z, QQuickItem *in = nullptr) {
        auto *item = new QQuickItem(in ? in : this);
        item->setZ(z);
        return item;
    };
    m_rows = new PitchRows(this);
    m_rows->setZ(-10);
    m_rows->setStage(Theme::instance().stage);
    m_beams = child(0);
    m_heardClip = child(1);
    m_heardLayer = child(0, m_heardClip);
    m_openClip = child(2);
    m_openLayer = child(0, m_openClip);
    m_decidedClip = child(3);
    m_decidedLayer = child(0, m_decidedClip);
    m_liveLayer = child(4);
    m_dots = child(10);
    for (QQuickItem *clip : { m_heardClip, m_openClip, m_decidedClip })
        clip->setClip(true);
    m_cloud = new ProbabilityCloud(m_openLayer);
    m_cloud->setPalette(voiceColors());
    for (std::size_t i = 0; i < kLiveNotes; ++i)
        m_live.push_back(std::make_unique<PianoRollLiveNote>(m_liveLayer, m_dots, m_beams));
}

PianoRollNotes::~PianoRollNotes()
{
    m_bars.clear();
    m_live.clear();
}

void PianoRollNotes::setUnit(qreal unit)
{
    if (unit <= 0 || qFuzzyCompare(unit, m_scale.unit))
        return;
    m_scale.unit = unit;
    m_scale.pxPerTick = 13.0 * unit / 120.0;
    layout();
}

void PianoRollNotes::setPlayheadX(qreal x)
{
    if (qFuzzyCompare(x, m_playheadX))
        return;
    m_playheadX = x;
    layout();
}

void PianoRollNotes::setKeyboardWidth(qreal width)
{
    if (qFuzzyCompare(width, m_keyboardWidth))
        return;
    m_keyboardWidth = width;
    layout();
}

void PianoRollNotes::setKeyboard(PitchKeyboard *keyboard)
{
    m_keyboard = keyboard;
    layout();
}

void PianoRollNotes::setBeatsPerBar(int beats)
{
    if (beats < 1 || beats == m_beats)
        return;
    m_beats = beats;
    layout();
}

void PianoRollNotes::geometryChange(const QRectF &now, const QRectF &before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size())
        layout();
}

// Everything that depends on sizes and on the range.
void PianoRollNotes::layout()
{
    m_scale.rowHeight = height() > 0 ? height() / m_scale.rows : 10;
    m_rows->setSize(size());
    m_rows->setScale(m_scale);
    m_rows->setPlayhead(m_playheadX);
    if (m_keyboard)
        m_keyboard->setScale(m_scale);
    m_heardClip->setPosition({ m_keyboardWidth, 0 });
    m_heardClip->setSize({ std::max(0.0, m_playheadX - m_keyboardWidth), height() });
    m_decidedClip->setPosition({ m_playheadX, 0 });
    m_cloud->setSize({ std::max(0.0, width() - m_playheadX) + barWidth() / 4, height() });
    // As many bars as the item can show, and those that reach into it.
    const auto bars = static_cast<std::size_t>(std::ceil(width() / std::max(barWidth(), 1.0))) + 2 + kBarsBehind;
    if (bars != m_bars.size() && width() > 0) {
        m_bars.clear();
        m_bars.resize(bars);
    }
    for (Bar &bar : m_bars)
        bar.number = -1;
    m_originBar = -1000000;
    m_dirty = true;
    polish();
    Q_EMIT scaleChanged();
    moveLayers();
}

void PianoRollNotes::setNotes(const std::vector<RollNote> &notes, std::uint64_t serial, Tick writeHead)
{
    if (serial == m_serial && writeHead == m_writeHead)
        return;
    if (serial != m_serial)
        m_notes = notes;
    m_serial = serial;
    m_writeHead = writeHead;
    m_dirty = true;
    polish();
    updateWriteHead();
}

void PianoRollNotes::setOpenZone(const OpenZone &zone)
{
    if (zone.serial == m_zone.serial && zone.firstTick == m_zone.firstTick)
        return;
    m_zone = zone;
    m_cloud->setZone(m_zone, m_scale);
    m_cloud->setX(m_scale.px(m_zone.firstTick - m_originBar * barTicks()));
}

void PianoRollNotes::setMuted(std::uint32_t voiceMask)
{
    if (voiceMask == m_muted)
        return;
    m_muted = voiceMask;
    m_cloud->setDimmed(voiceMask);
    m_dirty = true;
    polish();
}

void PianoRollNotes::clear()
{
    m_notes.clear();
    m_zone = {};
    m_serial = ~std::uint64_t{ 0 };
    m_cloud->setZone(m_zone, m_scale);
    m_dirty = true;
    polish();
}

void PianoRollNotes::advance(double tick, bool late)
{
    const double seconds = m_sinceFrame.isValid() ? static_cast<double>(m_sinceFrame.nsecsElapsed()) / 1e9 : 0;
    m_sinceFrame.start();
    m_tick = tick;
    if (late != m_late) {
        m_late = late;
        Q_EMIT lateChanged();
    }
    moveLayers();
    for (const auto &live : m_live)
        live->fade(seconds);
}

qreal PianoRollNotes::xOf(Tick tick) const
{
    return m_layerX + m_scale.px(tick - m_originBar * barTicks());
}

void PianoRollNotes::moveLayers()
{
    if (m_bars.empty())
        return;
    const double left = m_tick - m_playheadX / m_scale.pxPerTick; // tick at the item's left edge
    const Tick origin = floorDiv(static_cast<Tick>(std::floor(left)), barTicks());
    if (origin != m_originBar) {
        m_originBar = origin;
        assignBars();
        Q_EMIT originChanged();
    }
    // On whole device pixels: the tiles stay crisp and are copied, not resampled.
    const qreal ratio = window() ? window()->effectiveDevicePixelRatio() : 1.0;
    const double x = m_playheadX - (m_tick - static_cast<double>(origin * barTicks())) * m_scale.pxPerTick;
    const double snapped = std::round(x * ratio) / ratio;
    if (!qFuzzyCompare(snapped, m_layerX)) {
        m_layerX = snapped;
        m_heardLayer->setX(m_layerX - m_keyboardWidth);
        m_decidedLayer->setX(m_layerX - m_playheadX);
        m_liveLayer->setX(m_layerX);
        for (const Bar &bar : m_bars) {
            if (!bar.heard)
                continue;
            const double middle = m_layerX + bar.heard->x() + barWidth() / 2;
            const double near =
                std::clamp((middle - m_keyboardWidth) / std::max(m_playheadX - m_keyboardWidth, 1.0), 0.0, 1.0);
            // In steps that no eye sees, so that most frames change no opacity.
            bar.heard->setOpacity(std::round((kPastFar + (kPastNear - kPastFar) * near) * 50) / 50);
        }
        Q_EMIT layerXChanged();
    }
    updateWriteHead();
}

void PianoRollNotes::updateWriteHead()
{
    const double x = std::clamp(xOf(m_writeHead), m_playheadX, width());
    if (!qFuzzyCompare(x, m_writeHeadX)) {
        m_writeHeadX = x;
        m_openClip->setX(x);
        m_openClip->setSize({ width() - x, height() });
        m_decidedClip->setSize({ std::max(0.0, x - m_playheadX), height() });
        Q_EMIT writeHeadXChanged();
    }
    m_openLayer->setX(m_layerX - m_writeHeadX);
}

// Gives every bar on the screen a tile; bars that stay keep theirs.
void PianoRollNotes::assignBars()
{
    const auto count = static_cast<Tick>(m_bars.size());
    const Tick first = m_originBar - kBarsBehind;
    for (Tick number = first; number < first + count; ++number) {
        Bar &bar = m_bars[static_cast<std::size_t>(((number % count) + count) % count)];
        if (!bar.heard) {
            bar.heard = std::make_unique<RollTile>(RollTile::Style::Heard, m_heardLayer);
            bar.decided = std::make_unique<RollTile>(RollTile::Style::Decided, m_decidedLayer);
            for (RollTile *tile : { bar.heard.get(), bar.decided.get() })
                tile->setPalette(voiceColors(), [] {
                    QColor inlay = Theme::instance().stage;
                    inlay.setAlphaF(0.56F);
                    return inlay;
                }());
        }
        if (bar.number != number) {
            bar.number = number;
            m_dirty = true;
        }
        const double x = std::round(m_scale.px((number - m_originBar) * barTicks()));
        bar.heard->setX(x);
        bar.decided->setX(x);
    }
    for (const auto &live : m_live)
        live->place(m_scale, m_originBar * barTicks(), m_playheadX, m_keyboardWidth);
    m_cloud->setX(m_scale.px(m_zone.firstTick - m_originBar * barTicks()));
    if (m_dirty)
        polish();
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
    if (!m_dirty || m_bars.empty())
        return;
    m_dirty = false;
    fitRange();
    for (Bar &bar : m_bars)
        fillBar(bar);
    fillLive();
    m_cloud->setZone(m_zone, m_scale);
}

void PianoRollNotes::fillBar(Bar &bar)
{
    if (!bar.heard)
        return;
    const Tick start = bar.number * barTicks();
    const auto first = std::lower_bound(m_notes.begin(), m_notes.end(), start,
                                        [](const RollNote &note, Tick tick) { return note.note.start < tick; });
    bar.heard->setDimmed(m_muted);
    bar.decided->setDimmed(m_muted);
    m_scratch.clear();
    if (bar.number == m_originBar - kBarsBehind) { // what began earlier and still reaches into the picture
        for (auto before = m_notes.begin(); before != first; ++before) {
            Note shown = clamped(*before);
            if (!before->heard || shown.end() <= start)
                continue;
            shown.duration = shown.end() - start;
            shown.start = start;
            m_scratch.push_back(shown);
        }
    }
    auto note = first;
    for (; note != m_notes.end() && note->note.start < start + barTicks(); ++note) {
        if (note->heard)
            m_scratch.push_back(clamped(*note));
    }
    // Most bars are as they were: a fingerprint is cheaper than sorting their notes.
    if (const std::uint64_t print = fingerprint() + static_cast<std::uint64_t>(start); print != bar.heardPrint) {
        bar.heardPrint = print;
        bar.heard->setNotes(start, m_scratch, m_scale);
    }
    m_scratch.clear();
    for (auto ahead = first; ahead != note; ++ahead) {
        if (!ahead->heard && ahead->note.start < m_writeHead)
            m_scratch.push_back(clamped(*ahead));
    }
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
        if (sounding.size() < kLiveNotes)
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
    m_scale.lowest = lowest;
    m_scale.rows = rows;
    m_scale.rowHeight = height() > 0 ? height() / m_scale.rows : 10;
    m_rows->setScale(m_scale);
    if (m_keyboard)
        m_keyboard->setScale(m_scale);
    Q_EMIT scaleChanged();
}

int PianoRollNotes::tilePaints() const
{
    int paints = 0;
    for (const Bar &bar : m_bars)
        paints += bar.heard ? bar.heard->paintCount() + bar.decided->paintCount() : 0;
    return paints;
}

int PianoRollNotes::notesPainted() const
{
    int notes = 0;
    for (const Bar &bar : m_bars)
        notes += bar.heard ? bar.heard->notesPainted() + bar.decided->notesPainted() : 0;
    return notes;
}

} // namespace klangraum
