// Player without a device: the clock runs on, several threads talk to it at once. The stand-in instrument keeps the
// thread sanitizer's picture whole (FluidSynth is not instrumented).
#include "playback/audiooutput.h"
#include "playback/mailbox.h"
#include "playback/midiports.h"
#include "playback/player.h"
#include "playback/playercore.h"
#include "playback/playfile.h"
#include "playback/snapshot.h"
#include "testmusic.h"

#include <QtTest>

#include <atomic>
#include <map>
#include <thread>

using namespace klangraum;

namespace {

PlayerOptions silent()
{
    PlayerOptions options;
    options.sound = false;
    return options;
}

std::unique_ptr<Plan> randomPlan(std::mt19937 &random, double tick, std::uint64_t serial)
{
    const auto from = static_cast<Tick>(tick) / 1920 * 1920;
    return std::make_unique<Plan>(test::plan(test::randomNotes(random, from, from + 7680), from + 7680, serial));
}

} // namespace

class PlayerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clockRunsWithoutADevice();
    void missingSoundFontIsNoCrash();
    void absentDeviceIsNoCrash();
    void manyThreads();
    void snapshotsAreConsistent();
    void mailboxKeepsTheLast();
    void playsAFileToItsEnd();
    void midiBytes();
};

void PlayerTest::clockRunsWithoutADevice()
{
    Player player(silent());
    QCOMPARE(player.state().frame, std::uint64_t(0));
    std::mt19937 random(1);
    player.postPlan(randomPlan(random, 0, 1));
    player.setPlaying(true);
    player.start();
    QTRY_VERIFY(player.state().tick > 100);
    QVERIFY(player.audioStatus() == DeviceStatus::None);
    const std::uint64_t frame = player.state().frame;
    player.setPlaying(false);
    QTRY_VERIFY(!player.state().playing);
    QTRY_VERIFY(player.state().frame > frame + 4800); // the clock goes on while the music rests
    player.stop();
    const std::uint64_t stopped = player.state().frame;
    QTest::qWait(50);
    QCOMPARE(player.state().frame, stopped);
    player.start(); // and again
    QTRY_VERIFY(player.state().frame > stopped);
}

void PlayerTest::missingSoundFontIsNoCrash()
{
    PlayerOptions options = silent();
    options.soundFont = "/nowhere/piano.sf2";
    Player player(options);
    player.start();
    player.setPlaying(true);
    QTRY_VERIFY(player.state().frame > 0);
    QVERIFY(player.audioStatus() == DeviceStatus::Failed);
    QVERIFY(player.audioProblem().find("/nowhere/piano.sf2") != std::string::npos);
}

