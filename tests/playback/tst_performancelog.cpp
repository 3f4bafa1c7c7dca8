// What was heard comes out of the log as it was, without pauses.
#include "playback/performancelog.h"
#include "playback/playfile.h"
#include "testmusic.h"

#include <QtTest>

using namespace klangraum;
using Kind = HeardEvent::Kind;

namespace {

struct Performance
{
    PerformanceLog log;
    Sequencer sequencer{ 48000 };
    test::Recorder recorder;
    std::size_t logged = 0;

    void run(double toTick, std::uint32_t block = 64)
    {
        do
            sequencer.process(block, recorder);
        while (sequencer.state().tick < toTick && !sequencer.state().late);
        flush();
    }
    void flush()
    {
        for (; logged < recorder.events.size(); ++logged)
            log.add(recorder.events[logged]);
    }
};

} // namespace

class PerformanceLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip();
    void pausesAreTakenOut();
    void excerptInTheMiddle();
    void tempiAndPrograms();
    void visitorGetsAVoice();
    void boundedAndStillRight();
    void emptyStretches();
};

void PerformanceLogTest::roundTrip()
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        const Plan music = test::plan(test::randomNotes(random, 0, 7680), 7681);
        Performance p;
        p.sequencer.offer(&music, 0);
        p.sequencer.play(p.recorder);
        p.run(7680);
        const Excerpt excerpt = p.log.excerpt(0, 7680);
        Score expected;
        expected.notes = music.notes;
        expected.voices.resize(4);
        expected.normalise();
        QCOMPARE(excerpt.score.notes.size(), expected.notes.size());
        for (std::size_t i = 0; i < expected.notes.size(); ++i)
            QVERIFY2(excerpt.score.notes[i] == expected.notes[i],
                     qPrintable(QString("seed %1 note %2").arg(seed).arg(i)));
        QCOMPARE(excerpt.score.length, Tick(7680));
        QVERIFY(std::abs(excerpt.seconds() - 16 * 60.0 / 92) < 0.01);
        QVERIFY(std::abs(excerpt.score.seconds() - excerpt.seconds()) < 0.01);
        int open = 0;
        for (const HeardEvent &event : excerpt.events)
            open += event.kind == Kind::NoteOn ? 1 : event.kind == Kind::NoteOff ? -1 : 0;
        QCOMPARE(open, 0);
    }
}

void PerformanceLogTest::pausesAreTakenOut()
{
    std::mt19937 random(4);
    const Plan music = test::plan(test::randomNotes(random, 0, 7680), 7681);
    std::vector<Excerpt> excerpts;
    for (const bool pausing : { false, true }) {
        Performance p;
        p.sequencer.offer(&music, 0);
        p.sequencer.play(p.recorder);
        for (int stop = 1; pausing && stop < 8; ++stop) {
            p.run(stop * 900);
            p.sequencer.pause(p.recorder);
            for (int i = 0; i < 1000; ++i)
                p.sequencer.process(256, p.recorder);
            p.sequencer.play(p.recorder);
        }
        p.run(7680);
        excerpts.push_back(p.log.excerpt(0, 7680));
    }
    QVERIFY(excerpts[0].score.notes == excerpts[1].score.notes);
    QVERIFY(std::abs(excerpts[0].seconds() - excerpts[1].seconds()) < 0.01);
    QCOMPARE(excerpts[0].events.size(), excerpts[1].events.size());
    for (std::size_t i = 0; i < excerpts[0].events.size(); ++i) {
        const auto a = static_cast<double>(excerpts[0].events[i].frame),
                   b = static_cast<double>(excerpts[1].events[i].frame);
        QVERIFY(std::abs(a - b) < 32); // roundings to whole frames, two a pause
    }
}

void PerformanceLogTest::excerptInTheMiddle()
{
    const Plan music =
        test::plan({ test::note(0, 1000, 60), test::note(960, 480, 62), test::note(1440, 2000, 64) }, 4000);
    Performance p;
    p.sequencer.offer(&music, 0);
    p.sequencer.play(p.recorder);
    p.run(3000);
    const Excerpt excerpt = p.log.excerpt(960, 1920);
    QCOMPARE(excerpt.score.notes.size(), std::size_t(3));
    const auto &notes = excerpt.score.notes;
    QVERIFY(notes[0] == test::note(0, 40, 60)); // sounded already
    QVERIFY(notes[1] == test::note(0, 480, 62));
    QVERIFY(notes[2] == test::note(480, 480, 64)); // sounds still
    QVERIFY(std::abs(excerpt.seconds() - 2 * 60.0 / 92) < 0.001);
    QCOMPARE(excerpt.events.front().frame, std::uint64_t(0));
}

