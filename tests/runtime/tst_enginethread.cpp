// The engine thread against a stub network and a player whose clock the test turns by hand.
#include "handplayer.h"
#include "stubmodels.h"

#include <QTest>

using namespace klangraum;

namespace {

int firstSoprano(const Plan &plan, Tick from)
{
    for (const Note &note : plan.notes) {
        if (note.voice == 0 && note.start >= from)
            return note.pitch;
    }
    return -1;
}

} // namespace

class TestEngineThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void planHoldsCurrentAndNextWindow()
    {
        StubModels models;
        HandPlayer player;
        EngineThread engine(models, player);
        engine.start();
        QVERIFY(engine.post(select(0)));
        QTRY_COMPARE(player.plan().end, Tick(2 * 3840));
        const Plan plan = player.plan();
        QCOMPARE(plan.notes.size(), std::size_t(64));
        QVERIFY(!plan.atNextBar);
        QCOMPARE(firstSoprano(plan, 3840), StubStream::pitch(0, 0, 1, 1, 0));
    }

    void gestureChangesThePlan()
    {
        StubModels models;
        HandPlayer player;
        EngineThread engine(models, player);
        engine.start();
        QVERIFY(engine.post(select(0)));
        QTRY_VERIFY(player.plan().end > 0);
        QVERIFY(engine.post(steer(1)));
        QTRY_COMPARE(firstSoprano(player.plan(), 0), StubStream::pitch(0, 0, 0, 1, 1));
        QTRY_COMPARE(firstSoprano(player.plan(), 3840), StubStream::pitch(0, 0, 1, 1, 1));
    }

    void windowsFollowThePlayhead()
    {
        StubModels models;
        HandPlayer player;
        EngineThread engine(models, player);
        engine.start();
        QVERIFY(engine.post(select(0)));
        QTRY_VERIFY(player.plan().end > 0);
        for (std::uint64_t window = 1; window < 5; ++window) {
            player.setTick(static_cast<double>(window) * 3840 + 1);
            QTRY_COMPARE(player.plan().end, Tick((window + 2) * 3840));
            QCOMPARE(firstSoprano(player.plan(), Tick(window * 3840)), StubStream::pitch(0, 0, window, 1, 0));
        }
    }

    void newStyleWaitsForTheBarLine()
    {
        StubModels models;
        HandPlayer player;
        EngineThread engine(models, player);
        engine.start();
        QVERIFY(engine.post(select(0)));
        QTRY_VERIFY(player.plan().end > 0);
        player.setTick(700);
        QVERIFY(engine.post(select(1, 9)));
        QTRY_VERIFY(player.plan().atNextBar);
        QCOMPARE(player.plan().notes.front().start, Tick(1920));
        // A finger that moves before the bar line must not bring the new style forward.
        QVERIFY(engine.post(steer(-1)));
        QTRY_COMPARE(firstSoprano(player.plan(), 1920), StubStream::pitch(0, 0, 0, 9, -1));
        QVERIFY(player.plan().atNextBar);
        player.setTick(1930);
        QVERIFY(engine.post(steer(0.5)));
        QTRY_VERIFY(!player.plan().atNextBar);
    }

    void failureRestartsThenGivesUp()
    {
        StubModels models;
        HandPlayer player;
        EngineThread engine(models, player);
        engine.start();
        QVERIFY(engine.post(select(0)));
        QTRY_VERIFY(player.plan().end > 0);
        models.failures = 1;
        QVERIFY(engine.post(steer(1)));
        QTRY_COMPARE(models.opened.load(), 2);
        QTRY_COMPARE(firstSoprano(player.plan(), player.plan().notes.front().start) > 0, true);

        models.failures = 1000;
        QVERIFY(engine.post(steer(0)));
        bool restarting = false, failed = false;
        const auto seen = [&] {
            EngineResult result;
            while (engine.poll(result)) {
                if (const auto *notice = std::get_if<NoticeUpdate>(&result))
                    restarting |= notice->code == "engine-restarting";
                if (const auto *model = std::get_if<ModelUpdate>(&result))
                    failed |= model->state == ModelUpdate::State::Failed && model->model == 0;
            }
            return failed;
        };
        QTRY_VERIFY(seen());
        QVERIFY(restarting);
        // Another model still plays.
        models.failures = 0;
        QVERIFY(engine.post(select(1)));
        const int before = player.count;
        QTRY_VERIFY(player.count > before || player.plan().end > 0);
    }

    void fullQueueIsTriedAgain()
    {
        StubModels models;
        HandPlayer player;
        player.refuse = 3;
        EngineThread engine(models, player);
        engine.start();
        QVERIFY(engine.post(select(0)));
        QTRY_VERIFY(player.plan().end > 0);
        QCOMPARE(player.plan().notes.size(), std::size_t(64));
    }
};

QTEST_GUILESS_MAIN(TestEngineThread)
#include "tst_enginethread.moc"
