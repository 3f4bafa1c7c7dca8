// The sequencer under plans as they come: hostile ones, blocks of any size, seeded random performances.
#include "sequencertest.h"

#include <QtTest>

#include <set>

using namespace klangraum;
using namespace klangraum::test;
using Kind = HeardEvent::Kind;

class SequencerPlansTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overlappingNotesOfOnePitch();
    void hostilePlansAreMended();
    void blockSizeDoesNotMatter();
    void randomPlansMatchTheRule();
};

void SequencerPlansTest::overlappingNotesOfOnePitch()
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

void SequencerPlansTest::hostilePlansAreMended()
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

void SequencerPlansTest::blockSizeDoesNotMatter()
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
void SequencerPlansTest::randomPlansMatchTheRule()
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

QTEST_APPLESS_MAIN(SequencerPlansTest)

#include "tst_sequencerplans.moc"
