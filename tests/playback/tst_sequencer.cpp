// The sequencer on a fake clock: the plan rule word for word, and seeded random performances.
#include "testmusic.h"

#include <QtTest>

#include <map>
#include <set>

using namespace klangraum;
using klangraum::test::note;
using klangraum::test::plan;
using klangraum::test::Recorder;
using Kind = HeardEvent::Kind;

namespace {

constexpr double kRate = 48000;

struct Sounding
{
    double on = 0, off = -1;
    int voice = 0, pitch = 0, velocity = 0;
};

// Pairs note-ons with note-offs; fails the test where one is missing or doubled.
std::vector<Sounding> paired(const std::vector<HeardEvent> &events, bool allowOpen = false)
{
    std::vector<Sounding> notes;
    std::map<std::pair<int, int>, std::size_t> open;
    std::uint64_t frame = 0;
    for (const HeardEvent &event : events) {
        if (event.frame < frame)
            qFatal("events out of order");
        frame = event.frame;
        const std::pair<int, int> key(event.voice, event.pitch);
        if (event.kind == Kind::NoteOn) {
            if (open.count(key) > 0)
                qFatal("note on twice");
            open[key] = notes.size();
            notes.push_back({ event.tick, -1, event.voice, event.pitch, event.value });
        } else if (event.kind == Kind::NoteOff) {
            if (open.count(key) == 0)
                qFatal("note off without note on");
            notes[open[key]].off = event.tick;
            open.erase(key);
        }
    }
    if (!allowOpen && !open.empty())
        qFatal("a note hangs");
    return notes;
}

// Blocks until the playhead stands at `tick` or the transport holds.
void runTo(Sequencer &sequencer, Recorder &recorder, double tick, std::uint32_t block = 64)
{
    do
        sequencer.process(block, recorder);
    while (sequencer.state().tick < tick && !sequencer.state().late);
}

void runFrames(Sequencer &sequencer, Recorder &recorder, std::uint64_t frames, std::uint32_t block)
{
    while (frames > 0) {
        const auto now = static_cast<std::uint32_t>(std::min<std::uint64_t>(frames, block));
        sequencer.process(now, recorder);
        frames -= now;
    }
}

bool same(const HeardEvent &a, const HeardEvent &b)
{
    return a.kind == b.kind && a.voice == b.voice && a.pitch == b.pitch && a.value == b.value && a.frame == b.frame &&
        a.tick == b.tick;
}

} // namespace

class SequencerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void playsNotesAtTheirFrames();
    void sharedNotesKeepSounding();
    void switchesAtTheNextGridStep();
    void newestPlanWinsAndAllComeBack();
    void changeOfStyleWaitsForTheBarLine();
    void lateHoldsTheLastChord();
    void pauseAndPlay();
    void tempoActsAtOnce();
    void planBringsTempiAndSounds();
    void muting();
    void overlappingNotesOfOnePitch();
    void hostilePlansAreMended();
    void blockSizeDoesNotMatter();
    void randomPlansMatchTheRule();
};

void SequencerTest::playsNotesAtTheirFrames()
{
    const Plan music = plan({ note(0, 480, 60), note(480, 240, 64, 1) }, 960);
    Sequencer sequencer(kRate);
    Recorder recorder;
    sequencer.setTempo(120, recorder); // 960 ticks a second: 50 frames a tick
    sequencer.offer(&music, 0);
    sequencer.play(recorder);
    runTo(sequencer, recorder, 900, 37);
    std::vector<HeardEvent> notes;
    for (const HeardEvent &event : recorder.events) {
        if (event.kind == Kind::NoteOn || event.kind == Kind::NoteOff)
            notes.push_back(event);
    }
    QCOMPARE(notes.size(), std::size_t(4));
    const std::uint64_t frames[] = { 0, 24000, 24000, 36000 };
    const Kind kinds[] = { Kind::NoteOn, Kind::NoteOff, Kind::NoteOn, Kind::NoteOff };
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(notes[i].frame, frames[i]);
        QVERIFY(notes[i].kind == kinds[i]);
    }
    QCOMPARE(int(notes[2].voice), 1);
    QCOMPARE(int(notes[2].pitch), 64);
}

