#include "rolltile.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kWidest = 8192; // px; no texture is wider everywhere

bool before(const Note &a, const Note &b)
{
    return std::tie(a.start, a.voice, a.pitch) < std::tie(b.start, b.voice, b.pitch);
}

bool samePlace(const Note &a, const Note &b)
{
    return a.start == b.start && a.voice == b.voice && a.pitch == b.pitch;
}

} // namespace

RollTile::RollTile(Style style, QQuickItem *parent)
    : RollTileItem(parent)
    , m_style(style)
{
}

void RollTile::everything()
{
    m_all = true;
    repaint();
}

void RollTile::setPalette(const QList<QColor> &voices, const QColor &inlay)
{
    if (voices == m_voices && inlay == m_inlay)
        return;
    m_voices = voices;
    m_inlay = inlay;
    everything();
}

void RollTile::setDimmed(std::uint32_t voiceMask)
{
    if (voiceMask == m_dimmed)
        return;
    m_dimmed = voiceMask;
    everything();
}

void RollTile::setNotes(Tick barStart, const std::vector<Note> &notes, const PianoRollScale &scale)
{
    std::vector<Note> sorted = notes;
    std::sort(sorted.begin(), sorted.end(), before);
    if (barStart != m_barStart || scale != m_scale) {
        m_barStart = barStart;
        m_scale = scale;
        m_notes = std::move(sorted);
        everything();
    } else {
        // One walk through both sorted lists: what is new, what grew, and whether something has to go.
        std::vector<Addition> added;
        bool lost = false;
        std::size_t old = 0;
        for (const Note &note : sorted) {
            if (old < m_notes.size() && before(m_notes[old], note)) {
                lost = true;
                break;
            }
            const bool known = old < m_notes.size() && samePlace(m_notes[old], note);
            if (!known)
                added.push_back({ note, 0 });
            else if (m_notes[old].duration != note.duration) {
                const bool faint = note.voice < 32 && ((m_dimmed >> note.voice) & 1U);
                lost = lost || note.duration < m_notes[old].duration || m_style == Style::Decided || faint;
                added.push_back({ note, m_notes[old].duration });
            }
            old += known ? 1 : 0;
        }
        lost = lost || old < m_notes.size();
        m_notes = std::move(sorted);
        if (lost) {
            everything();
        } else if (!added.empty()) {
            m_added.insert(m_added.end(), added.begin(), added.end());
            repaint();
        }
    }
    double right = 0;
    for (const Note &note : m_notes)
        right = std::max(right, m_scale.px(note.end() - m_barStart));
    // The image grows by whole quarters, so that a sounding note does not give a new image at every step.
    const double quarter = std::max(m_scale.px(480), 1.0);
    const double width = std::min(std::max(4.0, std::ceil(right / quarter)) * quarter, kWidest);
    if (width > this->width() || width < this->width() / 2) {
        m_all = true;
        setWidth(width);
    }
    if (!qFuzzyCompare(height(), m_scale.rows * m_scale.rowHeight)) {
        m_all = true;
        setHeight(m_scale.rows * m_scale.rowHeight);
    }
}

void RollTile::paintImage()
{
    const QSizeF needed = size() * pixelRatio();
    if (m_image.isNull() || m_image.width() < needed.width() || m_image.height() < needed.height() ||
        !qFuzzyCompare(m_image.devicePixelRatio(), pixelRatio()))
        m_all = true;
    if (m_all)
        clearImage();
    if (m_image.isNull())
        return;
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_all) {
        for (const Note &note : m_notes)
            paint(painter, note, 0);
    } else {
        for (const Addition &addition : m_added)
            paint(painter, addition.note, addition.known);
    }
    m_added.clear();
    m_all = false;
}

// Upper and lower edges lie on device pixels, so that what a growing note paints over itself leaves no trace; of a note
// that the image shows already only the end is painted.
void RollTile::paint(QPainter &painter, const Note &note, Tick known)
{
    VoiceMark mark = voiceMark(note.voice, m_voices);
    if (note.voice < 32 && ((m_dimmed >> note.voice) & 1U))
        mark.color.setAlphaF(0.25F);
    const qreal ratio = pixelRatio();
    QRectF rect = m_scale.noteRect(note.start, note.duration, note.pitch, m_barStart);
    const double top = std::round(rect.top() * ratio) / ratio;
    rect = QRectF(rect.x(), top, rect.width(), std::max(std::round(rect.height() * ratio), 1.0) / ratio);
    if (known > 0) {
        const QRectF before = m_scale.noteRect(note.start, known, note.pitch, m_barStart);
        painter.save();
        painter.setClipRect(
            QRectF(std::floor(before.right() - rect.height() / 2) - 1, rect.top(), rect.width() + 2, rect.height()));
    }
    if (m_style == Style::Heard)
        paintHeardNote(painter, rect, mark, m_inlay, m_scale.unit);
    else
        paintDecidedNote(painter, rect, mark, m_scale.unit);
    if (known > 0)
        painter.restore();
    ++m_notesPainted;
}

} // namespace klangraum
