// AudioOutput: calls render() for ever, from an audio device while there is one and from a timer while there is none,
// so that the clock never stops. A supervisor thread opens the device, notices that it has gone and tries again.
//
// Thread rule: all methods belong to one thread, except those marked "any". None waits for a device; they may wait for
// a lock that the supervisor holds briefly. render() is never called by two threads at once.
#pragma once

#include "playback/transport.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

// What is played. render() is called on the audio thread and must be real-time safe; setSampleRate() by the
// supervisor while nothing renders, and may throw Error.
class AudioSource
{
public:
    virtual void render(float *out, std::uint32_t frames, bool underrun, std::uint32_t latencyFrames) noexcept = 0;
    virtual void setSampleRate(double sampleRate) = 0;

protected:
    ~AudioSource() = default;
};

struct AudioChoice
{
    std::string api; // empty: the first that works
    std::string device; // empty: the default of the API
    int bufferFrames = 256; // 16..4096; the device may take another
    bool sound = true; // false: only the timer
};

class AudioOutput
{
public:
    AudioOutput(AudioSource &source, AudioChoice choice);
    ~AudioOutput(); // stops
    AudioOutput(const AudioOutput &) = delete;
    AudioOutput &operator=(const AudioOutput &) = delete;

    void start(); // returns at once; the timer runs until the device does
    void stop(); // waits until nothing renders any more

    void choose(const std::string &api, const std::string &device);
    void refresh(); // look for devices again

    DeviceStatus status() const; // any thread
    std::string problem() const; // any thread; one line, empty while all is well
    AudioDevice device() const; // any thread; the one that runs
    std::vector<AudioDevice> devices() const; // any thread; as last looked for

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace klangraum
