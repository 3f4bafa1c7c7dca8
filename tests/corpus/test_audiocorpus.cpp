// Corpora of sound: rates, the file, segments. What the lower rates hold is checked against sines.
#include "corpus/audiosegments.h"
#include "corpus/corpus.h"
#include "corpus/corpusfile.h"
#include "corpus/describe.h"
#include "corpus/halving.h"
#include "corpus/random.h"
#include "corpus/samplebytes.h"
#include "corpus/splits.h"
#include "music/error.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <numbers>

using namespace klangraum;

namespace {

std::vector<float> sine(std::size_t frames, double hertz, float level = 0.5f)
{
    std::vector<float> sound(frames);
    for (std::size_t i = 0; i < frames; ++i)
        sound[i] = level *
            static_cast<float>(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / corpusSampleRate));
    return sound;
}

double rms(const std::vector<float> &frames, std::size_t edge)
{
    double sum = 0;
    for (std::size_t i = edge; i + edge < frames.size(); ++i)
        sum += static_cast<double>(frames[i]) * static_cast<double>(frames[i]);
    return std::sqrt(sum / static_cast<double>(frames.size() - 2 * edge));
}

AudioPiece piece(SampleSpool &spool, const std::string &name, const std::vector<float> &frames, double tempo = 0)
{
    AudioPiece made;
    made.title = name;
    made.file = name + ".wav";
    made.quartersPerMinute = tempo;
    made.samples = spool.add(frames);
    return made;
}

