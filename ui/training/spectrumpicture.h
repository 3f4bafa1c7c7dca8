// SpectrumPicture: how loud a run's sound is at which pitch, corpus beside generated.
#pragma once

#include "panelpicture.h"

#include "evaluation/sound/meanspectrum.h"

namespace klangraum {

class SpectrumPicture final : public PanelPicture
{
public:
    MeanSpectrum real, generated; // the generated one may end below the real one: a low level of a growing network
    double distance = 0; // decibels: mean difference of the bands that both have

    void measure(); // sets distance
    QString csv() const override;

protected:
    void paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const override;
};

} // namespace klangraum
