#include "gesturetrail.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr int kPieceMs = 500;
constexpr int kTickMs = 50;
constexpr double kWidth = 9, kThin = 3; // px of the design, new and old
constexpr double kCasing = 4; // px wider than the line
constexpr double kDot = 4; // radius
constexpr double kNearest = 1.5; // px: points nearer than this are one

} // namespace

GestureTrail::GestureTrail(QQuickItem *parent)
    : QQuickItem(parent)
{
    m_clock.start();
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &GestureTrail::tick);
}

GestureTrail::~GestureTrail() = default;

double GestureTrail::ageOf(const GestureTrailPiece &piece) const
{
    return std::clamp(static_cast<double>(m_clock.elapsed() - piece.birth()) / std::max(m_fadeMs, 1), 0.0, 1.0);
}

void GestureTrail::extend(qreal x, qreal y)
{
    const QPointF point(x, y);
    if (!m_lifted && std::hypot(point.x() - m_last.x(), point.y() - m_last.y()) < kNearest * m_unit)
        return;
    const bool old = m_pieces.empty() || m_clock.elapsed() - m_pieces.back()->birth() > kPieceMs;
    if (m_lifted || old) {
        m_pieces.push_back(std::make_unique<GestureTrailPiece>(this, m_clock.elapsed(), m_unit, m_color));
        if (!m_lifted)
            m_pieces.back()->extend(m_last);
    }
    m_lifted = false;
    m_pieces.back()->extend(point);
    m_last = point;
    if (!m_timer.isActive())
        m_timer.start();
}

void GestureTrail::lift()
{
    m_lifted = true;
}

void GestureTrail::mark()
{
    if (!m_pieces.empty() && m_clock.elapsed() - m_pieces.back()->birth() < 2 * kPieceMs)
        m_pieces.back()->mark(m_last);
}

void GestureTrail::clear()
{
    m_pieces.clear();
    m_lifted = true;
    m_timer.stop();
}

void GestureTrail::tick()
{
    while (!m_pieces.empty() && ageOf(*m_pieces.front()) >= 1)
        m_pieces.pop_front();
    if (m_pieces.empty()) {
        m_timer.stop();
        m_lifted = true;
        return;
    }
    for (const auto &piece : m_pieces)
        piece->setOpacity(std::pow(1 - ageOf(*piece), 0.8));
    m_turn = (m_turn + 1) % m_pieces.size();
    m_pieces[m_turn]->setThickness(1 - ageOf(*m_pieces[m_turn]));
}

GestureTrailPiece::GestureTrailPiece(QQuickItem *parent, qint64 birth, qreal unit, const QColor &color)
    : RollTileItem(parent)
    , m_birth(birth)
    , m_unit(unit)
    , m_color(color)
{
}

void GestureTrailPiece::extend(QPointF point)
{
    m_line.append(point);
    fit();
}

void GestureTrailPiece::mark(QPointF point)
{
    m_dots.append(point);
    fit();
}

void GestureTrailPiece::setThickness(double thickness)
{
    if (std::abs(thickness - m_thickness) < 0.04)
        return;
    m_thickness = thickness;
    repaint();
}

void GestureTrailPiece::fit()
{
    const double margin = (kWidth + kCasing) * m_unit;
    QRectF box = m_line.boundingRect();
    if (!m_dots.isEmpty())
        box |= QRectF(m_dots.boundingRect().topLeft(), QSizeF(1, 1));
    box.adjust(-margin, -margin, margin, margin);
    setPosition({ std::floor(box.x()), std::floor(box.y()) });
    setSize({ std::ceil(box.width()) + 1, std::ceil(box.height()) + 1 });
    repaint();
}

void GestureTrailPiece::paintImage()
{
    clearImage();
    if (m_image.isNull() || m_line.isEmpty())
        return;
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-x(), -y());
    // Through the middles of the points, so that a coarse drag still is a curve.
    QPainterPath path(m_line.first());
    for (qsizetype i = 1; i + 1 < m_line.size(); ++i)
        path.quadTo(m_line[i], (m_line[i] + m_line[i + 1]) / 2);
    path.lineTo(m_line.last());
    const double width = (kThin + (kWidth - kThin) * m_thickness) * m_unit;
    QColor casing(0x0B, 0x0D, 0x11, 115);
    painter.strokePath(path, QPen(casing, width + kCasing * m_unit, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.strokePath(path, QPen(m_color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    for (const QPointF &dot : m_dots)
        painter.drawEllipse(dot, kDot * m_unit, kDot * m_unit);
}

} // namespace klangraum
