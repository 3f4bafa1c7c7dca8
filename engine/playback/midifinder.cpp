#include "playback/midifinder.h"

#include "playback/midiports.h"
#include "playback/quietlibraries.h"

#include <algorithm>
#include <string_view>
#include <unistd.h>

namespace klangraum {

namespace {

constexpr const char *kSequencer = "/dev/snd/seq"; // without it ALSA MIDI only complains

void ignoreError(RtMidiError::Type, const std::string &, void *) { }

// "Name 20:0" without the number that changes when the device is plugged in again.
std::string_view stem(std::string_view name)
{
    const auto space = name.rfind(' ');
    const bool numbered =
        space != std::string_view::npos && name.find_first_not_of("0123456789:", space + 1) == std::string_view::npos;
    return numbered ? name.substr(0, space) : name;
}

} // namespace

bool isListed(const std::vector<std::string> &names, const std::string &wanted)
{
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string &name) { return name == wanted || stem(name) == stem(wanted); });
}

template <typename Midi> MidiClient<Midi> MidiFinder<Midi>::makeClient(RtMidi::Api api, const char *name)
{
    MidiClient<Midi> client;
    if (api == RtMidi::UNIX_JACK ? !(client.lease = JackLease::acquire()) : access(kSequencer, R_OK | W_OK) != 0)
        return {};
    client.midi = std::make_unique<Midi>(api, name);
    client.midi->setErrorCallback(ignoreError);
    return client;
}

template <typename Midi> std::vector<std::string> MidiFinder<Midi>::namesOf(Source &source)
{
    std::vector<std::string> found;
    if (source.api == RtMidi::UNIX_JACK && JackLease::mustClose())
        source.client.close();
    try {
        if (!source.client)
            source.client = makeClient(source.api, "klangraum-ports");
        for (unsigned i = 0; source.client && i < source.client.midi->getPortCount(); ++i)
            found.push_back(source.client.midi->getPortName(i));
    } catch (const RtMidiError &) {
        source.client.close();
    }
    return found;
}

template <typename Midi> std::vector<std::string> MidiFinder<Midi>::names()
{
    std::vector<std::string> all;
    for (Source &source : m_sources) {
        for (std::string &name : namesOf(source)) {
            if (name.find("klangraum") == std::string::npos)
                all.push_back(std::move(name));
        }
    }
    return all;
}

template <typename Midi> MidiClient<Midi> MidiFinder<Midi>::openPort(const std::string &wanted, const char *portName)
{
    for (Source &source : m_sources) {
        const auto found = namesOf(source);
        auto at = std::find(found.begin(), found.end(), wanted);
        if (at == found.end())
            at =
                std::find_if(found.begin(), found.end(), [&](const std::string &n) { return stem(n) == stem(wanted); });
        if (at == found.end())
            continue;
        try {
            MidiClient<Midi> client = makeClient(source.api, "klangraum");
            if (!client)
                continue;
            client.midi->openPort(static_cast<unsigned>(at - found.begin()), portName);
            if (client.midi->isPortOpen())
                return client;
        } catch (const RtMidiError &) { // tried again at the next look
        }
    }
    return {};
}

template class MidiFinder<RtMidiIn>;
template class MidiFinder<RtMidiOut>;

MidiPortNames listMidiPorts()
{
    quietAudioLibraries();
    return { MidiFinder<RtMidiIn>().names(), MidiFinder<RtMidiOut>().names() };
}

} // namespace klangraum
