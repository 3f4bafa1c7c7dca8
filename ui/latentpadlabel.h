// LatentPadLabel: words on the map: text with a dark casing, so that they stay readable over points and lines. Painted
// when the text changes. Also LatentPadRing: a dashed circle or a filling arc, for the puck and the long press; and
// LatentPadDashes: a dashed frame with round corners. Thread rule: GUI thread.
#pragma once

#include "rolltileitem.h"

#include <QColor>
#include <QFont>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class LatentPadLabel : public RollTileItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text MEMBER m_text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(QFont font MEMBER m_font WRITE setFont NOTIFY fontChanged)
    Q_PROPERTY(QColor color MEMBER m_color WRITE setColor NOTIFY colorChanged)
    Q_PROPERTY(bool strong MEMBER m_strong WRITE setStrong NOTIFY fontChanged) // semi-bold
    Q_PROPERTY(qreal casing MEMBER m_casing WRITE setCasing NOTIFY casingChanged) // px
public:
    explicit LatentPadLabel(QQuickItem *parent = nullptr);
    void setText(const QString &text);
    void setFont(const QFont &font);
    void setColor(const QColor &color);
    void setCasing(qreal casing);
    void setStrong(bool strong);

Q_SIGNALS:
    void textChanged();
    void fontChanged();
    void colorChanged();
    void casingChanged();

protected:
    void paintImage() override;

private:
    void measure();
    QFont shownFont() const;

    QString m_text;
    QFont m_font;
    QColor m_color = Qt::white;
    qreal m_casing = 4;
    bool m_strong = false;
};

class LatentPadRing : public RollTileItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(qreal radius MEMBER m_radius WRITE setRadius NOTIFY changed) // px, of the line's middle
    Q_PROPERTY(qreal thickness MEMBER m_thickness WRITE setThickness NOTIFY changed) // px
    Q_PROPERTY(qreal dash MEMBER m_dash WRITE setDash NOTIFY changed) // px; 0: unbroken
    Q_PROPERTY(qreal sweep MEMBER m_sweep WRITE setSweep NOTIFY changed) // 0..1 of the circle, from the top
    Q_PROPERTY(QColor color MEMBER m_color WRITE setColor NOTIFY changed)
    Q_PROPERTY(QColor fill MEMBER m_fill WRITE setFill NOTIFY changed)
public:
    explicit LatentPadRing(QQuickItem *parent = nullptr);
    void setRadius(qreal radius);
    void setThickness(qreal thickness);
    void setDash(qreal dash);
    void setSweep(qreal sweep);
    void setColor(const QColor &color);
    void setFill(const QColor &fill);

Q_SIGNALS:
    void changed();

protected:
    void paintImage() override;

private:
    void resize();

    qreal m_radius = 40, m_thickness = 3, m_dash = 0, m_sweep = 1;
    QColor m_color = Qt::white, m_fill = Qt::transparent;
};

class LatentPadDashes : public RollTileItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed)
    Q_PROPERTY(qreal radius MEMBER m_radius NOTIFY changed)
    Q_PROPERTY(qreal thickness MEMBER m_thickness NOTIFY changed)
public:
    explicit LatentPadDashes(QQuickItem *parent = nullptr);

Q_SIGNALS:
    void changed();

protected:
    void paintImage() override;

private:
    QColor m_color = Qt::red;
    qreal m_radius = 24, m_thickness = 3;
};

} // namespace klangraum
