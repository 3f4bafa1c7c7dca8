// Import of sound: every format, every way in which a file can be bad; the files are made here.
#include "corpus/audiofile.h"
#include "corpus/composer.h"
#include "corpus/import.h"
#include "music/error.h"
#include "music/midifile.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <numbers>
#include <sndfile.h>

using namespace klangraum;
namespace fs = std::filesystem;

namespace {

constexpr double tone = 440; // Hz

// `seconds` of a sine, the same in all channels but for the last, which has the opposite sign where `opposed`.
void writeSound(const fs::path &file, int format, int rate, int channels, double seconds, float level = 0.5f,
                bool opposed = false, float poison = 0)
{
    SF_INFO info{};
    info.samplerate = rate;
    info.channels = channels;
    info.format = format;
    SNDFILE *out = sf_open(file.c_str(), SFM_WRITE, &info);
    QVERIFY2(out, file.c_str());
    sf_set_string(out, SF_STR_TITLE, "A tone");
    const auto frames = static_cast<std::size_t>(seconds * rate);
    std::vector<float> samples(frames * static_cast<std::size_t>(channels));
    for (std::size_t i = 0; i < frames; ++i) {
        const double phase = 2 * std::numbers::pi * tone * static_cast<double>(i) / rate;
        const float sample = level * static_cast<float>(std::sin(phase));
        for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c)
            samples[i * static_cast<std::size_t>(channels) + c] =
                opposed && c + 1 == static_cast<std::size_t>(channels) ? -sample : sample;
    }
    if (poison != 0)
        samples[samples.size() / 2] = poison;
    sf_writef_float(out, samples.data(), static_cast<sf_count_t>(frames));
    sf_close(out);
}

void cut(const fs::path &from, const fs::path &to, double share)
{
    fs::copy_file(from, to);
    fs::resize_file(to, static_cast<std::uintmax_t>(static_cast<double>(fs::file_size(from)) * share));
}

void writeBytes(const fs::path &file, const std::string &bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
}

std::map<std::string, std::string> reasonsOf(const Corpus &corpus)
{
    std::map<std::string, std::string> reasons;
    for (const Refusal &refusal : corpus.refused)
        reasons[refusal.file] = refusal.reason;
    return reasons;
}

// Level of the tone, and of all that is not the tone, in the middle of the frames.
std::pair<double, double> levels(const std::vector<float> &frames)
{
    const std::size_t edge = 2000;
    double re = 0;
    double im = 0;
    double power = 0;
    const std::size_t count = (frames.size() - 2 * edge) / 2205 * 2205; // whole periods
    for (std::size_t i = edge; i < edge + count; ++i) {
        const double phase = 2 * std::numbers::pi * tone * static_cast<double>(i) / corpusSampleRate;
        const auto sample = static_cast<double>(frames[i]);
        re += sample * std::cos(phase);
        im += sample * std::sin(phase);
        power += sample * sample;
    }
    const auto n = static_cast<double>(count);
    const double amplitude = 2 * std::hypot(re, im) / n;
    return { amplitude, std::sqrt(std::max(0.0, power / n - amplitude * amplitude / 2)) };
}

} // namespace

