// The exhibit without its screen, on a stub network and without a sound card: what is steered is heard, what is heard
// is on the roll, and what is kept is what was heard.
#include "music/midifile.h"
#include "runtime/session.h"
#include "stubmodels.h"

#include <sndfile.h>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace klangraum;

namespace {

SessionOptions silent()
{
    SessionOptions options;
    options.sound = false;
    options.seed = 7;
    return options;
}

// Polls as the screen does until `done` or 10 s have gone.
template <typename Condition> bool runUntil(Session &session, Condition done)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 10000) {
        session.poll();
        if (done())
            return true;
        QTest::qWait(5);
    }
    return false;
}

std::size_t heardCount(const Session &session)
{
    return static_cast<std::size_t>(
        std::count_if(session.roll().begin(), session.roll().end(), [](const RollNote &note) { return note.heard; }));
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void playsAtOnce()
    {
        Session session(silent(), std::make_unique<StubModels>());
        QCOMPARE(session.currentModel(), 0);
        QVERIFY(runUntil(session, [&] { return heardCount(session) >= 4; }));
        QVERIFY(session.transport().playing);
        QVERIFY(session.medianMilliseconds().has_value());
        QCOMPARE(*session.medianMilliseconds(), 1.5);
        QVERIFY(!session.openZone().cells.empty());
        QCOMPARE(session.openZone().firstTick, session.writeHead());
    }

    void gestureIsHeardAtTheNextGridStep()
    {
        Session session(silent(), std::make_unique<StubModels>());
        session.setTempo(120);
        QVERIFY(runUntil(session, [&] { return heardCount(session) >= 4; }));
        const auto sounding = [&](int voice) {
            for (auto note = session.roll().rbegin(); note != session.roll().rend(); ++note) {
                if (note->sounding && note->note.voice == voice)
                    return note->note.pitch;
            }
            return -1;
        };
        const int before = sounding(3);
        const double tick = session.transport().tick;
        session.setPad(1, 0);
        QCOMPARE(session.control("map.x"), 1.0);
        QVERIFY(runUntil(session, [&] { return sounding(3) != before && sounding(3) >= 0; }));
        // One grid step (a sixteenth) plus what the screen's own polling takes; far less than a beat.
        QVERIFY(session.transport().tick - tick < kTicksPerQuarter);
    }

    void valuesAreBounded()
    {
        Session session(silent(), std::make_unique<StubModels>());
        session.setPad(1e9, std::nan(""));
        QCOMPARE(session.control("map.x"), 0.0);
        session.setPad(1e9, -1e9);
        QCOMPARE(session.control("map.x"), 1.0);
        QCOMPARE(session.control("map.y"), -1.0);
        session.setControl("density", 5);
        QCOMPARE(session.control("density"), 1.0);
        session.setControl("no such control", 5);
        session.selectModel(99);
        QCOMPARE(session.currentModel(), 0);
    }

    void styleChangesAtTheBar()
    {
        Session session(silent(), std::make_unique<StubModels>());
        session.setTempo(200);
        QVERIFY(runUntil(session, [&] { return heardCount(session) >= 4; }));
        session.selectModel(1);
        QCOMPARE(session.currentModel(), 1);
        QVERIFY(runUntil(session, [&] { return session.writeHead() % 1920 == 0 && session.writeHead() > 0; }));
        QVERIFY(runUntil(session, [&] { return session.transport().tick > 2 * 1920; }));
        QCOMPARE(session.models()[1].status, ModelStatus::Ready);
    }

    void failedModelHandsOverToAnother()
    {
        auto models = std::make_unique<StubModels>();
        StubModels &stub = *models;
        Session session(silent(), std::move(models));
        QVERIFY(runUntil(session, [&] { return heardCount(session) >= 4; }));
        stub.failures = 6; // more than the engine's patience
        session.setPad(0.5, 0.5);
        QVERIFY(runUntil(session, [&] { return session.models()[0].status == ModelStatus::Failed; }));
        QVERIFY(!session.models()[0].problem.empty());
        stub.failures = 0;
        QVERIFY(runUntil(session, [&] { return session.currentModel() == 1; }));
        const double tick = session.transport().tick;
        QVERIFY(runUntil(session, [&] { return session.transport().tick > tick + 2 * 480; }));
        bool told = false;
        for (const Notice &notice : session.takeNotices())
            told |= notice.code == "model-failed";
        QVERIFY(told);
    }

    void keptIsWhatWasHeard()
    {
        QTemporaryDir folder;
        Session session(silent(), std::make_unique<StubModels>());
        session.setTempo(200);
        QVERIFY(runUntil(session, [&] { return session.transport().tick > 4.5 * 480; }));
        session.setPlaying(false);
        QVERIFY(runUntil(session, [&] {
            return std::none_of(session.roll().begin(), session.roll().end(),
                                [](const RollNote &n) { return n.sounding; });
        }));
        session.keep(folder.path().toStdString());
        QVERIFY(runUntil(session, [&] { return session.keepState().status != KeepStatus::Saving; }));
        QVERIFY2(session.keepState().status == KeepStatus::Saved, session.keepState().problem.c_str());

        const Score midi = readMidi(session.keepState().midi);
        std::vector<std::tuple<Tick, int, int>> kept, heard;
        for (const Note &note : midi.notes)
            kept.emplace_back((note.start * 480 + midi.ticksPerQuarter / 2) / midi.ticksPerQuarter, note.pitch,
                              note.voice);
        for (const RollNote &note : session.roll()) {
            if (note.heard)
                heard.emplace_back(note.note.start, note.note.pitch, note.note.voice);
        }
        std::sort(kept.begin(), kept.end());
        std::sort(heard.begin(), heard.end());
        QCOMPARE(kept, heard);

        SF_INFO info{};
        SNDFILE *wav = sf_open(session.keepState().wav.c_str(), SFM_READ, &info);
        QVERIFY(wav);
        std::vector<float> samples(static_cast<std::size_t>(info.frames * info.channels));
        sf_readf_float(wav, samples.data(), info.frames);
        sf_close(wav);
        double energy = 0;
        for (const float sample : samples)
            energy += static_cast<double>(sample) * sample;
        QVERIFY(energy / static_cast<double>(samples.size()) > 1e-6);
        QVERIFY(static_cast<double>(info.frames) / info.samplerate >= session.keepState().seconds);
    }

    void keepIntoAnImpossibleFolderFailsWithAReason()
    {
        QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "file";
        std::ofstream(file) << "in the way";
        Session session(silent(), std::make_unique<StubModels>());
        QVERIFY(runUntil(session, [&] { return heardCount(session) >= 4; }));
        session.keep(file / "below");
        QVERIFY(runUntil(session, [&] { return session.keepState().status == KeepStatus::Failed; }));
        QVERIFY(session.keepState().problem.find("below") != std::string::npos);
        session.keep(folder.path().toStdString()); // and again, to where it is possible
        QVERIFY(runUntil(session, [&] { return session.keepState().status == KeepStatus::Saved; }));
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
