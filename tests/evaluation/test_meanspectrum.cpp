// Mean spectra of sounds whose spectrum is known.
#include "corpus/random.h"
#include "evaluation/sound/meanspectrum.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace klangraum;

namespace {

AudioClip sine(double hertz, int rate, double seconds, double amplitude = 1)
{
    AudioClip clip{ rate, 1, std::vector<float>(static_cast<std::size_t>(seconds * rate)) };
    for (std::size_t i = 0; i < clip.samples.size(); ++i)
        clip.samples[i] =
            static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
    return clip;
}

std::size_t loudest(const MeanSpectrum &spectrum)
{
    return static_cast<std::size_t>(std::ranges::max_element(spectrum.decibels) - spectrum.decibels.begin());
}

} // namespace

class TestMeanSpectrum : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSineStandsInItsBand_data()
    {
        QTest::addColumn<double>("hertz");
        QTest::addColumn<int>("rate");
        for (const double hertz : { 30.0, 440.0, 6000.0 })
            QTest::addRow("%g Hz", hertz) << hertz << 22050;
        QTest::addRow("the lowest level of a growing network") << 30.0 << 86;
    }
    void aSineStandsInItsBand()
    {
        QFETCH(double, hertz);
        QFETCH(int, rate);
        for (const double amplitude : { 1.0, 0.1 }) {
            const MeanSpectrum spectrum = meanSpectrum({ sine(hertz, rate, 4, amplitude) });
            const std::size_t band = loudest(spectrum);
            QVERIFY(std::abs(std::log2(spectrum.hertz[band] / hertz)) < 0.2);
            QVERIFY(std::abs(spectrum.decibels[band] - 20 * std::log10(amplitude)) < 2);
            QVERIFY(spectrum.hertz.back() < rate / 2.0);
        }
    }

    void whiteNoiseRisesByAnOctavesWidth()
    {
        Random random(3);
        AudioClip clip{ 22050, 1, std::vector<float>(22050 * 8) };
        for (float &sample : clip.samples)
            sample = static_cast<float>(random.unit()) - 0.5F;
        const MeanSpectrum spectrum = meanSpectrum({ clip });
        const auto at = [&](double hertz) {
            return spectrum.decibels[static_cast<std::size_t>(std::ranges::lower_bound(spectrum.hertz, hertz) -
                                                              spectrum.hertz.begin())];
        };
        QVERIFY(std::abs(at(8000) - at(1000) - 30 * std::log10(2.0)) < 1);
    }

    void clipsAreAveraged()
    {
        const MeanSpectrum one = meanSpectrum({ sine(440, 22050, 2) });
        const MeanSpectrum two =
            meanSpectrum({ sine(440, 22050, 2), AudioClip{ 22050, 1, std::vector<float>(44100) } });
        QVERIFY(std::abs(one.decibels[loudest(one)] - two.decibels[loudest(two)] - 10 * std::log10(2.0)) < 1e-6);
    }

    void littleAndNothing()
    {
        QVERIFY(meanSpectrum({}).hertz.empty());
        QVERIFY(meanSpectrum({ AudioClip{ 22050, 1, std::vector<float>(15) } }).hertz.empty());
        QVERIFY(meanSpectrum({ AudioClip{ 30, 1, std::vector<float>(1000) } }).hertz.empty());
        const MeanSpectrum silent = meanSpectrum({ AudioClip{ 22050, 2, std::vector<float>(44100) } });
        QVERIFY(!silent.decibels.empty());
        QCOMPARE(silent.decibels.front(), -120.0);
    }
};

QTEST_GUILESS_MAIN(TestMeanSpectrum)
#include "test_meanspectrum.moc"
