// LatentPlayer: what a touched point of a run's latent plane sounds like with the weights of an epoch. Loads them and
// decodes in a thread of its own; a touch replaces one that has not been decoded yet.
//
// Thread rule: lives in a thread of its own, which begins with the first touch; touch() by the GUI thread.
#pragma once

#include "generators/generator.h"

#include <QMutex>
#include <QObject>
#include <QThread>

#include <filesystem>
#include <functional>
#include <memory>

namespace klangraum {

// A network with the weights of an epoch; throws Error. Given by the program, so that the screen needs no torch.
using OpenEpoch = std::function<std::unique_ptr<Generator>(const std::filesystem::path &run, std::int64_t epoch)>;

struct LatentTouch
{
    std::filesystem::path run;
    int epoch = 0;
    double x = 0, y = 0; // -1..1 over the plane's square
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

Q_SIGNALS: // from its thread
    void decoded(const std::shared_ptr<const klangraum::Score> &score, int epoch); // the epoch whose weights were used
    void failed(const QString &problem);

private:
    void work();

    OpenEpoch m_open;
    QThread m_thread;
    QMutex m_lock;
    LatentTouch m_wanted; // under the lock, as the next
    bool m_asked = false;
    std::unique_ptr<Generator> m_generator;
    std::filesystem::path m_run;
    int m_epoch = -1;
};

} // namespace klangraum
