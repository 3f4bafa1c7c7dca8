// The player against a real JACK server: the sound is recorded back and measured, MIDI goes out and comes in, and the
// server dies in the middle of the music.
#include "jackserver.h"
#include "music/error.h"
#include "playback/audiodevices.h"
#include "playback/midiports.h"
#include "playback/offlinerender.h"
#include "playback/player.h"
#include "playback/playfile.h"
#include "playback/synthesizer.h"
#include "testmusic.h"

#include <QtTest>

#include <sys/resource.h>

using namespace klangraum;

namespace {

PlayerOptions onJack()
{
    PlayerOptions options;
    options.api = "JACK";
    return options;
}

// A server on a busy machine drops a block now and then, in the recording or before it. What is measured is therefore
// measured in short pieces, of which dropped blocks spoil a few.

// The median pitch of pieces of 60 ms.
double medianPitch(const std::vector<float> &samples, std::size_t from, std::size_t to, double rate)
{
    std::vector<double> pitches;
    const auto piece = static_cast<std::size_t>(0.06 * rate);
    for (std::size_t at = from; at + piece <= to; at += piece) {
        const auto begin = samples.begin() + static_cast<std::ptrdiff_t>(at);
        pitches.push_back(test::pitchOf({ begin, begin + static_cast<std::ptrdiff_t>(piece) }, rate, 100));
    }
    std::sort(pitches.begin(), pitches.end());
    return pitches.empty() ? 0 : pitches[pitches.size() / 2];
}

double likeness(const std::vector<float> &a, std::size_t atA, const std::vector<float> &b, std::size_t atB,
                std::size_t length, std::size_t step)
{
    double product = 0, powerA = 1e-20, powerB = 1e-20;
    for (std::size_t i = 0; i < length; i += step) {
        const double x = a[atA + i], y = b[atB + i];
        product += x * y;
        powerA += x * x;
        powerB += y * y;
    }
    return product / std::sqrt(powerA * powerB);
}

// How alike (correlation) each piece of 0.2 s of `a` is to where it is found in `b`, not before `lag` samples from the
// place of the piece before.
std::vector<double> likenesses(const std::vector<float> &a, const std::vector<float> &b, std::size_t firstLag)
{
    constexpr std::size_t kPiece = 9600, kDrift = 3000;
    std::vector<double> all;
    std::size_t lag = firstLag;
    for (std::size_t at = 0; at + kPiece < a.size(); at += kPiece) {
        std::size_t bestLag = lag;
        double best = -1;
        const std::size_t from = all.empty() || lag < kDrift ? 0 : lag - kDrift;
        for (std::size_t candidate = from; candidate <= lag + kDrift && at + candidate + kPiece < b.size();
             ++candidate) {
            const double like = likeness(a, at, b, at + candidate, kPiece, 16);
            if (like > best) {
                best = like;
                bestLag = candidate;
            }
        }
        if (best < 0)
            break;
        all.push_back(likeness(a, at, b, at + bestLag, kPiece, 1));
        if (all.back() > 0.9)
            lag = bestLag;
    }
    return all;
}

} // namespace

class JackTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsTheServer();
    void pitchRecordedBack();
    void exportEqualsWhatWasHeard();
    void midiOutAndIn();
    void serverDiesAndComesBack();
    void otherSampleRate();

private:
    void playAndCompare(std::uint64_t &underruns, std::vector<double> &alike);

    test::JackServer m_server;
};

void JackTest::initTestCase()
{
    try {
        Synthesizer::findSoundFont();
    } catch (const Error &error) {
        QSKIP(error.what());
    }
    setpriority(PRIO_PROCESS, 0, -15); // where it is allowed; the recorder's thread inherits it
    if (!m_server.start())
        QSKIP(qPrintable(m_server.reason));
}

void JackTest::listsTheServer()
{
    bool found = false;
    for (const AudioDevice &device : listAudioDevices())
        found |= device.api == "JACK" && device.name == "system" && device.outputChannels == 2;
    QVERIFY(found);
    test::JackRecorder recorder;
    QVERIFY(recorder.open());
    const MidiPortNames names = listMidiPorts();
    QVERIFY(std::find(names.outputs.begin(), names.outputs.end(), "recorder:midi-in") != names.outputs.end());
    QVERIFY(std::find(names.inputs.begin(), names.inputs.end(), "recorder:midi-out") != names.inputs.end());
}

void JackTest::pitchRecordedBack()
{
    Player player(onJack());
    player.start();
    QTRY_VERIFY_WITH_TIMEOUT(player.audioStatus() == DeviceStatus::Running, 20000);
    QCOMPARE(player.audioDevice().api, std::string("JACK"));
    test::JackRecorder recorder;
    QVERIFY(recorder.open());
    QTRY_VERIFY(recorder.connect());
    player.postPlan(planOfScore(test::oneNote(69, 0, 2.0)));
    player.setPlaying(true);
    QTRY_VERIFY(player.state().tick > 100);
    recorder.clear();
    QTRY_VERIFY_WITH_TIMEOUT(recorder.frames() > 48000, 20000);
    QVERIFY(test::loudness({ recorder.left.begin() + 4800, recorder.left.begin() + 43200 }) > 1e-3);
    const double pitch = medianPitch(recorder.left, 4800, 43200, 48000);
    QVERIFY2(std::abs(test::cents(pitch, 440.0)) < 8, qPrintable(QString("%1 Hz").arg(pitch)));
}

