// Work in equal parts on a few threads. The calling thread reports progress and cancels; whatever a part throws is
// thrown again by the caller once all threads have ended.
#pragma once

#include <cstddef>
#include <functional>

namespace klangraum {

// Calls work(0) .. work(count - 1), in no order, on `threads` threads. `progress` is called from the calling thread,
// ten times a second and at the end, with the share done; when it returns false, no further part begins and Error is
// thrown.
void inParallel(std::size_t count, int threads, const std::function<void(std::size_t)> &work,
                const std::function<bool(double)> &progress = {});

} // namespace klangraum
