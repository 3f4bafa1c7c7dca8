// The engine thread with a model that makes sound, against a stub of one and a player whose clock the test turns.
#include "generators/morph.h"
#include "handplayer.h"
#include "stubsound.h"

#include <QTest>

using namespace klangraum;

namespace {

constexpr int kNotes = 0, kSound = 1; // of StubSoundModels

// The whole loop is the stub's for this steering.
bool isLoopOf(const Plan &plan, double x, std::uint64_t seed)
{
    if (!plan.loop || !plan.loop->whole())
        return false;
    Steering steering;
    steering.values["map.x"] = x;
    AudioLoop format;
    format.sampleRate = 48000;
    format.quartersPerMinute = 128;
    format.frames = plan.loop->frames();
    for (std::size_t i = 0; i < format.frames; i += 7) {
        if (plan.loop->left(i) != StubSoundStream::sample(format, steering, seed, i))
            return false;
    }
    return true;
}

class Stage
{
public:
    Stage()
    {
        models.sound.sampleRate = 48000; // the player's: nothing is resampled
        models.sound.partFrames = 12000;
        models.sound.cost = std::chrono::microseconds(200);
    }
    void start()
    {
        engine.start();
        engine.post(select(kSound, 3));
    }
    // Takes results until one of the model's states or a notice has come.
    bool seen(const std::string &code)
    {
        EngineResult result;
        while (engine.poll(result)) {
            if (const auto *notice = std::get_if<NoticeUpdate>(&result))
                m_seen += notice->code + notice->text + ";";
            if (const auto *model = std::get_if<ModelUpdate>(&result))
                m_seen += model->state == ModelUpdate::State::Failed ? "FAILED;" : "";
        }
        return m_seen.find(code) != std::string::npos;
    }

    StubSoundModels models;
    HandPlayer player;
    EngineThread engine{ models, player };

private:
    std::string m_seen;
};

} // namespace

class TestLoopEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLoopBeginsAndBecomesWhole()
    {
        Stage stage;
        stage.start();
        QTRY_VERIFY(stage.player.plan().loop != nullptr);
        const Plan plan = stage.player.plan();
        QCOMPARE(plan.loopOrigin, Tick(0));
        QCOMPARE(plan.gridTicks, Tick(480));
        QVERIFY(!plan.atNextBar && plan.notes.empty());
        QTRY_VERIFY(isLoopOf(plan, 0, 3));
        QVERIFY(std::abs(plan.loop->quartersPerMinute() - 128) < 1e-3);
    }

    void thePartUnderThePlayheadComesFirst()
    {
        Stage stage;
        stage.start();
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0, 3));
        stage.player.setTick(480 * 37.4); // 21.4 beats into a loop of 16: the 6th beat, of the third time around
        stage.models.sound.cost = std::chrono::milliseconds(5);
        QVERIFY(stage.engine.post(steer(1)));
        QTRY_VERIFY(stage.player.plan().gestureTime != 0);
        const Plan plan = stage.player.plan();
        const Loop &loop = *plan.loop;
        const double beat = static_cast<double>(loop.frames()) / 16;
        QVERIFY(loop.covers(static_cast<std::size_t>(6 * beat), static_cast<std::size_t>(beat)));
        const double before = 6 * beat - static_cast<double>(loop.from());
        QVERIFY2(before >= 0 && before < 0.1 * beat, qPrintable(QString::number(before)));
        QTRY_VERIFY(isLoopOf(plan, 1, 3));
    }

    void theNewestGestureWins()
    {
        Stage stage;
        stage.start();
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0, 3));
        stage.models.sound.cost = std::chrono::milliseconds(2);
        const int before = stage.models.sound.begun;
        for (int i = 1; i <= 200; ++i)
            QVERIFY(stage.engine.post(steer(i / 200.0)));
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 1, 3));
        QVERIFY2(stage.models.sound.begun - before < 20, qPrintable(QString::number(stage.models.sound.begun)));
    }

    void aMorphMovesThePad()
    {
        Stage stage;
        stage.start();
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0, 3));
        EngineCommand command = steer(0.5);
        setMorph(command.steering, Morph{ 0, 0, 1, 0, 0.5, 0.1 });
        QVERIFY(stage.engine.post(std::move(command)));
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0.5, 3));
        QVERIFY(!stage.seen("engine-restarting"));
    }

    // A finger that never rests is heard all the same, and what is left of a loop is dropped for it.
    void aRestlessFingerIsHeard()
    {
        Stage stage;
        stage.start();
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0, 3));
        stage.models.sound.cost = std::chrono::milliseconds(2);
        const int before = stage.player.count;
        const int parts = stage.models.sound.parts;
        int moves = 0;
        for (; stage.player.count < before + 8 && moves < 5000; ++moves) {
            QVERIFY(stage.engine.post(steer(std::sin(moves * 0.1))));
            QTest::qSleep(1);
        }
        QVERIFY(moves < 5000);
        const std::size_t whole = stage.player.plan().loop->frames() / stage.models.sound.partFrames;
        QVERIFY(stage.models.sound.parts - parts < static_cast<int>(8 * whole));
    }

    // A loop for the beat after next does not displace the one for the next beat: what plays might not last so long.
    void whatHasYetToBeginIsNotDisplaced()
    {
        Stage stage;
        stage.start();
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0, 3));
        stage.player.waiting = true;
        stage.player.setTick(480 * 4 + 100);
        QVERIFY(stage.engine.post(steer(1)));
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 1, 3)); // for the fifth beat
        stage.player.setTick(480 * 5 - 4);
        QVERIFY(stage.engine.post(steer(0.5))); // can only be for the sixth
        QTest::qWait(150);
        QVERIFY(isLoopOf(stage.player.plan(), 1, 3));
        stage.player.takeEffect();
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0.5, 3));
    }

    void stylesChangeAtTheBar()
    {
        Stage stage;
        stage.engine.start();
        QVERIFY(stage.engine.post(select(kNotes)));
        QTRY_VERIFY(stage.player.plan().end == Tick(2 * 3840));
        stage.player.setTick(700);
        QVERIFY(stage.engine.post(select(kSound, 5)));
        QTRY_VERIFY(stage.player.plan().loop != nullptr);
        Plan plan = stage.player.plan();
        QVERIFY(plan.atNextBar);
        QCOMPARE(plan.loopOrigin, Tick(1920));
        QVERIFY(plan.loop->covers(0, 1000)); // from its beginning
        QVERIFY(stage.engine.post(steer(0.5))); // before the bar
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0.5, 5));
        QVERIFY(stage.player.plan().atNextBar);
        stage.player.setTick(2000);
        QVERIFY(stage.engine.post(steer(0.25)));
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0.25, 5));
        plan = stage.player.plan();
        QVERIFY(!plan.atNextBar);
        QCOMPARE(plan.loopOrigin, Tick(1920));
        // And back, at the tempo that the notes had.
        QVERIFY(stage.engine.post(select(kNotes)));
        QTRY_VERIFY(stage.player.plan().loop == nullptr);
        plan = stage.player.plan();
        QVERIFY(plan.atNextBar);
        QCOMPARE(plan.notes.front().start, Tick(3840));
        QCOMPARE(plan.tempi, (std::vector<TempoChange>{ { 3840, 92 } }));
    }

    void leavingMakesTheLoopWhole()
    {
        Stage stage;
        stage.start();
        QTRY_VERIFY(stage.player.plan().loop != nullptr);
        stage.models.sound.cost = std::chrono::milliseconds(4);
        QVERIFY(stage.engine.post(steer(1)));
        QTRY_VERIFY(stage.player.plan().gestureTime != 0);
        const auto loop = stage.player.plan().loop;
        QVERIFY(stage.engine.post(select(kNotes)));
        QTRY_VERIFY(stage.player.plan().loop == nullptr);
        QVERIFY(loop->whole());
    }

    void aFailingLoopIsLeftAllTheSame()
    {
        Stage stage;
        stage.start();
        QTRY_VERIFY(stage.player.plan().loop != nullptr);
        stage.models.sound.cost = std::chrono::milliseconds(4);
        QVERIFY(stage.engine.post(steer(1)));
        QTRY_VERIFY(stage.player.plan().gestureTime != 0);
        stage.models.sound.failures = 1000;
        QVERIFY(stage.engine.post(select(kNotes)));
        QTRY_VERIFY(stage.player.plan().loop == nullptr);
        QVERIFY(!stage.seen("FAILED"));
    }

    void failuresAreTold_data()
    {
        QTest::addColumn<bool>("numbers");
        QTest::newRow("it throws") << false;
        QTest::newRow("no numbers") << true;
    }
    void failuresAreTold()
    {
        QFETCH(bool, numbers);
        Stage stage;
        stage.start();
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0, 3));
        std::atomic<int> &trouble = numbers ? stage.models.sound.notNumbers : stage.models.sound.failures;
        trouble = 1;
        const int before = stage.player.count;
        QVERIFY(stage.engine.post(steer(1)));
        QTRY_VERIFY(stage.seen("engine-restarting"));
        QTRY_VERIFY(stage.player.count > before && isLoopOf(stage.player.plan(), 1, 3));
        trouble = 1000;
        QVERIFY(stage.engine.post(steer(0)));
        QTRY_VERIFY(stage.seen("FAILED"));
        trouble = 0;
        QVERIFY(stage.engine.post(select(kNotes)));
        QTRY_VERIFY(stage.player.plan().loop == nullptr);
    }

    void anotherDeviceRateIsFollowed()
    {
        Stage stage;
        stage.start();
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0, 3));
        stage.player.setSampleRate(44100);
        QTRY_COMPARE(stage.player.plan().loop->sampleRate(), 44100.0);
        QVERIFY(stage.player.plan().loop->whole());
    }

    void atOnceNeedsNoBeat()
    {
        Stage stage;
        stage.engine.setLoopsAtOnce(true);
        stage.start();
        QTRY_VERIFY(stage.player.plan().loop != nullptr);
        QCOMPARE(stage.player.plan().gridTicks, Tick(1));
    }

    void aFullQueueIsTriedAgain()
    {
        Stage stage;
        stage.player.refuse = 3;
        stage.start();
        QTRY_VERIFY(isLoopOf(stage.player.plan(), 0, 3));
    }
};

QTEST_GUILESS_MAIN(TestLoopEngine)
#include "tst_loopengine.moc"