void SequencerTest::sharedNotesKeepSounding()
{
    // At tick 120: 60 is held by both, 64 only by the first, 67 by the second (since before), 72 begins there.
    const Plan first = plan({ note(0, 960, 60), note(0, 960, 64, 1) }, 1920, 1);
    const Plan second = plan({ note(0, 480, 60), note(60, 300, 67, 2), note(120, 120, 72, 3) }, 1920, 2);
    Sequencer sequencer(kRate);
    Recorder recorder;
    sequencer.offer(&first, 0);
    sequencer.play(recorder);
    runTo(sequencer, recorder, 50);
    sequencer.offer(&second, 7);
    runTo(sequencer, recorder, 1000);
    const auto notes = paired(recorder.events);
    QCOMPARE(notes.size(), std::size_t(4));
    std::map<int, std::pair<int, int>> heard;
    for (const Sounding &sounding : notes)
        heard[sounding.pitch] = { static_cast<int>(sounding.on), static_cast<int>(sounding.off) };
    QCOMPARE(heard[60], std::pair(0, 480)); // one note, ended where the new plan ends it
    QCOMPARE(heard[64], std::pair(0, 120));
    QCOMPARE(heard[67], std::pair(120, 360));
    QCOMPARE(heard[72], std::pair(120, 240));
    QCOMPARE(sequencer.state().planSerial, std::uint64_t(2));
    QCOMPARE(sequencer.state().planSwitchTick, 120.0);
    QCOMPARE(sequencer.state().planReceivedTime, std::int64_t(7));
}

void SequencerTest::switchesAtTheNextGridStep()
{
    for (const Tick grid : { Tick(60), Tick(120), Tick(480) }) {
        for (const int at : { 1, 59, 61, 119, 121, 300 }) {
            const Plan first = plan({ note(0, 1920, 60) }, 1920, 1);
            const Plan second = plan({ note(0, 1920, 62) }, 1920, 2, grid);
            Sequencer sequencer(kRate);
            Recorder recorder;
            sequencer.offer(&first, 0);
            sequencer.play(recorder);
            runTo(sequencer, recorder, at, 1);
            const double received = sequencer.state().tick;
            sequencer.offer(&second, 0);
            runTo(sequencer, recorder, 1000, 64);
            const double expected = std::ceil(received / static_cast<double>(grid)) * static_cast<double>(grid);
            QCOMPARE(sequencer.state().planSwitchTick, expected);
            const auto notes = paired(recorder.events, true);
            QCOMPARE(notes.size(), std::size_t(2));
            QCOMPARE(static_cast<double>(static_cast<int>(notes[1].on)), expected);
        }
    }
}

void SequencerTest::newestPlanWinsAndAllComeBack()
{
    std::vector<Plan> plans;
    for (int i = 0; i < 20; ++i)
        plans.push_back(plan({ note(0, 1920, 60 + i) }, 1920, static_cast<std::uint64_t>(i + 1)));
    Sequencer sequencer(kRate);
    Recorder recorder;
    std::set<const Plan *> back;
    const auto collect = [&] {
        while (const Plan *unused = sequencer.takeUnused()) {
            QVERIFY(back.insert(unused).second);
        }
    };
    sequencer.play(recorder);
    for (const Plan &each : plans) {
        sequencer.offer(&each, 0);
        collect();
        sequencer.process(256, recorder);
        collect();
    }
    runTo(sequencer, recorder, 600);
    collect();
    QCOMPARE(sequencer.state().planSerial, std::uint64_t(20));
    for (const Plan *held : sequencer.releaseAll()) {
        if (held)
            QVERIFY(back.insert(held).second);
    }
    QCOMPARE(back.size(), plans.size());
}

void SequencerTest::changeOfStyleWaitsForTheBarLine()
{
    const Plan first = plan({ note(0, 4000, 60) }, 4000, 1);
    Plan second = plan({ note(1920, 480, 72) }, 4000, 2);
    second.atNextBar = true;
    Sequencer sequencer(kRate);
    Recorder recorder;
    sequencer.offer(&first, 0);
    sequencer.play(recorder);
    runTo(sequencer, recorder, 200);
    sequencer.offer(&second, 0);
    runTo(sequencer, recorder, 1900);
    QCOMPARE(sequencer.state().planSerial, std::uint64_t(1));
    runTo(sequencer, recorder, 3000);
    QCOMPARE(sequencer.state().planSwitchTick, 1920.0);
    const auto notes = paired(recorder.events);
    QCOMPARE(static_cast<int>(notes[0].off), 1920);
    QCOMPARE(static_cast<int>(notes[1].on), 1920);
}

