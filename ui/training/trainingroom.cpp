#include "trainingroom.h"

#include <QDir>
#include <QLocale>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr int kMessageMs = 8000;

QString minutes(double seconds)
{
    const auto whole = qint64(std::llround(std::clamp(seconds, 0.0, 1e9)));
    if (whole >= 3600)
        return QStringLiteral("%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60);
    if (whole >= 60)
        return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return QStringLiteral("%1 s").arg(whole);
}

} // namespace

TrainingRoom::TrainingRoom(Session &session)
    : m_session(session)
    , m_view(std::make_shared<RoomView>())
    , m_columns(kSlots, 400)
{
    m_ownPanels = QStringList(kSlots, QString());
    suitPanels();
    m_messageTimer.setSingleShot(true);
    m_messageTimer.setInterval(kMessageMs);
    connect(&m_messageTimer, &QTimer::timeout, this, [this] { say({}, false); });
    connect(&m_watch, &RunWatch::viewChanged, this, &TrainingRoom::takeView);
    connect(&m_watch, &RunWatch::runsChanged, this, &TrainingRoom::takeRuns);
    connect(&m_latent, &LatentPlayer::failed, this, [this](const QString &problem) { say(problem, true); });
    connect(&m_latent, &LatentPlayer::decoded, this, [this](const std::shared_ptr<const Score> &score, int epoch) {
        if (m_open)
            listenTouched(*score, epoch);
    });
    connect(&m_maker, &SampleMaker::progressed, this, [this](const QString &, int, int pieces) { setMaking(pieces); });
    connect(&m_maker, &SampleMaker::failed, this, [this](const QString &, int, const QString &problem) {
        setMaking(-1);
        say(problem, true);
    });
    connect(&m_maker, &SampleMaker::made, this,
            [this](const QString &run, int epoch, const std::shared_ptr<const MusicStats> &stats) {
                setMaking(-1);
                if (stats)
                    m_watch.later([run, epoch, stats](RunWatch &watch) { watch.setMany(run, epoch, stats); });
            });
}

TrainingRoom::~TrainingRoom()
{
    m_watch.stop();
}

QString TrainingRoom::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/klangraum/runs");
}

void TrainingRoom::setOpen(bool open)
{
    if (open == m_open)
        return;
    m_open = open;
    if (open) {
        if (m_request.folder.isEmpty())
            setFolder(defaultFolder());
        send();
        m_watch.start();
    } else {
        stopSound();
        m_maker.cancel();
    }
    Q_EMIT openChanged();
}

void TrainingRoom::setFolder(const QString &folder)
{
    const QString clean = QDir::cleanPath(QDir(folder).absolutePath());
    if (clean == m_request.folder)
        return;
    m_request.folder = clean;
    m_chosen = false;
    setCurrent({});
    send();
    Q_EMIT folderChanged();
}

void TrainingRoom::send()
{
    m_watch.request(m_request);
}

void TrainingRoom::setCurrent(const QString &folder)
{
    if (folder == m_request.current)
        return;
    stopSound();
    m_maker.cancel();
    m_request.current = folder;
    m_request.overlaid.removeAll(folder);
    m_chosen = m_chosen || !folder.isEmpty();
    m_request.cursor = -1;
    m_runs.setShown(m_request.current, m_request.overlaid);
    send();
    Q_EMIT currentChanged();
    Q_EMIT cursorChanged();
}

void TrainingRoom::toggleOverlay(const QString &folder)
{
    if (folder == m_request.current || folder.isEmpty())
        return;
    if (!m_request.overlaid.removeOne(folder))
        m_request.overlaid << folder;
    m_runs.setShown(m_request.current, m_request.overlaid);
    send();
}

void TrainingRoom::takeRuns()
{
    m_runs.setRows(m_watch.runs());
    const auto &rows = m_runs.rows();
    const bool gone =
        std::none_of(rows.begin(), rows.end(), [this](const RunRow &row) { return row.folder == m_request.current; });
    if (gone && !m_request.current.isEmpty())
        m_chosen = false;
    // Until a run is chosen: the first that can be read, running ones before others.
    if (!m_chosen && !rows.isEmpty() && (gone || m_request.current.isEmpty())) {
        const auto good =
            std::find_if(rows.begin(), rows.end(), [](const RunRow &row) { return row.problem.isEmpty(); });
        setCurrent((good == rows.end() ? rows.first() : *good).folder);
    }
}

