#include "playback/watchedrtaudio.h"

#include "playback/jacklease.h"

#include <dlfcn.h>

namespace klangraum {

namespace {

// RtAudio keeps its stream to itself and its children.
struct Child : RtApi
{
    static void *handleOf(RtApi &api) { return (api.*(&Child::stream_)).apiHandle; }
};

// The beginning of RtAudio's JackHandle (RtAudio.cpp, the same since version 4).
struct JackHandle
{
    void *client;
};

void onShutdown(void *gone)
{
    JackLease::serverDied();
    static_cast<std::atomic<bool> *>(gone)->store(true, std::memory_order_release);
}

} // namespace

void WatchedRtAudio::watchServer(std::atomic<bool> &gone)
{
    if (getCurrentApi() != UNIX_JACK || !rtapi_)
        return;
    const auto *handle = static_cast<JackHandle *>(Child::handleOf(*rtapi_));
    void *library = dlopen("libjack.so.0", RTLD_LAZY);
    using OnShutdown = void (*)(void *client, void (*callback)(void *), void *argument);
    const auto set = library ? reinterpret_cast<OnShutdown>(dlsym(library, "jack_on_shutdown")) : nullptr;
    if (handle && handle->client && set)
        set(handle->client, onShutdown, &gone);
}

} // namespace klangraum
