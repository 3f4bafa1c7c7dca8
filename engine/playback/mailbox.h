// Mailbox: the newest value of a setting, from any thread to the audio callback. Nothing queues up and nothing is
// lost but what a newer value has replaced. All calls are real-time safe; take() belongs to one thread.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>

namespace klangraum {

class Mailbox
{
public:
    // Any thread (several may: the last wins).
    void post(float value) noexcept { store(std::bit_cast<std::uint32_t>(value)); }
    void post(std::uint32_t value) noexcept { store(value); }

    // The value if one was posted since the last take.
    bool take(std::uint32_t &value) noexcept
    {
        const std::uint64_t word = m_word.load(std::memory_order_acquire);
        if (static_cast<std::uint32_t>(word >> 32) == m_seen)
            return false;
        m_seen = static_cast<std::uint32_t>(word >> 32);
        value = static_cast<std::uint32_t>(word);
        return true;
    }
    bool take(float &value) noexcept
    {
        std::uint32_t bits = 0;
        if (!take(bits))
            return false;
        value = std::bit_cast<float>(bits);
        return true;
    }

private:
    void store(std::uint32_t value) noexcept
    {
        std::uint64_t word = m_word.load(std::memory_order_relaxed);
        while (!m_word.compare_exchange_weak(word, ((word >> 32) + 1) << 32 | value, std::memory_order_release,
                                             std::memory_order_relaxed)) { }
    }

    std::atomic<std::uint64_t> m_word{ 0 }; // serial in the upper half
    std::uint32_t m_seen = 0;
};

} // namespace klangraum
