// The sound outputs of this machine, by RtAudio. Not real-time safe, and slow where a server does not answer: called by
// the supervisor's thread and by `klangraum devices`, one thread at a time.
#pragma once

#include "playback/jacklease.h"
#include "playback/transport.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klangraum {

class WatchedRtAudio;

// All APIs, JACK first; within one its default device first. Never throws: an API that fails has no devices.
std::vector<AudioDevice> listAudioDevices();

// A device of RtAudio's, ready to be opened.
struct FoundDevice
{
    std::optional<JackLease> lease; // of a JACK device; given back after `audio` has gone
    std::unique_ptr<WatchedRtAudio> audio;
    AudioDevice device;
    unsigned number = 0; // RtAudio's
    unsigned sampleRate = 48000; // 48 kHz where the device can, else the one it prefers

    FoundDevice();
    ~FoundDevice();
    FoundDevice(FoundDevice &&) noexcept;
    FoundDevice &operator=(FoundDevice &&) noexcept;
};

// The devices to try for a choice, in this order. Empty `api`: every API. Empty `name`: the API's default device.
std::vector<FoundDevice> findAudioDevices(const std::string &api, const std::string &name);

} // namespace klangraum
