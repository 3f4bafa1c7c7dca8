// RunWatch: the only one of the training room that touches files. Follows the runs that are looked at, lists all
// others, computes what the panels show, writes exports and commands. Reads run folders; writes `control` and nothing
// else there.
//
// Thread rule: lives in a thread of its own (start(), stop()); the methods marked "any thread" hand over values under a
// lock and never wait for files. A request replaces the one before that was not looked at yet, so a drag costs no more
// than the thread can follow.
#pragma once

#include "roomview.h"
#include "runfiles.h"

#include "training/runfolder.h"
#include "training/runreader.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QMutex>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <deque>
#include <functional>
#include <map>

namespace klangraum {

class RunWatch : public QObject
{
    Q_OBJECT

public:
    static constexpr int kPollMs = 120; // the logs that are followed
    static constexpr int kListMs = 1000; // the folder of runs, and whether trainers still live

    RunWatch();
    ~RunWatch() override;
    void start();
    void stop(); // waits for the end of what is being read

    // Any thread.
    void request(const RoomRequest &request);
    void later(std::function<void(RunWatch &)> job); // done by the watching thread, in order
    std::shared_ptr<const RoomView> view() const;
    QVector<RunRow> runs() const;
    double busyMs() const { return m_busyMs; } // longest look so far

    // Watching thread only, from a job.
    const RoomRequest &looking() const { return m_request; }
    std::vector<CurveRun> curveRuns();
    RunFiles &files(const QString &folder);
    void setMany(const QString &folder, int epoch, const std::shared_ptr<const MusicStats> &stats);
    Journey journey(const QString &folder, int sample, int from);

Q_SIGNALS: // from the watching thread
    void viewChanged();
    void runsChanged();

private:
    struct Followed
    {
        explicit Followed(const QString &folder)
            : reader(folder.toStdString())
            , files(folder.toStdString())
        {
        }
        RunReader reader;
        RunFiles files;
        quint64 serial = 0; // rises with every change of the log
    };
    struct Listed
    {
        QString stamp; // sizes and times of what a summary is made of
        RunRow row;
    };

    void tick();
    void listRuns();
    bool follow(); // true where a log has grown
    Followed &followed(const QString &folder);
    void compose();
    void composeRun(RoomView &view, Followed &run);
    void composePanels(RoomView &view);
    void composeStrip(RoomView &view, Followed &run);

    QThread m_thread;
    QTimer *m_timer = nullptr;
    mutable QMutex m_lock; // the next four
    RoomRequest m_wanted;
    bool m_asked = false;
    std::shared_ptr<const RoomView> m_view;
    QVector<RunRow> m_rows;
    std::deque<std::function<void(RunWatch &)>> m_jobs;
    std::atomic<bool> m_poked{ false };

    RoomRequest m_request;
    std::map<QString, std::unique_ptr<Followed>> m_followed;
    std::map<QString, Listed> m_listed;
    QElapsedTimer m_sinceList;
    QString m_curvesKey; // of what the curves were made
    bool m_dirty = true;
    std::atomic<double> m_busyMs{ 0 };
};

} // namespace klangraum
