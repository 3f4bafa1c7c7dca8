// Keeper: writes what was heard as MIDI and WAV, sound without notes as WAV and FLAC, on a thread of its own, while the
// music goes on.
#pragma once

#include "playback/performancelog.h"
#include "runtime/session.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace klangraum {

// What was heard of an audio model: just that, as the player recorded it.
struct HeardSound
{
    std::function<std::vector<float>()> read; // interleaved stereo, before loudness; called by the keeper's thread
    double sampleRate = 48000;
    double quartersPerMinute = 120;
    int beatsPerBar = 4;
};

class Keeper
{
public:
    explicit Keeper(std::filesystem::path soundFont);
    ~Keeper(); // waits for a file that is being written

    // Starts saving; ignored while saving. `name` is the files' stem, made unique in `folder`.
    void keep(Excerpt excerpt, const std::filesystem::path &folder, const std::string &name);
    void keep(HeardSound sound, const std::filesystem::path &folder, const std::string &name);
    // Takes over what the thread has reached. True where anything changed.
    bool poll();
    const KeepState &state() const { return m_state; }
    // Nothing was heard yet: failed without a file.
    void refuse(const std::string &why);

private:
    void begin(std::function<KeepState()> work);
    KeepState save(const Excerpt &excerpt, const std::filesystem::path &folder, const std::string &name);
    KeepState save(const HeardSound &sound, const std::filesystem::path &folder, const std::string &name);

    std::filesystem::path m_soundFont;
    std::thread m_thread;
    KeepState m_state;
    std::atomic<double> m_progress{ 0 };
    std::atomic<bool> m_done{ false };
    std::atomic<bool> m_cancel{ false };
    KeepState m_result; // written by the thread before m_done
};

} // namespace klangraum
