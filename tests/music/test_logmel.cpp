// Log-mel bands: a tone is in its band at its level, silence is silent, nonsense is refused.
#include "music/error.h"
#include "music/logmel.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace klangraum;

class LogMelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void toneIsInItsBand()
    {
        LogMel mel(48000, 2048, 48);
        std::vector<float> levels(48), samples(2048);
        int before = -1;
        for (const double hertz : { 100.0, 400.0, 1000.0, 3000.0, 8000.0 }) {
            for (std::size_t i = 0; i < samples.size(); ++i)
                samples[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hertz * double(i) / 48000));
            mel(samples, levels);
            const auto loudest = std::max_element(levels.begin(), levels.end());
            const int band = int(loudest - levels.begin());
            const double top = 2595 * std::log10(1 + 11000.0 / 700), bottom = 2595 * std::log10(1 + 40.0 / 700);
            const double expected =
                (2595 * std::log10(1 + hertz / 700) - bottom) / (top - bottom) * 49 - 1; // middle of band 0 is at 1
            QVERIFY2(std::abs(band - expected) <= 1, qPrintable(QString("%1 Hz: %2").arg(hertz).arg(band)));
            QVERIFY(band > before);
            before = band;
            QVERIFY2(std::abs(*loudest) < 3, qPrintable(QString::number(*loudest)));
            const int far = band < 24 ? 46 : 2;
            QVERIFY(levels[static_cast<std::size_t>(far)] < -60);
        }
        std::fill(samples.begin(), samples.end(), 0.F);
        mel(samples, levels);
        QCOMPARE(*std::max_element(levels.begin(), levels.end()), LogMel::kSilence);
    }

    void everyBandHears()
    {
        LogMel mel(8000, 256, 128, 0, 20000); // more bands than bins; above half the rate
        std::vector<float> levels(128), click(256);
        click[128] = 1;
        mel(click, levels);
        QVERIFY(*std::min_element(levels.begin(), levels.end()) > LogMel::kSilence);
    }

    void nonsenseIsRefused()
    {
        QVERIFY_THROWS_EXCEPTION(Error, LogMel(48000, 2047, 48));
        QVERIFY_THROWS_EXCEPTION(Error, LogMel(48000, 2048, 0));
        QVERIFY_THROWS_EXCEPTION(Error, LogMel(std::numeric_limits<double>::quiet_NaN(), 2048, 48));
        QVERIFY_THROWS_EXCEPTION(Error, LogMel(48000, 2048, 48, 500, 400));
        LogMel mel(48000, 2048, 48);
        std::vector<float> few(100), levels(48);
        QVERIFY_THROWS_EXCEPTION(Error, mel(few, levels));
    }
};

QTEST_GUILESS_MAIN(LogMelTest)
#include "test_logmel.moc"
