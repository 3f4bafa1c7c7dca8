// The roll is what sounded plus what is written: heard notes grow and end, decided ones lie before the write head.
#include "runtime/rollhistory.h"

#include <QTest>

using namespace klangraum;

namespace {

HeardEvent on(int voice, int pitch, double tick)
{
    HeardEvent event;
    event.kind = HeardEvent::Kind::NoteOn;
    event.voice = static_cast<std::uint8_t>(voice);
    event.pitch = static_cast<std::uint8_t>(pitch);
    event.value = 80;
    event.tick = tick;
    return event;
}

HeardEvent off(int voice, int pitch, double tick)
{
    HeardEvent event = on(voice, pitch, tick);
    event.kind = HeardEvent::Kind::NoteOff;
    return event;
}

MusicUpdate music(std::vector<Note> notes, Tick start = 0)
{
    MusicUpdate update;
    update.model = 0;
    update.start = start;
    update.notes = std::move(notes);
    for (int step = 0; step < 64; ++step)
        update.cells.push_back({ static_cast<std::int16_t>(step), 60, 0, 0.5F });
    return update;
}

} // namespace

class TestRollHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundingNoteEndsWhereItsPlanEndsIt()
    {
        RollHistory roll;
        roll.written(music({ { 0, 480, 60, 80, 0 } }));
        roll.heard(on(0, 60, 0));
        QCOMPARE(roll.notes().size(), std::size_t(1));
        QVERIFY(roll.notes()[0].sounding);
        QCOMPARE(roll.notes()[0].note.end(), Tick(480));
        roll.advance(100);
        roll.written(music({ { 0, 960, 60, 80, 0 } })); // the finger has made it longer
        QCOMPARE(roll.notes()[0].note.end(), Tick(960));
        roll.heard(off(0, 60, 600)); // and then cut it
        QVERIFY(!roll.notes()[0].sounding);
        QVERIFY(roll.notes()[0].heard);
        QCOMPARE(roll.notes()[0].note.duration, Tick(600));
    }

    void openZoneBeginsAtTheWriteHead()
    {
        RollHistory roll;
        roll.written(music({ { 0, 480, 60, 80, 0 }, { 480, 480, 62, 80, 0 }, { 960, 480, 64, 80, 0 } }));
        roll.advance(130);
        QCOMPARE(roll.writeHead(), Tick(240));
        QCOMPARE(roll.openZone().firstTick, Tick(240));
        QCOMPARE(roll.openZone().notes.size(), std::size_t(2));
        QCOMPARE(roll.openZone().cells.size(), std::size_t(62));
        QCOMPARE(int(roll.openZone().cells.front().step), 0);
        const auto serial = roll.openZone().serial;
        roll.advance(200); // same grid step: nothing to rebuild
        QCOMPARE(roll.openZone().serial, serial);
        roll.advance(241);
        QVERIFY(roll.openZone().serial > serial);
    }

    void oldStyleIsDecidedUpToTheChange()
    {
        RollHistory roll;
        roll.written(music({ { 0, 480, 60, 80, 0 }, { 480, 480, 62, 80, 0 }, { 1920, 480, 64, 80, 0 } }));
        roll.advance(10);
        MusicUpdate next = music({ { 1920, 480, 70, 80, 0 } }, 1920);
        next.model = 1;
        next.atNextBar = true;
        roll.written(next);
        QCOMPARE(roll.writeHead(), Tick(1920));
        std::vector<int> decided;
        for (const RollNote &note : roll.notes())
            decided.push_back(note.note.pitch);
        QCOMPARE(decided, std::vector<int>({ 62 }));
        roll.advance(1921);
        QCOMPARE(roll.writeHead(), Tick(2040));
    }

    void heardNotesStayInOrderWithDecidedLast()
    {
        RollHistory roll;
        std::vector<Note> notes;
        for (int i = 0; i < 200; ++i)
            notes.push_back({ i * 60, 60, 40 + i % 40, 80, i % 4 });
        roll.written(music(notes));
        for (int i = 0; i < 199; ++i) {
            roll.heard(on(i % 4, 40 + i % 40, i * 60));
            roll.advance(i * 60);
            if (i > 0)
                roll.heard(off((i - 1) % 4, 40 + (i - 1) % 40, i * 60));
        }
        QVERIFY(std::is_sorted(roll.notes().begin(), roll.notes().end(),
                               [](const RollNote &a, const RollNote &b) { return a.note.start < b.note.start; }));
        const auto sounding =
            std::count_if(roll.notes().begin(), roll.notes().end(), [](auto &n) { return n.sounding; });
        QCOMPARE(sounding, std::ptrdiff_t(1));
    }

    void memoryIsBounded()
    {
        RollHistory roll;
        roll.written(music({}));
        for (int i = 0; i < 100000; ++i) {
            roll.heard(on(0, 60, i * 30));
            roll.heard(off(0, 60, i * 30 + 30));
            roll.advance(i * 30 + 30);
        }
        QVERIFY(roll.notes().size() < 9000);
    }
};

QTEST_GUILESS_MAIN(TestRollHistory)
#include "tst_rollhistory.moc"
