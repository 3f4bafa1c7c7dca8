#include "soundroll.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

SoundRoll::SoundRoll(QQuickItem *parent)
    : QQuickItem(parent)
    , m_heardClip(new QQuickItem(this))
    , m_heardLayer(new QQuickItem(m_heardClip))
    , m_aheadClip(new QQuickItem(this))
    , m_aheadLayer(new QQuickItem(m_aheadClip))
{
    m_heardClip->setClip(true);
    m_aheadClip->setClip(true);
}

SoundRoll::~SoundRoll()
{
    m_bars.clear();
}

void SoundRoll::setExhibit(Exhibit *exhibit)
{
    if (exhibit == m_exhibit)
        return;
    if (m_exhibit)
        disconnect(m_exhibit, nullptr, this, nullptr);
    m_exhibit = exhibit;
    if (m_exhibit) {
        connect(m_exhibit, &Exhibit::soundChanged, this, [this] { setSpans(m_exhibit->sound()); });
        setSpans(m_exhibit->sound());
    }
    Q_EMIT changed();
}

void SoundRoll::setNotes(PianoRollNotes *notes)
{
    if (notes == m_notes)
        return;
    if (m_notes)
        disconnect(m_notes, nullptr, this, nullptr);
    m_notes = notes;
    if (m_notes) {
        connect(m_notes, &PianoRollNotes::scaleChanged, this, &SoundRoll::layout);
        connect(m_notes, &PianoRollNotes::originChanged, this, &SoundRoll::fill);
        connect(m_notes, &PianoRollNotes::layerXChanged, this, &SoundRoll::move);
    }
    layout();
    Q_EMIT changed();
}

void SoundRoll::setSpans(const std::vector<SoundSpan> &spans)
{
    m_spans = spans;
    fill();
}

void SoundRoll::geometryChange(const QRectF &now, const QRectF &before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size())
        layout();
}

void SoundRoll::layout()
{
    if (!m_notes || width() <= 0)
        return;
    const qreal playhead = m_notes->playheadX();
    m_heardClip->setSize({ playhead, height() });
    m_aheadClip->setPosition({ playhead, 0 });
    m_aheadClip->setSize({ std::max(0.0, width() - playhead), height() });
    const auto bars = size_t(std::ceil(width() / std::max(1.0, m_notes->barWidth()))) + 1;
    if (bars != m_bars.size()) {
        m_bars.clear();
        m_bars.resize(bars);
    }
    fill();
    move();
}

void SoundRoll::move()
{
    if (!m_notes)
        return;
    m_heardLayer->setX(m_notes->layerX());
    m_aheadLayer->setX(m_notes->layerX() - m_notes->playheadX());
    const auto bar = Tick(std::floor((m_notes->playheadX() - m_notes->layerX()) / std::max(1.0, m_notes->barWidth()))) +
        m_notes->originBar() - 1;
    if (bar != m_playheadBar) {
        m_playheadBar = bar;
        fill();
    }
}

// Gives the bars on the screen their tiles; only those whose sound has changed paint.
void SoundRoll::fill()
{
    if (!m_notes || m_bars.empty())
        return;
    const auto count = Tick(m_bars.size());
    const Tick origin = m_notes->originBar() - 1;
    const Tick ticks = Tick(m_notes->beatsPerBar()) * kTicksPerQuarter;
    for (Tick number = origin; number < origin + count; ++number) {
        const std::vector<SoundSpan> part = spansIn(m_spans, number * ticks, (number + 1) * ticks);
        Bar &bar = m_bars[size_t(((number % count) + count) % count)];
        if (part.empty() && !bar.heard)
            continue;
        if (!bar.heard) {
            bar.heard = std::make_unique<SoundTile>(SoundPainter::Style::Heard, m_heardLayer);
            bar.ahead = std::make_unique<SoundTile>(SoundPainter::Style::Ahead, m_aheadLayer);
        }
        bar.number = number;
        const qreal left = std::round(m_notes->inLayer(number * ticks));
        const qreal right = std::round(m_notes->inLayer((number + 1) * ticks));
        for (SoundTile *tile : { bar.heard.get(), bar.ahead.get() }) {
            tile->setPosition({ left, 0 });
            tile->setSize({ right - left, height() });
        }
        // Each only where its clip can show it.
        if (number <= m_playheadBar)
            bar.heard->setSpans(number * ticks, ticks, part);
        if (number >= m_playheadBar)
            bar.ahead->setSpans(number * ticks, ticks, part);
        bar.heard->setVisible(number <= m_playheadBar);
        bar.ahead->setVisible(number >= m_playheadBar);
    }
}

int SoundRoll::tilePaints() const
{
    int paints = 0;
    for (const Bar &bar : m_bars)
        paints += bar.heard ? bar.heard->paintCount() + bar.ahead->paintCount() : 0;
    return paints;
}

} // namespace klangraum
