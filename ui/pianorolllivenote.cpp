#include "pianorolllivenote.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kFadeSeconds = 0.26; // tokens.json motion.noteOffFade
constexpr double kLiveHeight = 1.6; // rows
constexpr std::array<std::pair<double, double>, 3> kBodyGlow{
    { { 16, 0.05 }, { 10, 0.09 }, { 5, 0.16 } }
}; // px, opacity
constexpr double kDotRadius = 5.5;
constexpr double kDotHalo = 15;
constexpr double kBeam = 4;

QColor faded(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace

PianoRollGlow::PianoRollGlow(Part part, QQuickItem *parent)
    : RollTileItem(parent)
    , m_part(part)
{
    setVisible(false);
}

double PianoRollGlow::margin() const
{
    return m_part == Part::Body ? kBodyGlow.front().first * m_unit : m_part == Part::Dot ? (kDotHalo + 1) * m_unit : 0;
}

void PianoRollGlow::setLook(const VoiceMark &mark, const QSizeF &size, double unit)
{
    if (mark.color == m_mark.color && mark.round == m_mark.round && mark.inlay == m_mark.inlay && size == m_size &&
        qFuzzyCompare(unit, m_unit))
        return;
    m_mark = mark;
    m_size = size;
    m_unit = unit;
    setSize(size + QSizeF(2 * margin(), 2 * margin()));
    repaint();
}

void PianoRollGlow::paintImage()
{
    clearImage();
    if (m_image.isNull())
        return;
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (m_part == Part::Beam) {
        QLinearGradient back(0, 0, width(), 0);
        back.setColorAt(0, faded(m_mark.color, 0.55));
        back.setColorAt(1, faded(m_mark.color, 0.07));
        painter.fillRect(boundingRect(), back);
        return;
    }
    const QRectF core = boundingRect().adjusted(margin(), margin(), -margin(), -margin());
    if (m_part == Part::Dot) {
        for (const double radius : { kDotHalo, kDotHalo * 0.66 }) {
            painter.setBrush(faded(m_mark.color, 0.14));
            painter.drawEllipse(core.center(), radius * m_unit, radius * m_unit);
        }
        painter.setBrush(Qt::white);
        painter.drawEllipse(core.center(), kDotRadius * m_unit, kDotRadius * m_unit);
        return;
    }
    for (const auto &[inset, opacity] : kBodyGlow) {
        const double grow = inset * m_unit;
        const QRectF rect = core.adjusted(-grow, -grow, grow, grow);
        const double radius = m_mark.round ? rect.height() / 2 : 2 * m_unit + grow;
        painter.setBrush(faded(m_mark.color, opacity));
        painter.drawRoundedRect(rect, radius, radius);
    }
    const double radius = m_mark.round ? std::min(core.height(), core.width()) / 2 : 2 * m_unit;
    painter.setBrush(m_mark.color);
    painter.drawRoundedRect(core, radius, radius);
}

PianoRollLiveNote::PianoRollLiveNote(QQuickItem *bodies, QQuickItem *dots, QQuickItem *beams)
    : m_body(PianoRollGlow::Part::Body, bodies)
    , m_dot(PianoRollGlow::Part::Dot, dots)
    , m_beam(PianoRollGlow::Part::Beam, beams)
{
}

void PianoRollLiveNote::show(const Note &note, const VoiceMark &mark, const PianoRollScale &scale)
{
    m_note = note;
    m_mark = mark;
    m_on = true;
    m_fade = 1;
    const QRectF rect = scale.noteRect(note.start, note.duration, note.pitch, note.start);
    m_body.setLook(mark, QSizeF(rect.width(), kLiveHeight * scale.rowHeight), scale.unit);
    m_dot.setLook(mark, QSizeF(0, 0), scale.unit);
    setOpacity(1);
}

void PianoRollLiveNote::place(const PianoRollScale &scale, Tick origin, double playheadX, double keyboardWidth)
{
    const double y = scale.y(m_note.pitch);
    const double x = scale.px(m_note.start - origin) + 0.7 * scale.unit;
    m_body.setPosition({ x - m_body.margin(), y - m_body.height() / 2 });
    m_dot.setPosition({ playheadX - m_dot.width() / 2, y - m_dot.height() / 2 });
    m_beam.setLook(m_mark, QSizeF(std::max(playheadX - keyboardWidth, 1.0), kBeam * scale.unit), scale.unit);
    m_beam.setPosition({ keyboardWidth, std::round(y - m_beam.height() / 2) });
}

void PianoRollLiveNote::hide()
{
    m_on = false;
    m_fade = 0;
    setOpacity(0);
}

void PianoRollLiveNote::fade(double seconds)
{
    if (m_on || m_fade <= 0)
        return;
    m_fade = std::max(0.0, m_fade - seconds / kFadeSeconds);
    setOpacity(m_fade * m_fade);
}

void PianoRollLiveNote::setOpacity(double opacity)
{
    const bool visible = opacity > 0;
    for (PianoRollGlow *part : { &m_body, &m_dot, &m_beam }) {
        part->setVisible(visible);
        part->setOpacity(opacity);
    }
    m_dot.setVisible(m_on);
}

} // namespace klangraum