// Plays a piece, and compares the recording with the export of what the log holds: sorted likenesses of its pieces.
void JackTest::playAndCompare(std::uint64_t &underruns, std::vector<double> &alike)
{
    Player player(onJack());
    player.start();
    QTRY_VERIFY_WITH_TIMEOUT(player.audioStatus() == DeviceStatus::Running, 20000);
    test::JackRecorder recorder;
    QVERIFY(recorder.open());
    QTRY_VERIFY(recorder.connect());
    std::mt19937 random(12);
    Score score;
    score.voices = { { "", 0, false }, { "", 19, false }, { "", 0, false }, { "", 80, false } };
    score.tempi = { { 0, 100 } };
    score.notes = test::randomNotes(random, 0, 480 * 8);
    score.normalise();
    recorder.clear();
    const std::uint64_t before = player.state().underruns;
    player.postPlan(planOfScore(score));
    player.setPlaying(true);
    QTRY_VERIFY_WITH_TIMEOUT(player.state().planSerial == 1 && player.state().late, 30000);
    underruns = player.state().underruns - before;
    PerformanceLog log;
    std::vector<HeardEvent> events;
    player.drainHeard(events);
    for (const HeardEvent &event : events)
        log.add(event);
    const AudioClip exported = renderEvents(log.excerpt(0, 480 * 8));
    const std::vector<float> reference = test::monoOf(exported, 0, 4.5);
    std::vector<float> recorded(recorder.frames());
    for (std::size_t i = 0; i < recorded.size(); ++i)
        recorded[i] = 0.5f * (recorder.left[i] + recorder.right[i]);
    // The first sound of the recording and of the export fall together.
    const auto onset = [](const std::vector<float> &samples) {
        const auto loud = std::find_if(samples.begin(), samples.end(), [](float x) { return std::abs(x) > 0.01f; });
        return static_cast<std::size_t>(loud - samples.begin());
    };
    const std::size_t lag = std::max(onset(recorded), onset(reference)) - onset(reference);
    alike = likenesses(reference, recorded, lag);
    QVERIFY2(alike.size() >= 15, qPrintable(QString::number(alike.size())));
    std::sort(alike.begin(), alike.end());
}

void JackTest::exportEqualsWhatWasHeard()
{
    constexpr int kAttempts = 4; // to catch five seconds in which the machine keeps up
    constexpr std::uint64_t kTooMany = 40; // underruns, of 900 blocks
    std::uint64_t underruns = 1;
    std::vector<double> alike;
    for (int attempt = 0; attempt < kAttempts && underruns > 0; ++attempt) {
        playAndCompare(underruns, alike);
        if (QTest::currentTestFailed())
            return;
    }
    const QString found = QString("%1 underruns, worst piece %2, median %3")
                              .arg(underruns)
                              .arg(alike.front())
                              .arg(alike[alike.size() / 2]);
    if (underruns > kTooMany)
        QSKIP(qPrintable("this machine is too busy for real-time sound: " + found));
    QVERIFY2(alike[alike.size() / 2] > 0.999, qPrintable(found));
    if (underruns == 0)
        QVERIFY2(alike.front() > 0.999, qPrintable(found));
}

