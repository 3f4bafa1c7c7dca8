// The trainer's own state, shared by trainer.cpp (the loop), trainerstate.cpp (folder, network, checkpoints),
// trainerepoch.cpp (validation, samples), trainersound.cpp (samples of sound), trainercommands.cpp (pause, single
// steps, slow motion), trainerduel.cpp (collapse, warnings) and trainerreport.cpp (log, progress). For these only.
#pragma once

#include "evaluation/sound/evaluatesound.h"
#include "generators/device.h"
#include "generators/safetensors.h"
#include "generators/trainable.h"
#include "music/error.h"
#include "training/collapsemeter.h"
#include "training/duelwatch.h"
#include "training/eventlog.h"
#include "training/latentfile.h"
#include "training/machine.h"
#include "training/runfolder.h"
#include "training/statusfile.h"
#include "training/tensorboard.h"
#include "training/trainer.h"
#include "training/trainerdata.h"
#include "training/weights.h"

#include <torch/torch.h>

#include <chrono>
#include <limits>
#include <optional>

namespace klangraum {

// What ends a training before its last epoch.
struct Ended
{
    std::string state; // stopped, failed
    std::string reason;
};
inline constexpr const char *stoppedByFullDisk = "stopped while the disk was full";

inline constexpr std::int64_t soundsARun = 20; // that TensorBoard is given

double secondsSince(std::chrono::steady_clock::time_point start);

class Trainer::Private
{
public:
    Private(TrainOptions options, const Corpus &corpus);
    TrainResult run(const std::function<void(const TrainProgress &)> &progress);

    TelemetryCost telemetryCost() const { return { worked(), m_telemetrySeconds }; }

    std::atomic<bool> stopRequested{ false };

private:
    const Family &chosenFamily() const;
    void openFolder();
    void buildNetwork();
    void writeCorpusReference();
    void openLogs();
    nlohmann::json corpusInfo() const;
    void restore();
    void trainEpoch();
    void trainStep(const EpochOrder &order);
    void update(const Update &update, const EpochOrder &order, nlohmann::json &event);
    void dealEpoch();
    Losses losses(const std::string &update, const Batch &batch, const StepContext &step); // to train on
    Losses gradients(const std::string &update, const Batch &batch, const StepContext &step);
    Losses gradients(const std::string &update, const Batch &batch, const StepContext &step, std::int64_t atOnce);
    void finishEpoch();
    std::map<std::string, double> validation();
    void writeEpochSamples();
    std::vector<AudioClip> epochSound(); // empty: a family of notes
    void measureEpochSound(const std::vector<AudioClip> &clips, nlohmann::json &event);
    void writeEpochSound(const std::vector<AudioClip> &clips);
    void writeSoundReference(const AudioClip &like);
    const std::vector<HeardClip> &realSound(std::uint64_t frames, int halvings);
    void tellUnmeasured(const Error &problem);
    void writeEpochLatent(const std::vector<Score> &samples);
    void showEpochSamples(const std::vector<Score> &samples);
    void saveLast();
    void saveWeights(const std::string &name, Storage storage);
    std::int64_t keepEvery() const;
    void pace();
    void pollCommands();
    void endWhereAsked(const RunOrder &order) const; // throws Ended
    void go(const RunOrder &order);
    void pause();
    void wait(std::chrono::duration<double> time);
    void beginDuel();
    bool lookForCollapse(nlohmann::json &event);
    void watchDuel(nlohmann::json event);
    void tellStatus(const std::string &state);
    void patiently(const std::function<void()> &write);
    void log(const std::string &type, nlohmann::json event = nlohmann::json::object());
    void logSystem(); // where it is time for it
    void logEstimates(nlohmann::json &event) const;
    [[noreturn]] void fail(nlohmann::json event, const std::string &type, const std::string &reason);
    double worked() const;
    void report(const std::string &state, const std::string &notice = {});
    void count(const std::string &name, double value);
    StepContext context(Purpose purpose, std::uint64_t index, bool training);
    double progressNow() const;
    double partNow() const; // of the running epoch
    torch::optim::Optimizer &optimizer(const Update &update);

    TrainOptions m_options;
    Recipe m_recipe;
    const Corpus &m_corpus; // as given
    Corpus m_split; // the same with the run's own split; the data refer to it
    std::unique_ptr<RunFolder> m_folder;
    std::unique_ptr<RunLock> m_lock;
    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<StatusFile> m_status;
    std::unique_ptr<TensorBoardLog> m_board;
    std::unique_ptr<MachineMeter> m_meter;
    std::unique_ptr<CollapseMeter> m_collapse; // these two: only of two networks against each other
    std::unique_ptr<DuelWatch> m_watch;
    ComputeDevice m_device;
    std::string m_begun; // with how much of another model's weights, in words
    int m_threads = 0;
    std::unique_ptr<Trainable> m_trainable;
    std::shared_ptr<torch::nn::Module> m_module;
    std::unique_ptr<TrainingData> m_train;
    std::unique_ptr<TrainingData> m_valid;
    std::unique_ptr<MeanWeights> m_mean;
    std::map<std::string, std::unique_ptr<torch::optim::Optimizer>> m_optimizers;
    std::map<std::string, std::map<std::string, torch::Tensor>>
        m_savedOptimizers; // of the checkpoint, until their update first comes
    std::function<void(const TrainProgress &)> m_report;

    // The state that a checkpoint holds.
    std::int64_t m_step = 0;
    std::int64_t m_epoch = 0;
    std::int64_t m_position = 0; // batches of the running epoch that are done
    std::int64_t m_bestEpoch = 0;
    double m_best = std::numeric_limits<double>::quiet_NaN();
    std::map<std::string, std::pair<double, double>> m_sums; // of the running epoch: sum, count

    std::int64_t m_batch = 1; // items, of the running epoch
    std::int64_t m_batches = 1; // of the running epoch
    std::int64_t m_atOnce = 0; // items that memory holds of a batch; 0: all
    double m_startProgress = 0;
    std::chrono::steady_clock::time_point m_started;
    std::chrono::steady_clock::time_point m_epochStarted;
    std::chrono::steady_clock::time_point m_systemLogged;
    double m_before = 0; // seconds that earlier trainers worked on the run
    double m_waited = 0; // seconds that this one was paused or held back
    double m_slow = 0; // at most so many steps a second; 0: full speed
    std::chrono::steady_clock::time_point m_stepBegan;
    bool m_paused = false; // single steps are done meanwhile
    bool m_stepAsked = false, m_stepped = false; // a single step is to be done; was done
    double m_telemetrySeconds = 0;
    std::optional<LatentMap> m_latent; // of the last epoch
    struct RealSound // what clips are compared with
    {
        std::uint64_t frames = 0;
        int halvings = 0; // of the corpus's rate
        std::vector<HeardClip> clips;
    };
    std::optional<RealSound> m_realSound;
    bool m_unmeasuredTold = false;
    double m_stepSeconds = 0; // running mean
    std::map<std::string, double> m_scalars; // the latest, for the callback
};

} // namespace klangraum
