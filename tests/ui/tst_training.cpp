// The training room in a real window, over a real short training: what the panels hold is what the event log and the
// files of samples say; commands reach the trainer; damaged folders are named and nothing else happens.
#include "trainingfixture.h"

#include "curvepicture.h"
#include "musicpictures.h"
#include "panelart.h"
#include "roomart.h"
#include "scatterpicture.h"

#include "music/error.h"
#include "training/runreader.h"
#include "training/samplefile.h"
#include "training/startrun.h"

#include <QImage>
#include <QQmlExtensionPlugin>

#include <cmath>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

namespace {

// An epoch's network whose samples are a note of pitch 40 + seed % 12, and whose plane is pitch by x.
class Arithmetic : public Generator
{
public:
    const ModelDescription &description() const override { return m_description; }
    Piece generate(const GenerateRequest &request) override
    {
        Score score;
        score.ticksPerQuarter = 480;
        score.voices = { Voice{} };
        score.length = 1920;
        const int pitch =
            request.latent ? 60 + int(std::lround(20 * request.latent->front())) : 40 + int(request.seed % 12);
        score.notes = { { 0, 480, pitch, 80, 0 } };
        return score;
    }
    std::unique_ptr<Stream> stream(std::uint64_t) override { return nullptr; }

private:
    ModelDescription m_description;
};

} // namespace

class TestTraining : public QObject
{
    Q_OBJECT
    RealRun m_real;

    static std::vector<Score> samplesOf(const QString &run, int epoch)
    {
        return readSamples(
            (run + QStringLiteral("/samples/epoch-%1.json").arg(epoch, 4, 10, QLatin1Char('0'))).toStdString());
    }

private Q_SLOTS:
    void initTestCase();
    void curvesHoldTheEventLog();
    void musicPanelsHoldTheSamples();
    void oneCursorForAllPanels();
    void samplesAreHeard();
    void theLatentPlaneIsPlayed();
    void manySamplesOnDemand();
    void aNewEventIsSeen();
    void everyScalarHasItsPanel();
    void bothLanguages();
};

