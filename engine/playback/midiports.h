// MidiPorts: what sounds goes to a chosen MIDI port, and a chosen keyboard or controller comes in, by RtMidi (ALSA and
// JACK). A supervisor thread looks for the ports, opens the chosen ones, and silences and closes them when they go
// away; a second one sends, each event at the time at which it is heard.
//
// Thread rule: all methods belong to one thread; none waits for a port, but for locks that are held briefly.
// Incoming messages are only enqueued (RtMidi's thread): notes to the audio callback, controllers to drainControls().
#pragma once

#include "playback/transport.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

class PlayerCore;

class MidiPorts
{
public:
    explicit MidiPorts(PlayerCore &core);
    ~MidiPorts(); // stops
    MidiPorts(const MidiPorts &) = delete;
    MidiPorts &operator=(const MidiPorts &) = delete;

    void start();
    void stop(); // ends every note on the port

    // Names as listed; a name also matches a port whose number at the end has changed ("LPK25 20:0", "LPK25 24:0").
    // Empty: none.
    void choose(const std::string &input, const std::string &output);
    void refresh(); // look for ports now; else every two seconds

    std::vector<std::string> inputs() const; // as last looked for
    std::vector<std::string> outputs() const;
    DeviceStatus inputStatus() const;
    DeviceStatus outputStatus() const;

    // Controllers moved since the last call, value 0..1.
    void drainControls(const std::function<void(int cc, double value)> &take);

private:
    class Private;
    std::unique_ptr<Private> d;
};

// Not real-time safe; slow where a server does not answer.
struct MidiPortNames
{
    std::vector<std::string> inputs, outputs;
};
MidiPortNames listMidiPorts();

// The three bytes (two for a program change) of an event, for a port with 16 channels: voice i on channel i, leaving
// out 10, which percussion shares; voices beyond the last channel share it. Empty for what MIDI has no message for.
std::vector<unsigned char> midiMessage(const HeardEvent &event, bool percussion);

} // namespace klangraum
