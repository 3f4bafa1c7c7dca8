// Player: the sound of the exhibit. Owns sequencer, synthesizer, audio output, MIDI ports and the queues between them.
//
// Thread rule: postPlan() belongs to one thread (the engine's). All others belong to one thread (the GUI's) except
// state(), which any thread may call at any time. None of them waits for the audio callback; those marked "may wait"
// take a lock that the device supervisor holds only briefly. The audio callback itself is inside: see playercore.h.
#pragma once

#include "playback/plan.h"
#include "playback/transport.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

struct PlayerOptions
{
    std::string api; // "ALSA", "PulseAudio", "JACK"; empty: the first that works
    std::string device; // empty: the default of the API
    int bufferFrames = 256;
    bool sound = true; // false: no device is opened; the clock runs on a timer
    std::filesystem::path soundFont; // empty: the installed one
    std::string midiIn, midiOut; // port names; empty: none
    double gain = 0.8; // 0..1
    double recordSeconds = 0; // of what plays, for recorded(); 0: nothing is recorded
};

class Player
{
public:
    // Loads the sound font. A missing or broken one is no exception: the player runs silently, audioStatus() is
    // Failed and audioProblem() says why.
    explicit Player(const PlayerOptions &options);
    ~Player(); // stops
    Player(const Player &) = delete;
    Player &operator=(const Player &) = delete;

    // start() returns at once; the device is opened by the supervisor. stop() ends all threads and silences MIDI.
    void start();
    void stop();

    // Engine thread. Takes the plan over; notes that cannot be played (voice, pitch, duration) are left out, notes are
    // sorted. False where too many plans are under way: the plan is gone, make a newer one later. Frees used plans.
    bool postPlan(std::unique_ptr<Plan> plan);

    // Act in the next block; the last value wins. Lock-free.
    void setPlaying(bool playing); // pause silences what sounds; play strikes again what still holds
    void setTempo(double quartersPerMinute); // 10..400
    void setProgram(int program); // General MIDI, of every voice and the visitor's
    void setVoiceProgram(int voice, int program);
    void setVoiceMuted(int voice, bool muted);
    void setGain(double gain); // 0..1, smoothed
    // A key on the screen: MIDI pitch and velocity 0-127, 0 lets it go. Sounds on the visitor's own channel.
    void playKey(int pitch, int velocity);

    // A consistent snapshot. Lock-free, any thread, real-time safe.
    TransportState state() const;
    // Appends what has sounded since the last call.
    void drainHeard(std::vector<HeardEvent> &events);
    // Heard events that were lost because nobody drained them.
    std::uint64_t lostHeard() const;
    // What was recorded in these frames (HeardEvent::recorded), before loudness, interleaved stereo; where the first
    // ones are gone, the rest. Any thread.
    std::vector<float> recorded(std::uint64_t from, std::uint64_t to) const;
    // Frees plans that the callback is done with. postPlan() does it too; either is enough.
    void collectGarbage();

    // Audio devices. The list is the supervisor's last; refreshAudioDevices() asks it to look again. May wait.
    DeviceStatus audioStatus() const;
    std::string audioProblem() const; // one line; empty while all is well
    AudioDevice audioDevice() const; // the one in use
    std::vector<AudioDevice> audioDevices() const;
    void refreshAudioDevices();
    void chooseAudioDevice(const std::string &api, const std::string &name);

    // MIDI ports. Empty name: none. The lists are the supervisor's last. May wait.
    std::vector<std::string> midiInputs() const;
    std::vector<std::string> midiOutputs() const;
    void chooseMidi(const std::string &input, const std::string &output);
    DeviceStatus midiInputStatus() const;
    DeviceStatus midiOutputStatus() const;
    // Controllers moved since the last call: number and value 0..1. Notes sound by themselves.
    void drainControls(const std::function<void(int cc, double value)> &take);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace klangraum
