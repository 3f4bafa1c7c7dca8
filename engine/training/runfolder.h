// The run folder: the single source of truth about a training. One trainer writes it (held by a lock that a dead
// process cannot keep); any number of readers look on. Readers write one file there: control.
//
//   run.json            recipe, corpus (name, hash, file), seed, device, threads, versions
//   events.jsonl        append-only, one JSON object a line (eventlog.h)
//   checkpoints/        last, best, epoch-NNNN (.safetensors; checkpoint.h)
//   samples/            epoch-NNNN.json: notes, always from the same seeds
//   control             "pause", "resume" or "stop"; the trainer polls and removes it
//   lock                held (flock) while a trainer runs
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace klangraum {

enum class RunCommand { None, Pause, Resume, Stop };

class RunFolder
{
public:
    // Reading: throws Error where `folder` holds no run.json.
    explicit RunFolder(std::filesystem::path folder);

    const std::filesystem::path &path() const { return m_folder; }
    std::filesystem::path events() const { return m_folder / "events.jsonl"; }
    std::filesystem::path checkpoint(const std::string &name) const; // "last", "best", "epoch-0010"
    std::filesystem::path samples() const { return m_folder / "samples"; }
    std::filesystem::path control() const { return m_folder / "control"; }
    nlohmann::json info() const; // run.json

    // Whether a trainer holds the folder now.
    bool locked() const;
    // Dashboard and CLI: leave a command for the trainer.
    void command(RunCommand command) const;
    // Trainer: takes the command that was left, if any.
    RunCommand takeCommand() const;

    // Writing: makes the folder with its run.json (atomic). Throws Error where it holds a run already.
    static RunFolder create(const std::filesystem::path &folder, const nlohmann::json &info);

private:
    std::filesystem::path m_folder;
};

// Held for the life of the object; the constructor throws Error where another trainer has the folder.
class RunLock
{
public:
    explicit RunLock(const RunFolder &run);
    ~RunLock();
    RunLock(const RunLock &) = delete;
    RunLock &operator=(const RunLock &) = delete;

private:
    int m_file = -1;
};

} // namespace klangraum
