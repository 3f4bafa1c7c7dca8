#include "axisscale.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kRoom = 0.06; // of the range, above and below
constexpr double kSmallest = 1e-12; // lower end of a logarithmic axis without positive values

double roundStep(double raw)
{
    const double power = std::pow(10, std::floor(std::log10(raw)));
    for (const double factor : { 1.0, 2.0, 2.5, 5.0 }) {
        if (factor * power >= raw * 0.999)
            return factor * power;
    }
    return 10 * power;
}

} // namespace

AxisScale AxisScale::covering(double low, double high, double smallestPositive, bool logarithmic, bool room)
{
    AxisScale scale;
    scale.logarithmic = logarithmic;
    if (!std::isfinite(low) || !std::isfinite(high) || low > high) {
        low = logarithmic ? 0.1 : 0;
        high = 1;
    }
    if (logarithmic) {
        if (!(smallestPositive > 0) || !std::isfinite(smallestPositive))
            smallestPositive = high > 0 ? high / 10 : kSmallest;
        low = std::max(std::max(low, smallestPositive), kSmallest);
        high = std::max(high, low);
        if (high / low < 1.05) {
            low /= 1.2;
            high *= 1.2;
        } else if (room) {
            const double factor = std::pow(high / low, kRoom);
            low /= factor;
            high *= factor;
        }
    } else if (high - low <= std::abs(high) * 1e-9) {
        const double spread = std::max(std::abs(high) * 0.1, 1e-6);
        low -= spread;
        high += spread;
    } else if (room) {
        const double extra = (high - low) * kRoom;
        low = low >= 0 && low - extra < 0 ? 0 : low - extra;
        high += extra;
    }
    scale.low = low;
    scale.high = high;
    return scale;
}

double AxisScale::at(double value) const
{
    if (logarithmic)
        return value > 0 ? std::log(value / low) / std::log(high / low) : -std::numeric_limits<double>::infinity();
    return (value - low) / (high - low);
}

double AxisScale::valueAt(double position) const
{
    return logarithmic ? low * std::pow(high / low, position) : low + position * (high - low);
}

QVector<double> AxisScale::ticks(int count) const
{
    QVector<double> ticks;
    count = std::max(2, count);
    if (logarithmic && high / low > 4) {
        const bool wide = high / low > 200;
        for (double power = std::pow(10, std::floor(std::log10(low))); power <= high; power *= 10) {
            for (const double factor : { 1.0, 2.0, 5.0 }) {
                if ((wide && factor > 1) || factor * power < low || factor * power > high)
                    continue;
                ticks << factor * power;
            }
        }
        while (ticks.size() > 2 * count) { // far apart: every other decade
            for (int i = int(ticks.size()) - 1; i > 0; i -= 2)
                ticks.removeAt(i);
        }
        if (ticks.size() >= 2)
            return ticks;
        ticks.clear();
    }
    const double step = roundStep(0.72 * (high - low) / count); // rather a few more than a few less
    if (!(step > 0) || !std::isfinite(step))
        return ticks;
    for (double i = std::ceil(low / step - 1e-9); i * step <= high + step * 1e-9 && ticks.size() < 50; ++i)
        ticks << (i == 0 ? 0 : i * step);
    return ticks;
}

QString axisText(double value, const QString &language)
{
    QLocale locale(language);
    const double size = std::abs(value);
    if (size == 0)
        return QStringLiteral("0");
    if (size >= 1e6 || size < 1e-3) {
        const int power = int(std::floor(std::log10(size) + 1e-9));
        return locale.toString(value / std::pow(10, power), 'g', 3) + QLatin1Char('e') + QString::number(power);
    }
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    if (size >= 10000)
        return locale.toString(value / 1000, 'g', 4) + QStringLiteral("k");
    return locale.toString(value, 'g', 4);
}

QString valueText(double value, const QString &language)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    const double size = std::abs(value);
    QLocale locale(language);
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    if (size != 0 && (size < 1e-3 || size >= 1e6))
        return locale.toString(value, 'e', 1);
    const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size == 0 ? 2 : 3;
    return locale.toString(value, 'f', decimals);
}

} // namespace klangraum
