// WAV files of 16 bits: written and read back, and what is none is refused.
#include "music/error.h"
#include "music/wavfile.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace klangraum;

class TestWavFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBack()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const AudioClip clip{ 86, 2, { 0, 0.5F, -1, 1, 7, nan } };
        const AudioClip back = readWavFile(wavFile(clip), "clip.wav");
        QCOMPARE(back.sampleRate, 86);
        QCOMPARE(back.channels, 2);
        const std::vector<float> expected{ 0, 0.5F, -1, 1, 1, 0 };
        QCOMPARE(back.samples.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs(back.samples[i] - expected[i]) <= 0.5F / 32767);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const std::string wav = wavFile({ 22050, 1, std::vector<float>(100, 0.1F) });
        const QByteArray good(wav.data(), qsizetype(wav.size()));
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a header alone is cut off") << good.first(40);
        QTest::newRow("cut short") << good.first(good.size() - 1);
        QTest::newRow("text") << QByteArray(200, 'a');
        QTest::newRow("floats") << QByteArray(good).replace(20, 1, QByteArray(1, 3));
        QTest::newRow("24 bits") << QByteArray(good).replace(34, 1, QByteArray(1, 24));
        QTest::newRow("no channels") << QByteArray(good).replace(22, 1, QByteArray(1, 0));
        QTest::newRow("no rate") << QByteArray(good).replace(24, 4, QByteArray(4, 0));
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        try {
            readWavFile(bytes.toStdString(), "clip.wav");
            QFAIL("was read");
        } catch (const Error &problem) {
            QVERIFY(QByteArray(problem.what()).startsWith("clip.wav: "));
        }
    }
};

QTEST_GUILESS_MAIN(TestWavFile)
#include "test_wavfile.moc"
