#include "cardpattern.h"

#include "theme.h"

#include <QPainter>

#include <algorithm>

namespace klangraum {

namespace {

// A mark of the picture, in the design's 76 x 64 pixels.
struct Mark
{
    int voice;
    qreal x, y, width, height;
};

constexpr qreal kPatternWidth = 76, kPatternHeight = 64;

constexpr Mark kMelody[] = { { 0, 0, 40, 5, 8 },    { 0, 6.5, 32, 5, 8 },   { 0, 13, 24, 5, 8 },
                             { 0, 19.2, 28, 5, 8 }, { 0, 25.7, 20, 5, 8 },  { 0, 32, 12, 5, 8 },
                             { 0, 38.5, 16, 5, 8 }, { 0, 45, 24, 5, 8 },    { 0, 51.3, 8, 5, 8 },
                             { 0, 57.7, 4, 5, 8 },  { 0, 64, 12, 5, 8 },    { 0, 70.5, 20, 5, 8 },
                             { 3, 0, 50, 23, 6.5 }, { 3, 26, 50, 23, 6.5 }, { 3, 51.5, 50, 23, 6.5 } };

constexpr Mark kHands[] = { { 0, 0, 2, 8, 5.6 },    { 0, 14, 8, 8, 5.6 },   { 0, 22, 4, 8, 5.6 },
                            { 0, 36, 0, 8, 5.6 },   { 0, 42, 10, 8, 5.6 },  { 0, 56, 6, 8, 5.6 },
                            { 0, 68, 2, 8, 5.6 },   { 1, 0, 14, 9, 5.6 },   { 1, 14, 18, 9, 5.6 },
                            { 1, 22, 12, 9, 5.6 },  { 1, 42, 20, 9, 5.6 },  { 1, 56, 16, 9, 5.6 },
                            { 0, 0, 22, 12, 5.6 },  { 0, 42, 26, 12, 5.6 }, { 3, 22, 30, 12, 5.6 },
                            { 3, 56, 36, 12, 5.6 }, { 3, 0, 44, 9, 5.6 },   { 3, 56, 50, 9, 5.6 },
                            { 3, 22, 54, 9, 5.6 } };

void paintVoices(QPainter *painter, const auto &ink)
{
    const qreal xs[] = { 0, 10, 26, 34, 48, 58 }, widths[] = { 8, 14, 6, 12, 8, 16 };
    const qreal ys[4][6] = {
        { 6, 2, 0, 4, 8, 6 }, { 20, 22, 18, 20, 24, 20 }, { 36, 34, 38, 34, 32, 36 }, { 52, 48, 54, 46, 50, 54 }
    };
    for (int voice = 0; voice < 4; ++voice) {
        painter->setBrush(ink(voice));
        for (int i = 0; i < 6; ++i) {
            const qreal corner = voice < 2 ? 3 : 1;
            painter->drawRoundedRect(QRectF(xs[i], ys[voice][i], widths[i], 6.2), corner, corner);
        }
    }
}

void paintSteps(QPainter *painter, const auto &ink, const QColor &off, const QVariantList &steps)
{
    constexpr double kStruck = 0.45; // of the strongest
    const int voices[] = { 3, 1, 0, 2 };
    bool on[4][8] = {
        { 1, 0, 0, 0, 1, 0, 0, 0 }, { 0, 0, 1, 0, 0, 0, 1, 0 }, { 1, 1, 1, 1, 1, 1, 1, 1 }, { 0, 1, 0, 1, 1, 0, 1, 1 }
    };
    if (steps.size() == 64) { // a square is an eighth
        for (int row = 0; row < 4; ++row) {
            for (int step = 0; step < 8; ++step)
                on[row][step] = std::max(steps[16 * row + 2 * step].toDouble(),
                                         steps[16 * row + 2 * step + 1].toDouble()) > kStruck;
        }
    }
    for (int row = 0; row < 4; ++row) {
        for (int step = 0; step < 8; ++step) {
            painter->setBrush(on[row][step] ? ink(voices[row]) : off);
            painter->drawRoundedRect(QRectF(step * 9.6, 5 + row * 14, 8, 10), 2, 2);
        }
    }
}

void paintMarks(QPainter *painter, const auto &ink, const auto &marks)
{
    for (const Mark &mark : marks) {
        painter->setBrush(ink(mark.voice));
        const qreal corner = mark.voice == 3 && mark.width > 20 ? 1 : 2.6;
        painter->drawRoundedRect(QRectF(mark.x, mark.y + 3, mark.width, mark.height), corner, corner);
    }
}

} // namespace

CardPattern::CardPattern(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void CardPattern::setKind(const QString &kind)
{
    if (kind == m_kind)
        return;
    m_kind = kind;
    Q_EMIT kindChanged();
    update();
}

void CardPattern::setSteps(const QVariantList &steps)
{
    if (steps == m_steps)
        return;
    m_steps = steps;
    Q_EMIT stepsChanged();
    update();
}

void CardPattern::setOnPaper(bool onPaper)
{
    if (onPaper == m_onPaper)
        return;
    m_onPaper = onPaper;
    Q_EMIT onPaperChanged();
    update();
}

void CardPattern::paint(QPainter *painter)
{
    const Theme &theme = Theme::instance();
    const auto ink = [this, &theme](int voice) { return m_onPaper ? theme.voiceOnPaper(voice) : theme.voice(voice); };
    painter->scale(width() / kPatternWidth, height() / kPatternHeight);
    painter->setPen(Qt::NoPen);
    if (m_kind == QLatin1String("voices"))
        paintVoices(painter, ink);
    else if (m_kind == QLatin1String("steps"))
        paintSteps(painter, ink, m_onPaper ? QColor(theme.control) : theme.line, m_steps);
    else if (m_kind == QLatin1String("melody"))
        paintMarks(painter, ink, kMelody);
    else
        paintMarks(painter, ink, kHands);
}

} // namespace klangraum