void SequencerTest::lateHoldsTheLastChord()
{
    const Plan first = plan({ note(0, 480, 60), note(240, 240, 64, 1), note(0, 240, 55, 2) }, 480, 1);
    const Plan second = plan({ note(240, 480, 64, 1), note(480, 240, 67) }, 960, 2);
    Sequencer sequencer(kRate);
    Recorder recorder;
    QVERIFY(!sequencer.state().late);
    sequencer.play(recorder);
    sequencer.process(64, recorder);
    QVERIFY(sequencer.state().late); // no plan yet
    QCOMPARE(sequencer.state().tick, 0.0);
    sequencer.offer(&first, 0);
    runTo(sequencer, recorder, 2000);
    QVERIFY(sequencer.state().late);
    QCOMPARE(sequencer.state().tick, 480.0);
    runFrames(sequencer, recorder, 480000, 256); // ten seconds of a network that does not answer
    QCOMPARE(sequencer.state().tick, 480.0);
    auto notes = paired(recorder.events, true);
    QCOMPARE(notes.size(), std::size_t(3));
    for (const Sounding &sounding : notes)
        QCOMPARE(sounding.off >= 0, sounding.pitch == 55); // the chord at the end sounds on
    sequencer.offer(&second, 0);
    const std::uint64_t frame = sequencer.frame();
    runTo(sequencer, recorder, 1000);
    QCOMPARE(sequencer.state().planSwitchFrame, frame); // at once
    QCOMPARE(sequencer.state().planSwitchTick, 480.0);
    notes = paired(recorder.events, true);
    std::map<int, int> ends;
    for (const Sounding &sounding : notes)
        ends[sounding.pitch] = static_cast<int>(sounding.off);
    QCOMPARE(notes.size(), std::size_t(4));
    QCOMPARE(ends[60], 480);
    QCOMPARE(ends[64], 720); // shared: kept
}

void SequencerTest::pauseAndPlay()
{
    const Plan music = plan({ note(0, 960, 60), note(480, 480, 64, 1) }, 1920);
    Sequencer sequencer(kRate);
    Recorder recorder;
    sequencer.offer(&music, 0);
    sequencer.process(1000, recorder);
    QVERIFY(recorder.events.empty()); // nothing before play
    sequencer.play(recorder);
    runTo(sequencer, recorder, 600);
    const double tick = sequencer.state().tick;
    const std::uint64_t frame = sequencer.frame();
    sequencer.pause(recorder);
    paired(recorder.events); // nothing sounds
    runFrames(sequencer, recorder, 48000, 256);
    QCOMPARE(sequencer.state().tick, tick);
    QCOMPARE(sequencer.frame(), frame + 48000); // the clock goes on
    sequencer.play(recorder);
    runTo(sequencer, recorder, 1000);
    const auto notes = paired(recorder.events);
    QCOMPARE(notes.size(), std::size_t(4)); // both struck again
    QCOMPARE(notes[2].on, tick);
    QCOMPARE(static_cast<int>(notes[2].off), 960);
}

void SequencerTest::tempoActsAtOnce()
{
    const Plan music = plan({ note(0, 480, 60), note(480, 480, 62) }, 4800);
    Sequencer sequencer(kRate);
    Recorder recorder;
    sequencer.setTempo(60, recorder);
    sequencer.offer(&music, 0);
    sequencer.play(recorder);
    runFrames(sequencer, recorder, 24000, 500); // half a beat
    sequencer.setTempo(120, recorder);
    runFrames(sequencer, recorder, 24000, 500); // the rest takes 12000 frames
    const auto second = std::find_if(recorder.events.begin(), recorder.events.end(),
                                     [](const HeardEvent &e) { return e.kind == Kind::NoteOn && e.pitch == 62; });
    QVERIFY(second != recorder.events.end());
    QCOMPARE(second->frame, std::uint64_t(36000));
    sequencer.setTempo(1e9, recorder);
    QCOMPARE(sequencer.state().quartersPerMinute, 400.0);
    sequencer.setTempo(std::nan(""), recorder);
    sequencer.setTempo(-3, recorder);
    QCOMPARE(sequencer.state().quartersPerMinute, 400.0);
}

