// The listener: a piece is played once from its beginning, another takes its place where it is, and the player that is
// kept between pieces begins the next one without the last one's music.
#include "runtime/listener.h"

#include <QElapsedTimer>
#include <QtTest>

#include <functional>

using namespace klangraum;

namespace {

Score piece(int quarters, double tempo)
{
    Score score;
    score.ticksPerQuarter = kTicksPerQuarter;
    score.voices = { Voice{} };
    score.tempi = { { 0, tempo } };
    score.length = quarters * kTicksPerQuarter;
    for (int i = 0; i < quarters; ++i)
        score.notes.push_back({ i * kTicksPerQuarter, kTicksPerQuarter, 60 + i, 80, 0 });
    return score;
}

bool runUntil(Listener &listener, const std::function<bool()> &done)
{
    QElapsedTimer since;
    since.start();
    while (since.elapsed() < 20000) {
        listener.poll();
        if (done())
            return true;
        QTest::qWait(2);
    }
    return false;
}

PlayerOptions silent()
{
    PlayerOptions options;
    options.sound = false;
    return options;
}

} // namespace

class ListenerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onceFromTheBeginning()
    {
        Listener listener(silent());
        QVERIFY(!listener.listening());
        QVERIFY(!listener.poll());
        for (int i = 0; i < 2; ++i) { // the second by the player of the first
            listener.start(piece(4, 240), 0, 0.5);
            QVERIFY(listener.listening());
            double before = 0;
            bool rose = true;
            QVERIFY(runUntil(listener, [&] {
                const double now = listener.position();
                rose &= !listener.listening() || now >= before;
                before = now;
                return !listener.listening();
            }));
            QVERIFY(rose);
            QCOMPARE(listener.position(), 0.0);
        }
    }

    void anotherInItsPlace()
    {
        Listener listener(silent());
        listener.change(piece(4, 120), 0, 0.5); // nothing plays: begins
        QVERIFY(runUntil(listener, [&] { return listener.position() > 0.25; }));
        const double before = listener.position();
        listener.change(piece(4, 120), 0, 0.5);
        QVERIFY(listener.position() >= before && listener.position() < before + 0.5);
        QVERIFY(runUntil(listener, [&] { return listener.position() > 0.9; }));
        listener.change(piece(2, 240), 0, 0.5, 2); // shorter: goes on in it
        QVERIFY(listener.listening());
        QVERIFY(runUntil(listener, [&] { return !listener.listening(); }));
    }

    void passes()
    {
        Listener listener(silent());
        listener.start(piece(1, 240), 0, 0.5, 3);
        int turns = 0;
        double before = 0;
        QVERIFY(runUntil(listener, [&] {
            const double now = listener.position();
            turns += listener.listening() && now < before;
            before = now;
            return !listener.listening();
        }));
        QCOMPARE(turns, 2);
    }

    void stoppedWhileItIsMade()
    {
        Listener listener(silent());
        listener.start(piece(4, 120), 0, 0.5);
        listener.stop();
        QVERIFY(!listener.listening());
        listener.start(piece(1, 240), 0, 0.5);
        QVERIFY(runUntil(listener, [&] { return listener.position() > 0; }));
        listener.stop();
        QVERIFY(!listener.poll());
        QCOMPARE(listener.position(), 0.0);
        Listener abandoned(silent());
        abandoned.start(piece(4, 120), 0, 0.5);
    }
};

QTEST_GUILESS_MAIN(ListenerTest)
#include "tst_listener.moc"