void PlayerTest::absentDeviceIsNoCrash()
{
    PlayerOptions options;
    options.api = "ALSA";
    options.device = "a loudspeaker that nobody has";
    options.midiIn = options.midiOut = "a port that nobody has";
    Player player(options);
    player.setPlaying(true);
    player.start();
    QTRY_VERIFY_WITH_TIMEOUT(player.audioStatus() == DeviceStatus::Failed, 20000);
    QVERIFY(player.audioProblem().find("a loudspeaker that nobody has") != std::string::npos);
    QTRY_VERIFY_WITH_TIMEOUT(player.midiInputStatus() == DeviceStatus::Failed, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(player.midiOutputStatus() == DeviceStatus::Failed, 20000);
    const std::uint64_t frame = player.state().frame;
    QTRY_VERIFY(player.state().frame > frame);
}

// Engine, GUI, MIDI input, MIDI output and readers at once, as in the exhibit.
void PlayerTest::manyThreads()
{
    PlayerCore core(std::make_unique<SilentInstrument>(), 48000);
    core.setMidiOut(true);
    std::atomic<bool> stopping{ false };
    std::atomic<std::uint64_t> heardCount{ 0 };
    std::thread audio([&] {
        std::vector<float> block(2 * 256);
        while (!stopping) {
            core.render(block.data(), 256, false, 512);
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    });
    std::thread engine([&] {
        std::mt19937 random(2);
        for (std::uint64_t serial = 1; !stopping; ++serial) {
            core.postPlan(randomPlan(random, core.state().tick, serial));
            std::this_thread::sleep_for(std::chrono::microseconds(500));
        }
    });
    std::thread midiIn([&] {
        std::mt19937 random(3);
        while (!stopping) {
            core.postVisitorNote(
                { static_cast<std::uint8_t>(random() % 128), static_cast<std::uint8_t>(random() % 2 * 80) });
            std::this_thread::sleep_for(std::chrono::microseconds(300));
        }
    });
    std::thread midiOut([&] {
        TimedEvent event;
        while (!stopping) {
            while (core.takeMidiOut(event)) { }
            (void)core.sound(3);
            std::this_thread::sleep_for(std::chrono::microseconds(500));
        }
    });
    std::mt19937 random(4);
    std::vector<HeardEvent> heard;
    int hanging = 0;
    std::map<std::pair<int, int>, int> open;
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 1500) {
        core.setPlaying(random() % 10 != 0);
        core.setTempo(40.0 + static_cast<double>(random() % 300));
        core.setProgram(-1, static_cast<int>(random() % 128));
        core.setVoiceMuted(static_cast<int>(random() % 4), random() % 2 == 0);
        core.setGain(0.5);
        heard.clear();
        core.drainHeard(heard);
        for (const HeardEvent &event : heard) {
            if (event.kind == HeardEvent::Kind::NoteOn)
                hanging += open[{ event.voice, event.pitch }]++ > 0 ? 1 : 0;
            else if (event.kind == HeardEvent::Kind::NoteOff)
                hanging += --open[{ event.voice, event.pitch }] != 0 ? 1 : 0;
        }
        heardCount += heard.size();
        core.collectGarbage();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    stopping = true;
    for (std::thread *thread : { &audio, &engine, &midiIn, &midiOut })
        thread->join();
    QVERIFY(heardCount > 100);
    QCOMPARE(hanging, 0);
    QVERIFY(core.state().planSerial > 5);
}

void PlayerTest::snapshotsAreConsistent()
{
    struct Values
    {
        std::uint64_t a = 0, b = 0;
        std::array<std::uint64_t, 20> rest{};
    };
    Snapshot<Values> snapshot;
    std::atomic<bool> stopping{ false };
    std::thread writer([&] {
        for (std::uint64_t i = 1; !stopping; ++i) {
            Values values;
            values.a = i;
            values.b = 3 * i;
            values.rest.fill(7 * i);
            snapshot.write(values);
        }
    });
    std::uint64_t last = 0;
    int torn = 0;
    for (int i = 0; i < 200000; ++i) {
        const Values values = snapshot.read();
        torn += values.b != 3 * values.a || values.rest[0] != 7 * values.a || values.rest[19] != 7 * values.a ? 1 : 0;
        torn += values.a < last ? 1 : 0;
        last = values.a;
    }
    stopping = true;
    writer.join();
    QCOMPARE(torn, 0);
}

void PlayerTest::mailboxKeepsTheLast()
{
    Mailbox mailbox;
    float value = 0;
    QVERIFY(!mailbox.take(value));
    mailbox.post(1.5f);
    mailbox.post(2.5f);
    QVERIFY(mailbox.take(value));
    QCOMPARE(value, 2.5f);
    QVERIFY(!mailbox.take(value));
    mailbox.post(2.5f); // the same value is news, too
    QVERIFY(mailbox.take(value));
}

void PlayerTest::playsAFileToItsEnd()
{
    Score score = test::oneNote(60, 0, 0.3);
    Player player(silent());
    player.postPlan(planOfScore(score, 42));
    player.setPlaying(true);
    player.start();
    QTRY_VERIFY(player.state().planSerial == 42 && player.state().late);
    std::vector<HeardEvent> heard;
    player.drainHeard(heard);
    int open = 0;
    for (const HeardEvent &event : heard)
        open += event.kind == HeardEvent::Kind::NoteOn ? 1 : event.kind == HeardEvent::Kind::NoteOff ? -1 : 0;
    QCOMPARE(open, 0);
}

void PlayerTest::midiBytes()
{
    HeardEvent event;
    event.pitch = 60;
    event.value = 99;
    const auto bytes = [](std::initializer_list<int> values) {
        std::vector<unsigned char> result;
        for (const int value : values)
            result.push_back(static_cast<unsigned char>(value));
        return result;
    };
    event.voice = 8;
    QVERIFY(midiMessage(event, false) == bytes({ 0x98, 60, 99 }));
    event.voice = 9;
    QVERIFY(midiMessage(event, false) == bytes({ 0x9A, 60, 99 }));
    QVERIFY(midiMessage(event, true) == bytes({ 0x99, 60, 99 }));
    event.kind = HeardEvent::Kind::NoteOff;
    QCOMPARE(int(midiMessage(event, false)[0]), 0x8A);
    event.kind = HeardEvent::Kind::Program;
    QVERIFY(midiMessage(event, false) == bytes({ 0xCA, 99 }));
    event.kind = HeardEvent::Kind::Tempo;
    QVERIFY(midiMessage(event, false).empty());
}

QTEST_GUILESS_MAIN(PlayerTest)
#include "tst_player.moc"
