#include "playback/midifinder.h"

#include "playback/midiports.h"
#include "playback/quietlibraries.h"

#include <algorithm>
#include <string_view>
#include <unistd.h>

namespace klangraum {

namespace {

constexpr const char *kSequencer = "/dev/snd/seq"; // without it ALSA MIDI only complains

void ignoreError(RtMidiError::Type, const std::string &, void *) {}

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

template <typename Midi>
std::vector<std::string> MidiFinder<Midi>::ask(Source &source)
{
    std::vector<std::string> found;
    try {
        if (!source.midi) {
            if (source.api == RtMidi::UNIX_JACK ? !jackServerRuns() : access(kSequencer, R_OK | W_OK) != 0)
                return found;
            source.midi = std::make_unique<Midi>(source.api, "klangraum-ports");
            source.midi->setErrorCallback(ignoreError);
        }
        for (unsigned i = 0; i < source.midi->getPortCount(); ++i)
            found.push_back(source.midi->getPortName(i));
    } catch (const RtMidiError &) {
        source.midi.reset();
    }
    return found;
}

template <typename Midi>
std::vector<std::string> MidiFinder<Midi>::namesOf(Source &source)
{
    std::vector<std::string> found = ask(source);
    if (found.empty() && source.midi && source.api == RtMidi::UNIX_JACK) {
        source.midi.reset(); // perhaps the client of a server that is gone
        found = ask(source);
    }
    return found;
}

template <typename Midi>
std::vector<std::string> MidiFinder<Midi>::names()
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

template <typename Midi>
std::unique_ptr<Midi> MidiFinder<Midi>::openPort(const std::string &wanted, const char *portName)
{
    for (Source &source : m_sources) {
        const auto found = namesOf(source);
        auto at = std::find(found.begin(), found.end(), wanted);
        if (at == found.end())
            at = std::find_if(found.begin(), found.end(), [&](const std::string &n) { return stem(n) == stem(wanted); });
        if (at == found.end())
            continue;
        try {
            auto midi = std::make_unique<Midi>(source.api, "klangraum");
            midi->setErrorCallback(ignoreError);
            midi->openPort(static_cast<unsigned>(at - found.begin()), portName);
            if (midi->isPortOpen())
                return midi;
        } catch (const RtMidiError &) { // tried again at the next look
        }
    }
    return nullptr;
}

template class MidiFinder<RtMidiIn>;
template class MidiFinder<RtMidiOut>;

MidiPortNames listMidiPorts()
{
    quietAudioLibraries();
    return {MidiFinder<RtMidiIn>().names(), MidiFinder<RtMidiOut>().names()};
}

} // namespace klangraum
