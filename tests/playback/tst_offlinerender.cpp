// WAV files: what is in them, that they appear whole or not at all, and that the performance log renders to the same.
#include "music/error.h"
#include "playback/offlinerender.h"
#include "playback/playercore.h"
#include "playback/playfile.h"
#include "playback/synthesizer.h"
#include "playback/wavwriter.h"
#include "testmusic.h"

#include <QtTest>

#include <csignal>
#include <fstream>
#include <sndfile.h>
#include <sys/resource.h>

using namespace klangraum;

namespace {

std::string contents(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
}

AudioClip readWav(const std::string &path)
{
    SF_INFO info{};
    SNDFILE *file = sf_open(path.c_str(), SFM_READ, &info);
    AudioClip clip;
    if (!file)
        return clip;
    clip.sampleRate = info.samplerate;
    clip.channels = info.channels;
    clip.samples.resize(static_cast<std::size_t>(info.frames * info.channels));
    sf_readf_float(file, clip.samples.data(), info.frames);
    sf_close(file);
    return clip;
}

Score piece(unsigned seed, int beats = 16)
{
    std::mt19937 random(seed);
    Score score;
    score.title = "test";
    score.voices = { { "a", 0, false }, { "b", 0, false }, { "c", 48, false }, { "d", 0, false } };
    score.tempi = { { 0, 120 } };
    score.notes = test::randomNotes(random, 0, 480 * beats, 240);
    score.normalise();
    return score;
}

} // namespace

class OfflineRenderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wavHoldsWhatWasRendered_data();
    void wavHoldsWhatWasRendered();
    void lengthAndTempi();
    void refusals();
    void manyVoicesShare();
    void progressAndCancel();
    void fullDiskKeepsTheOldFile();
    void excerptSoundsAsHeard();

private:
    QTemporaryDir m_folder;
};

void OfflineRenderTest::initTestCase()
{
    try {
        Synthesizer::findSoundFont();
    } catch (const Error &error) {
        QSKIP(error.what());
    }
}

void OfflineRenderTest::wavHoldsWhatWasRendered_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<double>("decibels");
    QTest::newRow("16 bits") << 16 << 50.0;
    QTest::newRow("24 bits") << 24 << 90.0;
}

void OfflineRenderTest::wavHoldsWhatWasRendered()
{
    QFETCH(int, bits);
    QFETCH(double, decibels);
    const std::string path = m_folder.filePath("a.wav").toStdString();
    RenderOptions options;
    options.bitsPerSample = bits;
    renderScoreToWav(piece(1), path, options);
    const AudioClip memory = renderScore(piece(1), options);
    const AudioClip file = readWav(path);
    QCOMPARE(file.sampleRate, 48000);
    QCOMPARE(file.channels, 2);
    QCOMPARE(file.samples.size(), memory.samples.size());
    QVERIFY(test::signalToNoise(memory.samples, file.samples) > decibels);
    const std::string first = contents(path);
    renderScoreToWav(piece(1), path, options);
    QVERIFY(contents(path) == first); // the same piece, the same file
}

void OfflineRenderTest::lengthAndTempi()
{
    Score score = piece(2, 8);
    score.tempi = { { 0, 60 }, { 1920, 240 } };
    const double seconds = score.seconds();
    QVERIFY(std::abs(seconds - 5.0) < 0.01);
    const AudioClip clip = renderScore(score);
    QVERIFY(clip.seconds() >= seconds);
    QVERIFY(clip.seconds() <= seconds + 4.1);
    // Silence before the first note, none during it.
    Score later = test::oneNote(60, 0);
    later.notes[0].start = 960;
    later.length = 0;
    later.normalise();
    const AudioClip quiet = renderScore(later);
    QVERIFY(test::loudness(test::monoOf(quiet, 0, 0.95)) < 1e-6);
    QVERIFY(test::loudness(test::monoOf(quiet, 1.01, 0.2)) > 1e-4);
}

void OfflineRenderTest::refusals()
{
    QVERIFY_EXCEPTION_THROWN(renderScore(Score{}), Error);
    QVERIFY_EXCEPTION_THROWN(renderEvents(Excerpt{}), Error);
    Score endless = test::oneNote(60, 0);
    endless.length = Tick{ 1 } << 36;
    QVERIFY_EXCEPTION_THROWN(renderScore(endless), Error);
    RenderOptions odd;
    odd.blockFrames = 0;
    QVERIFY_EXCEPTION_THROWN(renderScore(piece(1), odd), Error);
    QVERIFY_EXCEPTION_THROWN(renderScoreToWav(piece(1), "/no/such/folder/a.wav"), Error);
    RenderOptions font;
    font.soundFont = "/no/such.sf2";
    QVERIFY_EXCEPTION_THROWN(renderScore(piece(1), font), Error);
}

