#include "runwatch.h"

#include "runfacts.h"

#include "playback/transport.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace klangraum {

namespace {

namespace fs = std::filesystem;

constexpr int kStrip = 8; // thumbs
constexpr int kJourneyParts = 32; // epochs that a journey visits at most
constexpr double kJourneyQuarters = 16; // of each at most
constexpr int kJourneyClips = 12; // a few seconds each

QString stampOf(const fs::path &folder)
{
    QString stamp;
    for (const char *name : { "run.json", "events.jsonl", "status.json" }) {
        std::error_code error;
        const auto size = fs::file_size(folder / name, error);
        const auto time = fs::last_write_time(folder / name, error);
        if (!error)
            stamp += QString::number(qulonglong(size)) + QLatin1Char(':') +
                QString::number(qlonglong(time.time_since_epoch().count())) + QLatin1Char(' ');
    }
    return stamp;
}

} // namespace

RunWatch::RunWatch()
{
    m_view = std::make_shared<RoomView>();
}

RunWatch::~RunWatch()
{
    stop();
}

void RunWatch::start()
{
    if (m_thread.isRunning())
        return;
    m_thread.setObjectName(QStringLiteral("runs"));
    moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, this, [this] {
        m_timer = new QTimer(this);
        connect(m_timer, &QTimer::timeout, this, &RunWatch::tick);
        m_timer->start(kPollMs);
        tick();
    });
    m_thread.start(QThread::LowPriority);
}