class TestImportAudio : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!audioFilesCanBeRead())
            QSKIP("this build has no audio libraries");
    }

    void formats_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("channels");
        QTest::addColumn<double>("noise"); // allowed beside the tone
        QTest::newRow("CD") << "a.wav" << (SF_FORMAT_WAV | SF_FORMAT_PCM_16) << 44100 << 2 << 0.001;
        QTest::newRow("8 bits, 11 kHz, mono") << "a.wav" << (SF_FORMAT_WAV | SF_FORMAT_PCM_U8) << 11025 << 1 << 0.01;
        QTest::newRow("192 kHz, 7.1") << "a.wav" << (SF_FORMAT_WAV | SF_FORMAT_PCM_24) << 192000 << 8 << 0.001;
        QTest::newRow("floats") << "a.WAV" << (SF_FORMAT_WAV | SF_FORMAT_FLOAT) << 22050 << 1 << 0.001;
        QTest::newRow("FLAC") << "a.flac" << (SF_FORMAT_FLAC | SF_FORMAT_PCM_16) << 48000 << 2 << 0.001;
        QTest::newRow("OGG") << "a.ogg" << (SF_FORMAT_OGG | SF_FORMAT_VORBIS) << 44100 << 2 << 0.02;
        QTest::newRow("MP3") << "a.mp3" << (SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III) << 44100 << 2 << 0.02;
    }
    void formats()
    {
        QFETCH(QString, name);
        QFETCH(int, format);
        QFETCH(int, rate);
        QFETCH(int, channels);
        QFETCH(double, noise);
        QTemporaryDir temporary;
        const fs::path file = fs::path(temporary.path().toStdString()) / name.toStdString();
        writeSound(file, format, rate, channels, 3);
        const AudioFile read = readAudioFile(file);
        QVERIFY2(std::abs(static_cast<double>(read.frames.size()) / corpusSampleRate - 3) < 0.08,
                 qPrintable(QString::number(read.frames.size())));
        const auto [level, rest] = levels(read.frames);
        QVERIFY2(std::abs(level - 0.5) < 0.01, qPrintable(QString::number(level)));
        QVERIFY2(rest < noise, qPrintable(QString::number(rest)));
    }

    // What lies above half the new rate is gone and does not come back as another tone.
    void resamplingIsBandLimited()
    {
        QTemporaryDir temporary;
        const fs::path file = fs::path(temporary.path().toStdString()) / "high.wav";
        SF_INFO info{};
        info.samplerate = 44100;
        info.channels = 1;
        info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
        SNDFILE *out = sf_open(file.c_str(), SFM_WRITE, &info);
        std::vector<float> samples(44100);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = static_cast<float>(std::sin(2 * std::numbers::pi * 15000 * static_cast<double>(i) / 44100));
        sf_writef_float(out, samples.data(), 44100);
        sf_close(out);
        const std::vector<float> frames = readAudioFile(file).frames;
        for (std::size_t i = 1000; i + 1000 < frames.size(); ++i)
            QVERIFY(std::fabs(frames[i]) < 1e-3f);
    }

    void badFilesAreNamedAndPassed()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        const int wav = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
        writeSound(folder / "good.wav", wav, 44100, 2, 2);
        writeSound(folder / "good.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 1, 2.5);
        writeSound(folder / "good.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 1, 2.2);
        fs::copy_file(folder / "good.wav", folder / "same.wav");
        writeSound(folder / "silent.wav", wav, 44100, 2, 2, 0);
        writeSound(folder / "cancelled.wav", wav, 44100, 2, 2, 0.5f, true);
        writeSound(folder / "short.wav", wav, 44100, 1, 0.3);
        writeSound(folder / "nothing.wav", wav, 44100, 1, 0);
        writeSound(folder / "nan.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 44100, 1, 2, 0.5f, false,
                   std::numeric_limits<float>::quiet_NaN());
        writeSound(folder / "infinite.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 44100, 1, 2, 0.5f, false,
                   std::numeric_limits<float>::infinity());
        cut(folder / "good.wav", folder / "half.wav", 0.5);
        cut(folder / "good.flac", folder / "half.flac", 0.5);
        cut(folder / "good.wav", folder / "header.wav", 0.0001);
        writeBytes(folder / "empty.ogg", "");
        std::string video("\0\0\0\x20"
                          "ftypisom\0\0\2\0isomiso2avc1mp41",
                          32);
        for (int i = 0; i < 100'000; ++i)
            video.push_back(static_cast<char>(i * i * 31 >> 3));
        writeBytes(folder / "video.mp3", video);
        writeBytes(folder / "text.wav", "RIFF this is no sound at all, whatever it begins with");
        fs::create_directory(folder / "folder.wav");

        const Corpus corpus = importMusic({ folder });
        const auto reasons = reasonsOf(corpus);
        for (const auto &[file, reason] : reasons)
            QVERIFY2(reason.find(folder.string()) == std::string::npos, reason.c_str());
        const std::map<std::string, std::string> expected{
            { "same.wav", "duplicate of good.wav" },
            { "silent.wav", "silent" },
            { "cancelled.wav", "silent" },
            { "short.wav", "shorter than a second" },
            { "nothing.wav", "" },
            { "nan.wav", "NaN" },
            { "infinite.wav", "infinite" },
            { "half.wav", "cut short" },
            { "half.flac", "" },
            { "header.wav", "" },
            { "empty.ogg", "is empty" },
            { "video.mp3", "no WAV, FLAC, OGG or MP3" },
            { "text.wav", "" },
        };
        for (const auto &[file, reason] : expected) {
            QVERIFY2(reasons.count(file) == 1, file.c_str());
            QVERIFY2(reasons.at(file).find(reason) != std::string::npos, reasons.at(file).c_str());
        }
        QCOMPARE(reasons.size(), expected.size());
        QCOMPARE(corpus.audio.size(), std::size_t{ 3 });
        QVERIFY(corpus.pieces.empty());
        QCOMPARE(corpus.audio[0].title, std::string("A tone"));
        QCOMPARE(corpus.audio[0].quartersPerMinute, 0.0);
    }

    // The same on one thread and on several, in memory and on disk.
    void stable()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        fs::create_directories(folder / "test");
        for (int i = 0; i < 6; ++i)
            writeSound(folder / (i == 5 ? "test/5.wav" : std::to_string(i) + ".wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16,
                       32000, 1, 1.2 + 0.1 * i);
        ImportOptions options;
        options.threads = 4;
        options.spool = folder;
        const Corpus corpus = importMusic({ folder }, options);
        QCOMPARE(corpus.audio.size(), std::size_t{ 6 });
        options.threads = 1;
        options.spool.clear();
        QCOMPARE(importMusic({ folder }, options).hash, corpus.hash);
        options.splitMode = SplitMode::ByFolder;
        const Corpus folders = importMusic({ folder }, options);
        QCOMPARE(folders.audioSplit(Split::Test).size(), std::size_t{ 1 });
        QCOMPARE(folders.audioSplit(Split::Test)[0]->file, std::string("test/5.wav"));
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder }, options, [](const ImportProgress &) { return false; }), Error);
        options.transposeHigh = 3;
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder }, options), Error);
        options.transposeHigh = 0;
        options.spool = folder / "missing";
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder }, options), Error);
    }

    void scoresAndSoundInOneFolder()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        writeSound(folder / "a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 1, 2);
        writeMidi(composeCorpus("tunes", 1, 1).pieces[0].score, folder / "b.mid");
        const Corpus scores = importMusic({ folder });
        QCOMPARE(scores.pieces.size(), std::size_t{ 1 });
        QVERIFY(!scores.isAudio());
        QVERIFY(reasonsOf(scores).at("a.wav").find("--sound") != std::string::npos);
        ImportOptions options;
        options.kind = ImportKind::Sound;
        const Corpus sound = importMusic({ folder }, options);
        QCOMPARE(sound.audio.size(), std::size_t{ 1 });
        QVERIFY(reasonsOf(sound).at("b.mid").find("a score") != std::string::npos);
        fs::remove(folder / "a.wav");
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder }, options), Error);
    }
};

QTEST_APPLESS_MAIN(TestImportAudio)
#include "test_importaudio.moc"
