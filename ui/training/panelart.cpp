#include "panelart.h"

#include "curvepicture.h"
#include "scatterpicture.h"
#include "theme.h"
#include "trainingroom.h"

#include <QCoreApplication>
#include <QPointer>
#include <QQuickWindow>
#include <QThreadPool>

#include <cmath>
#include <utility>

namespace klangraum {

PanelArt::PanelArt(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setOpaquePainting(true); // copied, not blended
    setFillColor(Theme::instance().panel);
    connect(&Theme::instance(), &Theme::scaleChanged, this, [this] {
        Q_EMIT pictureChanged();
        render();
    });
}

void PanelArt::setRoom(TrainingRoom *room)
{
    if (room == m_room)
        return;
    if (m_room)
        disconnect(m_room, nullptr, this, nullptr);
    m_room = room;
    if (room) {
        connect(room, &TrainingRoom::panelsChanged, this, &PanelArt::take);
        connect(room, &TrainingRoom::retranslated, this, &PanelArt::render);
    }
    Q_EMIT roomChanged();
    take();
}

void PanelArt::setSlotIndex(int slot)
{
    if (slot == m_slot)
        return;
    m_slot = slot;
    Q_EMIT roomChanged();
    take();
}

void PanelArt::take()
{
    const PanelPtr picture = m_room ? m_room->picture(m_slot) : nullptr;
    if (picture == m_picture)
        return;
    m_picture = picture;
    Q_EMIT pictureChanged();
    render();
}

void PanelArt::geometryChange(const QRectF &now, const QRectF &before)
{
    QQuickPaintedItem::geometryChange(now, before);
    if (m_room && m_slot >= 0 && now.width() != before.width())
        m_room->setColumns(m_slot, int(std::ceil(now.width())));
    Q_EMIT pictureChanged();
    render();
}

PanelStyle PanelArt::style() const
{
    return PanelStyle::at(Theme::instance().s(), m_room ? m_room->language() : QStringLiteral("en"));
}

QRectF PanelArt::area() const
{
    return boundingRect().adjusted(0, m_head * Theme::instance().s(), 0, 0);
}

QString PanelArt::title() const
{
    return m_picture ? m_picture->translatedTitle() : QString();
}

QString PanelArt::kind() const
{
    if (!m_picture || m_picture->state != PanelState::Live)
        return {};
    if (dynamic_cast<const CurvePicture *>(m_picture.get()))
        return QStringLiteral("curves");
    return dynamic_cast<const ScatterPicture *>(m_picture.get()) ? QStringLiteral("scatter") : QString();
}

qreal PanelArt::positionOf(int epoch) const
{
    const auto *curves = dynamic_cast<const CurvePicture *>(m_picture.get());
    return curves ? curves->positionOf(epoch) : -1;
}

int PanelArt::epochNear(qreal position) const
{
    const auto *curves = dynamic_cast<const CurvePicture *>(m_picture.get());
    return curves ? curves->epochNear(position) : 0;
}

QVariantList PanelArt::dotsAt(int epoch) const
{
    QVariantList dots;
    const auto *curves = dynamic_cast<const CurvePicture *>(m_picture.get());
    const double x = curves ? curves->positionOf(epoch) : -1;
    if (x < 0)
        return dots;
    for (const CurveLine &line : curves->lines) {
        const double y = line.run == 0 ? line.smoothAt(x) : std::nan("");
        if (y >= 0 && y <= 1)
            dots << QVariantMap{ { QStringLiteral("y"), 1 - y }, { QStringLiteral("color"), line.color() } };
    }
    return dots;
}

QPointF PanelArt::planeAt(qreal x, qreal y) const
{
    const auto *scatter = dynamic_cast<const ScatterPicture *>(m_picture.get());
    return scatter ? scatter->fromArea({ x, y }, plot()) / scatter->reach : QPointF();
}

QPointF PanelArt::itemAt(const QPointF &place) const
{
    const auto *scatter = dynamic_cast<const ScatterPicture *>(m_picture.get());
    return scatter ? scatter->toArea(place * scatter->reach, plot()) : QPointF();
}

void PanelArt::render()
{
    if (m_rendering) {
        m_again = true; // the newest is painted when this one is done
        return;
    }
    const qreal ratio = window() ? window()->effectiveDevicePixelRatio() : 1;
    const QSize size = (QSizeF(width(), height()) * ratio).toSize();
    if (!m_picture || size.isEmpty()) {
        m_image = {};
        update();
        return;
    }
    m_rendering = true;
    const auto paint = [picture = m_picture, size, ratio, area = area(), style = style(),
                        item = QPointer<PanelArt>(this)] {
        QImage image(size, QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        image.fill(Theme::instance().panel);
        {
            QPainter painter(&image);
            picture->paint(painter, area, style);
        }
        const auto *curves = dynamic_cast<const CurvePicture *>(picture.get());
        const QRectF plot = curves ? curves->plotArea(area, style) : ScatterPicture::plotArea(area, style);
        QMetaObject::invokeMethod(
            qApp,
            [item, image, plot] {
                if (item)
                    item->accept(image, plot);
            },
            Qt::QueuedConnection);
    };
    QThreadPool::globalInstance()->start(paint);
}

void PanelArt::accept(const QImage &image, const QRectF &plot)
{
    m_image = image;
    m_plot = plot;
    m_rendering = false;
    if (std::exchange(m_again, false))
        render();
    Q_EMIT pictureChanged();
    update();
}

void PanelArt::paint(QPainter *painter)
{
    if (m_image.isNull())
        return;
    // As it is where it fits; scaled only until the image of the new size comes.
    const QSizeF size = QSizeF(m_image.size()) / m_image.devicePixelRatio();
    if (std::abs(size.width() - width()) < 1 && std::abs(size.height() - height()) < 1)
        painter->drawImage(QPointF(0, 0), m_image);
    else
        painter->drawImage(boundingRect(), m_image);
}

} // namespace klangraum
