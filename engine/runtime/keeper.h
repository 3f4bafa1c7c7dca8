// Keeper: writes what was heard as MIDI and WAV, on a thread of its own, while the music goes on.
#pragma once

#include "playback/performancelog.h"
#include "runtime/session.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

namespace klangraum {

class Keeper
{
public:
    explicit Keeper(std::filesystem::path soundFont);
    ~Keeper(); // waits for a file that is being written

    // Starts saving; ignored while saving. `name` is the files' stem, made unique in `folder`.
    void keep(Excerpt excerpt, const std::filesystem::path &folder, const std::string &name);
    // Takes over what the thread has reached. True where anything changed.
    bool poll();
    const KeepState &state() const { return m_state; }
    // Nothing was heard yet: failed without a file.
    void refuse(const std::string &why);

private:
    void save(const Excerpt &excerpt, const std::filesystem::path &folder, const std::string &name);

    std::filesystem::path m_soundFont;
    std::thread m_thread;
    KeepState m_state;
    std::atomic<double> m_progress{ 0 };
    std::atomic<bool> m_done{ false };
    std::atomic<bool> m_cancel{ false };
    KeepState m_result; // written by the thread before m_done
};

} // namespace klangraum
