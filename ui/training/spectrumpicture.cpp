#include "spectrumpicture.h"

#include "axisscale.h"
#include "theme.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kRange = 72; // decibels below the loudest band that are drawn

}

void SpectrumPicture::measure()
{
    const std::size_t both = std::min(real.decibels.size(), generated.decibels.size());
    distance = 0;
    for (std::size_t i = 0; i < both; ++i)
        distance += std::abs(real.decibels[i] - generated.decibels[i]) / double(both);
}

QString SpectrumPicture::csv() const
{
    QString text = QStringLiteral("hertz,real,generated\n");
    const std::size_t bands = std::max(real.hertz.size(), generated.hertz.size());
    const auto cell = [](const std::vector<double> &values, std::size_t i) {
        return i < values.size() ? number(values[i]) : QString();
    };
    for (std::size_t i = 0; i < bands; ++i)
        text += number(i < real.hertz.size() ? real.hertz[i] : generated.hertz[i]) + QLatin1Char(',') +
            cell(real.decibels, i) + QLatin1Char(',') + cell(generated.decibels, i) + QLatin1Char('\n');
    return text;
}

void SpectrumPicture::paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const
{
    const Theme &theme = Theme::instance();
    const qreal s = style.s;
    const QColor colors[] = { PanelStyle::color("data.real"), PanelStyle::color("data.generated") };
    paintRealAndGenerated(painter, area, style);
    const QRectF plot = area.adjusted(52 * s, 6 * s, -6 * s, -50 * s);
    const MeanSpectrum *const spectra[] = { &real, &generated };
    double top = -120, last = MeanSpectrum::lowest * 2;
    for (const MeanSpectrum *spectrum : spectra) {
        for (const double level : spectrum->decibels)
            top = std::max(top, level);
        if (!spectrum->hertz.empty())
            last = std::max(last, spectrum->hertz.back());
    }
    const AxisScale y{ top - kRange, top + 3, false }, x{ MeanSpectrum::lowest, last, true };
    painter.setFont(style.data);
    for (const double value : y.ticks(3)) {
        const qreal at = plot.bottom() - y.at(value) * plot.height();
        painter.setPen(QPen(theme.hair, std::max(1.0, s)));
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        painter.setPen(theme.t3);
        paintText(painter, { plot.left() - 8 * s, at }, Qt::AlignRight | Qt::AlignVCenter,
                  axisText(value, style.language) + QStringLiteral(" dB"));
    }
    for (const double value : { 50.0, 200.0, 1000.0, 5000.0 })
        if (value < last)
            paintText(painter, { plot.left() + x.at(value) * plot.width(), plot.bottom() + 8 * s },
                      Qt::AlignHCenter | Qt::AlignTop,
                      value < 1000 ? axisText(value, style.language) + QStringLiteral(" Hz")
                                   : axisText(value / 1000, style.language) + QStringLiteral(" kHz"));
    for (int i = 0; i < 2; ++i) {
        QPolygonF line;
        for (std::size_t band = 0; band < spectra[i]->hertz.size(); ++band)
            line << QPointF(plot.left() + x.at(spectra[i]->hertz[band]) * plot.width(),
                            plot.bottom() - std::max(0.0, y.at(spectra[i]->decibels[band])) * plot.height());
        paintFilled(painter, line, plot.bottom(), colors[i], style);
    }
    paintFigure(painter, area, style,
                translated(QT_TRANSLATE_NOOP("PanelPicture", "distance")) + QLatin1Char(' ') +
                    valueText(distance, style.language) + QStringLiteral(" dB"));
}

} // namespace klangraum
