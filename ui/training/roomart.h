// Small painted items of the training room: SampleArt (a sample as a piano roll, or the outline of its sound),
// TrendLine (a row of numbers as a line) and EpochLinks (from each thumb to its epoch on the slider). Painted when
// their data change. Thread rule: QQuickPaintedItems.
#pragma once

#include "trainingroom.h"

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class SampleArt : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(klangraum::TrainingRoom *room READ room WRITE setRoom NOTIFY changed)
    Q_PROPERTY(int index READ index WRITE setIndex NOTIFY changed) // of the strip

public:
    explicit SampleArt(QQuickItem *parent = nullptr);
    TrainingRoom *room() const { return m_room; }
    void setRoom(TrainingRoom *room);
    int index() const { return m_index; }
    void setIndex(int index);
    const Thumb &thumb() const { return m_thumb; }
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    void take();
    void paintNotes(QPainter &painter, const Score &score) const;
    void paintSound(QPainter &painter, const AudioClip &clip) const;

    QPointer<TrainingRoom> m_room;
    int m_index = -1;
    Thumb m_thumb;
};

class TrendLine : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QVariantList values READ values WRITE setValues NOTIFY changed)
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY changed)
    Q_PROPERTY(bool filled READ filled WRITE setFilled NOTIFY changed) // down to zero, on a ground

public:
    explicit TrendLine(QQuickItem *parent = nullptr);
    QVariantList values() const { return m_values; }
    void setValues(const QVariantList &values);
    QColor color() const { return m_color; }
    void setColor(const QColor &color);
    bool filled() const { return m_filled; }
    void setFilled(bool filled);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    QVariantList m_values;
    QColor m_color = Qt::white;
    bool m_filled = false;
};

class EpochLinks : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QVariantList from READ from WRITE setFrom NOTIFY changed) // x of the thumbs' middles, pixels
    Q_PROPERTY(QVariantList to READ to WRITE setTo NOTIFY changed) // x on the slider, pixels
    Q_PROPERTY(int chosen READ chosen WRITE setChosen NOTIFY changed) // drawn in the visitor's colour; -1: none

public:
    explicit EpochLinks(QQuickItem *parent = nullptr);
    QVariantList from() const { return m_from; }
    void setFrom(const QVariantList &from);
    QVariantList to() const { return m_to; }
    void setTo(const QVariantList &to);
    int chosen() const { return m_chosen; }
    void setChosen(int chosen);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    QVariantList m_from, m_to;
    int m_chosen = -1;
};

} // namespace klangraum
