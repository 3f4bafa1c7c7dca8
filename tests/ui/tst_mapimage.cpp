// The sound map's numbers and picture: the density is the sum of its kernels, contours separate what is above from
// what is below, the picture shows both.
#include "soundmapimage.h"
#include "theme.h"
#include "tst_rollfixture.h"

#include <QGuiApplication>
#include <QtTest>

#include <random>

using namespace klangraum;

namespace {

std::vector<MapPoint> islands(std::uint32_t seed, int count)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<MapPoint> points;
    for (int i = 0; i < count; ++i) {
        const float side = i % 2 ? 0.5F : -0.5F;
        points.push_back({ std::clamp(side + 0.12F * normal(random), -1.0F, 1.0F),
                           std::clamp(0.2F * normal(random), -1.0F, 1.0F), std::to_string(i), i < 2 });
    }
    return points;
}

const QSizeF kPad(752, 424);
constexpr double kInset = 36;

SoundMapLook look(QSize pixels = { 752, 424 })
{
    SoundMapLook look;
    look.pixels = pixels;
    look.unit = pixels.width() / 752.0;
    look.gradient = Theme::instance().mapGradient();
    look.levels = { 0.05F, 0.1F, 0.16F, 0.23F, 0.31F, 0.4F, 0.5F, 0.61F, 0.73F, 0.86F };
    return look;
}

} // namespace

class TestMapImage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void padAndPixelsAreInverse();
    void densityFollowsThePoints();
    void contoursLieOnTheirLevel();
    void contoursSeparateAboveFromBelow();
    void twoIslandsHaveTwoPeaks();
    void pictureShowsGradientContoursAndPoints();
    void emptyAndAbsurdPoints();
};

void TestMapImage::padAndPixelsAreInverse()
{
    for (double x = -1; x <= 1; x += 0.25) {
        for (double y = -1; y <= 1; y += 0.25) {
            const QPointF px = padToPx({ x, y }, kPad, kInset);
            const QPointF back = pxToPad(px, kPad, kInset);
            QVERIFY(std::abs(back.x() - x) < 1e-9 && std::abs(back.y() - y) < 1e-9);
        }
    }
    QVERIFY(padToPx({ 0, 1 }, kPad, kInset).y() < padToPx({ 0, -1 }, kPad, kInset).y()); // y is up
    QCOMPARE(pxToPad({ -500, 9000 }, kPad, kInset), QPointF(-1, -1));
}

void TestMapImage::densityFollowsThePoints()
{
    // One point: the density is a Gaussian of it, whatever the bandwidth: falls off evenly on both sides.
    const SoundMapDensity one = soundMapDensity({ { 0, 0, "a", false } }, kPad, kInset, 189, 107);
    QCOMPARE(one.at(94, 53), 1.0F);
    for (int d = 1; d < 40; ++d) {
        QVERIFY(std::abs(one.at(94 - d, 53) - one.at(94 + d, 53)) < 1e-5F);
        QVERIFY(one.at(94 + d, 53) <= one.at(94 + d - 1, 53));
        // Gaussian: f(d) f(d) f(d) f(d) = f(2d).
        QVERIFY(std::abs(std::pow(one.at(94 + d, 53), 4.0F) - one.at(94 + 2 * d, 53)) < 2e-3F);
    }
    // Many: the sum of the same points in any order, and twice the points are the same density but for the bandwidth.
    std::vector<MapPoint> points = islands(1, 200);
    const SoundMapDensity density = soundMapDensity(points, kPad, kInset, 95, 54);
    std::shuffle(points.begin(), points.end(), std::mt19937(2));
    const SoundMapDensity shuffled = soundMapDensity(points, kPad, kInset, 95, 54);
    for (std::size_t i = 0; i < density.values.size(); ++i)
        QVERIFY(std::abs(density.values[i] - shuffled.values[i]) < 1e-4F);
    QCOMPARE(*std::max_element(density.values.begin(), density.values.end()), 1.0F);
    QVERIFY(density.sample(0.5 - 0.22, 0.5) > 4 * density.sample(0.5, 0.05));
}

void TestMapImage::contoursLieOnTheirLevel()
{
    const SoundMapDensity density = soundMapDensity(islands(3, 150), kPad, kInset, 95, 54);
    int vertices = 0;
    for (const float level : look().levels) {
        for (const QPolygonF &line : contourLines(density, level)) {
            QVERIFY(line.size() >= 2);
            for (const QPointF &point : line) {
                QVERIFY(std::abs(density.sample(point.x(), point.y()) - level) < 1e-3F);
                ++vertices;
            }
        }
    }
    QVERIFY(vertices > 500);
}

