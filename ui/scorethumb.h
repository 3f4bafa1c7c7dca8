// ScoreThumb and PieceStrip: a kept piece as printed notes, and as a narrow piano roll.
// Painted when another piece has been kept. Thread rule: QQuickPaintedItems.
#pragma once

#include "keepmodel.h"

#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class PiecePicture : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the base of ScoreThumb and PieceStrip")
    Q_PROPERTY(klangraum::KeepModel *source READ source WRITE setSource NOTIFY sourceChanged)
    Q_PROPERTY(qreal radius READ radius WRITE setRadius NOTIFY radiusChanged)

public:
    explicit PiecePicture(QQuickItem *parent = nullptr);
    KeepModel *source() const { return m_source; }
    void setSource(KeepModel *source);
    qreal radius() const { return m_radius; }
    void setRadius(qreal radius);

Q_SIGNALS:
    void sourceChanged();
    void radiusChanged();

private:
    QPointer<KeepModel> m_source;
    qreal m_radius = 0;
};

class ScoreThumb : public PiecePicture
{
    Q_OBJECT
    QML_ELEMENT

public:
    using PiecePicture::PiecePicture;
    void paint(QPainter *painter) override;
};

class PieceStrip : public PiecePicture
{
    Q_OBJECT
    QML_ELEMENT

public:
    using PiecePicture::PiecePicture;
    void paint(QPainter *painter) override;
};

} // namespace klangraum
