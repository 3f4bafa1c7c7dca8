#include "icon.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace klangraum {

Icon::Icon(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void Icon::setName(const QString &name)
{
    if (name == m_name)
        return;
    m_name = name;
    Q_EMIT nameChanged();
    update();
}

void Icon::setColor(const QColor &color)
{
    if (color == m_color)
        return;
    m_color = color;
    Q_EMIT colorChanged();
    update();
}

void Icon::paint(QPainter *painter)
{
    if (m_name.isEmpty())
        return;
    QFile file(QStringLiteral(":/klangraum/icons/%1.svg").arg(m_name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("Icon: the program has no icon \"%s\"", qUtf8Printable(m_name));
        return;
    }
    QSvgRenderer renderer(file.readAll().replace("currentColor", m_color.name().toLatin1()));
    const QSizeF size = QSizeF(renderer.defaultSize()).scaled(boundingRect().size(), Qt::KeepAspectRatio);
    const QPointF corner((width() - size.width()) / 2, (height() - size.height()) / 2);
    painter->setOpacity(m_color.alphaF());
    renderer.render(painter, QRectF(corner, size));
}

} // namespace klangraum