void TestMapImage::contoursSeparateAboveFromBelow()
{
    for (std::uint32_t seed = 0; seed < 6; ++seed) {
        const SoundMapDensity density = soundMapDensity(islands(seed, 60), kPad, kInset, 95, 54);
        const float level = 0.2F + 0.1F * static_cast<float>(seed);
        const std::vector<QPolygonF> lines = contourLines(density, level);
        for (const QPolygonF &line : lines)
            QVERIFY2(line.isClosed(), "these islands do not reach the edge");
        for (int row = 0; row < density.rows; ++row) {
            for (int column = 0; column < density.columns; ++column) {
                const float value = density.at(column, row);
                if (std::abs(value - level) < 1e-3F)
                    continue;
                const QPointF node(column / 94.0, row / 53.0);
                bool inside = false;
                for (const QPolygonF &line : lines)
                    inside = inside != line.containsPoint(node, Qt::OddEvenFill);
                QCOMPARE(inside, value > level);
            }
        }
    }
}

void TestMapImage::twoIslandsHaveTwoPeaks()
{
    const SoundMapDensity density = soundMapDensity(islands(5, 400), kPad, kInset, 189, 107);
    const auto lines = contourLines(density, 0.6F);
    QVERIFY(lines.size() >= 2);
    bool left = false, right = false;
    for (const QPolygonF &line : lines) {
        left = left || line.boundingRect().right() < 0.5;
        right = right || line.boundingRect().left() > 0.5;
    }
    QVERIFY(left && right);
}

void TestMapImage::pictureShowsGradientContoursAndPoints()
{
    for (const QSize size : { QSize(752, 424), QSize(501, 283), QSize(1504, 848) }) {
        const std::vector<MapPoint> points = islands(7, 200);
        const QImage image = paintSoundMap(points, look(size));
        QCOMPARE(image.size(), size);
        QCOMPARE(image.pixelColor(0, 0).alpha(), 0); // round corners
        QCOMPARE(image.pixelColor(size.width() - 1, size.height() - 1).alpha(), 0);
        QCOMPARE(image.pixelColor(size.width() / 2, size.height() / 2).alpha(), 255);
        // Far from the points only the gradient, and it goes from green to purple.
        const QColor first = image.pixelColor(size.width() / 20, size.height() / 9);
        const QColor last = image.pixelColor(size.width() * 19 / 20, size.height() * 8 / 9);
        QVERIFY(first.green() > first.red() + 20);
        QVERIFY(last.red() > last.green() + 20);
        // A point is brighter than the map around it.
        int brighter = 0;
        for (const MapPoint &point : points) {
            const QPoint px = padToPx({ point.x, point.y }, size, kInset * look(size).unit).toPoint();
            const int reach = qRound(9 * look(size).unit);
            brighter +=
                image.pixelColor(px).lightness() > image.pixelColor(px + QPoint(reach, reach)).lightness() + 15 ? 1 : 0;
        }
        QVERIFY2(brighter > 150, qPrintable(QString::number(brighter)));
        // Without its points' contours the same map is another picture: the veil is thickest at the peak.
        const QImage bare = paintSoundMap({ { -1, -1, "", false } }, look(size));
        const auto at = [&](const QImage &picture, double u, double v) {
            return picture.pixelColor(qRound(u * size.width()), qRound(v * size.height())).lightness();
        };
        int lifted = 0;
        for (double v = 0.35; v < 0.66; v += 0.02) {
            for (double u = 0.22; u < 0.34; u += 0.02)
                lifted += at(image, u, v) > at(bare, u, v) + 5 ? 1 : 0;
        }
        QVERIFY2(lifted > 60, qPrintable(QString::number(lifted)));
    }
}

void TestMapImage::emptyAndAbsurdPoints()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const SoundMapDensity none = soundMapDensity({}, kPad, kInset, 20, 20);
    QVERIFY(contourLines(none, 0.5F).empty());
    const SoundMapDensity density =
        soundMapDensity({ { nan, 0, "", false }, { 5e8F, -3, "", false }, { 0, 0, "", true } }, kPad, kInset, 40, 40);
    for (const float value : density.values)
        QVERIFY(std::isfinite(value));
    QVERIFY(paintSoundMap({ { nan, nan, "", false } }, look()).size() == QSize(752, 424));
    QVERIFY(paintSoundMap({}, look(QSize(0, 0))).isNull());
}

int main(int argc, char **argv)
{
    useSoftwareRenderer();
    QGuiApplication application(argc, argv);
    TestMapImage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_mapimage.moc"
