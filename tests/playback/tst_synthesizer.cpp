// The synthesizer measured by its sound: pitch, levels, independence of the block size.
#include "music/error.h"
#include "playback/offlinerender.h"
#include "playback/outputstage.h"
#include "playback/synthesizer.h"
#include "testmusic.h"

#include <QtTest>

#include <fstream>

using namespace klangraum;

class SynthesizerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pitchIsRight_data();
    void pitchIsRight();
    void pitchAtOtherRates();
    void notesEnd();
    void everyVoiceAndTheDrumsSound();
    void exhibitSoundsAreEquallyLoud();
    void blockSizeDoesNotMatter();
    void nothingClips();
    void soundFontErrors();
};

void SynthesizerTest::initTestCase()
{
    try {
        Synthesizer::findSoundFont();
    } catch (const Error &error) {
        QSKIP(error.what());
    }
}

void SynthesizerTest::pitchIsRight_data()
{
    QTest::addColumn<int>("program");
    QTest::addColumn<int>("pitch");
    // The organ's 16-foot pipes and the strings' ensemble detuning make them poor tuning forks.
    for (const int program : { 0, 80, 81 }) {
        for (const int pitch : { 48, 57, 60, 69, 72 })
            QTest::addRow("program %d pitch %d", program, pitch) << program << pitch;
    }
}

void SynthesizerTest::pitchIsRight()
{
    QFETCH(int, program);
    QFETCH(int, pitch);
    const AudioClip clip = renderScore(test::oneNote(pitch, program));
    const double measured = test::pitchOf(test::monoOf(clip, 0.4, 1.0), clip.sampleRate);
    const double expected = 440.0 * std::exp2((pitch - 69) / 12.0);
    QVERIFY2(std::abs(test::cents(measured, expected)) < 8,
             qPrintable(QString("%1 Hz, expected %2").arg(measured).arg(expected)));
}

void SynthesizerTest::pitchAtOtherRates()
{
    for (const int rate : { 22050, 44100, 96000 }) {
        RenderOptions options;
        options.sampleRate = rate;
        const AudioClip clip = renderScore(test::oneNote(69, 0), options);
        QCOMPARE(clip.sampleRate, rate);
        const double measured = test::pitchOf(test::monoOf(clip, 0.4, 1.0), rate);
        QVERIFY2(std::abs(test::cents(measured, 440.0)) < 8,
                 qPrintable(QString("%1 Hz at %2").arg(measured).arg(rate)));
    }
}

void SynthesizerTest::notesEnd()
{
    Synthesizer synthesizer;
    std::vector<float> block(2 * 4800);
    synthesizer.noteOn(0, 60, 100);
    synthesizer.render(block.data(), 4800);
    const double loud = test::loudness(block);
    QVERIFY(loud > 1e-4);
    synthesizer.noteOff(0, 60);
    for (int i = 0; i < 60; ++i) // six seconds
        synthesizer.render(block.data(), 4800);
    QVERIFY(test::loudness(block) < 1e-3 * loud);
    QCOMPARE(synthesizer.soundingVoices(), 0);
}

void SynthesizerTest::everyVoiceAndTheDrumsSound()
{
    for (int voice = 0; voice < kMaxVoices; ++voice) {
        Synthesizer synthesizer;
        std::vector<float> block(2 * 9600);
        synthesizer.setProgram(voice, 0, false);
        synthesizer.noteOn(voice, 60, 100);
        synthesizer.render(block.data(), 9600);
        QVERIFY2(test::loudness(block) > 1e-4, qPrintable(QString::number(voice)));
    }
    Synthesizer synthesizer;
    std::vector<float> drums(2 * 9600), piano(2 * 9600);
    synthesizer.noteOn(3, 38, 100);
    synthesizer.render(piano.data(), 9600);
    Synthesizer other;
    other.setProgram(3, 0, true);
    other.noteOn(3, 38, 100); // a snare
    other.render(drums.data(), 9600);
    QVERIFY(test::loudness(drums) > 1e-4);
    QVERIFY(test::signalToNoise(piano, drums) < 3); // not the same sound at all
}

