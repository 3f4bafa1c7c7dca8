// The training room while five runs of 100,000 events each are followed live: what the GUI thread does for a frame, and
// how soon a new event is seen. Run by hand: trainbench [SECONDS] [EVENTS]; prints one JSON object.
//
// The logs are made for the measurement only, as long as asked for; a thread writes twenty further events a second into
// each of them. Work of a frame: all time that the GUI thread spends in events and drawing between two frames.
#include "../ui/demomodels.h"
#include "exhibit.h"

#include "training/eventlog.h"
#include "training/runfolder.h"

#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQmlExtensionPlugin>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <thread>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

namespace {

constexpr int kRuns = 5;
constexpr int kStepsPerEpoch = 1000;

double processorMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

// Counts the time that the GUI thread works.
class BusyApplication : public QGuiApplication
{
public:
    using QGuiApplication::QGuiApplication;
    bool notify(QObject *receiver, QEvent *event) override
    {
        if (QThread::currentThread() != thread()) // events of other threads pass here, too
            return QGuiApplication::notify(receiver, event);
        if (m_depth++ > 0) {
            const bool result = QGuiApplication::notify(receiver, event);
            --m_depth;
            return result;
        }
        QElapsedTimer timer;
        timer.start();
        const double before = processorMs();
        const bool result = QGuiApplication::notify(receiver, event);
        busy += double(timer.nsecsElapsed()) / 1e6;
        worked += processorMs() - before;
        --m_depth;
        return result;
    }
    // Milliseconds since they were set to 0: by the clock, and of this thread's own processor time.
    double busy = 0, worked = 0;

private:
    int m_depth = 0;
};

nlohmann::json step(int number)
{
    const double loss = 2 / std::sqrt(1 + number * 0.01) + 0.1 * std::sin(number * 1.7);
    return { { "type", "step" },
             { "time", 1.7e9 + number },
             { "elapsed", number * 0.5 },
             { "step", number },
             { "epoch", number / kStepsPerEpoch },
             { "train/loss", loss },
             { "train/reconstruction", loss * 0.9 },
             { "train/generator/loss", 1 + loss },
             { "train/discriminator/loss", 0.6 },
             { "train/accuracy/real", 0.7 },
             { "train/accuracy/generated", 0.6 },
             { "steps-per-second", 40.0 } };
}

QString makeRun(const QString &folder, int run, int events)
{
    const QString path = QStringLiteral("%1/run-%2").arg(folder).arg(run);
    const nlohmann::json info{ { "recipe",
                                 { { "name", "bench" },
                                   { "family", "bench" },
                                   { "training", { { "epochs", events / kStepsPerEpoch * 2 }, { "seed", run } } } } },
                               { "corpus", { { "name", "none" } } },
                               { "device", "cpu" } };
    RunFolder::create(path.toStdString(), info);
    QFile log(path + "/events.jsonl");
    if (!log.open(QIODevice::WriteOnly))
        qFatal("%s cannot be written", qPrintable(log.fileName()));
    for (int i = 1; i <= events; ++i) {
        nlohmann::json event = step(i);
        log.write(QByteArray::fromStdString(event.dump()) + '\n');
        if (i % kStepsPerEpoch == 0) {
            event["type"] = "epoch";
            event["validation/loss"] = event["train/loss"];
            event["validation/reconstruction"] = event["train/reconstruction"];
            event["best"] = true;
            log.write(QByteArray::fromStdString(event.dump()) + '\n');
        }
    }
    return path;
}

nlohmann::json summary(std::vector<double> values)
{
    if (values.empty())
        return nullptr;
    std::sort(values.begin(), values.end());
    const auto at = [&](double part) { return values[std::size_t(part * double(values.size() - 1))]; };
    return { { "mean", std::accumulate(values.begin(), values.end(), 0.0) / double(values.size()) },
             { "median", at(0.5) },
             { "p95", at(0.95) },
             { "p99", at(0.99) },
             { "max", values.back() },
             { "count", values.size() } };
}

} // namespace

int main(int argc, char **argv)
{
    BusyApplication app(argc, argv);
    const double seconds = argc > 1 ? std::atof(argv[1]) : 20;
    const int events = argc > 2 ? std::atoi(argv[2]) : 100000;
    QTemporaryDir folder;
    QStringList runs;
    for (int i = 1; i <= kRuns; ++i)
        runs << makeRun(folder.path(), i, events);

    SessionOptions options;
    options.sound = false;
    Session session(options, std::make_unique<DemoModels>());
    Exhibit exhibit(session, Settings{}, {});
    TrainingRoom *room = exhibit.training();
    room->setFolder(folder.path());
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Klangraum/Main.qml")));
    auto *window = qobject_cast<QQuickWindow *>(engine.rootObjects().value(0));
    if (!window)
        return 1;
    window->resize(1920, 1080);
    window->show();
    room->setOpen(true);
    room->setCurrent(runs.first());
    QElapsedTimer opening;
    opening.start();
    for (int i = 1; i < kRuns; ++i)
        room->toggleOverlay(runs[i]);
    while (room->view().events < quint64(events) && opening.elapsed() < 60000)
        app.processEvents(QEventLoop::AllEvents, 20);
    const double openMs = double(opening.elapsed());

    // The writer, and when the newest event of the first run was seen.
    std::atomic<bool> ended{ false };
    std::atomic<qint64> writtenAt{ 0 };
    std::atomic<int> written{ 0 };
    QElapsedTimer clock;
    clock.start();
    std::thread writer([&] {
        std::vector<std::unique_ptr<RunLock>> locks;
        std::vector<std::unique_ptr<EventLog>> logs;
        for (const QString &run : runs) {
            locks.push_back(std::make_unique<RunLock>(run.toStdString()));
            logs.push_back(std::make_unique<EventLog>((run + "/events.jsonl").toStdString()));
        }
        for (int i = events + 1; !ended; ++i) {
            for (std::size_t run = 1; run < logs.size(); ++run)
                logs[run]->append(step(i));
            logs[0]->append(step(i));
            if (i % 20 == 0 && written == 0) {
                writtenAt = clock.nsecsElapsed();
                written = i;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    });
    std::vector<double> work, processor, seen;
    QObject::connect(room, &TrainingRoom::viewChanged, window, [&] {
        const auto newest = int(room->view().events) - events / kStepsPerEpoch; // less the ends of epochs
        if (written > 0 && newest >= written) {
            seen.push_back(double(clock.nsecsElapsed() - writtenAt) / 1e6);
            written = 0;
        }
    });
    app.busy = app.worked = 0;
    QObject::connect(window, &QQuickWindow::frameSwapped, window, [&] {
        work.push_back(app.busy);
        processor.push_back(app.worked);
        app.busy = app.worked = 0;
    });
    QTimer frames;
    frames.setTimerType(Qt::PreciseTimer);
    QObject::connect(&frames, &QTimer::timeout, window, &QQuickWindow::update);
    frames.start(16);
    QTimer::singleShot(int(seconds * 1000), &app, &QGuiApplication::quit);
    app.exec();
    ended = true;
    writer.join();
    const nlohmann::json report{ { "events-a-run", events },
                                 { "runs", kRuns },
                                 { "opened-after-ms", openMs },
                                 { "gui-work-a-frame-ms", summary(work) },
                                 { "gui-processor-time-a-frame-ms", summary(processor) },
                                 { "event-seen-after-ms", summary(seen) },
                                 { "longest-look-of-the-watching-thread-ms", room->watch().busyMs() } };
    std::printf("%s\n", report.dump(1).c_str());
    return 0;
}
