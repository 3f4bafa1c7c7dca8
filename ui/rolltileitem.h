// RollTileItem: an Item that shows one QImage. The painting classes of the roll and of the map (RollTile,
// ProbabilityCloud, PitchKeyboard, GestureLane, SoundMapImage ...) are RollTileItems: they paint when their data
// changes, and the scene graph moves the result by transforms. Works alike on OpenGL and on the software renderer.
//
// Invariants: painting happens in updatePolish(), at most once a frame, and only after repaint() was called; a frame
// without new data costs nothing. The image has the device's pixels: its scale is the window's.
// Thread rule: GUI thread; updatePaintNode() runs while the GUI thread waits, and only hands the image over.
#pragma once

#include <QImage>
#include <QQuickItem>

namespace klangraum {

class RollTileItem : public QQuickItem
{
    Q_OBJECT
public:
    explicit RollTileItem(QQuickItem *parent = nullptr);

    const QImage &image() const { return m_image; }
    // How often this item has painted since it was made; tests and the benchmark count with it.
    int paintCount() const { return m_paints; }
    // Pixels of the image per unit of the item; the window's, or 1 without a window.
    qreal pixelRatio() const;

protected:
    // Draws m_image anew (or adds to it). Called by updatePolish() only.
    virtual void paintImage() = 0;
    // Asks for one call of paintImage() before the next frame.
    void repaint();
    // A transparent image of the size of the item in device pixels; keeps the old memory where the size is right.
    void clearImage();
    void clearImage(const QSizeF &size);

    void updatePolish() override;
    QSGNode *updatePaintNode(QSGNode *old, UpdatePaintNodeData *data) override;
    void geometryChange(const QRectF &now, const QRectF &before) override;
    void itemChange(ItemChange change, const ItemChangeData &value) override;

    QImage m_image;

private:
    bool m_pending = false;
    bool m_uploaded = false;
    int m_paints = 0;
};

} // namespace klangraum
