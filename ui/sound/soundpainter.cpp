#include "soundpainter.h"

#include "theme.h"

#include <QColor>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kInk = 0.62; // opacity of the loudest of what is ahead
constexpr double kOutlineInk = 0.5; // and of its outline

QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto mix = [share](float x, float y) { return float(double(x) + share * double(y - x)); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

QRgb withOpacity(QColor color, double opacity)
{
    color.setAlphaF(float(opacity));
    return qPremultiply(color.rgba());
}

} // namespace

SoundPainter::SoundPainter(Style style)
{
    const Theme &theme = Theme::instance();
    QColor scale[3];
    theme.sequential(scale);
    for (size_t level = 0; level < m_colors.size(); ++level) {
        const double share = double(level) / 255;
        if (style == Style::Heard) {
            // The darkest of the scale fades into the stage.
            const double place = share * 2;
            const int low = std::min(1, int(place));
            m_colors[level] = withOpacity(mixed(scale[low], scale[low + 1], place - low), std::min(1.0, share * 3));
        } else {
            m_colors[level] = withOpacity(theme.ink, kInk * share * share);
        }
    }
    m_outline = style == Style::Heard ? withOpacity(scale[2], 1) : withOpacity(theme.ink, kOutlineInk);
}

void SoundPainter::paint(QImage &image, const std::vector<SoundColumn> &columns, const SoundLayout &layout) const
{
    const int width = std::min(image.width(), int(columns.size()));
    const auto row = [&](double part) {
        return std::clamp(int(std::lround(part * image.height())), 0, image.height());
    };
    const auto level = [](const SoundColumn &place, int band) {
        return int(place.picture->levels[place.column * SoundPicture::kBands + size_t(band)]);
    };
    const int top = row(layout.spectrumTop), bottom = row(layout.spectrumBottom);
    for (int y = top; y < bottom; ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        const double band = (double(bottom - 1 - y) + 0.5) / double(bottom - top) * SoundPicture::kBands - 0.5;
        const int low = std::clamp(int(std::floor(band)), 0, SoundPicture::kBands - 1);
        const int high = std::min(low + 1, SoundPicture::kBands - 1);
        const int share = std::clamp(int((band - low) * 256), 0, 256);
        for (int x = 0; x < width; ++x) {
            if (columns[size_t(x)].picture)
                line[x] = m_colors[size_t(
                    (level(columns[size_t(x)], low) * (256 - share) + level(columns[size_t(x)], high) * share) / 256)];
        }
    }
    const int from = row(layout.outlineTop), to = row(layout.outlineBottom);
    const double middle = (from + to) / 2.0, half = (to - from) / 2.0;
    for (int y = from; y < to; ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        const double value = (middle - y - 0.5) / half; // of the sample that is drawn here
        const double hair = 0.5 / half;
        for (int x = 0; x < width; ++x) {
            const SoundColumn &place = columns[size_t(x)];
            if (place.picture && value <= double(place.picture->high[place.column]) + hair &&
                value >= double(place.picture->low[place.column]) - hair)
                line[x] = m_outline;
        }
    }
}

} // namespace klangraum