void TrainingRoom::takeView()
{
    const auto view = m_watch.view();
    if (view == m_view)
        return;
    const auto before = std::exchange(m_view, view);
    Q_EMIT viewChanged();
    if (view->warnings != before->warnings)
        Q_EMIT warningsChanged();
    if (view->worth != before->worth || view->latent != before->latent || view->sound != before->sound)
        suitPanels();
    placeJudge();
    if (view->panels != before->panels)
        Q_EMIT panelsChanged();
    if (view->available != before->available)
        Q_EMIT availableChanged();
    if (view->strip != before->strip)
        Q_EMIT stripChanged();
}

QString TrainingRoom::reason() const
{
    const RunRow &run = m_view->run;
    return !run.problem.isEmpty() ? run.problem : !run.reason.isEmpty() ? run.reason : m_view->notice;
}

QString TrainingRoom::epochText() const
{
    if (m_view->run.epochs <= 0)
        return {};
    return tr("Epoch %1 of %2").arg(m_view->run.epoch).arg(m_view->run.epochs);
}

QString TrainingRoom::leftText() const
{
    return m_view->secondsLeft > 0 ? tr("%1 left").arg(minutes(m_view->secondsLeft)) : QString();
}

QString TrainingRoom::speedText() const
{
    const double speed = m_view->stepsPerSecond;
    return speed > 0 ? QLocale(language())
                           .toString(speed, 'f',
                                     speed < 1         ? 2
                                         : speed < 100 ? 1
                                                       : 0)
                     : QStringLiteral("–");
}

QVariantList TrainingRoom::speeds() const
{
    QVariantList list;
    for (const double speed : m_view->speeds)
        list << speed;
    return list;
}

QVariantList TrainingRoom::meters() const
{
    const auto label = [](const QString &id) {
        return id == QLatin1String("gpu-load")       ? tr("GPU load")
            : id == QLatin1String("gpu-memory")      ? tr("GPU memory")
            : id == QLatin1String("gpu-temperature") ? tr("GPU temp.")
            : id == QLatin1String("cpu")             ? tr("CPU")
            : id == QLatin1String("memory")          ? tr("Memory in use")
                                                     : tr("Disk free");
    };
    QVariantList list;
    for (const Meter &meter : m_view->meters)
        list << QVariantMap{ { QStringLiteral("id"), meter.id },
                             { QStringLiteral("label"), label(meter.id) },
                             { QStringLiteral("value"), meter.value },
                             { QStringLiteral("part"), meter.part } };
    return list;
}

bool TrainingRoom::canResume() const
{
    static const QStringList states{ QStringLiteral("paused"), QStringLiteral("stopped"),
                                     QStringLiteral("interrupted") };
    return states.contains(state());
}

int TrainingRoom::totalEpochs() const
{
    return int(std::clamp<qint64>(std::max<qint64>(m_view->run.epochs, m_view->lastEpoch), 0, 1'000'000'000));
}

void TrainingRoom::setCursor(int epoch)
{
    // Dragged to the newest epoch it stays there, not live.
    epoch = epoch < 0 ? -1 : std::clamp(epoch, std::min(1, m_view->lastEpoch), std::max(1, m_view->lastEpoch));
    if (epoch == m_request.cursor)
        return;
    m_request.cursor = epoch;
    send();
    Q_EMIT cursorChanged();
}

QVariantList TrainingRoom::strip() const
{
    QVariantList list;
    for (const Thumb &thumb : m_view->strip)
        list << thumb.epoch;
    return list;
}

Thumb TrainingRoom::thumb(int index) const
{
    return index >= 0 && index < m_view->strip.size() ? m_view->strip[index] : Thumb();
}

void TrainingRoom::setSample(int sample)
{
    sample = m_view->samples > 0 ? (sample % m_view->samples + m_view->samples) % m_view->samples : 0;
    if (sample == m_request.sample)
        return;
    m_request.sample = sample;
    send();
    Q_EMIT sampleChanged();
}

void TrainingRoom::otherSample()
{
    setSample(m_request.sample + 1);
}

void TrainingRoom::say(const QString &message, bool error)
{
    m_message = message;
    m_messageIsError = error;
    if (!message.isEmpty())
        m_messageTimer.start();
    Q_EMIT messageChanged();
}

void TrainingRoom::retranslate(const QString &language)
{
    m_request.language = language;
    send();
    m_runs.retranslate();
    m_judge.retranslate();
    Q_EMIT viewChanged();
    Q_EMIT warningsChanged();
    Q_EMIT availableChanged();
    Q_EMIT retranslated();
}

} // namespace klangraum
