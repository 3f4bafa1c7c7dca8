// The run folder: the single source of truth about a training. One trainer writes it (held by a lock that a dead
// process cannot keep); any number of readers look on. Readers write one file there: control.
//
// What lies in it stands in this folder's README.md.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace klangraum {

enum class RunCommand {
    None,
    Pause,
    Resume, // at full speed
    Stop,
    Step, // one step, then pause
    Slow, // slow motion
};

struct RunOrder
{
    static constexpr double slowest = 0.05, fastest = 1000; // steps a second

    RunOrder(RunCommand which = RunCommand::None, double speed = 1)
        : command(which)
        , stepsPerSecond(speed)
    {
    }
    RunCommand command;
    double stepsPerSecond; // Slow: at most so many
};

class RunLock;

// "epoch-0012"
std::string epochName(std::int64_t epoch);
std::string clipName(std::int64_t epoch, int number); // "epoch-0012-1.wav": sounds of a sample, from 1
std::string referenceClipName(int number); // "reference-1.wav"

class RunFolder
{
public:
    // Reading: throws Error where `folder` holds no run.json.
    explicit RunFolder(std::filesystem::path folder);

    const std::filesystem::path &path() const { return m_folder; }
    std::filesystem::path events() const { return m_folder / "events.jsonl"; }
    std::filesystem::path checkpoint(const std::string &name) const; // "last", "best", "epoch-0010"
    std::filesystem::path samples() const { return m_folder / "samples"; }
    std::filesystem::path samples(std::int64_t epoch) const; // samples/epoch-NNNN.json
    std::filesystem::path sound(std::int64_t epoch, int number) const; // samples/epoch-NNNN-K.wav
    std::filesystem::path latent(std::int64_t epoch) const; // latent/epoch-NNNN.json
    std::filesystem::path reference() const { return m_folder / "reference.json"; }
    std::filesystem::path soundReference(int number) const;
    // The epochs that have such a file, ascending: weights, samples, latent coordinates.
    std::vector<std::int64_t> keptEpochs() const { return epochsIn("checkpoints", ".safetensors"); }
    std::vector<std::int64_t> sampledEpochs() const { return epochsIn("samples", ".json"); }
    std::vector<std::int64_t> latentEpochs() const { return epochsIn("latent", ".json"); }
    std::filesystem::path control() const { return m_folder / "control"; }
    nlohmann::json info() const; // run.json

    // Whether a trainer holds the folder now.
    bool locked() const;
    // Dashboard and CLI: leave a command for the trainer.
    void command(const RunOrder &order) const;
    // Trainer: takes the command that was left, if any.
    RunOrder takeCommand() const;

    // Writing: makes the folder with its run.json (atomic). Throws Error where it holds a run already.
    static RunFolder create(const std::filesystem::path &folder, const nlohmann::json &info);
    // The same by the trainer that holds the folder; a run that is queued there becomes this one.
    static RunFolder create(const std::filesystem::path &folder, const nlohmann::json &info, const RunLock &held);

private:
    std::vector<std::int64_t> epochsIn(const char *place, const std::string &extension) const;

    std::filesystem::path m_folder;
};

// Held for the life of the object and never left behind: the system ends it with its process. The constructor makes the
// folder where it is missing; throws Error where another trainer has it.
class RunLock
{
public:
    explicit RunLock(const std::filesystem::path &folder);
    ~RunLock();
    RunLock(const RunLock &) = delete;
    RunLock &operator=(const RunLock &) = delete;

private:
    int m_file = -1;
};

} // namespace klangraum
