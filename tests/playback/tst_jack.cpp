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

using namespace klangraum;

namespace {

PlayerOptions onJack()
{
    PlayerOptions options;
    options.api = "JACK";
    return options;
}

// The lag at which `b`, shifted back by it, is most like `a`; and how like (correlation, 0..1).
std::pair<std::size_t, double> bestLag(const std::vector<float> &a, const std::vector<float> &b, std::size_t most)
{
    // The envelope decides roughly, every sample around it exactly.
    const auto likeness = [&](std::size_t lag, std::size_t step) {
        double product = 0, powerA = 1e-20, powerB = 1e-20;
        for (std::size_t i = 0; i < a.size() && i + lag < b.size(); i += step) {
            const double x = a[i], y = b[i + lag];
            product += x * y;
            powerA += x * x;
            powerB += y * y;
        }
        return product / std::sqrt(powerA * powerB);
    };
    std::pair<std::size_t, double> best{ 0, -1 };
    for (std::size_t lag = 0; lag < most; ++lag) {
        const double like = likeness(lag, 37);
        if (like > best.second)
            best = { lag, like };
    }
    const std::size_t centre = best.first;
    best.second = -1;
    for (std::size_t lag = centre > 8 ? centre - 8 : 0; lag < centre + 8; ++lag) {
        const double like = likeness(lag, 1);
        if (like > best.second)
            best = { lag, like };
    }
    return best;
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
    test::JackServer m_server;
};

void JackTest::initTestCase()
{
    try {
        Synthesizer::findSoundFont();
    } catch (const Error &error) {
        QSKIP(error.what());
    }
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
    const std::vector<float> heard(recorder.left.begin() + 4800, recorder.left.begin() + 43200);
    QVERIFY(test::loudness(heard) > 1e-3);
    const double pitch = test::pitchOf(heard, 48000);
    QVERIFY2(std::abs(test::cents(pitch, 440.0)) < 8, qPrintable(QString("%1 Hz").arg(pitch)));
}

void JackTest::exportEqualsWhatWasHeard()
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
    const std::uint64_t underruns = player.state().underruns - before;
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
    const auto [lag, likeness] = bestLag(reference, recorded, std::min<std::size_t>(recorded.size() / 2, 96000));
    // A server that misses its deadlines on a busy machine may drop blocks, which is not the export's fault.
    if (underruns > 0)
        qWarning("%d underruns on this machine: %.4f alike", static_cast<int>(underruns), likeness);
    QVERIFY2(likeness > (underruns > 0 ? 0.8 : 0.999), qPrintable(QString("%1 at %2").arg(likeness).arg(lag)));
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
    const double pitch = test::pitchOf({ recorder.left.begin() + 9000, recorder.left.begin() + 30000 }, 44100);
    QVERIFY2(std::abs(test::cents(pitch, 440.0)) < 8, qPrintable(QString("%1 Hz").arg(pitch)));
}

QTEST_GUILESS_MAIN(JackTest)
#include "tst_jack.moc"
