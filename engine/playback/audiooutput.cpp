#include "playback/audiooutput.h"

#include "playback/audiodevices.h"
#include "playback/quietlibraries.h"
#include "playback/timerclock.h"
#include "playback/watchedrtaudio.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <pthread.h>
#include <string_view>
#include <thread>
#include <utility>

namespace klangraum {

namespace {

using namespace std::chrono_literals;

constexpr auto kWatchEvery = 100ms;
constexpr auto kStalled = 1500ms; // without a callback: the device is gone
constexpr auto kRetryEvery = 1500ms;
constexpr int kPriority = 70; // of SCHED_FIFO

// RtAudio's error callback knows no user data, and comes from the audio thread: it only counts. At most one stream of
// a process is watched by one AudioOutput; with several, an error of one makes the others open again.
std::atomic<std::uint64_t> streamErrors{ 0 };
void onStreamError(RtAudioError::Type, const std::string &text)
{
    constexpr std::string_view kMended = "audio write error, underrun."; // ALSA's; counted by the status flag
    if (std::string_view(text).find(kMended) == std::string_view::npos)
        streamErrors.fetch_add(1, std::memory_order_relaxed);
}

} // namespace

class AudioOutput::Private
{
public:
    Private(AudioSource &player, AudioChoice wish)
        : source(player)
        , choice(std::move(wish))
        , timer(player, 256)
    {
    }

    void supervise();
    bool open();
    bool tryDevice(FoundDevice candidate);
    void close();
    bool lost() const;
    void report(DeviceStatus now, const std::string &why, const AudioDevice &which = {});
    void prefer();
    void runTimer() { timer.start(sampleRate); }

    static int callback(void *out, void *, unsigned frames, double, RtAudioStreamStatus status, void *self);

    AudioSource &source;
    std::thread thread;

    mutable std::mutex mutex; // guards what follows
    std::condition_variable wake;
    AudioChoice choice;
    bool stopping = false;
    bool choiceChanged = false;
    bool wantList = false;
    std::string problem;
    AudioDevice current;
    std::vector<AudioDevice> devices;
    std::atomic<DeviceStatus> status{ DeviceStatus::None };

    // The supervisor's.
    TimerClock timer;
    double sampleRate = 48000;
    FoundDevice running;
    std::uint64_t errorsBefore = 0;
    pthread_t preferred{}; // whose scheduling has been looked at