void JackTest::midiOutAndIn()
{
    test::JackRecorder recorder;
    QVERIFY(recorder.open());
    PlayerOptions options = onJack();
    options.midiOut = "recorder:midi-in";
    options.midiIn = "recorder:midi-out";
    Player player(options);
    player.setProgram(19);
    player.start();
    QTRY_VERIFY_WITH_TIMEOUT(player.audioStatus() == DeviceStatus::Running, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(player.midiOutputStatus() == DeviceStatus::Running, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(player.midiInputStatus() == DeviceStatus::Running, 20000);
    auto plan = std::make_unique<Plan>(test::plan(
        { test::note(0, 480, 60, 0, 77), test::note(480, 480, 64, 2, 88), test::note(960, 480, 67, 9, 99) }, 2000));
    player.setTempo(120);
    player.postPlan(std::move(plan));
    player.setPlaying(true);
    QTRY_VERIFY_WITH_TIMEOUT(player.state().tick > 1600, 20000);
    QTest::qWait(200);
    std::vector<test::JackRecorder::Midi> ons, offs;
    bool organ = false;
    for (std::size_t i = 0; i < recorder.midiCount(); ++i) {
        const auto &message = recorder.midi[i];
        const int kind = message.bytes[0] & 0xF0;
        if (kind == 0x90)
            ons.push_back(message);
        else if (kind == 0x80)
            offs.push_back(message);
        else if (kind == 0xC0)
            organ |= message.bytes[1] == 19;
    }
    QVERIFY(organ);
    QCOMPARE(ons.size(), std::size_t(3));
    QCOMPARE(offs.size(), std::size_t(3));
    QCOMPARE(int(ons[0].bytes[0]), 0x90);
    QCOMPARE(int(ons[1].bytes[0]), 0x92);
    QCOMPARE(int(ons[2].bytes[0]), 0x9A); // voice 9 leaves out the drum channel
    QCOMPARE(int(ons[1].bytes[1]), 64);
    QCOMPARE(int(ons[1].bytes[2]), 88);
    QVERIFY(ons[0].frame < ons[1].frame && ons[1].frame < ons[2].frame);

    // The visitor's keyboard sounds and is heard; a controller comes out as one.
    std::vector<HeardEvent> heard;
    player.drainHeard(heard);
    heard.clear();
    recorder.send(0x90, 72, 100);
    recorder.send(0xB0, 21, 127);
    recorder.send(0x80, 72, 0);
    std::vector<std::pair<int, double>> controls;
    const auto visitor = [&heard](HeardEvent::Kind kind) {
        return std::any_of(heard.begin(), heard.end(), [kind](const HeardEvent &event) {
            return event.voice == kVisitorVoice && event.kind == kind && event.pitch == 72;
        });
    };
    QTRY_VERIFY((player.drainHeard(heard), visitor(HeardEvent::Kind::NoteOn) && visitor(HeardEvent::Kind::NoteOff)));
    QTRY_VERIFY((player.drainControls([&controls](int cc, double value) { controls.emplace_back(cc, value); }),
                 !controls.empty()));
    QCOMPARE(controls[0].first, 21);
    QCOMPARE(controls[0].second, 1.0);
    // A keyboard that is unplugged while a key is down leaves nothing sounding.
    recorder.send(0x90, 76, 100);
    heard.clear();
    QTRY_VERIFY((player.drainHeard(heard), !heard.empty()));
    player.chooseMidi("", "");
    QTRY_VERIFY_WITH_TIMEOUT((player.drainHeard(heard), heard.back().kind == HeardEvent::Kind::NoteOff), 20000);
    QTRY_VERIFY(player.midiInputStatus() == DeviceStatus::None);
}

void JackTest::serverDiesAndComesBack()
{
    Player player(onJack());
    std::mt19937 random(5);
    auto plan = std::make_unique<Plan>(test::plan(test::randomNotes(random, 0, 480 * 400), 480 * 400));
    player.postPlan(std::move(plan));
    player.setPlaying(true);
    player.start();
    QTRY_VERIFY_WITH_TIMEOUT(player.audioStatus() == DeviceStatus::Running, 20000);
    QTRY_VERIFY(player.state().tick > 50);
    m_server.kill();
    QTRY_VERIFY_WITH_TIMEOUT(player.audioStatus() == DeviceStatus::Lost, 20000);
    QVERIFY(!player.audioProblem().empty());
    const double tick = player.state().tick;
    QTRY_VERIFY_WITH_TIMEOUT(player.state().tick > tick + 200, 20000); // the music goes on without a loudspeaker
    QVERIFY(m_server.start());
    QTRY_VERIFY_WITH_TIMEOUT(player.audioStatus() == DeviceStatus::Running, 30000);
    QVERIFY(player.audioProblem().empty());
    test::JackRecorder recorder;
    QVERIFY(recorder.open());
    QTRY_VERIFY(recorder.connect());
    recorder.clear();
    QTRY_VERIFY_WITH_TIMEOUT(recorder.frames() > 24000, 20000);
    QVERIFY(test::loudness({ recorder.left.begin(), recorder.left.begin() + 24000 }) > 1e-3);
    QVERIFY(player.state().tick > tick);
}

void JackTest::otherSampleRate()
{
    m_server.stop();
    QVERIFY2(m_server.start(44100), qPrintable(m_server.reason));
    Player player(onJack());
    player.postPlan(planOfScore(test::oneNote(69, 0, 4.0)));
    player.setPlaying(true);
    player.start();
    QTRY_VERIFY_WITH_TIMEOUT(player.audioStatus() == DeviceStatus::Running, 20000);
    QTRY_COMPARE(player.state().sampleRate, 44100.0);
    test::JackRecorder recorder;
    QVERIFY(recorder.open());
    QTRY_VERIFY(recorder.connect());
    recorder.clear();
    QTRY_VERIFY_WITH_TIMEOUT(recorder.frames() > 30000, 20000);
    const double pitch = medianPitch(recorder.left, 9000, 30000, 44100);
    QVERIFY2(std::abs(test::cents(pitch, 440.0)) < 8, qPrintable(QString("%1 Hz").arg(pitch)));
}

QTEST_GUILESS_MAIN(JackTest)
#include "tst_jack.moc"
