// Looks for MIDI ports and opens them, by RtMidi's ALSA and JACK. Inside of MidiPorts; one thread. Not real-time safe,
// and slow where a server does not answer.
#pragma once

#include "playback/jacklease.h"

#include <memory>
#include <optional>
#include <rtmidi/RtMidi.h>
#include <string>
#include <vector>

namespace klangraum {

// An RtMidi object, with the lease that it needs on JACK.
template <typename Midi> struct MidiClient
{
    std::optional<JackLease> lease;
    std::unique_ptr<Midi> midi;

    explicit operator bool() const { return midi != nullptr; }
    void close()
    {
        midi.reset();
        lease.reset();
    }
};

// `Midi` is RtMidiIn or RtMidiOut. The objects that ask are kept: a new client for every look would disturb a server.
template <typename Midi> class MidiFinder
{
public:
    // Of all APIs, without the program's own.
    std::vector<std::string> names();
    // A new object on the named port, or an empty one.
    MidiClient<Midi> openPort(const std::string &wanted, const char *portName);

    // Lets go of every API until the next question.
    void close()
    {
        for (Source &source : m_sources)
            source.client.close();
    }

private:
    struct Source
    {
        RtMidi::Api api;
        MidiClient<Midi> client;
    };
    static MidiClient<Midi> makeClient(RtMidi::Api api, const char *name); // empty where the API is not there
    static std::vector<std::string> namesOf(Source &source);

    Source m_sources[2] = { { RtMidi::LINUX_ALSA, {} }, { RtMidi::UNIX_JACK, {} } };
};

extern template class MidiFinder<RtMidiIn>;
extern template class MidiFinder<RtMidiOut>;

// By name, or by name without the number that changes when a device is plugged in again.
bool isListed(const std::vector<std::string> &names, const std::string &wanted);

} // namespace klangraum
