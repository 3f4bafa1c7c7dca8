#include "playback/audiodevices.h"

#include "playback/quietlibraries.h"
#include "playback/watchedrtaudio.h"

#include <algorithm>

namespace klangraum {

namespace {

constexpr unsigned kPreferredRate = 48000;

struct Api
{
    RtAudio::Api api;
    const char *name;
};
// In this order they are tried: who runs a JACK server wants it to be used.
constexpr Api kApis[] = { { RtAudio::UNIX_JACK, "JACK" },
                          { RtAudio::LINUX_PULSE, "PulseAudio" },
                          { RtAudio::LINUX_ALSA, "ALSA" } };

// Fills in `lease` and `audio`; false where the API is not there.
bool openApi(const Api &api, FoundDevice &device)
{
    quietAudioLibraries();
    if (api.api == RtAudio::UNIX_JACK && !(device.lease = JackLease::acquire()))
        return false;
    device.audio = std::make_unique<WatchedRtAudio>(api.api);
    device.audio->showWarnings(false);
    return device.audio->getCurrentApi() == api.api;
}

struct Entry
{
    AudioDevice device;
    unsigned number = 0;
    unsigned sampleRate = kPreferredRate;
};

std::vector<Entry> outputs(RtAudio &audio, const char *api)
{
    std::vector<Entry> entries;
    for (unsigned i = 0; i < audio.getDeviceCount(); ++i) {
        try {
            const RtAudio::DeviceInfo info = audio.getDeviceInfo(i);
            if (!info.probed || info.outputChannels < 1)
                continue;
            Entry entry;
            entry.device = { api, info.name, static_cast<int>(info.outputChannels), info.isDefaultOutput };
            entry.number = i;
            const bool can =
                std::find(info.sampleRates.begin(), info.sampleRates.end(), kPreferredRate) != info.sampleRates.end();
            if (!can && info.preferredSampleRate > 0)
                entry.sampleRate = info.preferredSampleRate;
            entries.push_back(std::move(entry));
        } catch (const RtAudioError &) { // the device went away while it was asked
        }
    }
    std::stable_partition(entries.begin(), entries.end(), [](const Entry &entry) { return entry.device.isDefault; });
    return entries;
}

std::vector<Entry> outputs(const FoundDevice &found, const char *api)
{
    if (!found.lease)
        return outputs(*found.audio, api);
    std::vector<Entry> entries;
    for (JackOutput &output : found.lease->outputs())
        entries.push_back(
            { { api, std::move(output.name), output.channels, true }, output.number, found.lease->sampleRate() });
    return entries;
}

} // namespace

FoundDevice::FoundDevice() = default;
FoundDevice::~FoundDevice() = default;
FoundDevice::FoundDevice(FoundDevice &&) noexcept = default;

FoundDevice &FoundDevice::operator=(FoundDevice &&other) noexcept
{
    audio = std::move(other.audio); // closes its client, then its lease goes
    lease = std::move(other.lease);
    device = std::move(other.device);
    number = other.number;
    sampleRate = other.sampleRate;
    return *this;
}

std::vector<AudioDevice> listAudioDevices()
{
    std::vector<AudioDevice> devices;
    for (const Api &api : kApis) {
        try {
            FoundDevice device;
            if (!openApi(api, device))
                continue;
            for (Entry &entry : outputs(device, api.name))
                devices.push_back(std::move(entry.device));
        } catch (const RtAudioError &) { // an API that cannot be asked has no devices
        }
    }
    return devices;
}

std::vector<FoundDevice> findAudioDevices(const std::string &apiName, const std::string &name)
{
    std::vector<FoundDevice> found;
    for (const Api &api : kApis) {
        if (!apiName.empty() && apiName != api.name)
            continue;
        try {
            FoundDevice device;
            if (!openApi(api, device))
                continue;
            const auto entries = outputs(device, api.name);
            const auto entry = std::find_if(entries.begin(), entries.end(), [&name](const Entry &candidate) {
                return name.empty() || candidate.device.name == name;
            });
            if (entry == entries.end())
                continue;
            device.device = entry->device;
            device.number = entry->number;
            device.sampleRate = entry->sampleRate;
            found.push_back(std::move(device));
        } catch (const RtAudioError &) {
        }
    }
    return found;
}

} // namespace klangraum
