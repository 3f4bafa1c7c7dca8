// Trainer: one loop for all families. Owns batching (seeded), updates, schedules, gradient clipping, the mean of the
// weights, validation, checkpoints, resume, telemetry, pause and stop.
//
// Invariants: same recipe, corpus, seed and thread count on the same machine: the same losses to the last digit, and
// a run resumed from any checkpoint equals one that was never interrupted. All randomness of a step is a function of
// (seed, step), so nothing of a generator's state has to survive. A kill at any moment leaves a resumable folder.
// Thread rule: run() works on the calling thread; the progress callback is called there; requestStop() is for any
// thread and for signal handlers.
#pragma once

#include "corpus/corpus.h"
#include "training/recipe.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace klangraum {

struct Family;

struct TrainOptions
{
    std::filesystem::path run; // the run folder
    Recipe recipe; // ignored on resume but for training.epochs and training.threads where `extend` is set
    std::filesystem::path corpusFile; // for run.json; empty: the embedded corpus
    std::string device = "auto"; // auto, cpu, cuda
    bool resume = false; // go on with `run`; without a checkpoint there, from its beginning
    bool extend = false; // on resume: take epochs and threads from `recipe`
    const Family *family = nullptr; // used instead of the registered one that the recipe names; outlives the trainer
    bool handleSignals = true; // SIGINT and SIGTERM: checkpoint, state "stopped"
    // Renders a sample to a WAV file for TensorBoard, about twenty times a run; empty: none. What it throws ends it.
    std::function<void(const Score &, const std::filesystem::path &)> renderSound;
    bool telemetry = true; // false: no step and system events, no TensorBoard; to measure what they cost
};

struct TrainProgress
{
    std::string state; // running, validating, paused, stopped, finished, failed
    std::int64_t epoch = 0; // done
    std::int64_t epochs = 0;
    std::int64_t step = 0;
    double progress = 0; // 0..1
    double stepsPerSecond = 0;
    double secondsLeft = 0;
    std::map<std::string, double> scalars; // the latest: train/loss, validation/loss, ...
    std::string notice; // one line where there is something to tell, else empty
};

struct TrainResult
{
    std::string state; // stopped, finished, failed
    std::string reason; // failed, stopped
    std::int64_t epoch = 0;
    std::int64_t step = 0;
    double best = 0; // of the family's best metric; NaN: never validated
    std::int64_t bestEpoch = 0;
};

// Seconds of a run and, of these, in events, TensorBoard and looks at the machine; samples and checkpoints not counted.
struct TelemetryCost
{
    double run = 0;
    double telemetry = 0;
};

class Trainer
{
public:
    // Throws Error: unknown family, wrong recipe, a folder that holds a run (or none, on resume), a second trainer,
    // another corpus than the run's.
    Trainer(TrainOptions options, const Corpus &corpus);
    ~Trainer();
    Trainer(const Trainer &) = delete;
    Trainer &operator=(const Trainer &) = delete;

    // What goes wrong while training is a result ("failed" with its reason); throws Error where the run cannot begin:
    // a damaged checkpoint, an unwritable folder.
    TrainResult run(const std::function<void(const TrainProgress &)> &progress = {});
    void requestStop() noexcept;
    TelemetryCost telemetryCost() const; // so far

private:
    class Private;
    std::unique_ptr<Private> d;
};

// Pieces of train and valid dealt anew, seeded, so that `heldOut` of them are valid; test stays. heldOut 0: as it is.
Corpus withHeldOut(Corpus corpus, double heldOut, std::uint64_t seed);

} // namespace klangraum