void RunWatch::stop()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(
        this, [this] { delete std::exchange(m_timer, nullptr); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void RunWatch::request(const RoomRequest &request)
{
    {
        const QMutexLocker lock(&m_lock);
        m_wanted = request;
        m_asked = true;
    }
    // Before start() this object belongs to the GUI's thread, which must not read files: the first tick looks.
    if (m_thread.isRunning() && !m_poked.exchange(true))
        QMetaObject::invokeMethod(this, &RunWatch::tick, Qt::QueuedConnection);
}

void RunWatch::later(std::function<void(RunWatch &)> job)
{
    {
        const QMutexLocker lock(&m_lock);
        m_jobs.push_back(std::move(job));
    }
    if (m_thread.isRunning())
        QMetaObject::invokeMethod(this, &RunWatch::tick, Qt::QueuedConnection);
}

std::shared_ptr<const RoomView> RunWatch::view() const
{
    const QMutexLocker lock(&m_lock);
    return m_view;
}

QVector<RunRow> RunWatch::runs() const
{
    const QMutexLocker lock(&m_lock);
    return m_rows;
}

void RunWatch::tick()
{
    QElapsedTimer busy;
    busy.start();
    m_poked = false;
    std::deque<std::function<void(RunWatch &)>> jobs;
    {
        const QMutexLocker lock(&m_lock);
        if (m_asked && m_wanted != m_request) {
            if (m_wanted.folder != m_request.folder)
                m_sinceList.invalidate();
            m_request = m_wanted;
            m_dirty = true;
        }
        m_asked = false;
        jobs.swap(m_jobs);
    }
    for (const auto &job : jobs)
        job(*this);
    if (!jobs.empty() || !m_sinceList.isValid() || m_sinceList.elapsed() >= kListMs) {
        listRuns();
        m_sinceList.start();
    }
    if (follow() || m_dirty) {
        m_dirty = false;
        compose();
        Q_EMIT viewChanged();
    }
    m_busyMs = std::max(m_busyMs.load(), double(busy.nsecsElapsed()) / 1e6);
}

void RunWatch::listRuns()
{
    std::vector<fs::path> folders;
    std::error_code error;
    if (!m_request.folder.isEmpty() && fs::is_directory(m_request.folder.toStdString(), error))
        folders = findRuns(m_request.folder.toStdString());
    QVector<RunRow> rows;
    std::set<QString> seen;
    for (const fs::path &folder : folders) {
        const QString name = QString::fromStdString(folder.string());
        seen.insert(name);
        Listed &listed = m_listed[name];
        const QString stamp = stampOf(folder);
        const bool alive = listed.row.state == QLatin1String("running") ||
            listed.row.state == QLatin1String("paused") || listed.row.state == QLatin1String("queued");
        if (listed.stamp != stamp || alive) { // a trainer may have died without a word
            const auto followed = m_followed.find(name);
            if (followed != m_followed.end() && followed->second->reader.progress() >= 1) {
                listed.row = rowOf(followed->second->reader.summary());
                listed.row.trend = trendOf(followed->second->reader);
            } else {
                listed.row = rowOf(summariseRun(folder));
                listed.row.trend = trendOf(folder);
            }
            listed.stamp = stamp;
        }
        rows << listed.row;
    }
    std::erase_if(m_listed, [&](const auto &entry) { return !seen.contains(entry.first); });
    std::ranges::stable_sort(rows, {}, [](const RunRow &row) {
        static const QStringList order{ QStringLiteral("running"), QStringLiteral("queued"), QStringLiteral("paused") };
        const auto place = order.indexOf(row.state);
        return place < 0 ? order.size() : place;
    });
    {
        const QMutexLocker lock(&m_lock);
        if (rows == m_rows)
            return;
        m_rows = rows;
    }
    Q_EMIT runsChanged();
}

RunWatch::Followed &RunWatch::followed(const QString &folder)
{
    auto &entry = m_followed[folder];
    if (!entry)
        entry = std::make_unique<Followed>(folder);
    return *entry;
}

RunFiles &RunWatch::files(const QString &folder)
{
    return followed(folder).files;
}

void RunWatch::setMany(const QString &folder, int epoch, const std::shared_ptr<const MusicStats> &stats)
{
    const auto it = m_followed.find(folder);
    if (it == m_followed.end())
        return; // nobody looks at it any more
    it->second->files.setMany(epoch, stats);
    m_dirty = true;
}

bool RunWatch::follow()
{
    QStringList wanted = m_request.overlaid;
    if (!m_request.current.isEmpty())
        wanted.prepend(m_request.current);
    std::erase_if(m_followed, [&](const auto &entry) { return !wanted.contains(entry.first); });
    bool changed = false;
    for (const QString &folder : wanted) {
        Followed &run = followed(folder);
        if (run.reader.update()) {
            ++run.serial;
            changed = true;
        }
    }
    return changed;
}

std::vector<CurveRun> RunWatch::curveRuns()
{
    std::vector<CurveRun> runs;
    QStringList wanted = m_request.overlaid;
    wanted.removeAll(m_request.current);
    if (!m_request.current.isEmpty())
        wanted.prepend(m_request.current);
    for (const QString &folder : wanted) {
        const RunReader &reader = followed(folder).reader;
        runs.push_back({ &reader, runName(folder.toStdString()), groupOf(reader.info()), reader.summary().epochs });
    }
    return runs;
}

void RunWatch::compose()
{
    auto view = std::make_shared<RoomView>();
    view->current = m_request.current;
    if (!m_request.current.isEmpty()) {
        Followed &run = followed(m_request.current);
        composeRun(*view, run);
        composeStrip(*view, run);
        composePanels(*view);
    }
    const QMutexLocker lock(&m_lock);
    m_view = view;
}

void RunWatch::composeRun(RoomView &view, Followed &run)
{
    const RunSummary &summary = run.reader.summary();
    view.run = rowOf(summary);
    view.facts = factsOf(run.reader.info(), m_request.language);
    view.device = deviceOf(run.reader);
    view.gpu = summary.device.starts_with("cuda");
    view.warnings = warningsOf(run.reader, m_request.cursor);
    // What a duel's trainer tells is said by these, in the language of the screen.
    if (summary.warnings.empty())
        view.notice = QString::fromStdString(summary.notice);
    view.slow = summary.slow;
    view.secondsLeft = summary.secondsLeft;
    view.stepsPerSecond = summary.stepsPerSecond;
    view.speeds = speedsOf(run.reader);
    view.meters = metersOf(run.reader, m_request.current.toStdString(), m_request.language);
    view.lastEpoch = int(std::min<std::int64_t>(summary.epoch, 1'000'000'000));
    view.events = run.reader.steps().size() + run.reader.epochs().size() + run.reader.system().size();
    std::set<std::string> names;
    for (const EventTable *table : { &run.reader.steps(), &run.reader.epochs(), &run.reader.system() })
        for (const auto &entry : table->series)
            names.insert(entry.first);
    view.sound = !run.files.sampled().empty() && run.files.clips(run.files.sampled().back()) > 0;
    view.available = scalarPanels({ names.begin(), names.end() }) + (view.sound ? soundPanels() : musicPanels());
    view.worth = worthShowing({ names.begin(), names.end() });
    view.latent = !run.files.sampled().empty() && run.files.hasLatent(run.files.sampled().back());
}

void RunWatch::composeStrip(RoomView &view, Followed &run)
{
    view.sampled = QVector<int>(run.files.sampled().begin(), run.files.sampled().end());
    if (view.sampled.isEmpty())
        return;
    view.shownEpoch = view.sampled.back();
    if (m_request.cursor >= 0) {
        const auto after = std::ranges::upper_bound(view.sampled, m_request.cursor);
        view.shownEpoch = after == view.sampled.begin() ? view.sampled.front() : *(after - 1);
    }
    for (const int epoch : RunFiles::choose(run.files.sampled(), kStrip, m_request.cursor)) {
        Thumb thumb{ epoch, nullptr, nullptr };
        try {
            if (const int clips = run.files.clips(epoch); clips > 0) {
                view.samples = std::max(view.samples, clips);
                thumb.sound = run.files.clip(epoch, m_request.sample % clips);
            }
            const Scores scores = run.files.samples(epoch);
            if (scores && !scores->empty()) {
                view.samples = std::max(view.samples, int(scores->size()));
                thumb.score =
                    std::shared_ptr<const Score>(scores, &(*scores)[std::size_t(m_request.sample) % scores->size()]);
            }
        } catch (const std::exception &problem) {
            view.notice = QString::fromStdString(problem.what());
        }
        view.strip << thumb;
    }
    const int many = run.files.many(view.shownEpoch);
    view.pieces = many > 0 ? many : view.samples;
}

void RunWatch::composePanels(RoomView &view)
{
    const std::shared_ptr<const RoomView> before = this->view();
    QString key = m_request.current + QLatin1Char('|') + m_request.language;
    for (const CurveRun &run : curveRuns())
        key += QStringLiteral("|%1:%2")
                   .arg(QString::fromStdString(run.reader->folder().string()))
                   .arg(followed(QString::fromStdString(run.reader->folder().string())).serial);
    const CurveOptions &options = m_request.curves;
    key += QStringLiteral("|%1%2%3%4:%5:%6")
               .arg(int(options.axis))
               .arg(options.logX)
               .arg(options.logY)
               .arg(options.mean)
               .arg(options.smoothing)
               .arg(options.columns);
    const bool same = key == m_curvesKey && before->current == view.current;
    m_curvesKey = key;
    const auto runs = curveRuns();
    for (int slot = 0; slot < m_request.panels.size(); ++slot) {
        const QString &panel = m_request.panels[slot];
        const PanelPtr old = slot < before->panels.size() ? before->panels[slot] : nullptr;
        if (!isCurvePanel(panel)) {
            view.panels << followed(m_request.current).files.picture(panel, view.shownEpoch, m_request.language);
        } else if (same && old && old->id == panel) {
            view.panels << old;
        } else {
            view.panels << buildCurves(panel, runs, options, m_request.language);
        }
    }
}

Journey RunWatch::journey(const QString &folder, int sample, int from)
{
    Journey journey;
    std::vector<int> epochs;
    RunFiles &files = this->files(folder);
    for (const int epoch : files.sampled()) {
        if (epoch >= from)
            epochs.push_back(epoch);
    }
    const bool sound = !epochs.empty() && files.clips(epochs.back()) > 0;
    const int most = sound ? kJourneyClips : kJourneyParts;
    if (int(epochs.size()) > most)
        epochs = RunFiles::choose(epochs, most, -1);
    Tick begin = 0;
    for (const int epoch : epochs) {
        if (const int clips = files.clips(epoch); clips > 0) {
            if (const auto clip = files.clip(epoch, sample % clips)) {
                journey.sound.push_back(*clip);
                journey.epochs.push_back(epoch);
            }
            continue;
        }
        const Scores scores = files.samples(epoch);
        if (!scores || scores->empty())
            continue;
        const Score part = (*scores)[std::size_t(sample) % scores->size()].withTicksPerQuarter(kTicksPerQuarter);
        if (journey.epochs.empty()) {
            journey.score.ticksPerQuarter = kTicksPerQuarter;
            journey.score.voices = part.voices;
            journey.score.tempi = { part.tempi.empty() ? TempoChange{} : part.tempi.front() };
        }
        const Tick most = Tick(kJourneyQuarters * kTicksPerQuarter);
        const Score cut = part.length > most ? part.slice(0, most) : part;
        journey.epochs.push_back(epoch);
        journey.begins.push_back(begin);
        for (Note note : cut.notes) {
            note.start += begin;
            journey.score.notes.push_back(note);
        }
        begin += std::max<Tick>(cut.length, kTicksPerQuarter);
    }
    journey.score.length = begin;
    journey.score.normalise();
    return journey;
}

} // namespace klangraum
