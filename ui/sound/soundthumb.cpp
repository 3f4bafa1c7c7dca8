#include "soundthumb.h"

#include "soundpainter.h"
#include "theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace klangraum {

void SoundThumb::setOutline(bool outline)
{
    if (outline == m_outline)
        return;
    m_outline = outline;
    Q_EMIT outlineChanged();
    update();
}

void SoundThumb::paint(QPainter *painter)
{
    QPainterPath shape;
    shape.addRoundedRect(boundingRect(), radius(), radius());
    painter->fillPath(shape, Theme::instance().stage);
    const KeepState *piece = source() ? &source()->state() : nullptr;
    if (!piece || !piece->picture)
        return;
    const SoundPicture &picture = *piece->picture;
    QImage image(int(std::ceil(width())), int(std::ceil(height())), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    // The piece's own columns: silence follows it.
    const double shown =
        std::min(double(picture.columns), double(piece->soundTicks) * SoundPicture::kColumnsPerBeat / kTicksPerQuarter);
    std::vector<SoundColumn> columns(size_t(image.width()));
    for (size_t x = 0; x < columns.size(); ++x) {
        const auto column = size_t((double(x) + 0.5) / double(columns.size()) * shown);
        if (column < picture.columns)
            columns[x] = { &picture, column };
    }
    const SoundLayout layout = m_outline ? SoundLayout{ 0, 0, 0, 1 } : SoundLayout{ 0.06, 0.94, 0, 0 };
    SoundPainter(SoundPainter::Style::Heard).paint(image, columns, layout);
    painter->setClipPath(shape);
    painter->drawImage(0, 0, image);
}

} // namespace klangraum
