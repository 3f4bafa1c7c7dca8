// The session with a model that makes sound, without a sound card: loops follow the finger, what is kept is what was
// heard, and styles change both ways.
#include "runtime/session.h"
#include "stubsound.h"

#include <sndfile.h>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace klangraum;

namespace {

SessionOptions silent()
{
    SessionOptions options;
    options.sound = false;
    options.seed = 7;
    return options;
}

template <typename Condition> bool runUntil(Session &session, Condition done)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 15000) {
        session.poll();
        if (done())
            return true;
        QTest::qWait(5);
    }
    return false;
}

std::unique_ptr<ModelSource> stubs()
{
    auto models = std::make_unique<StubSoundModels>();
    models->sound.cost = std::chrono::microseconds(500);
    return models;
}

bool sounds(const Session &session)
{
    return session.makesSound() && !session.sound().empty() && session.sound().back().loop != 0 &&
        session.transport().tick >= static_cast<double>(session.sound().back().from);
}

std::vector<float> readSound(const std::filesystem::path &file, SF_INFO &info)
{
    info = {};
    SNDFILE *sound = sf_open(file.c_str(), SFM_READ, &info);
    if (!sound)
        return {};
    std::vector<float> samples(static_cast<std::size_t>(info.frames * info.channels));
    sf_readf_float(sound, samples.data(), info.frames);
    sf_close(sound);
    return samples;
}

} // namespace

class TestSessionSound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesToSoundAndBack()
    {
        Session session(silent(), stubs());
        QVERIFY(runUntil(session, [&] { return !session.roll().empty(); }));
        session.setTempo(150);
        QVERIFY(runUntil(session, [&] { return session.transport().quartersPerMinute == 150; }));
        session.selectModel(1);
        QVERIFY(runUntil(session, [&] { return sounds(session); }));
        QCOMPARE(session.sound().back().origin % 1920, Tick(0));
        QVERIFY(std::abs(session.transport().quartersPerMinute - 128) < 0.01);
        // No note hangs; that its end was heard may be told a moment after the sound has begun.
        QVERIFY(runUntil(session, [&] {
            return std::none_of(session.roll().begin(), session.roll().end(),
                                [](const RollNote &note) { return note.sounding; });
        }));
        QVERIFY(runUntil(session,
                         [&] { return session.sound().back().picture && session.sound().back().picture->whole(); }));
        QVERIFY(!session.soundSteps().empty());
        session.selectModel(0);
        QVERIFY(runUntil(session, [&] {
            return std::any_of(session.roll().begin(), session.roll().end(),
                               [](const RollNote &note) { return note.sounding; });
        }));
        QVERIFY(runUntil(session, [&] { return session.transport().quartersPerMinute == 150; }));
        QCOMPARE(session.sound().back().loop, std::uint64_t(0));
        QCOMPARE(session.transport().starvations, std::uint64_t(0));
    }

    void tempoIsAControlOfTheModel()
    {
        Session session(silent(), stubs());
        session.selectModel(1);
        QVERIFY(runUntil(session, [&] { return sounds(session); }));
        session.setTempo(160);
        QCOMPARE(session.control("tempo"), 160.0);
        QVERIFY(runUntil(session, [&] { return std::abs(session.transport().quartersPerMinute - 160) < 0.01; }));
    }

    void aDraggingFingerNeverStarvesIt()
    {
        Session session(silent(), stubs());
        session.selectModel(1);
        QVERIFY(runUntil(session, [&] { return sounds(session); }));
        const std::uint64_t first = session.sound().back().loop;
        int moves = 0;
        QVERIFY(runUntil(session, [&] {
            session.setPad(std::sin(moves * 0.05), std::cos(moves * 0.05));
            return ++moves > 400;
        }));
        QVERIFY(session.sound().size() > 2); // each change is a span
        QVERIFY(session.sound().back().loop > first + 3);
        QCOMPARE(session.transport().starvations, std::uint64_t(0));
        QCOMPARE(session.transport().silentBlocks, std::uint64_t(0));
    }

    void keepsWhatWasHeard()
    {
        QTemporaryDir folder;
        Session session(silent(), stubs());
        session.selectModel(1);
        QVERIFY(runUntil(session, [&] { return sounds(session); }));
        const double began = session.transport().tick;
        QVERIFY(runUntil(session, [&] { return session.transport().tick > began + 2400; }));
        session.setGain(0.1); // the room's loudness is not the file's
        session.keep(folder.path().toStdString(), 16);
        QVERIFY(runUntil(session, [&] { return session.keepState().status != KeepStatus::Saving; }));
        const KeepState &state = session.keepState();
        QCOMPARE(state.status, KeepStatus::Saved);
        QVERIFY(state.midi.empty() && state.score.notes.empty());
        SF_INFO wav{}, flac{};
        const std::vector<float> samples = readSound(state.wav, wav), packed = readSound(state.flac, flac);
        QCOMPARE(flac.format & SF_FORMAT_TYPEMASK, SF_FORMAT_FLAC);
        QCOMPARE(samples.size(), packed.size());
        QVERIFY(samples == packed);
        QCOMPARE(wav.channels, 2);
        QVERIFY(std::abs(state.seconds - double(wav.frames) / wav.samplerate) < 1e-9);
        QVERIFY(state.seconds > 2 && state.seconds < 6);
        QVERIFY(*std::max_element(samples.begin(), samples.end()) > 0.1F);
        QCOMPARE(state.bars, int(std::ceil(state.seconds * 128 / 60 / 4 - 1e-3)));
        QVERIFY(state.picture && state.picture->whole());

        // And can be listened to, once.
        session.listen(true);
        QVERIFY(session.listening());
        QVERIFY(runUntil(session, [&] { return session.listenPosition() > 0.1; }));
        QVERIFY(runUntil(session, [&] { return !session.listening(); }));
        QVERIFY(runUntil(session, [&] { return session.transport().playing; }));
    }
};

QTEST_GUILESS_MAIN(TestSessionSound)
#include "tst_sessionsound.moc"
