// SpscQueue: readerwriterqueue's bounded queue between one producer and one consumer, with its non-allocating calls
// only. Real-time safe. The thread sanitizer does not know the fences that it is made of: in that build alone a flag
// around both ends shows it what the queue guarantees.
#pragma once

#include <atomic>
#include <cstddef>
#include <readerwriterqueue/readerwriterqueue.h>

namespace klangraum {

template <typename T> class SpscQueue
{
public:
    explicit SpscQueue(std::size_t capacity)
        : m_queue(capacity)
    {
    }

    // Producer. False where it is full.
    bool push(const T &value) noexcept
    {
        const Shown shown(*this);
        return m_queue.try_enqueue(value);
    }
    // Consumer. False where it is empty.
    bool pop(T &value) noexcept
    {
        const Shown shown(*this);
        return m_queue.try_dequeue(value);
    }

private:
#if defined(__SANITIZE_THREAD__)
    struct Shown
    {
        explicit Shown(SpscQueue &of)
            : queue(of)
        {
            while (queue.m_flag.test_and_set(std::memory_order_acquire)) { }
        }
        ~Shown() { queue.m_flag.clear(std::memory_order_release); }
        SpscQueue &queue;
    };
    std::atomic_flag m_flag = ATOMIC_FLAG_INIT;
#else
    struct Shown
    {
        explicit Shown(SpscQueue &) { }
    };
#endif
    moodycamel::ReaderWriterQueue<T> m_queue;
};

} // namespace klangraum