void PerformanceLogTest::tempiAndPrograms()
{
    const Plan music =
        test::plan({ test::note(0, 480, 60), test::note(480, 480, 62, 1), test::note(960, 960, 64) }, 4000);
    Performance p;
    p.sequencer.setProgram(0, { 19, false }, p.recorder);
    p.sequencer.setProgram(1, { 48, true }, p.recorder);
    p.sequencer.offer(&music, 0);
    p.sequencer.play(p.recorder);
    p.run(960);
    p.sequencer.setTempo(46, p.recorder);
    p.run(1920);
    const Excerpt excerpt = p.log.excerpt(480, 1920);
    QCOMPARE(excerpt.score.tempi.size(), std::size_t(2));
    QVERIFY(std::abs(excerpt.score.tempi[0].quartersPerMinute - 92) < 1e-4);
    QVERIFY(std::abs(excerpt.score.tempi[1].quartersPerMinute - 46) < 1e-4);
    QVERIFY(std::abs(excerpt.score.tempi[1].tick - 480) <= 2);
    QVERIFY(std::abs(excerpt.seconds() - (1 + 2 * 2) * 60.0 / 92) < 0.01);
    QCOMPARE(excerpt.score.voices[0].program, 19);
    QVERIFY(!excerpt.score.voices[0].percussion);
    QCOMPARE(excerpt.score.voices[1].program, 48);
    QVERIFY(excerpt.score.voices[1].percussion);
}

void PerformanceLogTest::visitorGetsAVoice()
{
    PerformanceLog log;
    const auto add = [&log](Kind kind, int voice, int pitch, double tick) {
        HeardEvent event;
        event.kind = kind;
        event.voice = static_cast<std::uint8_t>(voice);
        event.pitch = static_cast<std::uint8_t>(pitch);
        event.value = 90;
        event.quartersPerMinute = 120;
        event.tick = tick;
        event.frame = static_cast<std::uint64_t>(tick * 50);
        log.add(event);
    };
    add(Kind::Play, 0, 0, 0);
    add(Kind::NoteOn, 1, 60, 0);
    add(Kind::NoteOn, kVisitorVoice, 60, 100);
    add(Kind::NoteOff, kVisitorVoice, 60, 200);
    add(Kind::NoteOff, 1, 60, 480);
    const Excerpt excerpt = log.excerpt(0, 960);
    QCOMPARE(excerpt.score.voices.size(), std::size_t(3));
    QCOMPARE(excerpt.score.notes.size(), std::size_t(2));
    QCOMPARE(excerpt.score.notes[1].voice, 2);
}

void PerformanceLogTest::boundedAndStillRight()
{
    std::mt19937 random(8);
    const Plan music = test::plan(test::randomNotes(random, 0, 480 * 400), 480 * 400 + 1);
    Performance all, few;
    few.log = PerformanceLog(500);
    for (Performance *p : { &all, &few }) {
        p->sequencer.setProgram(2, { 52, false }, p->recorder);
        p->sequencer.offer(&music, 0);
        p->sequencer.play(p->recorder);
        p->run(480 * 400);
    }
    QVERIFY(all.log.size() > 1000);
    QCOMPARE(few.log.size(), std::size_t(500));
    const Excerpt a = all.log.excerpt(480 * 370, 480 * 400), b = few.log.excerpt(480 * 370, 480 * 400);
    QVERIFY(a.score.notes.size() > 50);
    QVERIFY(a.score == b.score);
    QCOMPARE(b.score.voices[2].program, 52);
    QCOMPARE(a.frames, b.frames);
    // Older than what is known: from where it begins.
    const Excerpt older = few.log.excerpt(0, 480 * 400);
    QVERIFY(std::abs(static_cast<double>(older.score.length) - (480 * 400 - few.log.begin())) <= 1);
}

void PerformanceLogTest::emptyStretches()
{
    PerformanceLog log;
    QVERIFY(log.excerpt(0, 1000).events.empty());
    QVERIFY(log.excerpt(0, 1000).score.notes.empty());
    Performance p;
    const Plan music = test::plan({ test::note(0, 480, 60) }, 4000);
    p.sequencer.offer(&music, 0);
    p.sequencer.play(p.recorder);
    p.run(3000);
    QVERIFY(p.log.excerpt(1000, 2000).score.notes.empty());
    QVERIFY(p.log.excerpt(2000, 1000).events.empty());
}

QTEST_GUILESS_MAIN(PerformanceLogTest)
#include "tst_performancelog.moc"
