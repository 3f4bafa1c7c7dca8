// The sequencer on a fake clock: the plan rule word for word.
#include "sequencertest.h"

#include <QtTest>

#include <set>

using namespace klangraum;
using namespace klangraum::test;
using Kind = HeardEvent::Kind;

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

QTEST_GUILESS_MAIN(SequencerTest)

#include "tst_sequencer.moc"