void SynthesizerTest::exhibitSoundsAreEquallyLoud()
{
    std::vector<double> levels;
    for (const int program : { 0, 19, 48, 52, 80, 81 }) {
        std::mt19937 random(5);
        Score score;
        score.voices.assign(4, Voice{ "", program, false });
        score.tempi = { { 0, 92 } };
        score.notes = test::randomNotes(random, 0, 480 * 32, 240);
        score.normalise();
        const AudioClip clip = renderScore(score);
        levels.push_back(20 * std::log10(test::loudness(clip.samples)));
    }
    const auto [quietest, loudest] = std::minmax_element(levels.begin(), levels.end());
    QVERIFY2(*loudest - *quietest < 3.0, qPrintable(QString("%1 to %2 dB").arg(*quietest).arg(*loudest)));
}

void SynthesizerTest::blockSizeDoesNotMatter()
{
    std::mt19937 random(3);
    Score score;
    score.voices = { { "", 0, false }, { "", 19, false }, { "", 48, false }, { "", 0, true } };
    score.tempi = { { 0, 100 }, { 960, 160 } };
    score.notes = test::randomNotes(random, 0, 480 * 16);
    score.normalise();
    RenderOptions options;
    options.blockFrames = 256;
    const AudioClip reference = renderScore(score, options);
    for (const int block : { 1, 64, 100, 1024, 7777 }) {
        options.blockFrames = block;
        const AudioClip clip = renderScore(score, options);
        const double ratio = test::signalToNoise(reference.samples, clip.samples);
        QVERIFY2(ratio > 100, qPrintable(QString("block %1: %2 dB").arg(block).arg(ratio)));
    }
}

void SynthesizerTest::nothingClips()
{
    OutputStage stage;
    stage.jumpToGain(1.0f);
    std::vector<float> samples;
    for (int i = -4000; i <= 4000; ++i) {
        samples.push_back(static_cast<float>(i) / 1000.0f);
        samples.push_back(-static_cast<float>(i) / 1000.0f);
    }
    samples.insert(samples.end(), { std::nanf(""), std::numeric_limits<float>::infinity() });
    const std::vector<float> before = samples;
    stage.process(samples.data(), static_cast<std::uint32_t>(samples.size() / 2));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        QVERIFY(std::abs(samples[i]) < 1.0f);
        if (std::abs(before[i]) <= 0.7f)
            QCOMPARE(samples[i], before[i]);
        if (i >= 2 && i + 2 < samples.size() && i % 2 == 0)
            QVERIFY(samples[i] >= samples[i - 2]); // monotonous: no folding
    }
    // Sixteen voices as loud as they can be.
    Score score;
    score.voices.assign(15, Voice{ "", 81, false });
    for (int voice = 0; voice < 15; ++voice)
        score.notes.push_back(test::note(0, 960, 40 + 3 * voice, voice, 127));
    score.normalise();
    RenderOptions options;
    options.gain = 1.0;
    for (const float sample : renderScore(score, options).samples)
        QVERIFY(std::abs(sample) < 1.0f);
}

void SynthesizerTest::soundFontErrors()
{
    try {
        Synthesizer broken(48000, "/nowhere/at/all.sf2");
        QFAIL("no error");
    } catch (const Error &error) {
        QVERIFY(std::string(error.what()).find("/nowhere/at/all.sf2") != std::string::npos);
    }
    QTemporaryDir folder;
    const std::string path = folder.filePath("noise.sf2").toStdString();
    std::ofstream(path) << "RIFF this is no sound font";
    try {
        Synthesizer broken(48000, path);
        QFAIL("no error");
    } catch (const Error &error) {
        QVERIFY(std::string(error.what()).find("noise.sf2") != std::string::npos);
    }
}

QTEST_GUILESS_MAIN(SynthesizerTest)
#include "tst_synthesizer.moc"
