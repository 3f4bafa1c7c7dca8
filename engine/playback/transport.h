// TransportState: a consistent snapshot of the player, readable from any thread without waiting.
// HeardEvent: one thing that sounded, in the order in which it sounded.
#pragma once

#include "music/score.h"

#include <cstdint>
#include <string>
#include <vector>

namespace klangraum {

constexpr int kTicksPerQuarter = 480; // of the transport's timeline
constexpr int kMaxVoices = 16;
constexpr int kVisitorVoice = kMaxVoices - 1; // notes of the visitor's own MIDI keyboard; plans use the voices below

struct TransportState
{
    std::uint64_t frame = 0; // frames rendered since the start, playing or not: the one clock
    double tick = 0; // position of the playhead
    bool playing = false;
    double quartersPerMinute = 92;
    double sampleRate = 48000;
    std::uint64_t planSerial = 0; // the plan in effect
    double planSwitchTick = 0; // where it took effect
    std::uint64_t planSwitchFrame = 0;
    std::int64_t planGestureTime = 0; // Plan::gestureTime of the plan in effect
    std::int64_t planReceivedTime = 0; // steady clock, nanoseconds: when the callback took it from the queue
    double planEnd = 0; // tick at which the plan in effect runs out
    std::uint64_t underruns = 0; // reported by the audio server
    std::uint64_t silentBlocks = 0; // blocks the callback could not fill
    std::uint64_t starvations = 0; // times that a loop's parts did not come in time and the one before went on
    bool late = false; // playing, but the plan has run out (or there is none yet): the playhead holds at its end
};

struct HeardEvent
{
    enum class Kind : std::uint8_t { NoteOn, NoteOff, Program, Tempo, Play, Pause, Loop };
    Kind kind = Kind::NoteOn;
    std::uint8_t voice = 0;
    std::uint8_t pitch = 0; // Program: 1 for percussion
    std::uint8_t value = 0; // velocity or program
    float quartersPerMinute = 0; // in force from here on
    std::uint64_t frame = 0;
    double tick = 0;
    std::uint32_t sampleRate = 48000; // frames a second when it sounded
    std::uint64_t loop = 0; // Loop: Loop::id of the one that begins; 0: it ends
    std::uint64_t recorded = 0; // frame of the SoundRecorder; 0 where nothing is recorded
};

// Sound output as people name it.
struct AudioDevice
{
    std::string api; // "ALSA", "PulseAudio", "JACK"
    std::string name;
    int outputChannels = 0;
    bool isDefault = false;
};

enum class DeviceStatus { None, Running, Lost, Failed };

} // namespace klangraum
