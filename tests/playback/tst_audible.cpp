// Clips made ready to be listened to: at the device's rate, one after the other, without clicks.
#include "playback/audible.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace klangraum;

namespace {

constexpr double deviceRate = 48000;

AudioClip sine(double hertz, int rate, double seconds, int channels = 1)
{
    AudioClip clip{ rate, channels, {} };
    const auto frames = static_cast<std::size_t>(seconds * rate);
    for (std::size_t i = 0; i < frames; ++i)
        for (int c = 0; c < channels; ++c)
            clip.samples.push_back(
                static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate)));
    return clip;
}

double level(const Loop &loop, std::size_t from, std::size_t to) // root mean square
{
    double sum = 0;
    for (std::size_t i = from; i < to; ++i)
        sum += static_cast<double>(loop.left(i)) * loop.left(i);
    return std::sqrt(sum / static_cast<double>(to - from));
}

std::size_t crossings(const Loop &loop, std::size_t from, std::size_t to)
{
    std::size_t count = 0;
    for (std::size_t i = from + 1; i < to; ++i)
        count += loop.left(i - 1) < 0 && loop.left(i) >= 0 ? 1 : 0;
    return count;
}

} // namespace

class TestAudible : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsPitchAndLevelAtTheDevicesRate()
    {
        for (const int rate : { 86 * 64, 22050, 48000 }) {
            const Audible sound = Audible::of({ sine(441, rate, 2, 2) }, deviceRate);
            QVERIFY(sound.loop && sound.loop->whole());
            QCOMPARE(sound.loop->sampleRate(), deviceRate);
            QCOMPARE(sound.loop->quartersPerMinute(), Audible::kQuartersPerMinute);
            QVERIFY(std::abs(double(crossings(*sound.loop, 0, 96000)) - 882) <= 2);
            QVERIFY(std::abs(level(*sound.loop, 4800, 90000) - 0.5 / std::sqrt(2.0)) < 0.01);
            QVERIFY(std::abs(sound.loop->left(0)) < 1e-3F);
        }
    }

    void silenceFollowsTheEnd()
    {
        const Audible sound = Audible::of({ sine(441, 22050, 1.3) }, deviceRate);
        const auto end = static_cast<std::size_t>(std::lround(1.3 * deviceRate));
        QVERIFY(sound.ticks <= sound.loop->ticks());
        QVERIFY(std::abs(static_cast<double>(sound.ticks) / kTicksPerQuarter / 2 - 1.3) < 0.01);
        QVERIFY(sound.loop->frames() > end + 1000);
        QCOMPARE(level(*sound.loop, end + 1, sound.loop->frames()), 0.0);
    }

    void oneAfterTheOther()
    {
        const Audible sound = Audible::of({ sine(200, 11025, 2), sine(400, 22050, 9) }, deviceRate, 1);
        QCOMPARE(sound.begins.size(), std::size_t(2));
        QCOMPARE(sound.begins[0], Tick(0));
        QCOMPARE(sound.begins[1], Tick(2 * kTicksPerQuarter)); // a second at 120 a minute
        QCOMPARE(sound.ticks, Tick(4 * kTicksPerQuarter));
        QVERIFY(std::abs(double(crossings(*sound.loop, 0, 48000)) - 200) <= 2);
        QVERIFY(std::abs(double(crossings(*sound.loop, 48000, 96000)) - 400) <= 2);
    }

    void nothingToHear()
    {
        QVERIFY(!Audible::of({}, deviceRate).loop);
        QVERIFY(!Audible::of({ AudioClip{ 22050, 1, {} } }, deviceRate).loop);
    }
};

QTEST_GUILESS_MAIN(TestAudible)
#include "tst_audible.moc"
