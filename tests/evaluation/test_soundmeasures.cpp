// Measures of sound against signals whose answers are known, and against NumPy and SciPy (soundreference.py).
#include "corpus/random.h"
#include "evaluation/sound/beat.h"
#include "evaluation/sound/frechet.h"
#include "evaluation/sound/soundstatistics.h"
#include "music/error.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <numbers>

using namespace klangraum;

namespace {

constexpr int rate = 22050;
constexpr const char *kPython = "/usr/bin/python3";

float uniform(Random &random)
{
    return 2 * static_cast<float>(random.unit()) - 1;
}

AudioClip noise(double seconds, double decibels, std::uint64_t seed = 1)
{
    Random random(seed);
    AudioClip clip{ rate, 1, std::vector<float>(static_cast<std::size_t>(seconds * rate)) };
    const auto level = static_cast<float>(std::pow(10.0, decibels / 20) * std::sqrt(3.0));
    for (float &sample : clip.samples)
        sample = level * uniform(random);
    return clip;
}

// Bursts of 30 ms at these seconds.
void strike(AudioClip &clip, const std::vector<double> &times, float level = 0.8f)
{
    Random random(99);
    for (const double time : times) {
        const auto at = static_cast<std::size_t>(time * rate);
        for (std::size_t i = 0; i < 660 && at + i < clip.samples.size(); ++i)
            clip.samples[at + i] += level * uniform(random) * std::exp(-static_cast<float>(i) / 150);
    }
}

std::vector<double> every(double seconds, double until, double first = 0)
{
    std::vector<double> times;
    for (double time = first; time < until; time += seconds)
        times.push_back(time);
    return times;
}

double gauss(Random &random)
{
    return std::sqrt(-2 * std::log(1 - random.unit())) * std::cos(2 * std::numbers::pi * random.unit());
}

Vectors normal(std::size_t count, std::size_t dimensions, double shift, double spread, Random &random)
{
    Vectors set(count, std::vector<double>(dimensions));
    for (auto &vector : set)
        for (double &value : vector)
            value = shift + spread * gauss(random);
    return set;
}

} // namespace

