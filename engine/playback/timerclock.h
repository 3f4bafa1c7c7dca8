// TimerClock: stands in for an audio device. Calls render() in time with the steady clock and throws the sound away,
// so that picture and performance go on without a loudspeaker. start() and stop() belong to one thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace klangraum {

class AudioSource;

class TimerClock
{
public:
    TimerClock(AudioSource &source, std::uint32_t blockFrames)
        : m_source(source)
        , m_block(2 * static_cast<std::size_t>(blockFrames))
    {
    }
    ~TimerClock() { stop(); }
    TimerClock(const TimerClock &) = delete;
    TimerClock &operator=(const TimerClock &) = delete;

    void start(double sampleRate);
    void stop(); // waits for the block that is being rendered

private:
    void run(double sampleRate);

    AudioSource &m_source;
    std::vector<float> m_block;
    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
};

} // namespace klangraum