void SequencerTest::planBringsTempiAndSounds()
{
    Plan music = plan({ note(0, 480, 60), note(480, 480, 62), note(960, 480, 64) }, 1440);
    music.tempi = { { 0, 60 }, { 480, 120 } };
    music.voices = { { 48, false }, { 0, true } };
    Sequencer sequencer(kRate);
    Recorder recorder;
    sequencer.offer(&music, 0);
    sequencer.play(recorder);
    runTo(sequencer, recorder, 1400);
    std::map<int, std::uint64_t> frames;
    bool drums = false;
    for (const HeardEvent &event : recorder.events) {
        if (event.kind == Kind::NoteOn)
            frames[event.pitch] = event.frame;
        if (event.kind == Kind::Program && event.voice == 1)
            drums = event.pitch != 0;
    }
    QCOMPARE(frames[62], std::uint64_t(48000));
    QCOMPARE(frames[64], std::uint64_t(72000));
    QCOMPARE(int(sequencer.sound(0).program), 48);
    QVERIFY(drums);
}

void SequencerTest::muting()
{
    const Plan music = plan({ note(0, 960, 60), note(0, 960, 67, 1), note(480, 240, 62) }, 1920);
    Sequencer sequencer(kRate);
    Recorder recorder;
    sequencer.offer(&music, 0);
    sequencer.play(recorder);
    runTo(sequencer, recorder, 100);
    sequencer.setMuted(0, true, recorder);
    runTo(sequencer, recorder, 600);
    sequencer.setMuted(0, false, recorder);
    runTo(sequencer, recorder, 1000);
    const auto notes = paired(recorder.events);
    std::vector<Sounding> voice0;
    for (const Sounding &sounding : notes) {
        if (sounding.voice == 0)
            voice0.push_back(sounding);
    }
    QCOMPARE(voice0.size(), std::size_t(3)); // 60 until muted; 60 and 62 again when heard again
    QVERIFY(voice0[0].off < 110);
    QVERIFY(voice0[1].on >= 600 && voice0[2].on >= 600);
}

void SequencerTest::overlappingNotesOfOnePitch()
{
    const Plan music = plan({ note(0, 960, 60), note(480, 240, 60) }, 1920);
    Sequencer sequencer(kRate);
    Recorder recorder;
    sequencer.offer(&music, 0);
    sequencer.play(recorder);
    runTo(sequencer, recorder, 1800);
    const auto notes = paired(recorder.events);
    QCOMPARE(notes.size(), std::size_t(2));
    QCOMPARE(static_cast<int>(notes[0].off), 480);
    QCOMPARE(static_cast<int>(notes[1].off), 960);
}

void SequencerTest::hostilePlansAreMended()
{
    Plan hostile;
    hostile.notes = { note(500, 10, 60),
                      note(0, 10, 200),
                      note(0, 10, -1),
                      note(0, 0, 60),
                      note(-5, 10, 60),
                      note(0, 10, 60, 99),
                      note(0, 10, 60, kVisitorVoice),
                      note(0, 10, 61, 0, 0),
                      note(0, 10, 62, 0, 1000) };
    hostile.gridTicks = 0;
    hostile.barTicks = -4;
    hostile.end = -1;
    hostile.tempi = { { 5, std::nan("") }, { 3, 0 }, { 2, -1 }, { 1, 1e300 } };
    hostile.voices = { { 255, false } };
    makePlayable(hostile);
    QCOMPARE(hostile.notes.size(), std::size_t(2));
    QCOMPARE(hostile.notes[0].velocity, 127);
    QCOMPARE(hostile.gridTicks, Tick(1));
    QCOMPARE(hostile.tempi.size(), std::size_t(1));
    hostile.end = 10000;
    Sequencer sequencer(kRate);
    Recorder recorder;
    sequencer.offer(&hostile, 0);
    sequencer.play(recorder);
    runTo(sequencer, recorder, 9000);
    QCOMPARE(paired(recorder.events).size(), std::size_t(2));
}

