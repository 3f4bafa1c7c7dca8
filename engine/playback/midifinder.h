// Looks for MIDI ports and opens them, by RtMidi's ALSA and JACK. Inside of MidiPorts; one thread. Not real-time safe,
// and slow where a server does not answer.
#pragma once

#include <memory>
#include <rtmidi/RtMidi.h>
#include <string>
#include <vector>

namespace klangraum {

// `Midi` is RtMidiIn or RtMidiOut. The objects that ask are kept: a new client for every look would disturb a server.
template <typename Midi>
class MidiFinder
{
public:
    // Of all APIs, without the program's own.
    std::vector<std::string> names();
    // A new object on the named port, or null.
    std::unique_ptr<Midi> openPort(const std::string &wanted, const char *portName);

private:
    struct Source
    {
        RtMidi::Api api;
        std::unique_ptr<Midi> midi;
    };
    static std::vector<std::string> ask(Source &source);
    static std::vector<std::string> namesOf(Source &source);

    Source m_sources[2] = {{RtMidi::LINUX_ALSA, nullptr}, {RtMidi::UNIX_JACK, nullptr}};
};

extern template class MidiFinder<RtMidiIn>;
extern template class MidiFinder<RtMidiOut>;

// By name, or by name without the number that changes when a device is plugged in again.
bool isListed(const std::vector<std::string> &names, const std::string &wanted);

} // namespace klangraum
