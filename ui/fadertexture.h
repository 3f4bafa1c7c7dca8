// FaderTexture: what a fader means, as a picture: "chaos" from order to disorder, "density" from sparse to dense,
// "waves" from long to short, "speed" from slow to fast, "strokes" from soft to hard; anything else a plain
// scale. Bottom is the low end.
// Painted when size, colour or kind change; a fader shows two of them, dim and bright, under one clip.
// Thread rule: a QQuickPaintedItem.
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class FaderTexture : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString kind READ kind WRITE setKind NOTIFY kindChanged)
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged) // of the marks
    Q_PROPERTY(QColor background READ background WRITE setBackground NOTIFY backgroundChanged)
    Q_PROPERTY(qreal radius READ radius WRITE setRadius NOTIFY radiusChanged) // of the corners

public:
    explicit FaderTexture(QQuickItem *parent = nullptr);
    QString kind() const { return m_kind; }
    void setKind(const QString &kind);
    QColor color() const { return m_color; }
    void setColor(const QColor &color);
    QColor background() const { return m_background; }
    void setBackground(const QColor &background);
    qreal radius() const { return m_radius; }
    void setRadius(qreal radius);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void kindChanged();
    void colorChanged();
    void backgroundChanged();
    void radiusChanged();

private:
    QString m_kind;
    QColor m_color = Qt::white, m_background = Qt::black;
    qreal m_radius = 20;
};

} // namespace klangraum
