// PanelArt: the item of a panel: a PanelPicture, painted when another picture comes or the size changes, never per
// frame, and into an image by a thread of the pool: the GUI thread only copies it. It lies under the title, where
// legends go. Thread rule: QQuickPaintedItem; the GUI thread sets the picture.
#pragma once

#include "panelpicture.h"

#include <QImage>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

namespace klangraum {

class TrainingRoom;

class PanelArt : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(klangraum::TrainingRoom *room READ room WRITE setRoom NOTIFY roomChanged)
    Q_PROPERTY(qreal head MEMBER m_head NOTIFY roomChanged) // height of the title, of the design
    Q_PROPERTY(int panel READ slotIndex WRITE setSlotIndex NOTIFY roomChanged) // of the six panels
    Q_PROPERTY(QString title READ title NOTIFY pictureChanged)
    Q_PROPERTY(QString kind READ kind NOTIFY pictureChanged) // "curves", "scatter", "" (anything else or nothing)
    Q_PROPERTY(QRectF plot READ plot NOTIFY pictureChanged) // of curves and scatter, pixels of this item

public:
    explicit PanelArt(QQuickItem *parent = nullptr);
    TrainingRoom *room() const { return m_room; }
    void setRoom(TrainingRoom *room);
    int slotIndex() const { return m_slot; }
    void setSlotIndex(int slot);
    QString title() const;
    QString kind() const;
    QRectF plot() const { return m_plot; }
    const PanelPtr &picture() const { return m_picture; }

    // Curves: where epoch `epoch` is, parts of the plot's width, -1 outside; the epoch near a place; and the lines'
    // values there: [{ y, color }], y in parts of the height from the top.
    Q_INVOKABLE qreal positionOf(int epoch) const;
    Q_INVOKABLE int epochNear(qreal position) const;
    Q_INVOKABLE QVariantList dotsAt(int epoch) const;
    // Scatter: the place of the latent plane under a point of this item, -1..1 over its square, and back.
    Q_INVOKABLE QPointF planeAt(qreal x, qreal y) const;
    Q_INVOKABLE QPointF itemAt(const QPointF &place) const;

    void paint(QPainter *painter) override;

Q_SIGNALS:
    void roomChanged();
    void pictureChanged();

protected:
    void geometryChange(const QRectF &now, const QRectF &before) override;

private:
    void take();
    void render(); // in another thread; one image at a time
    void accept(const QImage &image, const QRectF &plot);
    PanelStyle style() const;
    QRectF area() const; // below the title

    TrainingRoom *m_room = nullptr;
    int m_slot = -1;
    qreal m_head = 44;
    PanelPtr m_picture;
    QImage m_image;
    QRectF m_plot; // found together with the image: fonts are slow to measure
    bool m_rendering = false, m_again = false;
};

} // namespace klangraum
