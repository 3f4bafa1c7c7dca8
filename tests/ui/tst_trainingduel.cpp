// The duel of two networks in the training room, over a run folder written here: its panels come first, warnings stand
// in words in both languages, the buttons of a lesson leave commands, and what the discriminator hears is shown for a
// sample, for keys and for a file.
#include "trainingfixture.h"

#include "duelwords.h"

#include "music/midifile.h"
#include "training/duelwatch.h"
#include "training/runfolder.h"
#include "training/samplefile.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QQmlExtensionPlugin>

#include <cmath>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;
using nlohmann::json;

namespace {

constexpr int kEpochs = 3;
constexpr int kStepsAnEpoch = 100;

Score note(int pitch, Tick bars = 1)
{
    Score score;
    score.voices = { Voice{} };
    for (Tick bar = 0; bar < bars; ++bar)
        score.notes.push_back({ bar * 1920, 960, pitch + int(bar), 80, 0 });
    score.length = 1920 * bars;
    score.normalise();
    return score;
}

// Judges by the first note and the epoch; cannot read what begins above 100.
class HardToPlease : public Generator
{
public:
    explicit HardToPlease(int epoch)
        : m_epoch(epoch)
    {
    }
    const ModelDescription &description() const override { return m_description; }
    Piece generate(const GenerateRequest &) override { return note(60); }
    std::unique_ptr<Stream> stream(std::uint64_t) override { return nullptr; }
    std::optional<double> judge(const Score &score) override
    {
        const int pitch = score.notes.empty() ? 127 : score.notes.front().pitch;
        return pitch > 100 ? std::nullopt : std::optional(pitch / 100.0 + m_epoch / 1000.0);
    }

private:
    int m_epoch;
    ModelDescription m_description;
};

class Runs
{
public:
    QString folder() const { return m_folder.path(); }
    // A run of three epochs; no trainer holds it.
    QString make(const QString &name, bool duel, const std::vector<json> &further = {})
    {
        const std::filesystem::path path = (m_folder.path() + '/' + name).toStdString();
        const json training{ { "epochs", 10 }, { "batch", 4 } };
        const RunFolder run = RunFolder::create(
            path,
            { { "recipe", { { "name", name.toStdString() }, { "family", "toy" }, { "training", training } } },
              { "corpus", { { "name", "none" } } },
              { "device", "cpu" } });
        EventLog log(run.events());
        log.append({ { "type", "state" }, { "state", "running" }, { "step", 0 }, { "epoch", 0 } });
        for (int step = 1; step <= kEpochs * kStepsAnEpoch; ++step) {
            const double wave = std::sin(step);
            json event{ { "type", "step" },
                        { "step", step },
                        { "epoch", (step - 1) / kStepsAnEpoch },
                        { "elapsed", 0.1 * step },
                        { "learning-rate", 1 } };
            if (duel)
                event.update({ { "train/generator/loss", 1.5 + wave },
                               { "train/discriminator/loss", 0.6 },
                               { "train/generator/matching", 9 },
                               { "train/accuracy/real", 0.6 },
                               { "train/accuracy/generated", 0.5 },
                               { "gradient-norm/generator", 2 + wave },
                               { "gradient-norm/discriminator", 1 } });
            else
                event.update({ { "train/loss", 1.0 / step }, { "gradient-norm", 1 } });
            if (duel && step % 50 == 0)
                event.update({ { "duel/distance", 0.8 },
                               { "duel/corpus-distance", 0.9 },
                               { "duel/collapse", 0.1 },
                               { "duel/silent", 0 },
                               { "duel/one-note", 0 } });
            log.append(event);
            for (const json &other : further)
                if (wholeIn(other, "step") == step)
                    log.append(other);
            if (step % kStepsAnEpoch == 0) {
                const int epoch = step / kStepsAnEpoch;
                log.append({ { "type", "epoch" }, { "step", step }, { "epoch", epoch }, { "seconds", 1 } });
                writeSamples(run.samples(epoch), epoch, 1, { note(40 + epoch, 2), note(50) });
                RealRun::write(QString::fromStdString(run.checkpoint(epochName(epoch)).string()), "weights");
            }
        }
        return QString::fromStdString(path.string());
    }
    static json warning(int step, const char *code, const char *state)
    {
        return { { "type", "warning" }, { "step", step },   { "epoch", (step - 1) / kStepsAnEpoch },
                 { "code", code },      { "state", state }, { "text", DuelWatch::text(code) } };
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

class TestTrainingDuel : public QObject
{
    Q_OBJECT

    static QByteArray control(const QString &run)
    {
        QFile file(run + "/control");
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }
    static bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

private Q_SLOTS:
    void itsPanelsComeFirst()
    {
        Runs runs;
        runs.make("gan", true);
        RoomScreen screen(runs.folder());
        const QStringList wanted{ "group:collapse", "group:adversarial", "group:accuracy", "group:gradients",
                                  "notes",          "pitch-transitions" };
        QTRY_COMPARE(screen.room->panels(), wanted);
        // What a group shows is not worth a panel of its own, but can be chosen.
        QVERIFY(!screen.room->view().worth.contains("scalar:accuracy/generated"));
        QVERIFY(screen.room->view().available.contains("scalar:accuracy/generated"));
        QTRY_COMPARE(screen.lines("group:adversarial"), std::size_t(2)); // the losses alone
        QTRY_COMPARE(screen.lines("group:accuracy"), std::size_t(2));
        QTRY_COMPARE(screen.lines("group:gradients"), std::size_t(2));
        QTRY_COMPARE(screen.lines("group:collapse"), std::size_t(2));
        const auto *collapse = screen.picture<CurvePicture>("group:collapse");
        QVERIFY(near(collapse->collapsed, 0.45));
        QCOMPARE(collapse->lines[0].values + collapse->lines[1].values, std::size_t(12));
        QStringList labels;
        for (const char *panel : { "group:adversarial", "group:gradients", "group:accuracy", "group:collapse" })
            for (const CurveLine &line : screen.picture<CurvePicture>(panel)->lines)
                labels << line.label;
        for (const char *label : { "generator", "discriminator", "on real", "on generated", "corpus", "generated" })
            QVERIFY2(labels.contains(QString::fromLatin1(label)), label);
        QVERIFY(screen.texts().contains(QStringLiteral("Collapse meter")));
    }

    void aRunWithoutOneLooksAsBefore()
    {
        Runs runs;
        runs.make("vae", false);
        RoomScreen screen(runs.folder());
        screen.room->setOpener(
            [](const auto &, std::int64_t epoch) { return std::make_unique<HardToPlease>(int(epoch)); });
        QTRY_VERIFY(screen.room->panels().contains(QStringLiteral("group:reconstruction")));
        QTRY_COMPARE(screen.lines("group:reconstruction"), std::size_t(1));
        QCOMPARE(screen.room->panels().at(3), QStringLiteral("latent"));
        QVERIFY(!screen.room->judge()->usable());
        QVERIFY(!screen.find("judgeMeter"));
        QCOMPARE(screen.find("duelNotice"), nullptr);
        QVERIFY(!screen.find("stepButton")); // it is over
        QVERIFY(!screen.find("slowButton"));
    }

    void warningsInBothLanguages()
    {
        Runs runs;
        runs.make("gan", true,
                  { Runs::warning(50, "perfect-discriminator", "begins"), Runs::warning(150, "collapse", "begins"),
                    Runs::warning(160, "perfect-discriminator", "ends") });
        RoomScreen screen(runs.folder());
        QTRY_VERIFY(screen.find("warning-collapse"));
        QVERIFY(!screen.find("warning-perfect-discriminator"));
        QVERIFY(screen.texts().contains(
            QStringLiteral("Collapse: the generator makes nearly the same piece again and again.")));
        // Panels give way to it.
        QQuickItem *notice = screen.find("warning-collapse"), *panel = screen.find("panel-0");
        QTRY_VERIFY(notice->mapToScene({ 0, notice->height() }).y() < panel->mapToScene({ 0, 0 }).y());
        QVERIFY(screen.find("timeMachine")->mapToScene({ 0, screen.find("timeMachine")->height() }).y() <
                screen.window->height());
        // At another epoch: what held then.
        screen.room->setCursor(1);
        QTRY_VERIFY(screen.find("warning-perfect-discriminator"));
        QTRY_VERIFY(!screen.find("warning-collapse"));
        screen.room->backToLive();
        QTRY_VERIFY(screen.find("warning-collapse"));
        screen.key(Qt::Key_L);
        QTRY_VERIFY(screen.texts().contains(
            QStringLiteral("Kollaps: Der Generator erzeugt immer wieder fast dasselbe Stück.")));
        for (const std::string &code : DuelWatch::codes()) { // every one has words, German ones now
            const QString title = warningTitle(QString::fromStdString(code));
            QVERIFY2(title.contains(QStringLiteral(" de")) || title.contains(QStringLiteral("Der ")),
                     qPrintable(title));
            QVERIFY(warningHelp(QString::fromStdString(code)).startsWith(QStringLiteral("Meist hilft")));
        }
    }

    void aLessonsButtonsLeaveCommands()
    {
        Runs runs;
        const QString run = runs.make("gan", true);
        const RunLock held(run.toStdString());
        RoomScreen screen(runs.folder());
        QTRY_COMPARE(screen.room->state(), QStringLiteral("running"));
        QTRY_VERIFY(screen.find("stepButton"));
        screen.click("stepButton");
        QTRY_COMPARE(control(run), QByteArray("step"));
        screen.click("slowButton");
        QTRY_COMPARE(control(run), QByteArray("slow 2"));
        screen.key(Qt::Key_N);
        QTRY_COMPARE(control(run), QByteArray("step"));
        screen.key(Qt::Key_P);
        QTRY_COMPARE(control(run), QByteArray("pause"));
        screen.key(Qt::Key_M);
        QTRY_COMPARE(control(run), QByteArray("slow 2"));
        // The trainer goes slowly: the same button ends it.
        EventLog log((run + "/events.jsonl").toStdString());
        log.append({ { "type", "state" }, { "state", "running" }, { "slow", 2 }, { "step", 300 }, { "epoch", 3 } });
        QTRY_COMPARE(screen.room->slow(), 2.0);
        QVERIFY(screen.texts().contains(QStringLiteral("2/s")));
        screen.click("slowButton");
        QTRY_COMPARE(control(run), QByteArray("resume"));
        log.append({ { "type", "state" }, { "state", "paused" }, { "step", 300 }, { "epoch", 3 } });
        QTRY_COMPARE(screen.room->state(), QStringLiteral("paused"));
        QVERIFY(screen.find("stepButton"));
    }

    void whatTheDiscriminatorHears()
    {
        Runs runs;
        runs.make("gan", true);
        RoomScreen screen(runs.folder(), QSize(1920, 1080));
        screen.room->setOpener(
            [](const auto &, std::int64_t epoch) { return std::make_unique<HardToPlease>(int(epoch)); });
        JudgeModel *judge = screen.room->judge();
        QTRY_COMPARE(screen.room->strip().size(), kEpochs);
        QVERIFY(judge->usable());
        QVERIFY(!judge->known());
        // A sample, as the discriminator of its epoch hears it, and while it plays bar by bar.
        screen.room->playThumb(3);
        QTRY_VERIFY(judge->known());
        QTRY_VERIFY(screen.find("judgeMeter"));
        QVERIFY(near(judge->real(), 0.43 + 0.003));
        QVERIFY(screen.texts().contains(QStringLiteral("The discriminator on this piece")));
        QVERIFY(screen.texts().contains(QStringLiteral("43 %")));
        screen.room->setCursor(1); // the same piece to an earlier discriminator
        QTRY_VERIFY(near(judge->real(), 0.43 + 0.001));
        screen.room->stopSound();
        screen.room->backToLive();
        QTRY_VERIFY(near(judge->real(), 0.43 + 0.003));
        // The visitor's keys.
        screen.session->playKey(70, 90);
        QTest::qWait(120);
        screen.session->playKey(70, 0);
        QTRY_VERIFY_WITH_TIMEOUT(near(judge->real(), 0.70 + 0.003), 10000);
        QVERIFY(screen.texts().contains(QStringLiteral("The discriminator on what you play")));
        QVERIFY(!screen.find("keyStrip"));
        screen.click("keysButton");
        QTRY_VERIFY(screen.find("keyStrip"));
        const QPoint key = screen.at(screen.find("key-61")); // a black one
        QTest::mousePress(screen.window, Qt::LeftButton, {}, key);
        QTest::qWait(120);
        QTest::mouseRelease(screen.window, Qt::LeftButton, {}, key);
        QTest::qWait(JudgeModel::kPhraseMs + 200); // another phrase
        screen.click("key-64");
        QTRY_VERIFY_WITH_TIMEOUT(near(judge->real(), 0.64 + 0.003), 10000);
        screen.click("keysButton");
        // A file, of which the stretch that plays is judged; and one that it cannot read.
        const QString file = screen.folder.filePath(QStringLiteral("mine.mid"));
        writeMidi(note(20, 4), file.toStdString());
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(file) });
        const QPoint at(900, 400);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(screen.window, &enter);
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(screen.window, &drop);
        QTRY_VERIFY_WITH_TIMEOUT(near(judge->real(), 0.20 + 0.003), 10000);
        QVERIFY(screen.texts().contains(QStringLiteral("The discriminator on mine.mid")));
        QTRY_VERIFY_WITH_TIMEOUT(near(judge->real(), 0.21 + 0.003), 20000);
        writeMidi(note(110), file.toStdString());
        screen.room->bring(QUrl::fromLocalFile(file));
        QTRY_VERIFY_WITH_TIMEOUT(!judge->known(), 10000);
        QTRY_VERIFY(screen.texts().contains(QStringLiteral("–")));
        RealRun::write(file, "no MIDI");
        screen.room->bring(QUrl::fromLocalFile(file));
        QTRY_VERIFY(screen.room->messageIsError());
        screen.key(Qt::Key_L);
        QTRY_VERIFY(screen.texts().contains(QStringLiteral("klingt echt")));
    }
};

QTEST_MAIN(TestTrainingDuel)
#include "tst_trainingduel.moc"
