// LatentPlayer: an epoch's weights at work: what a touched point of a run's latent plane sounds like, and what the
// discriminator of a duel says of a piece. Loads them, decodes and judges in a thread of its own; a touch or a piece
// replaces one whose turn has not come yet.
//
// Thread rule: lives in a thread of its own, which begins with the first touch; touch() and judge() by the GUI thread.
#pragma once

#include "generators/generator.h"

#include <QMutex>
#include <QObject>
#include <QThread>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace klangraum {

// A network with the weights of an epoch; throws Error. Given by the program, so that the screen needs no torch.
using OpenEpoch = std::function<std::unique_ptr<Generator>(const std::filesystem::path &run, std::int64_t epoch)>;

struct LatentTouch
{
    std::filesystem::path run;
    int epoch = 0;
    double x = 0, y = 0; // -1..1 over the plane's square
};

struct JudgedPiece
{
    std::filesystem::path run;
    int epoch = 0;
    std::shared_ptr<const Score> score;
    quint64 serial = 0; // comes back with the answer
};

class LatentPlayer : public QObject
{
    Q_OBJECT

public:
    LatentPlayer();
    ~LatentPlayer() override;
    void setOpener(OpenEpoch open) { m_open = std::move(open); } // before the first touch
    bool usable() const { return bool(m_open); }
    void touch(const LatentTouch &touch);
    void judge(const JudgedPiece &piece);

Q_SIGNALS: // from its thread
    void decoded(const std::shared_ptr<const klangraum::Score> &score, int epoch); // the epoch whose weights were used
    // 0 generated to 1 real; NaN where the network has no discriminator or cannot read the piece.
    void judged(quint64 serial, double real);
    void failed(const QString &problem);

private:
    void begin();
    void work();
    void decode(const LatentTouch &touch);
    Generator &network(const std::filesystem::path &run, int epoch);

    OpenEpoch m_open;
    QThread m_thread;
    QMutex m_lock;
    std::optional<LatentTouch> m_touch; // under the lock, as the next two
    std::optional<JudgedPiece> m_piece;
    bool m_asked = false;
    std::unique_ptr<Generator> m_generator;
    std::filesystem::path m_run;
    int m_epoch = -1;
};

} // namespace klangraum