    // The callback's and the supervisor's.
    std::atomic<std::int64_t> lastCallback{ 0 };
    std::atomic<pthread_t> audioThread{};
    std::atomic<bool> serverGone{ false }; // set by JACK
    std::atomic<bool> halted{ true }; // silence: the stream is failing or being closed
    std::atomic<std::uint64_t> errorsSeen{ 0 };
    std::uint32_t latency = 0; // frames, set before the stream starts
};

int AudioOutput::Private::callback(void *out, void *, unsigned frames, double, RtAudioStreamStatus status, void *self)
{
    auto *d = static_cast<Private *>(self);
    auto *samples = static_cast<float *>(out);
    d->audioThread.store(pthread_self(), std::memory_order_relaxed);
    d->lastCallback.store(std::chrono::steady_clock::now().time_since_epoch().count(), std::memory_order_relaxed);
    // A device that fails calls back as fast as it can: the clock must not run away with it.
    if (d->halted.load(std::memory_order_acquire) ||
        streamErrors.load(std::memory_order_relaxed) != d->errorsSeen.load(std::memory_order_relaxed)) {
        std::fill(samples, samples + 2 * static_cast<std::size_t>(frames), 0.0f);
        return 0;
    }
    d->source.render(samples, frames, (status & RTAUDIO_OUTPUT_UNDERFLOW) != 0, d->latency);
    return 0;
}

void AudioOutput::Private::report(DeviceStatus now, const std::string &why, const AudioDevice &which)
{
    const std::lock_guard lock(mutex);
    problem = why;
    current = which;
    status.store(now, std::memory_order_relaxed);
}

bool AudioOutput::Private::tryDevice(FoundDevice candidate)
{
    RtAudio::StreamParameters output;
    output.deviceId = candidate.number;
    output.nChannels = 2;
    RtAudio::StreamOptions options;
    options.flags = RTAUDIO_SCHEDULE_REALTIME | RTAUDIO_MINIMIZE_LATENCY;
    options.numberOfBuffers = 3;
    options.streamName = "klangraum";
    options.priority = kPriority;
    unsigned frames = 256;
    {
        const std::lock_guard lock(mutex);
        frames = static_cast<unsigned>(std::clamp(choice.bufferFrames, 16, 4096));
    }
    WatchedRtAudio &audio = *candidate.audio;
    halted.store(true, std::memory_order_release);
    audioThread.store({}, std::memory_order_relaxed);
    preferred = {};
    audio.openStream(&output, nullptr, RTAUDIO_FLOAT32, candidate.sampleRate, &frames, &Private::callback, this,
                     &options, &onStreamError);
    if (!audio.isStreamOpen())
        return false;
    serverGone.store(false, std::memory_order_relaxed);
    audio.watchServer(serverGone);
    const unsigned rate = audio.getStreamSampleRate();
    audio.startStream(); // calls back into silence
    if (!audio.isStreamRunning()) {
        audio.closeStream();
        return false;
    }
    // From here on only the device renders.
    timer.stop();
    if (rate > 0 && static_cast<double>(rate) != sampleRate) {
        source.setSampleRate(rate);
        sampleRate = rate;
    }
    latency = frames + static_cast<std::uint32_t>(std::max(0l, audio.getStreamLatency()));
    errorsBefore = streamErrors.load(std::memory_order_relaxed);
    errorsSeen.store(errorsBefore, std::memory_order_relaxed);
    lastCallback.store(std::chrono::steady_clock::now().time_since_epoch().count(), std::memory_order_relaxed);
    running = std::move(candidate);
    halted.store(false, std::memory_order_release);
    return true;
}

// Real-time scheduling for the audio thread where the system allows it and the audio server has not seen to it.
void AudioOutput::Private::prefer()
{
    const pthread_t audio = audioThread.load(std::memory_order_relaxed);
    if (preferred == audio || audio == pthread_t{})
        return;
    preferred = audio;
    int policy = 0;
    sched_param parameters{};
    if (pthread_getschedparam(audio, &policy, &parameters) != 0 || policy != SCHED_OTHER)
        return;
    parameters.sched_priority = kPriority;
    pthread_setschedparam(audio, SCHED_FIFO, &parameters); // not allowed: it stays as it is
}

bool AudioOutput::Private::open()
{
    AudioChoice wish;
    {
        const std::lock_guard lock(mutex);
        wish = choice;
    }
    const std::string asked = wish.api.empty() && wish.device.empty()
        ? std::string("no sound output was found")
        : "the sound output " + (wish.device.empty() ? std::string("default") : wish.device) +
            (wish.api.empty() ? "" : " of " + wish.api) + " was not found";
    std::string why = asked + " (looked for JACK, PulseAudio and ALSA): is a loudspeaker plugged in and switched on?";
    for (FoundDevice &candidate : findAudioDevices(wish.api, wish.device)) {
        const AudioDevice device = candidate.device;
        try {
            if (tryDevice(std::move(candidate))) {
                report(DeviceStatus::Running, "", device);
                return true;
            }
            why = device.api + " device " + device.name + " could not be opened: is another program using it?";
        } catch (const std::exception &error) {
            why = device.api + " device " + device.name + " could not be opened: " + error.what();
            close();
        }
    }
    // What ran once is lost, what never ran has failed.
    report(status.load() == DeviceStatus::Running || status.load() == DeviceStatus::Lost ? DeviceStatus::Lost
                                                                                         : DeviceStatus::Failed,
           why);
    return false;
}

bool AudioOutput::Private::lost() const
{
    if (serverGone.load(std::memory_order_acquire))
        return true;
    if (!running.audio->isStreamOpen() || !running.audio->isStreamRunning())
        return true;
    if (streamErrors.load(std::memory_order_relaxed) != errorsBefore)
        return true;
    const auto last = std::chrono::steady_clock::time_point(std::chrono::nanoseconds(lastCallback.load()));
    return std::chrono::steady_clock::now() - last > kStalled;
}

void AudioOutput::Private::close()
{
    halted.store(true, std::memory_order_release);
    if (!running.audio)
        return;
    try {
        if (running.audio->isStreamOpen())
            running.audio->closeStream();
    } catch (const RtAudioError &) { // closed or not, it is not used any more
    }
    running = FoundDevice();
}

void AudioOutput::Private::supervise()
{
    bool sound = false;
    {
        const std::lock_guard lock(mutex);
        sound = choice.sound;
    }
    runTimer();
    auto nextTry = std::chrono::steady_clock::now();
    bool look = sound;
    for (;;) {
        if (sound && !running.audio && std::chrono::steady_clock::now() >= nextTry) {
            open();
            if (!running.audio)
                runTimer();
            nextTry = std::chrono::steady_clock::now() + kRetryEvery;
        }
        if (look) {
            auto list = listAudioDevices();
            const std::lock_guard lock(mutex);
            devices = std::move(list);
            look = false;
        }
        bool change = false;
        {
            std::unique_lock lock(mutex);
            wake.wait_for(lock, kWatchEvery, [this] { return stopping || choiceChanged || wantList; });
            if (stopping)
                break;
            change = std::exchange(choiceChanged, false);
            look = std::exchange(wantList, false);
            sound = choice.sound;
        }
        if (running.audio && (change || lost())) {
            const AudioDevice device = running.device;
            if (!change)
                report(DeviceStatus::Lost,
                       device.api + " device " + device.name + " went away; trying to open it again");
            halted.store(true, std::memory_order_release);
            runTimer(); // before the closing, which may take its time
            close();
            look = true;
        }
        if (running.audio)
            prefer();
        if (change) {
            look = true;
            nextTry = std::chrono::steady_clock::now();
        }
    }
    close();
    timer.stop();
    report(DeviceStatus::None, "");
}

AudioOutput::AudioOutput(AudioSource &source, AudioChoice choice)
    : d(std::make_unique<Private>(source, std::move(choice)))
{
    quietAudioLibraries();
}

AudioOutput::~AudioOutput()
{
    stop();
}

void AudioOutput::start()
{
    if (d->thread.joinable())
        return;
    d->stopping = false;
    d->thread = std::thread([this] { d->supervise(); });
}

void AudioOutput::stop()
{
    if (!d->thread.joinable())
        return;
    {
        const std::lock_guard lock(d->mutex);
        d->stopping = true;
    }
    d->wake.notify_all();
    d->thread.join();
}

void AudioOutput::choose(const std::string &api, const std::string &device)
{
    {
        const std::lock_guard lock(d->mutex);
        d->choice.api = api;
        d->choice.device = device;
        d->choice.sound = true;
        d->choiceChanged = true;
    }
    d->wake.notify_all();
}

void AudioOutput::refresh()
{
    {
        const std::lock_guard lock(d->mutex);
        d->wantList = true;
    }
    d->wake.notify_all();
}

DeviceStatus AudioOutput::status() const
{
    return d->status.load(std::memory_order_relaxed);
}

std::string AudioOutput::problem() const
{
    const std::lock_guard lock(d->mutex);
    return d->problem;
}

AudioDevice AudioOutput::device() const
{
    const std::lock_guard lock(d->mutex);
    return d->current;
}

std::vector<AudioDevice> AudioOutput::devices() const
{
    const std::lock_guard lock(d->mutex);
    return d->devices;
}

} // namespace klangraum
