#include "samplemaker.h"

#include "music/error.h"

#include <QElapsedTimer>

#include <sys/resource.h>
#include <unistd.h>

#include <variant>

namespace klangraum {

namespace {

constexpr int kReportMs = 200;
constexpr int kNice = 10;

} // namespace

SampleMaker::SampleMaker()
{
    m_thread.setObjectName(QStringLiteral("samples"));
    moveToThread(&m_thread);
    connect(
        &m_thread, &QThread::started, this, [] { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice); },
        Qt::DirectConnection);
}

SampleMaker::~SampleMaker()
{
    cancel();
    m_thread.quit();
    m_thread.wait();
}

void SampleMaker::ask(const QString &run, int epoch)
{
    if (!m_open)
        return;
    const int job = ++m_job;
    if (!m_thread.isRunning())
        m_thread.start();
    QMetaObject::invokeMethod(
        this, [this, run, epoch, job] { work(run, epoch, job); }, Qt::QueuedConnection);
}

void SampleMaker::work(const QString &run, int epoch, int job)
{
    try {
        const std::unique_ptr<Generator> generator = m_open(run.toStdString(), epoch);
        std::vector<Score> pieces;
        pieces.reserve(kPieces);
        QElapsedTimer sinceReport;
        sinceReport.start();
        while (int(pieces.size()) < kPieces && m_job == job) {
            GenerateRequest request;
            request.seed = pieces.size() + 1;
            Piece piece = generator->generate(request);
            if (!std::holds_alternative<Score>(piece))
                throw Error(run.toStdString() + ": this family makes sound, not notes");
            pieces.push_back(std::move(std::get<Score>(piece)));
            if (sinceReport.elapsed() >= kReportMs) {
                Q_EMIT progressed(run, epoch, int(pieces.size()));
                sinceReport.start();
            }
        }
        Q_EMIT made(run, epoch, m_job == job ? std::make_shared<const MusicStats>(MusicStats::of(pieces)) : nullptr);
    } catch (const std::exception &problem) {
        Q_EMIT failed(run, epoch, QString::fromStdString(problem.what()));
    }
}

} // namespace klangraum
