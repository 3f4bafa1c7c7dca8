// The training room over a run that makes sound: `klangraum train growing-wgan` scaled down, on composed pieces.
#include "trainingfixture.h"

#include "spectrumpicture.h"

#include "music/atomicfile.h"
#include "music/wavfile.h"

#include <QQmlExtensionPlugin>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

namespace {

QString run(const QStringList &arguments)
{
    QProcess program;
    program.start(RealRun::program(), arguments);
    if (!program.waitForFinished(240000) || program.exitCode() != 0)
        return QString::fromUtf8(program.readAllStandardError()) + program.errorString();
    return {};
}

} // namespace

class TestTrainingSound : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_run = m_folder.path() + "/runs/growing-01";

private Q_SLOTS:
    void initTestCase()
    {
        const QString corpus = m_folder.path() + "/techno.corpus";
        QString problem = run({ "compose", "techno", "--pieces", "6", "--out", corpus, "--quiet" });
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QStringList train{ "train", "growing-wgan-small", "--corpus", corpus, "--run", m_run, "--quiet" };
        for (const char *set : { "model.channels=[4,4]", "model.fade=[0,1]", "model.full=[1,1]", "model.batch=[16,16]",
                                 "model.frames=16384", "model.latent=8", "training.epochs=3", "training.samples=3",
                                 "training.validation-items=8", "training.held-out=0.3", "training.threads=1" })
            train << "--set" << set;
        problem = run(train);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void showsWhatASoundRunHas()
    {
        RoomScreen screen(m_folder.path() + "/runs");
        QTRY_COMPARE(screen.room->shownEpoch(), 3);
        QVERIFY(!screen.room->makesNotes());
        QVERIFY(screen.room->panels().contains("spectra"));
        QVERIFY(!screen.room->panels().contains("notes"));
        QTRY_VERIFY(screen.lines("scalar:alpha") > 0);
        // Beside each measure of what is made stands the corpus's own.
        QTRY_COMPARE(screen.lines("scalar:sound/beat-strength"), std::size_t(2));
        QTRY_COMPARE(screen.lines("scalar:sound/frechet/log-mel"), std::size_t(2));
        QTRY_VERIFY(screen.picture<SpectrumPicture>("spectra"));
        const auto *spectra = screen.picture<SpectrumPicture>("spectra");
        QCOMPARE(spectra->state, PanelState::Live);
        QVERIFY(spectra->generated.hertz.back() > 9000);
        QVERIFY(spectra->real.hertz == spectra->generated.hertz);
        QVERIFY(spectra->distance > 0);
        QVERIFY(spectra->csv().startsWith("hertz,real,generated\n21."));
        // Under the cursor: the level below, at half the rate.
        screen.room->setCursor(1);
        QTRY_COMPARE(screen.picture<SpectrumPicture>("spectra")->epoch, 1);
        spectra = screen.picture<SpectrumPicture>("spectra");
        QVERIFY(spectra->generated.hertz.back() < 5600);
        QVERIFY(spectra->real.hertz.back() > 9000);
        QVERIFY(!screen.window->grabWindow().isNull());
    }

    void thumbsAreTheSamplesAndSound()
    {
        RoomScreen screen(m_folder.path() + "/runs");
        QTRY_COMPARE(screen.room->strip().size(), 3);
        QCOMPARE(screen.room->samples(), 3);
        const auto kept = [&](int epoch, int sample) {
            const QString file = QStringLiteral("%1/samples/epoch-000%2-%3.wav").arg(m_run).arg(epoch).arg(sample);
            return readWavFile(readText(file.toStdString(), 1 << 24), file.toStdString()).samples;
        };
        for (int i = 0; i < 3; ++i) {
            QVERIFY(screen.room->thumb(i).sound);
            QCOMPARE(screen.room->thumb(i).sound->samples, kept(i + 1, 1));
        }
        screen.room->otherSample();
        QTRY_COMPARE(screen.room->thumb(2).sound->samples, kept(3, 2));
        screen.room->playThumb(3);
        QTRY_COMPARE(screen.room->sounding(), 3);
        QTRY_COMPARE_WITH_TIMEOUT(screen.room->sounding(), -1, 20000); // 1.5 seconds later it is over
        screen.room->playThumb(2);
        screen.room->stopSound(); // before it was ready
        QTest::qWait(500);
        QCOMPARE(screen.room->sounding(), -1);
    }

    void travelsThroughTheLevels()
    {
        RoomScreen screen(m_folder.path() + "/runs");
        QTRY_COMPARE(screen.room->strip().size(), 3);
        screen.room->travel();
        QTRY_VERIFY(screen.room->travelling());
        QCOMPARE(screen.room->cursor(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(screen.room->cursor(), 3, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(!screen.room->travelling(), 20000);
    }

    void aDamagedClipIsNamed()
    {
        const QString file = m_run + "/samples/epoch-0003-1.wav";
        const std::string whole = readText(file.toStdString(), 1 << 24);
        RealRun::write(file, "RIFF of nothing");
        RoomScreen screen(m_folder.path() + "/runs");
        QTRY_VERIFY(screen.room->reason().contains("epoch-0003-1.wav"));
        QTRY_VERIFY(screen.room->picture(int(screen.room->panels().indexOf("spectra"))));
        QTRY_COMPARE(screen.room->picture(int(screen.room->panels().indexOf("spectra")))->state, PanelState::Failed);
        RealRun::write(file, QByteArray::fromStdString(whole));
    }
};

QTEST_MAIN(TestTrainingSound)
#include "tst_trainingsound.moc"
