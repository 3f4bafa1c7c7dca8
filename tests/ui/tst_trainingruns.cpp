// The training room and runs: commands reach the trainer, a run outlives the exhibit, damaged folders and numbers that
// are none are named and nothing else happens; several runs in one panel, and panels as files.
#include "trainingfixture.h"

#include "curvepicture.h"

#include "training/runfolder.h"

#include <QImage>
#include <QQmlExtensionPlugin>

#include <cmath>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

class TestTrainingRuns : public QObject
{
    Q_OBJECT
    RealRun m_real;

private Q_SLOTS:
    void initTestCase();
    void pauseResumeAndStopReachTheTrainer();
    void aRunIsStartedAndOutlivesTheExhibit();
    void damagedFoldersAreNamed();
    void playReturns();
    void numbersThatAreNone();
    void severalRunsAndTheirMean();
    void panelsGoIntoFiles();
};

void TestTrainingRuns::initTestCase()
{
    qputenv("PATH", QFileInfo(RealRun::program()).path().toUtf8() + ':' + qgetenv("PATH"));
    const QString problem = m_real.train(3);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestTrainingRuns::pauseResumeAndStopReachTheTrainer()
{
    const QString run = m_real.folder() + "/long";
    QProcess trainer;
    trainer.start(RealRun::program(), RealRun::arguments(run, 100000));
    RoomScreen screen(m_real.folder());
    QTRY_COMPARE_WITH_TIMEOUT(screen.room->runs()->count(), 2, 60000);
    screen.room->setCurrent(run);
    QTRY_COMPARE_WITH_TIMEOUT(screen.room->state(), QStringLiteral("running"), 60000);
    screen.click("pauseButton");
    QTRY_COMPARE_WITH_TIMEOUT(screen.room->state(), QStringLiteral("paused"), 60000);
    screen.click("pauseButton"); // Resume now
    QTRY_COMPARE_WITH_TIMEOUT(screen.room->state(), QStringLiteral("running"), 60000);
    screen.click("stopButton");
    QTRY_VERIFY(screen.find("stopDialog"));
    screen.click("cancelStop");
    QTest::qWait(300);
    QCOMPARE(trainer.state(), QProcess::Running);
    screen.click("stopButton");
    QTRY_VERIFY(screen.find("confirmStop"));
    screen.click("confirmStop");
    QTRY_COMPARE_WITH_TIMEOUT(screen.room->state(), QStringLiteral("stopped"), 60000);
    QTRY_COMPARE_WITH_TIMEOUT(trainer.state(), QProcess::NotRunning, 60000);
    std::filesystem::remove_all(run.toStdString());
}

void TestTrainingRuns::aRunIsStartedAndOutlivesTheExhibit()
{
    QTemporaryDir folder;
    const QString run = folder.path() + "/vae-image-01";
    {
        RoomScreen screen(folder.path());
        QTRY_VERIFY(screen.texts().contains(QStringLiteral("No runs in %1").arg(folder.path())));
        screen.click("newRunButton");
        QTRY_VERIFY_WITH_TIMEOUT(!screen.room->recipes().isEmpty(), 10000);
        QStringList names;
        for (const QVariant &entry : screen.room->recipes())
            names << entry.toMap().value("name").toString();
        QMetaObject::invokeMethod(screen.find("recipeList"), "show", // it may stand below what the list has room for
                                  Q_ARG(QVariant, int(names.indexOf("vae-image"))));
        QTRY_VERIFY(screen.find("choice-vae-image"));
        screen.click("choice-vae-image");
        QQuickItem *epochs = screen.find("epochsField");
        QVERIFY(epochs);
        epochs->setProperty("text", QStringLiteral("60"));
        screen.find("seedField")->setProperty("text", QStringLiteral("7"));
        screen.click("startRun");
        QTRY_COMPARE_WITH_TIMEOUT(screen.room->current(), run, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(screen.room->state(), QStringLiteral("running"), 60000);
    }
    // The exhibit is gone; the trainer is not.
    const RunFolder made(run.toStdString());
    QVERIFY(made.locked());
    QCOMPARE(made.info().at("recipe").at("training").at("seed").get<int>(), 7);
    QCOMPARE(made.info().at("recipe").at("training").at("epochs").get<int>(), 60);
    made.command(RunCommand::Stop);
    QTRY_VERIFY_WITH_TIMEOUT(!made.locked(), 240000);
}

void TestTrainingRuns::damagedFoldersAreNamed()
{
    QTemporaryDir folder;
    const QString at = folder.path();
    RealRun::write(at + "/garbage/run.json", "{ no json");
    RealRun::write(at + "/empty/run.json", "{}");
    RealRun::write(at + "/wrong/run.json", R"({"recipe":7,"corpus":[],"seed":"x"})");
    RealRun::write(at + "/binary/run.json", QByteArray(5000, '\xff'));
    QDir().mkpath(at + "/log-is-a-folder/events.jsonl");
    RealRun::write(at + "/log-is-a-folder/run.json", "{}");
    const QString broken = at + "/broken-samples";
    std::filesystem::copy(m_real.run().toStdString(), broken.toStdString(), std::filesystem::copy_options::recursive);
    RealRun::write(broken + "/samples/epoch-0003.json", R"({"samples":[{"notes":[[0,1,2]]}]})");
    RealRun::write(broken + "/samples/epoch-9999999999999.json", "{}");
    RealRun::write(broken + "/reference.json", "[]");
    QFile log(broken + "/events.jsonl");
    QVERIFY(log.open(QIODevice::Append));
    log.write("\n\n[1,2]\nnull\n{\"type\":5}\n{\"type\":\"step\",\"step\":-5,\"epoch\":1e300,\"train/loss\":{}}\n");
    log.write(QByteArray(3000, '\0'));
    log.close();

    RoomScreen screen(at);
    QTRY_COMPARE(screen.room->runs()->count(), 6);
    for (int row = 0; row < screen.room->runs()->count(); ++row) {
        const QString run = screen.room->runs()->rows()[row].folder;
        screen.room->setCurrent(run);
        QTRY_COMPARE_WITH_TIMEOUT(screen.room->view().current, run, 20000);
        screen.room->setCursor(3);
        QTest::qWait(50);
        QVERIFY(!screen.window->grabWindow().isNull());
        screen.room->exportPanels("csv");
        screen.room->setCursor(-1);
    }
    screen.room->setCurrent(at + "/garbage");
    QTRY_COMPARE(screen.room->state(), QStringLiteral("damaged"));
    QTRY_VERIFY(!screen.room->reason().isEmpty());
    screen.room->setCurrent(broken);
    screen.room->setCursor(3);
    QTRY_COMPARE(screen.room->view().current, broken);
    QTRY_VERIFY(screen.room->picture(4) && screen.room->picture(4)->state == PanelState::Failed);
    QVERIFY(!screen.room->picture(4)->problem.isEmpty());
}

void TestTrainingRuns::playReturns()
{
    RoomScreen screen(m_real.folder());
    QVERIFY(!screen.find("deck"));
    screen.click("playTab");
    QTRY_VERIFY(screen.find("deck"));
    QVERIFY(!screen.room->isOpen());
    // Staff hold the logo.
    QQuickItem *entry = screen.find("staffEntry");
    QVERIFY(entry);
    QTest::mousePress(screen.window, Qt::LeftButton, {}, screen.at(entry, 0.3));
    QTRY_VERIFY_WITH_TIMEOUT(screen.room->isOpen(), 5000);
    QTest::mouseRelease(screen.window, Qt::LeftButton, {}, screen.at(entry, 0.3));
    QTRY_VERIFY(screen.find("runRail"));
}

void TestTrainingRuns::numbersThatAreNone()
{
    const QString run = m_real.copy("not-a-number");
    QFile log(run + "/events.jsonl");
    QVERIFY(log.open(QIODevice::Append));
    log.write(
        R"({"type":"step","step":90000,"epoch":3,"elapsed":900,"time":1,"train/loss":"NaN","train/reconstruction":"NaN"})"
        "\n"
        R"({"type":"step","step":90001,"epoch":3,"elapsed":901,"time":1,"train/loss":"Infinity","train/reconstruction":"-Infinity"})"
        "\n"
        R"({"type":"state","step":90001,"epoch":3,"elapsed":901,"time":1,"state":"failed","reason":"NaN, step 90001"})"
        "\n");
    log.close();
    std::filesystem::remove((run + "/status.json").toStdString());
    RoomScreen screen(run);
    QTRY_COMPARE(screen.room->state(), QStringLiteral("failed"));
    QTRY_VERIFY(screen.picture<CurvePicture>("group:reconstruction"));
    bool seen = false;
    for (const CurveLine &line : screen.picture<CurvePicture>("group:reconstruction")->lines) {
        if (line.role != CurveRole::Train)
            continue;
        seen = true;
        QVERIFY(!line.notNumbers.empty());
        QVERIFY(!std::isfinite(line.last));
    }
    QVERIFY(seen);
    QVERIFY(screen.texts().contains(QStringLiteral("NaN, step 90001")));
    QVERIFY(screen.texts().contains(QStringLiteral("failed")));
    QVERIFY(!screen.window->grabWindow().isNull()); // painted without a crash
    std::filesystem::remove_all(run.toStdString());
}

void TestTrainingRuns::severalRunsAndTheirMean()
{
    // The same run with other numbers and another seed, as a second training would have left it.
    const QString other = m_real.copy("other-seed");
    QFile info(other + "/run.json");
    QVERIFY(info.open(QIODevice::ReadOnly));
    auto json = nlohmann::json::parse(info.readAll().toStdString());
    info.close();
    json["seed"] = 2;
    json["recipe"]["training"]["seed"] = 2;
    RealRun::write(other + "/run.json", QByteArray::fromStdString(json.dump()));
    QByteArray lines;
    for (auto event : validEvents((other + "/events.jsonl").toStdString())) {
        if (event.contains("train/loss") && event["train/loss"].is_number())
            event["train/loss"] = event["train/loss"].get<double>() + 2;
        lines += QByteArray::fromStdString(event.dump()) + '\n';
    }
    RealRun::write(other + "/events.jsonl", lines);

    RoomScreen screen(m_real.folder());
    QTRY_COMPARE(screen.room->runs()->count(), 2);
    screen.room->setCurrent(m_real.run());
    screen.room->setSmoothing(0);
    screen.room->setAxis(0);
    screen.room->setPanel(0, QStringLiteral("scalar:loss"));
    QTRY_VERIFY(screen.find("overlay-other-seed"));
    screen.click("overlay-other-seed");
    QTRY_COMPARE(screen.lines("scalar:loss"), std::size_t(4));
    screen.click("meanToggle");
    QTRY_COMPARE(screen.lines("scalar:loss"), std::size_t(2));
    const auto *curves = screen.picture<CurvePicture>("scalar:loss");
    QVERIFY(curves);
    const auto steps = m_real.events(m_real.run(), "step");
    for (const CurveLine &line : curves->lines) {
        if (line.scalar != "train/loss")
            continue;
        QCOMPARE(line.smooth.size(), steps.size());
        QCOMPARE(line.upper.size(), steps.size());
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const double value = steps[i].at("train/loss").get<double>();
            QVERIFY(std::abs(curves->y.valueAt(line.smooth[i].y()) - (value + 1)) < 1e-6 * (1 + value));
            // Two runs that are 2 apart: a sample's deviation of the square root of 2.
            const double up = curves->y.valueAt(line.upper[i].y()) - (value + 1);
            QVERIFY(std::abs(up - std::sqrt(2.0)) < 1e-6 * (1 + value));
        }
    }
    std::filesystem::remove_all(other.toStdString());
}

void TestTrainingRuns::panelsGoIntoFiles()
{
    RoomScreen screen(m_real.folder());
    QTRY_COMPARE(screen.room->shownEpoch(), 3);
    screen.room->setPanel(1, QStringLiteral("scalar:loss"));
    QTRY_VERIFY(screen.picture<CurvePicture>("scalar:loss"));
    // A VAE has no discriminator: what it has takes that panel.
    QTRY_COMPARE(screen.room->panels().at(2), QStringLiteral("scalar:kl"));
    QTRY_COMPARE(screen.lines("scalar:kl"), std::size_t(2));
    screen.click("csvButton");
    QTRY_VERIFY_WITH_TIMEOUT(screen.room->message().startsWith(QStringLiteral("Saved: ")), 10000);
    const QString folder = screen.room->message().mid(7);
    QVERIFY(QFileInfo::exists(folder + "/scalars.csv"));
    for (const char *name : { "notes", "pitch-transitions", "latent", "reconstruction", "kl" })
        QVERIFY2(QFileInfo::exists(folder + '/' + name + ".csv"), name);
    QFile file(folder + "/loss.csv");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList rows = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(rows.takeFirst(), QStringLiteral("run,scalar,table,step,epoch,elapsed,value"));
    const auto steps = m_real.events(m_real.run(), "step");
    std::size_t found = 0;
    for (const QString &row : rows) {
        const QStringList cells = row.split(',');
        if (cells[1] != QLatin1String("train/loss") || cells[2] != QLatin1String("step"))
            continue;
        const double value = steps.at(found).at("train/loss").get<double>();
        QVERIFY(std::abs(cells[6].toDouble() - value) < 1e-7 * std::max(1.0, std::abs(value)));
        ++found;
    }
    QCOMPARE(found, steps.size());
    // One panel as a picture.
    QQuickItem *head = Screen::find(screen.find("panel-4"), "panelHead");
    QTest::mouseClick(screen.window, Qt::LeftButton, {}, screen.at(head, 0.9));
    QTRY_COMPARE(screen.room->selected(), 4);
    screen.click("pngButton");
    QTRY_VERIFY_WITH_TIMEOUT(screen.room->message().endsWith(QStringLiteral("notes.png")), 10000);
    const QImage image(screen.room->message().mid(7));
    QVERIFY(image.width() >= 1000 && image.height() >= 500);
    QSet<QRgb> colors;
    for (int x = 0; x < image.width(); x += 3)
        for (int y = 0; y < image.height(); y += 3)
            colors << image.pixel(x, y);
    QVERIFY(colors.size() > 20);
}

QTEST_MAIN(TestTrainingRuns)
#include "tst_trainingruns.moc"
