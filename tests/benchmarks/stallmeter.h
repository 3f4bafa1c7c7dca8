// The machine's own share in underruns: a thread that does nothing but wake once a block, with the highest real-time
// priority. Where it comes late, no program on this machine could have kept its time.
#pragma once

#include <pthread.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>

namespace klangraum::test {

class StallMeter
{
public:
    explicit StallMeter(std::int64_t blockNanoseconds)
        : m_block(blockNanoseconds)
        , m_thread([this] { run(); })
    {
    }
    StallMeter(const StallMeter &) = delete;
    StallMeter &operator=(const StallMeter &) = delete;
    ~StallMeter()
    {
        m_stop = true;
        m_thread.join();
    }

    void clear()
    {
        m_stalls = 0;
        m_latest = 0;
    }
    bool realTime() const { return m_realTime; } // else it measures other programs' load, too
    std::int64_t stalls() const { return m_stalls; } // waked a block too late or more
    double latestMilliseconds() const { return static_cast<double>(m_latest) * 1e-6; }

private:
    static std::int64_t now()
    {
        timespec time{};
        clock_gettime(CLOCK_MONOTONIC, &time);
        return std::int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
    }
    void run()
    {
        sched_param parameters{};
        parameters.sched_priority = sched_get_priority_max(SCHED_FIFO);
        m_realTime = pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters) == 0;
        for (std::int64_t wanted = now() + m_block; !m_stop; wanted += m_block) {
            const timespec until{ wanted / 1'000'000'000, wanted % 1'000'000'000 };
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
            const std::int64_t late = now() - wanted;
            m_latest = std::max(m_latest.load(), late);
            if (late >= m_block) {
                ++m_stalls;
                wanted += late;
            }
        }
    }

    const std::int64_t m_block;
    std::atomic<bool> m_stop = false, m_realTime = false;
    std::atomic<std::int64_t> m_stalls = 0, m_latest = 0;
    std::thread m_thread; // last: it uses what is above
};

} // namespace klangraum::test
