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

constexpr std::size_t kLiveNotes = 16;
constexpr double kPastNear = 0.96; // opacity of heard notes at the playhead
constexpr double kPastFar = 0.70; // and at the keyboard

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
    m_cloud->setPalette(voiceColors().mid(0, 4)); // the network's
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

bool PianoRollNotes::pitched() const
{
    return m_rows->isVisible();
}

void PianoRollNotes::setPitched(bool pitched)
{
    m_rows->setVisible(pitched);
    Q_EMIT scaleChanged();
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
    m_newNotes = true;
    polish();
    updateWriteHead();
}

void PianoRollNotes::setOpenZone(const OpenZone &zone)
{
    if (zone.serial == m_zone.serial && zone.firstTick == m_zone.firstTick)
        return;
    m_zone = zone;
    m_newZone = true;
    polish();
}

void PianoRollNotes::setMuted(std::uint32_t voiceMask)
{
    if (voiceMask == m_muted)
        return;
    m_muted = voiceMask;
    m_cloud->setDimmed(voiceMask);
    m_dirty = true; // tiles take the mutes when they are filled
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
    if (m_newPast || m_newZone)
        polish();
    for (const auto &live : m_live)
        live->fade(seconds);
}

int PianoRollNotes::pitchAt(qreal y) const
{
    const int row = static_cast<int>(std::floor(y / std::max(1e-6, m_scale.rowHeight)));
    return std::clamp(m_scale.highest() - row, m_scale.lowest, m_scale.highest());
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
    m_cloud->setX(m_scale.px(m_cloud->firstTick() - m_originBar * barTicks()));
    if (m_dirty)
        polish();
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
