#include "playback/timerclock.h"

#include "playback/audiooutput.h"

#include <chrono>

namespace klangraum {

void TimerClock::start(double sampleRate)
{
    if (m_thread.joinable())
        return;
    m_stopping = false;
    m_thread = std::thread([this, sampleRate] { run(sampleRate); });
}

void TimerClock::stop()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void TimerClock::run(double sampleRate)
{
    using Clock = std::chrono::steady_clock;
    const auto frames = static_cast<std::uint32_t>(m_block.size() / 2);
    const auto period = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(frames / sampleRate));
    constexpr auto kGiveUp = std::chrono::milliseconds(500); // later than this, the lost time stays lost
    auto due = Clock::now();
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        lock.unlock();
        m_source.render(m_block.data(), frames, false, 0);
        lock.lock();
        due += period;
        if (Clock::now() - due > kGiveUp)
            due = Clock::now();
        m_wake.wait_until(lock, due, [this] { return m_stopping; });
    }
}

} // namespace klangraum