void TestTraining::initTestCase()
{
    qputenv("PATH", QFileInfo(RealRun::program()).path().toUtf8() + ':' + qgetenv("PATH"));
    const QString problem = m_real.train(3);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestTraining::curvesHoldTheEventLog()
{
    RoomScreen screen(m_real.folder());
    QTRY_COMPARE(screen.room->name(), QStringLiteral("vae-image-01"));
    QTRY_COMPARE(screen.room->state(), QStringLiteral("finished"));
    screen.room->setSmoothing(0);
    screen.room->setAxis(0);
    screen.room->setPanel(1, QStringLiteral("scalar:loss"));
    const auto steps = m_real.events(m_real.run(), "step"), epochs = m_real.events(m_real.run(), "epoch");
    QCOMPARE(int(epochs.size()), 3);
    const auto ready = [&] {
        const auto *curves = screen.picture<CurvePicture>("scalar:loss");
        return curves && curves->axis == CurveAxis::Steps && curves->lines.size() == 2;
    };
    QTRY_VERIFY(ready());
    const auto *curves = screen.picture<CurvePicture>("scalar:loss");
    int best = 0;
    for (const auto &epoch : epochs)
        best = epoch.value("best", false) ? epoch.at("epoch").get<int>() : best;
    for (const CurveLine &line : curves->lines) {
        const auto &events = line.scalar == "train/loss" ? steps : epochs;
        QCOMPARE(line.values, events.size());
        QCOMPARE(line.last, events.back().at(line.scalar).get<double>());
        QVERIFY(line.notNumbers.empty());
        // Fewer events than pixels: every one stands where it belongs.
        QCOMPARE(line.smooth.size(), events.size());
        for (std::size_t i = 0; i < events.size(); ++i) {
            QVERIFY(std::abs(curves->x.valueAt(line.smooth[i].x()) - events[i].at("step").get<double>()) < 1e-6);
            const double value = events[i].at(line.scalar).get<double>();
            QVERIFY2(std::abs(curves->y.valueAt(line.smooth[i].y()) - value) < 1e-6 * std::max(1.0, std::abs(value)),
                     line.scalar.c_str());
        }
    }
    QVERIFY(best > 0);
    QVERIFY(std::abs(curves->best.x() - curves->positionOf(best)) < 1e-9);
    // Adversarial panels have nothing to show here and say so.
    screen.room->setPanel(1, QStringLiteral("group:adversarial"));
    QTRY_VERIFY(screen.picture<CurvePicture>("group:adversarial") &&
                screen.picture<CurvePicture>("group:adversarial")->state == PanelState::NoData);
    // Logarithmic axes, hours, smoothing: still the same events.
    screen.click("axis-2");
    screen.click("logX");
    screen.click("logY");
    screen.room->setSmoothing(0.8);
    QTRY_VERIFY(screen.picture<CurvePicture>("group:reconstruction") &&
                screen.picture<CurvePicture>("group:reconstruction")->y.logarithmic);
    QTRY_VERIFY(screen.picture<CurvePicture>("group:reconstruction") &&
                screen.picture<CurvePicture>("group:reconstruction")->x.logarithmic);
    QCOMPARE(screen.picture<CurvePicture>("group:reconstruction")->axis, CurveAxis::Hours);
}

void TestTraining::musicPanelsHoldTheSamples()
{
    RoomScreen screen(m_real.folder());
    QTRY_COMPARE(screen.room->shownEpoch(), 3);
    QTRY_VERIFY(screen.picture<HistogramPicture>("notes"));
    const auto count = [](const std::vector<Score> &pieces) {
        std::vector<double> shares(128, 0.0);
        double all = 0;
        for (const Score &piece : pieces) {
            for (const Note &note : piece.notes) {
                shares[std::size_t(note.pitch)] += 1;
                all += 1;
            }
        }
        for (double &share : shares)
            share /= std::max(1.0, all);
        return shares;
    };
    const auto generated = count(samplesOf(m_real.run(), 3));
    const auto real = count(readSamples((m_real.run() + "/reference.json").toStdString()));
    const auto *notes = screen.picture<HistogramPicture>("notes");
    double overlap = 0;
    for (std::size_t pitch = 0; pitch < 128; ++pitch) {
        QVERIFY(std::abs(notes->generated[pitch] - generated[pitch]) < 1e-12);
        QVERIFY(std::abs(notes->real[pitch] - real[pitch]) < 1e-12);
        overlap += std::min(real[pitch], generated[pitch]);
    }
    QVERIFY(std::abs(notes->overlap - overlap) < 1e-9);
    for (const char *panel : { "pitch-transitions", "length-transitions" }) {
        screen.room->setPanel(5, QString::fromLatin1(panel));
        QTRY_VERIFY(screen.picture<MatrixPicture>(panel));
        const auto *matrix = screen.picture<MatrixPicture>(panel);
        QCOMPARE(matrix->real.size(), std::size_t(144));
        double sum = 0;
        for (const double share : matrix->real)
            sum += share;
        QVERIFY(std::abs(sum - 1) < 1e-9);
        QVERIFY(matrix->distance >= 0 && matrix->distance <= 1);
    }
    screen.room->setPanel(5, QStringLiteral("distances:pitch-count"));
    QTRY_VERIFY(screen.picture<DensityPicture>("distances:pitch-count"));
    QTRY_COMPARE(screen.room->strip().size(), 3);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(screen.room->thumb(i).score->notes, samplesOf(m_real.run(), i + 1).front().notes);
    screen.click("otherButton");
    QTRY_COMPARE(screen.room->thumb(2).score->notes, samplesOf(m_real.run(), 3).at(1).notes);
}

void TestTraining::oneCursorForAllPanels()
{
    RoomScreen screen(m_real.folder());
    QTRY_COMPARE(screen.room->strip().size(), 3);
    QQuickItem *slider = screen.find("epochSlider");
    QVERIFY(slider);
    screen.drag(screen.at(slider, 0.99), screen.at(slider, 1.0 / 3));
    QCOMPARE(screen.room->cursor(), 1);
    QTRY_COMPARE(screen.room->shownEpoch(), 1);
    for (int slot = 3; slot < TrainingRoom::kSlots; ++slot)
        QTRY_COMPARE(screen.room->picture(slot)->epoch, 1);
    QVERIFY(screen.texts().contains(QStringLiteral("All panels show epoch 1")));
    // A curve sets it, too.
    QQuickItem *panel = screen.find("panel-0");
    auto *art = qobject_cast<PanelArt *>(Screen::find(panel, "art"));
    QVERIFY(art && art->kind() == QLatin1String("curves"));
    QTRY_VERIFY(art->plot().width() > 50);
    const QRectF plot = art->plot();
    const QPointF at = art->mapToScene(QPointF(plot.x() + art->positionOf(2) * plot.width(), plot.center().y()));
    QTest::mouseClick(screen.window, Qt::LeftButton, {}, at.toPoint());
    QTRY_COMPARE(screen.room->shownEpoch(), 2);
    QCOMPARE(art->dotsAt(2).size(), 2);
    screen.click("thumb-3");
    QTRY_COMPARE(screen.room->cursor(), 3);
    screen.key(Qt::Key_Escape);
    QTRY_COMPARE(screen.room->cursor(), -1);
    screen.key(Qt::Key_Left);
    QTRY_COMPARE(screen.room->shownEpoch(), 2);
    screen.click("liveButton");
    QTRY_COMPARE(screen.room->shownEpoch(), 3);
}

void TestTraining::samplesAreHeard()
{
    RoomScreen screen(m_real.folder());
    QTRY_COMPARE(screen.room->strip().size(), 3);
    int loud = -1; // a barely trained network's sample may be silent
    for (int sample = 0; sample < 6 && loud < 0; ++sample) {
        if (!samplesOf(m_real.run(), 3).at(std::size_t(sample)).notes.empty())
            loud = sample;
    }
    QVERIFY2(loud >= 0, "all samples of the last epoch are silent");
    screen.room->setSample(loud);
    QTRY_COMPARE(screen.room->thumb(2).score->notes, samplesOf(m_real.run(), 3).at(std::size_t(loud)).notes);
    const bool played = screen.session->transport().playing;
    screen.key(Qt::Key_Space);
    QTRY_COMPARE(screen.room->sounding(), 3);
    QVERIFY(screen.session->listening());
    QTRY_VERIFY_WITH_TIMEOUT(screen.session->listenPosition() > 0.02, 10000);
    screen.key(Qt::Key_Space);
    QTRY_COMPARE(screen.room->sounding(), -1);
    QTRY_COMPARE(screen.session->transport().playing, played);
    // Through the epochs: the cursor goes with the music.
    screen.click("travelButton");
    QTRY_VERIFY_WITH_TIMEOUT(screen.room->travelling(), 10000);
    QTRY_COMPARE(screen.room->cursor(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(screen.room->cursor(), 2, 30000);
    screen.click("travelButton");
    QTRY_VERIFY(!screen.session->listening());
}

void TestTraining::theLatentPlaneIsPlayed()
{
    RoomScreen screen(m_real.folder());
    std::atomic<int> opened = 0;
    screen.room->setOpener([&opened](const std::filesystem::path &, std::int64_t epoch) {
        opened = int(epoch);
        return std::make_unique<Arithmetic>();
    });
    QTRY_VERIFY(screen.picture<ScatterPicture>("latent") &&
                screen.picture<ScatterPicture>("latent")->state == PanelState::Live);
    const auto *plane = screen.picture<ScatterPicture>("latent");
    QVERIFY(plane->half <= 1.2 * plane->reach);
    const QRectF plot(0, 0, 300, 200);
    const QPointF back = plane->fromArea(plane->toArea({ 0.3, -0.2 }, plot), plot);
    QVERIFY(QLineF(back, { 0.3, -0.2 }).length() < 1e-9);
    for (const QPointF &point : plane->real) // most of what there is stands in the picture
        QVERIFY(plot.adjusted(-60, -60, 60, 60).contains(plane->toArea(point, plot)));
    // Sounds while the finger is down, and goes on where it is when it moves.
    screen.room->playLatent(0.5, 0);
    QTRY_COMPARE(screen.room->sounding(), 3);
    QCOMPARE(opened.load(), 3);
    QTRY_VERIFY_WITH_TIMEOUT(screen.session->listenPosition() > 0.3, 10000);
    screen.room->playLatent(-0.5, 0);
    QTest::qWait(50);
    QVERIFY(screen.session->listening());
    QVERIFY(screen.session->listenPosition() > 0.3);
    screen.room->stopSound();
    QTRY_VERIFY(!screen.session->listening());
}

void TestTraining::manySamplesOnDemand()
{
    RoomScreen screen(m_real.folder());
    screen.room->setOpener([](const std::filesystem::path &, std::int64_t) { return std::make_unique<Arithmetic>(); });
    QTRY_COMPARE(screen.room->shownEpoch(), 3);
    QTRY_VERIFY(screen.picture<HistogramPicture>("notes"));
    QCOMPARE(screen.room->pieces(), 6);
    screen.room->makeMany();
    QCOMPARE(screen.room->making(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(screen.room->pieces(), 1000, 60000);
    QCOMPARE(screen.room->making(), -1);
    QTRY_VERIFY(screen.picture<HistogramPicture>("notes") && screen.picture<HistogramPicture>("notes")->pieces == 1000);
    for (int pitch = 40; pitch < 52; ++pitch) {
        const double share = screen.picture<HistogramPicture>("notes")->generated[std::size_t(pitch)];
        QVERIFY(std::abs(share - 1.0 / 12) < 0.001);
    }
    // Another epoch shows its own six, and coming back the thousand are there.
    screen.room->setCursor(2);
    QTRY_COMPARE(screen.room->pieces(), 6);
    screen.room->setCursor(3);
    QTRY_COMPARE(screen.room->pieces(), 1000);
    // Weights that were not kept are named.
    screen.room->setOpener([](const std::filesystem::path &, std::int64_t) -> std::unique_ptr<Generator> {
        throw Error("no weights of epoch 3");
    });
    screen.room->makeMany();
    QTRY_COMPARE(screen.room->message(), QStringLiteral("no weights of epoch 3"));
    QCOMPARE(screen.room->making(), -1);
}

void TestTraining::aNewEventIsSeen()
{
    const QString run = m_real.copy("live");
    RoomScreen screen(run);
    QTRY_COMPARE(screen.room->name(), QStringLiteral("live"));
    QTRY_VERIFY(screen.picture<CurvePicture>("group:reconstruction"));
    const auto before = screen.room->view().events;
    EventLog log((run + "/events.jsonl").toStdString());
    QElapsedTimer since;
    since.start();
    log.append({ { "type", "step" },
                 { "step", 100000 },
                 { "epoch", 3 },
                 { "elapsed", 1000.0 },
                 { "train/loss", 0.125 },
                 { "train/reconstruction", 0.125 } });
    QTRY_COMPARE(screen.room->view().events, before + 1);
    qInfo("a new event was seen after %lld ms", static_cast<long long>(since.elapsed()));
    QCOMPARE(screen.picture<CurvePicture>("group:reconstruction")->lines.front().last, 0.125);
    // Half a line is no event yet; whole it is.
    QFile file(run + "/events.jsonl");
    QVERIFY(file.open(QIODevice::Append));
    file.write(R"({"type":"step","step":100001,"epoch":3,"elapsed":1001,"train/reconst)");
    file.flush();
    QTest::qWait(3 * RunWatch::kPollMs);
    QCOMPARE(screen.room->view().events, before + 1);
    file.write("ruction\":0.5}\n");
    file.flush();
    QTRY_COMPARE(screen.room->view().events, before + 2);
    std::filesystem::remove_all(run.toStdString());
}

void TestTraining::everyScalarHasItsPanel()
{
    const QString run = m_real.copy("other-family");
    QByteArray lines;
    for (int step = 1; step <= 50; ++step)
        lines += QByteArray::fromStdString(nlohmann::json{ { "type", "step" },
                                                           { "time", 1000.0 + step },
                                                           { "elapsed", step },
                                                           { "step", step },
                                                           { "epoch", step / 25 },
                                                           { "train/generator/loss", 2.0 - step * 0.01 },
                                                           { "train/discriminator/loss", 0.5 },
                                                           { "train/accuracy/real", 0.9 },
                                                           { "train/accuracy/generated", 0.6 },
                                                           { "train/wasserstein", 3.0 + step } }
                                               .dump() +
                                           "\n");
    RealRun::write(run + "/events.jsonl", lines);
    RoomScreen screen(run);
    QTRY_COMPARE(screen.room->name(), QStringLiteral("other-family"));
    QTRY_VERIFY(screen.picture<CurvePicture>("group:adversarial"));
    QTRY_COMPARE(screen.lines("group:adversarial"), std::size_t(2));
    QCOMPARE(screen.lines("group:accuracy"), std::size_t(2));
    QVERIFY(screen.picture<CurvePicture>("group:accuracy")->percent);
    // By the menu of a panel.
    QQuickItem *panel = screen.find("panel-2");
    QTest::mouseClick(screen.window, Qt::LeftButton, {}, screen.at(Screen::find(panel, "panelMenuButton")));
    QTRY_VERIFY(screen.find("panelMenu"));
    QStringList offered;
    for (const QVariant &entry : screen.room->available())
        offered << entry.toMap().value("id").toString();
    QVERIFY(offered.contains("scalar:wasserstein"));
    QQuickItem *choices = screen.find("panelChoices");
    QVERIFY(choices);
    QMetaObject::invokeMethod(choices, "positionViewAtIndex", Q_ARG(int, int(offered.indexOf("scalar:wasserstein"))),
                              Q_ARG(int, 0));
    QTRY_VERIFY(screen.find("choose-scalar:wasserstein"));
    screen.click("choose-scalar:wasserstein");
    QTRY_VERIFY(screen.picture<CurvePicture>("scalar:wasserstein"));
    QCOMPARE(screen.picture<CurvePicture>("scalar:wasserstein")->lines.front().last, 53.0);
    std::filesystem::remove_all(run.toStdString());
}

void TestTraining::bothLanguages()
{
    RoomScreen screen(m_real.folder());
    QTRY_COMPARE(screen.room->strip().size(), 3);
    QTRY_VERIFY(screen.texts().contains(QStringLiteral("Epoch time machine")));
    screen.key(Qt::Key_L);
    QTRY_COMPARE(screen.exhibit->language(), QStringLiteral("de"));
    QTRY_VERIFY(screen.texts().contains(QStringLiteral("Epochen-Zeitmaschine")));
    const QStringList texts = screen.texts();
    for (const char *text : { "Läufe", "Neuer Lauf", "fertig", "Rekonstruktionsverlust", "Tonhäufigkeit",
                              "Tonklassen-Übergänge", "Epoche 3 von 3", "Anderer Vektor", "Platte frei", "Spielen" })
        QVERIFY2(texts.contains(QString::fromUtf8(text)), text);
    QTRY_COMPARE(screen.picture<MatrixPicture>("pitch-transitions")->names.last(), QStringLiteral("H"));
    screen.key(Qt::Key_L);
    QTRY_COMPARE(screen.exhibit->language(), QStringLiteral("en"));
}

QTEST_MAIN(TestTraining)
#include "tst_training.moc"