void OfflineRenderTest::manyVoicesShare()
{
    Score score;
    for (int i = 0; i < 40; ++i) {
        score.voices.push_back({ "v", i % 20, i % 7 == 0 });
        score.notes.push_back(test::note(i * 120, 240, 50 + i % 30, i));
    }
    score.normalise();
    const auto plan = planOfScore(score);
    QCOMPARE(plan->notes.size(), score.notes.size());
    QVERIFY(plan->voices.size() <= std::size_t(kVisitorVoice));
    for (const Note &note : plan->notes)
        QVERIFY(note.voice >= 0 && note.voice < static_cast<int>(plan->voices.size()));
    QVERIFY(plan->end > plan->notes.back().end());
}

void OfflineRenderTest::progressAndCancel()
{
    const std::string path = m_folder.filePath("b.wav").toStdString();
    std::vector<double> steps;
    renderScoreToWav(piece(3, 32), path, {}, [&steps](double done) {
        steps.push_back(done);
        return true;
    });
    QVERIFY(steps.size() > 5);
    QVERIFY(std::is_sorted(steps.begin(), steps.end()));
    const std::string before = contents(path);
    QVERIFY_EXCEPTION_THROWN(renderScoreToWav(piece(4, 32), path, {}, [](double done) { return done < 0.5; }), Error);
    QVERIFY(contents(path) == before);
}

void OfflineRenderTest::fullDiskKeepsTheOldFile()
{
    const QString folder = m_folder.filePath("full");
    QVERIFY(QDir().mkpath(folder));
    const std::string path = (folder + "/c.wav").toStdString();
    std::ofstream(path) << "the old file";
    signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 200'000; // the disk takes no more
    setrlimit(RLIMIT_FSIZE, &small);
    std::string message;
    try {
        renderScoreToWav(piece(5), path);
    } catch (const Error &error) {
        message = error.what();
    }
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY2(message.find("c.wav") != std::string::npos, message.c_str());
    QVERIFY(contents(path) == "the old file");
    QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden).size(), 1); // nothing else is left
}

// Played block by block as live, logged, cut out and rendered again: the same sound.
void OfflineRenderTest::excerptSoundsAsHeard()
{
    PlayerCore core(std::make_unique<Synthesizer>(), 48000, 0.8);
    PerformanceLog log;
    AudioClip heard;
    std::vector<float> block(2 * 256);
    std::vector<HeardEvent> events;
    core.postPlan(planOfScore(piece(6)));
    core.setPlaying(true);
    for (int i = 0; i < 48000 * 7 / 256; ++i) {
        if (i == 300) {
            std::mt19937 random(9); // another piece from the next grid step on
            auto plan = std::make_unique<Plan>(test::plan(test::randomNotes(random, 0, 480 * 16), 480 * 16, 2));
            QVERIFY(core.postPlan(std::move(plan)));
        }
        if (i == 500)
            core.setTempo(90);
        if (i == 700)
            core.setProgram(1, 19);
        core.render(block.data(), 256, false);
        heard.samples.insert(heard.samples.end(), block.begin(), block.end());
        events.clear();
        core.drainHeard(events);
        for (const HeardEvent &event : events)
            log.add(event);
    }
    const auto to = static_cast<Tick>(core.state().tick);
    const Excerpt excerpt = log.excerpt(0, to);
    QVERIFY(std::abs(excerpt.seconds() - heard.seconds()) < 0.01);
    AudioClip again = renderEvents(excerpt);
    again.samples.resize(heard.samples.size());
    // The excerpt's last notes end at its end, so compare up to shortly before.
    std::vector<float> a(heard.samples.begin(), heard.samples.end() - 9600);
    std::vector<float> b(again.samples.begin(), again.samples.end() - 9600);
    const double ratio = test::signalToNoise(a, b);
    QVERIFY2(ratio > 60, qPrintable(QString("%1 dB").arg(ratio)));
}

QTEST_GUILESS_MAIN(OfflineRenderTest)
#include "tst_offlinerender.moc"
