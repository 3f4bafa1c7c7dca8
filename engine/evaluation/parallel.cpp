#include "evaluation/parallel.h"

#include "music/error.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace klangraum {

void inParallel(std::size_t count, int threads, const std::function<void(std::size_t)> &work,
                const std::function<bool(double)> &progress)
{
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    std::mutex mutex;
    std::condition_variable ended;
    std::exception_ptr problem;
    int running = static_cast<int>(std::clamp<std::size_t>(count, 1, static_cast<std::size_t>(std::max(threads, 1))));
    const auto loop = [&] {
        try {
            for (std::size_t i = next++; i < count; i = next++) {
                work(i);
                ++done;
            }
        } catch (...) {
            const std::lock_guard lock(mutex);
            problem = problem ? problem : std::current_exception();
            next = count;
        }
        const std::lock_guard lock(mutex);
        --running;
        ended.notify_one();
    };
    bool cancelled = false;
    {
        std::vector<std::jthread> pool;
        for (int i = running; i > 0; --i)
            pool.emplace_back(loop);
        std::unique_lock lock(mutex);
        while (!ended.wait_for(lock, std::chrono::milliseconds(100), [&] { return running == 0; })) {
            lock.unlock();
            if (progress && !cancelled && !progress(static_cast<double>(done) / static_cast<double>(count))) {
                cancelled = true;
                next = count;
            }
            lock.lock();
        }
    }
    if (problem)
        std::rethrow_exception(problem);
    if (cancelled || (progress && !progress(1)))
        throw Error("interrupted before the end; nothing was written");
}

} // namespace klangraum
