#include "playback/jacklease.h"

#include "playback/quietlibraries.h"

#include <atomic>
#include <dlfcn.h>
#include <mutex>
#include <utility>

namespace klangraum {

namespace {

// libjack, which RtAudio and RtMidi bring along; not linked, since it may be missing.
struct LibJack
{
    void *(*open)(const char *name, int options, int *status, ...) = nullptr;
    int (*close)(void *client) = nullptr;
    void (*onShutdown)(void *client, void (*callback)(void *), void *argument) = nullptr;

    LibJack()
    {
        void *library = dlopen("libjack.so.0", RTLD_LAZY);
        if (!library)
            return;
        open = reinterpret_cast<decltype(open)>(dlsym(library, "jack_client_open"));
        close = reinterpret_cast<decltype(close)>(dlsym(library, "jack_client_close"));
        onShutdown = reinterpret_cast<decltype(onShutdown)>(dlsym(library, "jack_on_shutdown"));
    }
    bool complete() const { return open && close && onShutdown; }
};

const LibJack &libJack()
{
    static const LibJack library;
    return library;
}

constexpr int kNoStartServer = 1; // JackNoStartServer

std::mutex mutex; // guards what follows
void *watch = nullptr; // our client
int leases = 0;
std::atomic<bool> dead{ false };

void onShutdown(void *)
{
    dead.store(true, std::memory_order_release);
}

} // namespace

std::optional<JackLease> JackLease::acquire()
{
    quietAudioLibraries();
    if (!libJack().complete())
        return std::nullopt;
    const std::lock_guard lock(mutex);
    if (dead.load(std::memory_order_acquire))
        return std::nullopt;
    if (!watch) {
        int status = 0;
        watch = libJack().open("klangraum-watch", kNoStartServer, &status);
        if (!watch)
            return std::nullopt;
        libJack().onShutdown(watch, onShutdown, nullptr);
    }
    ++leases;
    return JackLease();
}

bool JackLease::mustClose()
{
    return dead.load(std::memory_order_acquire);
}

JackLease::JackLease(JackLease &&other) noexcept
    : m_held(std::exchange(other.m_held, false))
{
}

JackLease &JackLease::operator=(JackLease &&other) noexcept
{
    if (this != &other) {
        release();
        m_held = std::exchange(other.m_held, false);
    }
    return *this;
}

JackLease::~JackLease()
{
    release();
}

void JackLease::release()
{
    if (!std::exchange(m_held, false))
        return;
    const std::lock_guard lock(mutex);
    if (--leases > 0)
        return;
    libJack().close(watch);
    watch = nullptr;
    dead.store(false, std::memory_order_release);
}

} // namespace klangraum
