#include "rolltile.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

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
        std::vector<Note> added;
        bool lost = false;
        std::size_t old = 0;
        for (const Note &note : sorted) {
            if (old < m_notes.size() && before(m_notes[old], note)) {
                lost = true;
                break;
            }
            const bool known = old < m_notes.size() && samePlace(m_notes[old], note);
            if (!known)
                added.push_back(note);
            else if (m_notes[old].duration != note.duration) {
                const bool faint = note.voice < 32 && ((m_dimmed >> note.voice) & 1U);
                lost = lost || note.duration < m_notes[old].duration || m_style == Style::Decided || faint;
                added.push_back(note);
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
    const double width = std::max(4.0, std::ceil(right / quarter)) * quarter;
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
    for (const Note &note : m_all ? m_notes : m_added) {
        VoiceMark mark = voiceMark(note.voice, m_voices);
        if (note.voice < 32 && ((m_dimmed >> note.voice) & 1U))
            mark.color.setAlphaF(0.25F);
        const QRectF rect = m_scale.noteRect(note.start, note.duration, note.pitch, m_barStart);
        if (m_style == Style::Heard)
            paintHeardNote(painter, rect, mark, m_inlay, m_scale.unit);
        else
            paintDecidedNote(painter, rect, mark, m_scale.unit);
        ++m_notesPainted;
    }
    m_added.clear();
    m_all = false;
}

} // namespace klangraum
