#include "latentplayer.h"

#include "music/error.h"
#include "training/runfolder.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

namespace klangraum {

namespace {

// The kept weights at `epoch` or the last before it; the first where there are none before. 0: the best, if anything.
int keptBefore(const std::filesystem::path &run, int epoch)
{
    const auto kept = RunFolder(run).keptEpochs();
    const auto after = std::upper_bound(kept.begin(), kept.end(), epoch);
    if (kept.empty())
        return 0;
    return int(after == kept.begin() ? kept.front() : *(after - 1));
}

} // namespace

LatentPlayer::LatentPlayer()
{
    m_thread.setObjectName(QStringLiteral("latent"));
    moveToThread(&m_thread);
}

LatentPlayer::~LatentPlayer()
{
    m_thread.quit();
    m_thread.wait();
}

void LatentPlayer::touch(const LatentTouch &touch)
{
    if (!m_open)
        return;
    {
        const QMutexLocker lock(&m_lock);
        m_touch = touch;
        if (std::exchange(m_asked, true))
            return;
    }
    begin();
}

void LatentPlayer::judge(const JudgedPiece &piece)
{
    if (!m_open)
        return;
    {
        const QMutexLocker lock(&m_lock);
        m_piece = piece;
        if (std::exchange(m_asked, true))
            return;
    }
    begin();
}

void LatentPlayer::begin()
{
    if (!m_thread.isRunning())
        m_thread.start(QThread::LowPriority);
    QMetaObject::invokeMethod(this, &LatentPlayer::work, Qt::QueuedConnection);
}

void LatentPlayer::work()
{
    std::optional<LatentTouch> touch;
    std::optional<JudgedPiece> piece;
    {
        const QMutexLocker lock(&m_lock);
        touch = std::exchange(m_touch, {});
        piece = std::exchange(m_piece, {});
        m_asked = false;
    }
    try {
        if (touch)
            decode(*touch);
        if (piece)
            Q_EMIT judged(
                piece->serial,
                network(piece->run, keptBefore(piece->run, piece->epoch)).judge(*piece->score).value_or(std::nan("")));
    } catch (const std::exception &problem) {
        Q_EMIT failed(QString::fromStdString(problem.what()));
    }
}

Generator &LatentPlayer::network(const std::filesystem::path &run, int epoch)
{
    if (!m_generator || run != m_run || epoch != m_epoch) {
        m_generator = nullptr;
        m_generator = m_open(run, epoch);
        m_run = run;
        m_epoch = epoch;
    }
    return *m_generator;
}

void LatentPlayer::decode(const LatentTouch &touch)
{
    const int epoch = keptBefore(touch.run, touch.epoch);
    GenerateRequest request;
    request.latent = std::vector<double>{ std::clamp(touch.x, -1.0, 1.0), std::clamp(touch.y, -1.0, 1.0) };
    const Piece piece = network(touch.run, epoch).generate(request);
    if (!std::holds_alternative<Score>(piece))
        throw Error(touch.run.string() + ": this family makes sound, not notes");
    Q_EMIT decoded(std::make_shared<const Score>(std::get<Score>(piece)), epoch > 0 ? epoch : touch.epoch);
}

} // namespace klangraum
