// Snapshot: hands a small plain value from one writer to any number of readers without either waiting for the other:
// a ring of sequence-locked copies. A writer that is interrupted in the middle of a copy does not disturb readers,
// who take the one before it. All calls are real-time safe; write() belongs to one thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace klangraum {

template <typename T> class Snapshot
{
    static_assert(std::is_trivially_copyable_v<T>);

public:
    explicit Snapshot(const T &value = T{}) { write(value); }

    void write(const T &value) noexcept
    {
        std::array<std::uint64_t, kWords> words{};
        std::memcpy(words.data(), &value, sizeof(T));
        const std::uint32_t index = (m_latest.load(std::memory_order_relaxed) + 1) % kSlots;
        Slot &slot = m_slots[index];
        const std::uint64_t sequence = slot.sequence.load(std::memory_order_relaxed);
        slot.sequence.store(sequence + 1, std::memory_order_relaxed); // odd: being written
        for (std::size_t i = 0; i < kWords; ++i)
            slot.words[i].store(words[i], std::memory_order_release);
        slot.sequence.store(sequence + 2, std::memory_order_release);
        m_latest.store(index, std::memory_order_release);
    }

    T read() const noexcept
    {
        for (;;) { // goes round again only where the writer has lapped the reader by kSlots writes
            const Slot &slot = m_slots[m_latest.load(std::memory_order_acquire)];
            const std::uint64_t before = slot.sequence.load(std::memory_order_acquire);
            std::array<std::uint64_t, kWords> words;
            for (std::size_t i = 0; i < kWords; ++i)
                words[i] = slot.words[i].load(std::memory_order_acquire);
            if (slot.sequence.load(std::memory_order_relaxed) != before || before % 2 != 0)
                continue;
            T value;
            std::memcpy(static_cast<void *>(&value), words.data(), sizeof(T));
            return value;
        }
    }

private:
    static constexpr std::size_t kWords = (sizeof(T) + 7) / 8;
    static constexpr std::uint32_t kSlots = 4;
    struct Slot
    {
        std::atomic<std::uint64_t> sequence{ 0 };
        std::array<std::atomic<std::uint64_t>, kWords> words{};
    };
    std::array<Slot, kSlots> m_slots{};
    std::atomic<std::uint32_t> m_latest{ 0 };
};

} // namespace klangraum
