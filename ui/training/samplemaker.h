// SampleMaker: many samples of one epoch, on demand: loads its weights, makes piece after piece from seeds 1, 2, 3 ...
// and says what they are like. In a thread of its own, behind the music: it runs niced. One job at a time.
//
// Thread rule: ask() and cancel() by the GUI thread; the signals come from its own.
#pragma once

#include "latentplayer.h"
#include "musicstats.h"

#include <QObject>
#include <QString>
#include <QThread>

#include <atomic>
#include <memory>

namespace klangraum {

class SampleMaker : public QObject
{
    Q_OBJECT

public:
    static constexpr int kPieces = 1000;

    SampleMaker();
    ~SampleMaker() override; // cancels
    void setOpener(OpenEpoch open) { m_open = std::move(open); } // before the first ask()
    void ask(const QString &run, int epoch);
    void cancel() { ++m_job; }

Q_SIGNALS:
    void progressed(const QString &run, int epoch, int pieces); // made so far
    // Null: cancelled.
    void made(const QString &run, int epoch, const std::shared_ptr<const klangraum::MusicStats> &stats);
    void failed(const QString &run, int epoch, const QString &problem);

private:
    void work(const QString &run, int epoch, int job);

    OpenEpoch m_open;
    QThread m_thread;
    std::atomic<int> m_job{ 0 };
};

} // namespace klangraum
