#include "playback/quietlibraries.h"

#include <cstdlib>
#include <dlfcn.h>
#include <mutex>

namespace klangraum {

namespace {

void ignoreJack(const char *) { }
void ignoreAlsa(const char *, int, const char *, int, const char *, ...) { }

// RtAudio and RtMidi bring these libraries along; where one is missing there is nothing to quieten.
template <typename Function> Function symbol(const char *library, const char *name)
{
    void *handle = dlopen(library, RTLD_LAZY);
    return handle ? reinterpret_cast<Function>(dlsym(handle, name)) : nullptr;
}

} // namespace

void quietAudioLibraries()
{
    static std::once_flag once;
    std::call_once(once, [] {
        setenv("JACK_NO_START_SERVER", "1", 0);
        using JackHandler = void (*)(const char *);
        if (const auto set = symbol<void (*)(JackHandler)>("libjack.so.0", "jack_set_error_function"))
            set(ignoreJack);
        if (const auto set = symbol<void (*)(JackHandler)>("libjack.so.0", "jack_set_info_function"))
            set(ignoreJack);
        using AlsaHandler = void (*)(const char *, int, const char *, int, const char *, ...);
        if (const auto set = symbol<int (*)(AlsaHandler)>("libasound.so.2", "snd_lib_error_set_handler"))
            set(ignoreAlsa);
    });
}

} // namespace klangraum
