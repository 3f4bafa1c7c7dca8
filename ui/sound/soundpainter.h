// SoundPainter: how sound looks: its spectrum above, its outline below. Heard sound in the colours of data, what is
// still ahead in the network's white ink. Plain functions over an image; no Qt Quick.
#pragma once

#include "playback/soundpicture.h"

#include <QImage>

#include <array>
#include <memory>
#include <vector>

namespace klangraum {

// Where on the image the two stand, parts of its height.
struct SoundLayout
{
    double spectrumTop = 0, spectrumBottom = 1; // the same: no spectrum
    double outlineTop = 0, outlineBottom = 0; // the same: no outline
};

// A column of pixels shows this column of a picture.
struct SoundColumn
{
    const SoundPicture *picture = nullptr; // null: silence
    std::size_t column = 0;
    bool operator==(const SoundColumn &) const = default;
};

class SoundPainter
{
public:
    enum class Style { Heard, Ahead };

    explicit SoundPainter(Style style);
    // Paints `columns` over `image` (premultiplied ARGB), one a pixel from the left.
    void paint(QImage &image, const std::vector<SoundColumn> &columns, const SoundLayout &layout) const;

private:
    std::array<QRgb, 256> m_colors; // of the spectrum's levels
    QRgb m_outline;
};

} // namespace klangraum
