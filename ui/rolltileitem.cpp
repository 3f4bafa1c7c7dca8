#include "rolltileitem.h"

#include <QQuickWindow>
#include <QSGImageNode>
#include <QSGTexture>

#include <cmath>

namespace klangraum {

RollTileItem::RollTileItem(QQuickItem *parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
}

qreal RollTileItem::pixelRatio() const
{
    return window() ? window()->effectiveDevicePixelRatio() : 1.0;
}

void RollTileItem::repaint()
{
    m_pending = true;
    polish();
}

void RollTileItem::clearImage()
{
    clearImage(size());
}

void RollTileItem::clearImage(const QSizeF &size)
{
    const qreal ratio = pixelRatio();
    const QSize wanted(static_cast<int>(std::ceil(size.width() * ratio)),
                       static_cast<int>(std::ceil(size.height() * ratio)));
    if (wanted.isEmpty()) {
        m_image = QImage();
        return;
    }
    if (m_image.size() != wanted)
        m_image = QImage(wanted, QImage::Format_ARGB32_Premultiplied);
    m_image.setDevicePixelRatio(ratio);
    m_image.fill(Qt::transparent);
}

void RollTileItem::updatePolish()
{
    if (!m_pending)
        return;
    m_pending = false;
    ++m_paints;
    paintImage();
    m_uploaded = false;
    update();
}

QSGNode *RollTileItem::updatePaintNode(QSGNode *old, UpdatePaintNodeData *)
{
    auto *node = static_cast<QSGImageNode *>(old);
    if (m_image.isNull() || !window()) {
        delete node;
        return nullptr;
    }
    const bool fresh = !node;
    if (fresh) {
        node = window()->createImageNode();
        node->setOwnsTexture(true);
        node->setFiltering(QSGTexture::Linear);
    }
    if (!m_uploaded || fresh) {
        node->setTexture(window()->createTextureFromImage(m_image));
        m_uploaded = true;
    }
    node->setRect(QRectF(QPointF(0, 0), QSizeF(m_image.size()) / m_image.devicePixelRatio()));
    node->setSourceRect(QRectF(QPointF(0, 0), QSizeF(m_image.size())));
    return node;
}

void RollTileItem::geometryChange(const QRectF &now, const QRectF &before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size())
        repaint();
}

void RollTileItem::itemChange(ItemChange change, const ItemChangeData &value)
{
    QQuickItem::itemChange(change, value);
    if (change == ItemDevicePixelRatioHasChanged || (change == ItemSceneChange && value.window))
        repaint();
}

} // namespace klangraum