Corpus sample(SampleSpool &spool)
{
    Corpus corpus;
    corpus.name = "sample";
    corpus.sampleRate = corpusSampleRate;
    for (int i = 0; i < 3; ++i)
        corpus.audio.push_back(
            piece(spool, "p" + std::to_string(i), sine(30'001 + 10 * static_cast<std::size_t>(i), 300 + i), 120));
    corpus.audio[1].style = "techno";
    corpus.audio[1].firstBeat = 77;
    corpus.audio[1].bars = { { 1, 2, 0.5f, 0.25f }, { 0, 1, 0.25f, 0.125f } };
    corpus.audio[2].split = Split::Test;
    corpus.refused = { { "bad.mp3", "why" } };
    return corpus;
}

} // namespace

class TestAudioCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void halvingIsBandLimited_data()
    {
        QTest::addColumn<double>("ofNyquist"); // of the new rate
        QTest::addColumn<double>("least"); // dB
        QTest::addColumn<double>("most");
        QTest::newRow("low") << 0.05 << -0.01 << 0.01;
        QTest::newRow("edge of the passband") << 0.85 << -0.01 << 0.01;
        QTest::newRow("just above") << 1.01 << -400.0 << -80.0;
        QTest::newRow("far above") << 1.7 << -400.0 << -80.0;
    }
    void halvingIsBandLimited()
    {
        QFETCH(double, ofNyquist);
        QFETCH(double, least);
        QFETCH(double, most);
        const std::vector<float> in = sine(20'000, ofNyquist * corpusSampleRate / 4);
        const std::vector<float> out = halveRate(in);
        QCOMPARE(out.size(), std::size_t{ 10'000 });
        const double decibel = 20 * std::log10(rms(out, 200) / rms(in, 200) + 1e-20);
        QVERIFY2(decibel >= least && decibel <= most, qPrintable(QString::number(decibel)));
    }

    // No delay: a slow sine stands at the same time at every rate.
    void everyRateTellsTheSame()
    {
        SampleSpool spool;
        const AudioPiece low = piece(spool, "low", sine(262'144, 20));
        for (int h = 0; h < audioRates; ++h) {
            QCOMPARE(low.frames(h), std::uint64_t{ 262'144 } >> h);
            std::vector<float> frames(low.frames(h));
            low.read(h, 0, frames.size(), frames.data());
            double worst = 0;
            for (std::size_t i = 100; i + 100 < frames.size(); ++i) {
                const double seconds = static_cast<double>(i << h) / corpusSampleRate;
                worst = std::max(
                    worst,
                    std::abs(0.5 * std::sin(2 * std::numbers::pi * 20 * seconds) - static_cast<double>(frames[i])));
            }
            QVERIFY2(worst < 2e-4, qPrintable(QString("rate %1: %2").arg(h).arg(worst)));
        }
    }

    void saveAndLoad()
    {
        QTemporaryDir folder;
        SampleSpool spool(folder.path().toStdString());
        Corpus corpus = sample(spool);
        const std::filesystem::path file = folder.filePath("a.corpus").toStdString();
        corpus.save(file);
        const Corpus back = Corpus::load(file);
        QCOMPARE(back.hash, corpus.hash);
        QVERIFY(back.isAudio());
        QCOMPARE(back.audio.size(), std::size_t{ 3 });
        QCOMPARE(back.audio[1].style, std::string("techno"));
        QCOMPARE(back.audio[1].firstBeat, std::uint64_t{ 77 });
        QCOMPARE(back.audio[1].quartersPerMinute, 120.0);
        QCOMPARE(back.audio[1].bars.size(), std::size_t{ 2 });
        QCOMPARE(back.audio[1].bars[1].level, 0.125f);
        QCOMPARE(back.audioSplit(Split::Test).size(), std::size_t{ 1 });
        QCOMPARE(back.refused.size(), std::size_t{ 1 });
        for (int h = 0; h < audioRates; ++h) {
            std::vector<float> ours(100);
            std::vector<float> theirs(100);
            corpus.audio[2].read(h, 7, ours.size(), ours.data());
            back.audio[2].read(h, 7, theirs.size(), theirs.data());
            QCOMPARE(theirs, ours);
        }
        // Another file may take its name while it is in use.
        Corpus other = sample(spool);
        other.audio.pop_back();
        other.save(file);
        float frame = 0;
        back.audio[2].read(0, 30'020, 1, &frame);
    }

    void rangesAreChecked()
    {
        SampleSpool spool;
        const AudioPiece short_ = piece(spool, "short", sine(1000, 100));
        std::vector<float> room(1001);
        QVERIFY_EXCEPTION_THROWN(short_.read(0, 0, 1001, room.data()), Error);
        QVERIFY_EXCEPTION_THROWN(short_.read(0, ~std::uint64_t{ 0 }, 2, room.data()), Error);
        QVERIFY_EXCEPTION_THROWN(short_.read(9, 0, 1, room.data()), Error);
        QVERIFY_EXCEPTION_THROWN(short_.read(-1, 0, 1, room.data()), Error);
        short_.read(8, 0, 4, room.data()); // 1000 / 256, rounded up
        QVERIFY_EXCEPTION_THROWN(short_.read(8, 0, 5, room.data()), Error);
    }

    void everyTruncationAndChangeIsRefused()
    {
        SampleSpool spool;
        const std::string bytes = corpusToBytes(sample(spool));
        QCOMPARE(corpusFromBytes(bytes, "x").audio.size(), std::size_t{ 3 });
        for (std::size_t length = 0; length < bytes.size(); length += length < 400 ? 1 : 20'011)
            QVERIFY_EXCEPTION_THROWN(corpusFromBytes(std::string_view(bytes).substr(0, length), "x"), Error);
        QVERIFY_EXCEPTION_THROWN(corpusFromBytes(bytes + "x", "x"), Error);
        for (std::size_t at = 0; at < bytes.size(); at += at < 400 ? 1 : 9973) {
            std::string damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ 4);
            QVERIFY_EXCEPTION_THROWN(corpusFromBytes(damaged, "x"), Error);
        }
    }

    void hostileContentWithAFittingHash()
    {
        SampleSpool spool;
        Corpus corpus = sample(spool);
        corpus.audio.resize(1);
        corpus.audio[0].samples = spool.add(sine(500, 300));
        const std::string bytes = corpusToBytes(corpus);
        Random random(4);
        int taken = 0;
        for (int i = 0; i < 4000; ++i) {
            std::string damaged = bytes;
            const int at = random.between(60, 200);
            damaged[static_cast<std::size_t>(at)] = static_cast<char>(random.between(0, 255));
            corpusFixHashes(damaged);
            try {
                const Corpus read = corpusFromBytes(damaged, "x");
                ++taken;
                for (const AudioPiece &each : read.audio) {
                    std::vector<float> room(each.frames());
                    each.read(0, 0, room.size(), room.data());
                    QVERIFY(std::isfinite(each.quartersPerMinute));
                }
            } catch (const Error &) {
            }
        }
        QVERIFY(taken > 0);
    }

    void scoresAndSoundDoNotMix()
    {
        SampleSpool spool;
        Corpus corpus = sample(spool);
        corpus.pieces.resize(1);
        QVERIFY_EXCEPTION_THROWN(corpusToBytes(corpus), Error);
        corpus.sampleRate = 0;
        QVERIFY_EXCEPTION_THROWN(corpusToBytes(corpus), Error);
    }

    void aFileCutShortInUse()
    {
        QTemporaryDir folder;
        SampleSpool spool;
        Corpus corpus = sample(spool);
        const std::filesystem::path file = folder.filePath("a.corpus").toStdString();
        corpus.save(file);
        const Corpus back = Corpus::load(file);
        std::filesystem::resize_file(file, 5000);
        std::vector<float> room(30'000);
        QVERIFY_EXCEPTION_THROWN(back.audio[2].read(0, 0, room.size(), room.data()), Error);
    }

    void segments()
    {
        SampleSpool spool;
        Corpus corpus;
        corpus.sampleRate = corpusSampleRate;
        std::vector<float> sound = sine(corpusSampleRate * 20, 200);
        std::fill(sound.begin() + corpusSampleRate * 10, sound.begin() + corpusSampleRate * 13, 0.0f);
        corpus.audio.push_back(piece(spool, "song", sound)); // tempo not known
        corpus.audio.push_back(
            piece(spool, "composed", sine(corpusSampleRate * 8, 200), 120)); // four bars of two seconds
        corpus.audio.push_back(piece(spool, "held out", sine(corpusSampleRate * 8, 200), 120));
        corpus.audio[2].split = Split::Valid;
        AudioSegmentOptions options;
        options.frames = corpusSampleRate; // a second
        const auto found = cutAudioSegments(corpus, Split::Train, options);
        std::size_t song = 0;
        for (const AudioSegment &segment : found) {
            QVERIFY(segment.piece != &corpus.audio[2]);
            if (segment.piece != &corpus.audio[0])
                continue;
            ++song;
            const std::uint64_t second = segment.first / corpusSampleRate;
            QVERIFY2(second >= 5 && (second < 10 || second >= 13), qPrintable(QString::number(second)));
        }
        QCOMPARE(song, std::size_t{ 12 });
        QCOMPARE(found.size() - song, std::size_t{ 8 });
        options.onBars = true;
        options.frames = 3 * corpusSampleRate; // a bar and a half
        options.hop = 1;
        const auto bars = cutAudioSegments(corpus, Split::Train, options);
        QCOMPARE(bars.size(), std::size_t{ 3 });
        QCOMPARE(bars[2].first, std::uint64_t{ 4 * corpusSampleRate });
        std::vector<float> room(bars[2].frames >> 3);
        bars[2].read(3, room.data());
        QVERIFY(rms(room, 10) > 0.3);
        options.frames = 0;
        QVERIFY_EXCEPTION_THROWN(cutAudioSegments(corpus, Split::Train, options), Error);
    }

    void splitsAndDescription()
    {
        SampleSpool spool;
        Corpus corpus;
        corpus.sampleRate = corpusSampleRate;
        for (int i = 0; i < 20; ++i)
            corpus.audio.push_back(piece(spool, std::to_string(i), sine(2205, 100 + i), i < 5 ? 0 : 120 + i));
        splitByPiece(corpus.audio, { 80, 10, 10 }, 3);
        QCOMPARE(corpus.audioSplit(Split::Train).size(), std::size_t{ 16 });
        QCOMPARE(corpus.audioSplit(Split::Valid).size(), std::size_t{ 2 });
        corpus.audio[0].style = corpus.audio[7].style = "techno";
        const nlohmann::json json = describeCorpus(corpus);
        QCOMPARE(json["pieces"].get<int>(), 20);
        QVERIFY(std::abs(json["seconds"].get<double>() - 2.0) < 1e-9);
        QCOMPARE(json["rate"].get<int>(), corpusSampleRate);
        QCOMPARE(json["styles"]["techno"].get<int>(), 2);
        QCOMPARE(json["tempi"]["lowest"].get<double>(), 125.0);
        QCOMPARE(json["tempi"]["unknown"].get<int>(), 5);
        QCOMPARE(json["splits"]["train"]["pieces"].get<int>(), 16);
    }
};

QTEST_APPLESS_MAIN(TestAudioCorpus)
#include "test_audiocorpus.moc"