class TestSoundMeasures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clicksAt120()
    {
        AudioClip clip = noise(12, -40);
        strike(clip, every(0.5, 12, 0.2));
        const SoundFrames frames = SoundFrames::of(clip);
        const BeatMeasures asked = measureBeat(frames, 120, 0.2);
        QVERIFY2(std::abs(asked.tempo - 120) < 1.2, qPrintable(QString::number(asked.tempo)));
        QVERIFY2(asked.strength > 5, qPrintable(QString::number(asked.strength)));
        QCOMPARE(asked.stability, 1.0);
        QVERIFY2(std::abs(asked.noiseFloor + 40) < 1, qPrintable(QString::number(asked.noiseFloor)));
        // The phase is found where it is not told, and a wrong one gives little.
        QVERIFY(measureBeat(frames, 120).strength >= asked.strength);
        QVERIFY(measureBeat(frames, 120, 0.45).strength < 1);
        // Another tempo than the one that was asked for is no stable one.
        QVERIFY(measureBeat(frames, 150, 0.2).stability < 0.2);
        // Louder by 6 dB: the beat is the same, the floor higher.
        for (float &sample : clip.samples)
            sample /= 2;
        const BeatMeasures quiet = measureBeat(SoundFrames::of(clip), 120, 0.2);
        QVERIFY(std::abs(quiet.noiseFloor - asked.noiseFloor + 6.02) < 0.1);
        QVERIFY(std::abs(quiet.strength - asked.strength) < 0.01 * asked.strength);
    }

    void noBeat()
    {
        const BeatMeasures measures = measureBeat(SoundFrames::of(noise(12, -20)), 120);
        QVERIFY2(measures.strength < 1.3, qPrintable(QString::number(measures.strength)));
        QVERIFY2(measures.stability < 0.5, qPrintable(QString::number(measures.stability)));
        QVERIFY(std::abs(measures.loudness + 20) < 0.3);
        AudioClip restless = noise(12, -40);
        Random random(5);
        std::vector<double> times;
        for (double time = 0; time < 12; time += 0.25 + 0.5 * random.unit())
            times.push_back(time);
        strike(restless, times);
        const BeatMeasures found = measureBeat(SoundFrames::of(restless), 120);
        QVERIFY2(found.stability < 0.5, qPrintable(QString::number(found.stability)));
        const BeatMeasures silent = measureBeat(SoundFrames::of({ rate, 1, std::vector<float>(rate * 5, 0.0f) }), 0);
        QCOMPARE(silent.tempo, 0.0);
        QCOMPARE(silent.noiseFloor, -100.0);
    }

    void aTone()
    {
        AudioClip clip{ 44100, 2, {} };
        for (int i = 0; i < 44100; ++i) { // A, in one channel
            clip.samples.push_back(static_cast<float>(std::sin(2 * std::numbers::pi * 440 * i / 44100)));
            clip.samples.push_back(0);
        }
        const SoundFrames frames = SoundFrames::of(clip);
        QVERIFY(frames.chroma[50][9] > 0.95f);
        QVERIFY(std::abs(frames.level[50] + 9.03f) < 0.2f); // half the amplitude, and a sine
        QVERIFY(frames.onset[50] < 0.1f);
    }

    void refused()
    {
        QVERIFY_EXCEPTION_THROWN(SoundFrames::of({ rate, 1, {} }), Error);
        QVERIFY_EXCEPTION_THROWN(SoundFrames::of({ 4000, 1, std::vector<float>(4000) }), Error);
        AudioClip poisoned = noise(1, -20);
        poisoned.samples[500] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(SoundFrames::of(poisoned), Error);
        const Vectors few(3, { 1, 2 });
        QVERIFY_EXCEPTION_THROWN(frechetDistance(few, Vectors(3, { 1, 2, 3 })), Error);
        QVERIFY_EXCEPTION_THROWN(
            frechetDistance(Vectors(3, std::vector<double>(65)), Vectors(3, std::vector<double>(65))), Error);
        QVERIFY_EXCEPTION_THROWN(compareFrechet(few, few), Error);
    }

    // N(0, 1) and N(shift, spread) in d independent dimensions: d (shift^2 + (spread - 1)^2), and nothing of the sample
    // size.
    void frechetKnownAnswers()
    {
        Random random(8);
        const Vectors reference = normal(400, 10, 0, 1, random);
        const FrechetComparison shifted = compareFrechet(normal(400, 10, 0.5, 2, random), reference);
        QVERIFY2(std::abs(shifted.extrapolated - 12.5) < 1.5, qPrintable(QString::number(shifted.extrapolated)));
        const FrechetComparison same = compareFrechet(normal(400, 10, 0, 1, random), reference);
        QVERIFY2(std::abs(same.extrapolated) < 0.2, qPrintable(QString::number(same.extrapolated)));
        QVERIFY2(same.distance > std::abs(same.extrapolated), qPrintable(QString::number(same.distance)));
        QVERIFY2(std::abs(same.realAgainstReal) < 0.3, qPrintable(QString::number(same.realAgainstReal)));
        QCOMPARE(frechetDistance(reference, reference) < 1e-9, true);
    }

    void agreesWithNumPy()
    {
        QProcess probe;
        probe.start(kPython, { "-c", "import numpy, scipy" });
        if (!probe.waitForFinished(60000) || probe.exitStatus() != QProcess::NormalExit || probe.exitCode() != 0)
            QSKIP("python3 with NumPy and SciPy is not installed (python3-numpy, python3-scipy)");
        QTemporaryDir folder;
        QStringList arguments{ QStringLiteral(KLANGRAUM_SOURCE_DIR "/tests/evaluation/soundreference.py"),
                               QString::number(rate) };
        std::vector<SoundFrames> frames;
        for (int c = 0; c < 16; ++c) {
            AudioClip clip = noise(2.5, -45 + c, static_cast<std::uint64_t>(c + 1));
            strike(clip, every(0.3 + 0.02 * c, 2.5), 0.5f);
            for (std::size_t i = 0; i < clip.samples.size(); ++i)
                clip.samples[i] += 0.2f *
                    static_cast<float>(std::sin(2 * std::numbers::pi * (110 + 37 * c) * static_cast<double>(i) / rate));
            QFile file(folder.filePath(QString("%1.f32").arg(c)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(reinterpret_cast<const char *>(clip.samples.data()),
                       static_cast<qint64>(clip.samples.size() * sizeof(float)));
            arguments << file.fileName();
            frames.push_back(SoundFrames::of(clip));
        }
        QProcess process;
        process.start(kPython, arguments);
        QVERIFY(process.waitForFinished(120'000));
        const QByteArray output = process.readAllStandardOutput();
        QVERIFY2(!output.isEmpty(), process.readAllStandardError().constData());
        const nlohmann::json expected = nlohmann::json::parse(output.constData());
        Vectors chroma;
        for (std::size_t c = 0; c < frames.size(); ++c) {
            for (const SoundStatistic &statistic : soundStatistics()) {
                const std::vector<double> found = statistic.compute(frames[c]);
                const auto wanted = expected["clips"][c][statistic.name].get<std::vector<double>>();
                QCOMPARE(found.size(), wanted.size());
                QVERIFY(found.size() <= 64);
                for (std::size_t i = 0; i < found.size(); ++i)
                    QVERIFY2(std::abs(found[i] - wanted[i]) < 2e-3 * std::max(1.0, std::abs(wanted[i])),
                             qPrintable(QString("%1 %2: %3, expected %4")
                                            .arg(QString::fromStdString(statistic.name))
                                            .arg(i)
                                            .arg(found[i])
                                            .arg(wanted[i])));
                if (statistic.name == "chroma") {
                    chroma.emplace_back(found.begin(), found.begin() + 6);
                    for (double &value : chroma.back())
                        value *= 10;
                }
            }
            const auto level = expected["clips"][c]["level"].get<std::vector<double>>();
            for (std::size_t i = 0; i < level.size(); ++i)
                QVERIFY(std::abs(static_cast<double>(frames[c].level[i]) - level[i]) < 1e-3);
        }
        const auto half = static_cast<std::ptrdiff_t>(chroma.size() / 2);
        const double distance =
            frechetDistance({ chroma.begin(), chroma.begin() + half }, { chroma.begin() + half, chroma.end() });
        const double wanted = expected["frechet"].get<double>();
        QVERIFY2(std::abs(distance - wanted) < 2e-3 * wanted,
                 qPrintable(QString("%1, expected %2").arg(distance).arg(wanted)));
    }
};

QTEST_GUILESS_MAIN(TestSoundMeasures)
#include "test_soundmeasures.moc"
