// What the watching thread and the screen tell each other: a request (what is looked at), and views (what there is to
// see). Values: a view is never changed once it is handed over.
#pragma once

#include "curvebuild.h"
#include "panelpicture.h"

#include "music/audioclip.h"
#include "music/score.h"

#include <QString>
#include <QStringList>
#include <QVector>

#include <memory>

namespace klangraum {

struct RoomRequest
{
    QString folder; // where runs lie; a run folder itself is one, too
    QString current; // run folder of the header, empty: none
    QStringList overlaid; // further run folders, drawn over it
    QStringList panels; // ids, one a slot
    CurveOptions curves;
    int cursor = -1; // epoch that the panels show; -1: the newest
    int sample = 0; // which of the samples of an epoch, from 0
    QString language = QStringLiteral("en");

    bool operator==(const RoomRequest &) const = default;
};

// One row of the rail.
struct RunRow
{
    QString folder, name, family, state, reason;
    qint64 epoch = 0, epochs = 0;
    double progress = 0; // 0..1
    QVector<double> trend; // newest losses of epochs, for the small curve
    QString problem; // the folder is damaged: one line

    bool operator==(const RunRow &) const = default;
};

struct Meter
{
    QString id; // "gpu-load", "gpu-memory", "gpu-temperature", "cpu", "memory", "disk"
    QString value; // "6.1 / 12 GB"
    double part = -1; // 0..1; -1: no bar

    bool operator==(const Meter &) const = default;
};

struct Thumb
{
    int epoch = 0;
    std::shared_ptr<const Score> score; // null: nothing was written, or
    std::shared_ptr<const AudioClip> sound; // it is a family of sound

    bool operator==(const Thumb &) const = default;
};

struct RoomView
{
    QString current; // whose view this is
    RunRow run;
    QString facts; // "vae-image · latent 2 · embedded · batch 32 · lr 1e-3 · seed 1"
    QString device; // in words
    QString notice;
    QStringList warnings; // codes of duelwatch.h that hold at the cursor, or now
    double slow = 0; // slow motion: steps a second; 0: full speed
    bool latent = false; // there is a latent space to show
    bool sound = false; // the network makes sound, not notes
    double secondsLeft = 0, stepsPerSecond = 0;
    bool gpu = false;
    QVector<double> speeds; // newest last
    QVector<Meter> meters;
    QVector<PanelPtr> panels; // by slot
    QStringList available; // panels that can be chosen
    QStringList worth; // panels of curves, those that say most first
    int lastEpoch = 0; // finished
    int shownEpoch = 0; // 0: none yet
    QVector<int> sampled; // epochs with samples, ascending
    int samples = 0; // pieces an epoch
    int pieces = 0; // that the music panels stand for: those, or many made on demand
    QVector<Thumb> strip;
    quint64 events = 0; // read so far
};

// The samples of one place, epoch after epoch, as one piece: noise becomes music.
struct Journey
{
    Score score;
    std::vector<AudioClip> sound; // of a family of sound in its place, clip by epoch
    std::vector<int> epochs; // by part
    std::vector<Tick> begins; // of the parts, at the score's ticks
};

} // namespace klangraum
