// Interposes malloc and its family, free and pthread_mutex_lock, and counts what a thread calls of them while its
// inCallback is set. Defines the symbols of the whole program: include it in exactly one file of an executable.
#pragma once

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <dlfcn.h>
#include <pthread.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KLANGRAUM_SANITIZED 1 // the sanitizer owns malloc
#else
#define KLANGRAUM_SANITIZED 0
#endif

namespace klangraum::test {

inline thread_local bool inCallback = false;
inline std::atomic<int> allocations{ 0 };
inline std::atomic<int> frees{ 0 };
inline std::atomic<int> locks{ 0 };

// A place for a debugger to stop at.
[[gnu::noinline]] inline void trapped(std::atomic<int> &counter)
{
    counter.fetch_add(1, std::memory_order_relaxed);
}

} // namespace klangraum::test

#if !KLANGRAUM_SANITIZED
// The dynamic linker resolves every library's malloc to these.
extern "C" {
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

void *malloc(size_t size)
{
    if (klangraum::test::inCallback)
        klangraum::test::trapped(klangraum::test::allocations);
    return __libc_malloc(size);
}
void *calloc(size_t count, size_t size)
{
    if (klangraum::test::inCallback)
        klangraum::test::trapped(klangraum::test::allocations);
    return __libc_calloc(count, size);
}
void *realloc(void *old, size_t size)
{
    if (klangraum::test::inCallback)
        klangraum::test::trapped(klangraum::test::allocations);
    return __libc_realloc(old, size);
}
void *memalign(size_t alignment, size_t size)
{
    if (klangraum::test::inCallback)
        klangraum::test::trapped(klangraum::test::allocations);
    return __libc_memalign(alignment, size);
}
void *aligned_alloc(size_t alignment, size_t size)
{
    if (klangraum::test::inCallback)
        klangraum::test::trapped(klangraum::test::allocations);
    return __libc_memalign(alignment, size);
}
int posix_memalign(void **result, size_t alignment, size_t size)
{
    if (klangraum::test::inCallback)
        klangraum::test::trapped(klangraum::test::allocations);
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : ENOMEM;
}
void free(void *memory)
{
    if (klangraum::test::inCallback && memory)
        klangraum::test::trapped(klangraum::test::frees);
    __libc_free(memory);
}
int pthread_mutex_lock(pthread_mutex_t *mutex) noexcept
{
    static const auto next = reinterpret_cast<int (*)(pthread_mutex_t *)>(dlsym(RTLD_NEXT, "pthread_mutex_lock"));
    if (klangraum::test::inCallback)
        klangraum::test::trapped(klangraum::test::locks);
    return next(mutex);
}
}
#endif