void SequencerTest::blockSizeDoesNotMatter()
{
    // Commands at multiples of 6720 frames, the rest in blocks of any size.
    std::vector<std::vector<HeardEvent>> performances;
    for (const std::uint32_t block : { 1u, 64u, 97u, 256u, 6720u }) {
        std::mt19937 random(11);
        std::vector<std::unique_ptr<Plan>> plans;
        Sequencer sequencer(kRate);
        Recorder recorder;
        sequencer.play(recorder);
        for (int step = 0; step < 200; ++step) {
            const auto from = static_cast<Tick>(sequencer.state().tick) / 1920 * 1920;
            plans.push_back(std::make_unique<Plan>(
                plan(test::randomNotes(random, from, from + 3840), from + 3840, static_cast<std::uint64_t>(step + 1))));
            switch (random() % 8) {
            case 0:
                sequencer.setTempo(40.0 + static_cast<double>(random() % 160), recorder);
                break;
            case 1:
                sequencer.pause(recorder);
                break;
            case 2:
                sequencer.setMuted(static_cast<int>(random() % 4), random() % 2 == 0, recorder);
                break;
            case 3:
                break; // the network is slow
            default:
                sequencer.play(recorder);
                sequencer.offer(plans.back().get(), step);
            }
            while (sequencer.takeUnused()) { }
            runFrames(sequencer, recorder, 6720, block);
            while (sequencer.takeUnused()) { }
        }
        performances.push_back(recorder.events);
    }
    QVERIFY(performances[0].size() > 200);
    for (std::size_t i = 1; i < performances.size(); ++i) {
        QCOMPARE(performances[i].size(), performances[0].size());
        for (std::size_t j = 0; j < performances[0].size(); ++j)
            QVERIFY(same(performances[i][j], performances[0][j]));
    }
}

// Whatever plans come and go: at every tick in the middle of a grid step, what sounds is what the plan in effect
// holds there, and a note that both plans held at the switch was not struck again.
void SequencerTest::randomPlansMatchTheRule()
{
    for (unsigned seed = 0; seed < 60; ++seed) {
        std::mt19937 random(seed);
        std::vector<std::unique_ptr<Plan>> plans;
        Sequencer sequencer(kRate);
        Recorder recorder;
        sequencer.play(recorder);
        const Plan *inEffect = nullptr;
        std::map<std::uint64_t, const Plan *> bySerial;
        for (int step = 0; step < 400; ++step) {
            if (random() % 3 == 0) {
                plans.push_back(std::make_unique<Plan>(
                    plan(test::randomNotes(random, 0, 7680), 7680, static_cast<std::uint64_t>(plans.size() + 1))));
                bySerial[plans.back()->serial] = plans.back().get();
                sequencer.offer(plans.back().get(), 0);
            }
            while (sequencer.takeUnused()) { }
            std::set<std::pair<int, int>> sounding;
            for (const Sounding &s : paired(recorder.events, true)) {
                if (s.off < 0)
                    sounding.insert({ s.voice, s.pitch });
            }
            if (sequencer.state().planSerial > 0 && !sequencer.state().late) {
                inEffect = bySerial[sequencer.state().planSerial];
                std::set<std::pair<int, int>> expected;
                const double perFrame = sequencer.state().quartersPerMinute * kTicksPerQuarter / (60 * kRate);
                const auto tick = static_cast<Tick>(sequencer.state().tick - perFrame); // of the last frame done
                for (const Note &each : inEffect->notes) {
                    if (each.start <= tick && each.end() > tick)
                        expected.insert({ each.voice, each.pitch });
                }
                QVERIFY2(sounding == expected, qPrintable(QString("seed %1 tick %2").arg(seed).arg(tick)));
            }
            const std::size_t events = recorder.events.size();
            const std::uint64_t serial = sequencer.state().planSerial;
            sequencer.process(static_cast<std::uint32_t>(1 + random() % 2000), recorder);
            while (sequencer.takeUnused()) { }
            if (sequencer.state().planSerial != serial && serial > 0) {
                const auto at = static_cast<Tick>(sequencer.state().planSwitchTick);
                const Plan *next = bySerial[sequencer.state().planSerial];
                for (const Note &each : next->notes) {
                    if (!(each.start < at && each.end() > at && sounding.count({ each.voice, each.pitch }) > 0))
                        continue;
                    for (std::size_t i = events; i < recorder.events.size(); ++i) {
                        const HeardEvent &e = recorder.events[i];
                        const bool it =
                            e.voice == each.voice && e.pitch == each.pitch && static_cast<Tick>(e.tick) == at;
                        // It may have ended and begun again on its way to the switch, never at the switch itself.
                        QVERIFY(!(it && e.kind == Kind::NoteOn && e.frame == sequencer.state().planSwitchFrame));
                    }
                }
            }
        }
        sequencer.pause(recorder);
        paired(recorder.events);
    }
}

QTEST_GUILESS_MAIN(SequencerTest)
#include "tst_sequencer.moc"
