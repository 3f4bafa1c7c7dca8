#include "soundtile.h"

#include <algorithm>

namespace klangraum {

namespace {

constexpr SoundLayout kLayout{ 0.115, 0.66, 0.68, 0.92 }; // below the words, above the numbers of the bars

bool sameSpan(const SoundSpan &a, const SoundSpan &b)
{
    return a.from == b.from && a.loop == b.loop && a.origin == b.origin && a.picture == b.picture;
}

// Which column of its picture a span shows at `tick`.
SoundColumn columnAt(const SoundSpan &span, Tick tick)
{
    if (!span.picture || span.turn <= 0)
        return {};
    const Tick within = ((tick - span.origin) % span.turn + span.turn) % span.turn;
    const auto column = size_t(within * SoundPicture::kColumnsPerBeat / kTicksPerQuarter);
    if (column >= span.picture->columns || !span.picture->there[column])
        return {};
    return { span.picture.get(), column };
}

} // namespace

std::vector<SoundSpan> spansIn(const std::vector<SoundSpan> &spans, Tick from, Tick to)
{
    std::vector<SoundSpan> part;
    for (size_t i = 0; i < spans.size(); ++i) {
        const bool over = i + 1 < spans.size() && spans[i + 1].from <= from;
        if (!over && spans[i].from < to)
            part.push_back(spans[i]);
    }
    return part;
}

SoundTile::SoundTile(SoundPainter::Style style, QQuickItem *parent)
    : RollTileItem(parent)
    , m_painter(style)
{
}

void SoundTile::setSpans(Tick barStart, Tick barTicks, const std::vector<SoundSpan> &spans)
{
    if (barStart == m_barStart && barTicks == m_barTicks && std::ranges::equal(spans, m_spans, sameSpan))
        return;
    m_barStart = barStart;
    m_barTicks = barTicks;
    m_spans = spans;
    repaint();
}

void SoundTile::paintImage()
{
    clearImage();
    if (m_image.isNull())
        return;
    std::vector<SoundColumn> columns(size_t(m_image.width()));
    auto span = m_spans.begin();
    for (size_t x = 0; x < columns.size() && span != m_spans.end(); ++x) {
        const Tick tick = m_barStart + Tick((double(x) + 0.5) / double(columns.size()) * double(m_barTicks));
        while (span + 1 != m_spans.end() && (span + 1)->from <= tick)
            ++span;
        if (span->from <= tick)
            columns[x] = columnAt(*span, tick);
    }
    m_painter.paint(m_image, columns, kLayout);
}

} // namespace klangraum
