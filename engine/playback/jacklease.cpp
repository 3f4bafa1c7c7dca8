#include "playback/jacklease.h"

#include "playback/quietlibraries.h"

#include <atomic>
#include <cstdint>
#include <dlfcn.h>
#include <mutex>
#include <string_view>
#include <type_traits>
#include <utility>

namespace klangraum {

namespace {

// libjack, which RtAudio and RtMidi bring along; not linked, since it may be missing.
struct LibJack
{
    void *(*open)(const char *name, int options, int *status, ...) = nullptr;
    int (*close)(void *client) = nullptr;
    void (*onShutdown)(void *client, void (*callback)(void *), void *argument) = nullptr;
    const char *(*nameOf)(void *client) = nullptr;
    char *(*uuidOf)(void *client, const char *name) = nullptr;
    const char **(*ports)(void *client, const char *name, const char *type, unsigned long flags) = nullptr;
    std::uint32_t (*sampleRate)(void *client) = nullptr;
    void (*free)(void *pointer) = nullptr;

    LibJack()
    {
        void *library = dlopen("libjack.so.0", RTLD_LAZY);
        if (!library)
            return;
        const auto find = [library, this](auto &function, const char *name) {
            function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name));
            complete = complete && function;
        };
        complete = true;
        find(open, "jack_client_open");
        find(close, "jack_client_close");
        find(onShutdown, "jack_on_shutdown");
        find(nameOf, "jack_get_client_name");
        find(uuidOf, "jack_get_uuid_for_client_name");
        find(ports, "jack_get_ports");
        find(sampleRate, "jack_get_sample_rate");
        find(free, "jack_free");
    }
    bool complete = false;
};

const LibJack &libJack()
{
    static const LibJack library;
    return library;
}

constexpr const char *kWatchName = "klangraum-watch";
constexpr int kNoStartServer = 1; // JackNoStartServer
constexpr const char *kAudioType = "32 bit float mono audio"; // JACK_DEFAULT_AUDIO_TYPE
constexpr unsigned long kIsInput = 1; // JackPortIsInput

std::mutex mutex; // guards what follows
void *watch = nullptr; // our client
int leases = 0;
std::atomic<bool> dead{ false };

void onShutdown(void *)
{
    JackLease::serverDied();
}

// libjack knows of a death as soon as one client of the process does, the callbacks of the others come later: it is
// asked itself, by a question that it refuses once it knows.
bool answers()
{
    char *name = libJack().uuidOf(watch, libJack().nameOf(watch));
    if (name)
        libJack().free(name);
    return name != nullptr;
}

} // namespace

std::optional<JackLease> JackLease::acquire()
{
    quietAudioLibraries();
    if (!libJack().complete)
        return std::nullopt;
    const std::lock_guard lock(mutex);
    if (dead.load(std::memory_order_acquire))
        return std::nullopt;
    if (!watch) {
        int status = 0;
        watch = libJack().open(kWatchName, kNoStartServer, &status);
        if (!watch)
            return std::nullopt;
        libJack().onShutdown(watch, onShutdown, nullptr);
    } else if (!answers()) {
        serverDied();
        return std::nullopt;
    }
    ++leases;
    return JackLease();
}

bool JackLease::mustClose()
{
    return dead.load(std::memory_order_acquire);
}

void JackLease::serverDied()
{
    dead.store(true, std::memory_order_release);
}

std::vector<JackOutput> JackLease::outputs() const
{
    const std::lock_guard lock(mutex);
    const auto visit = [](unsigned long flags, auto &&each) {
        const char **ports = libJack().ports(watch, nullptr, kAudioType, flags);
        for (const char **port = ports; port && *port; ++port)
            each(std::string_view(*port).substr(0, std::string_view(*port).find(':')));
        if (ports)
            libJack().free(ports);
    };
    std::vector<JackOutput> all;
    visit(0, [&all](std::string_view client) {
        if (all.empty() || all.back().name != client)
            all.push_back({ std::string(client), static_cast<unsigned>(all.size()), 0 });
    });
    visit(kIsInput, [&all](std::string_view client) {
        for (JackOutput &output : all)
            output.channels += output.name == client;
    });
    std::erase_if(all, [](const JackOutput &output) { return output.channels == 0; });
    return all;
}

unsigned JackLease::sampleRate() const
{
    const std::lock_guard lock(mutex);
    return libJack().sampleRate(watch);
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
