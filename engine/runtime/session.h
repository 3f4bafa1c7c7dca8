// Session: the exhibit without its screen. Owns the engine thread (networks) and the player (sound), and is the
// only thing that ui/ talks to. No torch, no Qt in this header.
//
// Thread rule: all methods are called by one thread (the GUI's); none waits for the network or for the sound.
// poll() is called about 60 times a second and brings what has changed.
#pragma once

#include "generators/generator.h"
#include "generators/morph.h"
#include "playback/audible.h"
#include "playback/soundpicture.h"
#include "playback/transport.h"
#include "runtime/modelsource.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klangraum {

struct SessionOptions
{
    std::vector<std::filesystem::path> modelFolders; // empty: the usual places
    std::string compute = "auto"; // auto, cpu, cuda
    int threads = 0; // of the network; 0: as many as make sense
    std::string audioApi; // empty: the first that works
    std::string audioDevice; // empty: the default
    int bufferFrames = 256;
    bool sound = true; // false: no audio device is opened; the clock runs on a timer
    std::string midiOut, midiIn; // port names, empty: none
    std::filesystem::path soundFont; // empty: the installed one
    std::uint64_t seed = 0; // 0: from the clock
    bool loopsAtOnce = false; // audio models change at once, not at the next beat
};

enum class ModelStatus { Ready, Loading, Failed, Unavailable };

struct ModelCard
{
    ModelDescription description;
    ModelStatus status = ModelStatus::Ready;
    std::string problem; // one line, Failed and Unavailable
};

// A note of the roll: heard (it has sounded or sounds now), or decided (fixed, ahead of the playhead).
struct RollNote
{
    Note note; // absolute ticks; a sounding note's end is where its plan ends it
    bool heard = false;
    bool sounding = false;
};

// What is still open: the rest of the current window beyond the write head, and the next.
struct OpenZone
{
    std::uint64_t serial = 0; // rises whenever the zone changed
    Tick firstTick = 0; // tick of step 0
    Tick stepTicks = 120;
    std::vector<ProbabilityCell> cells; // steps from firstTick on
    std::vector<Note> notes; // the likeliest notes of the zone, absolute ticks
};

// A stretch of time in which an audio model's loop sounds, or will.
struct SoundSpan
{
    Tick from = 0; // up to the next span
    std::uint64_t loop = 0; // Loop::id; 0: none
    Tick origin = 0; // a tick at which the loop's beginning falls; one every `turn` ticks
    Tick turn = 0;
    std::shared_ptr<const SoundPicture> picture; // null: not made yet
};

struct Notice
{
    enum class Kind { Info, Warning, Error };
    Kind kind = Kind::Info;
    std::string code; // "audio-lost", "audio-back", "engine-restarting", "model-failed", "no-audio", "cpu-fallback"
    std::string text; // English, one line, for logs; the screen translates by code
};

// What the visitor brought or played, in the latent space of the current model.
struct OwnMusic
{
    std::uint64_t serial = 0; // rises with every piece
    bool onMap = false;
    double x = 0, y = 0; // pad units, where onMap
    std::string nearest; // the piece of the corpus next to it; empty: not known
    std::string problem; // why it has no place
};

enum class KeepStatus { Idle, Saving, Saved, Failed };

struct KeepState
{
    KeepStatus status = KeepStatus::Idle;
    double progress = 0; // 0..1
    std::filesystem::path midi, wav, flac; // Saved; music of notes is kept as MIDI and WAV, sound as WAV and FLAC
    std::string problem; // Failed
    Score score; // what was kept (Saved): the notes as heard; none of an audio model
    std::shared_ptr<const Loop> sound; // the sound of one, to listen to, and its picture; silence follows its end
    std::shared_ptr<const SoundPicture> picture;
    Tick soundTicks = 0;
    double seconds = 0;
    int bars = 0;
    double quartersPerMinute = 0;
};

// A control moved by a MIDI controller.
struct MidiControlEvent
{
    int cc = 0;
    double value = 0; // 0..1
};

class Session
{
public:
    explicit Session(const SessionOptions &options); // the installed models; needs the library klangraum_models
    Session(const SessionOptions &options, std::unique_ptr<ModelSource> models);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    // Brings state up to date; true where anything but the transport changed.
    bool poll();

    // Models, in the order of the cards.
    const std::vector<ModelCard> &models() const;
    int currentModel() const; // -1: none
    void selectModel(int index); // takes effect at the next bar

    // Steering of the current model; see ModelDescription::controls.
    void setControl(const std::string &name, double value);
    double control(const std::string &name) const;
    void setPad(double x, double y); // "map.x", "map.y" at once; ends a morph
    void setMorph(double x, double y, const Morph &morph); // the pad stands at x, y on its way
    // A new random point inside two sigma; read control("map.x") afterwards. A model without a map begins another piece
    // at the next bar.
    void surprise();
    const Steering &steering() const;

    // Transport and sound: act at once.
    TransportState transport() const;
    void setPlaying(bool playing);
    // 40..200. Of an audio model, its control of that name, where it has one: its loops have a tempo of their own.
    void setTempo(double quartersPerMinute);
    void setProgram(int program); // General MIDI program of every voice
    void setVoiceMuted(int voice, bool muted);
    void setGain(double gain); // 0..1
    int beatsPerBar() const;

    // The roll: notes of the last bars and what is ahead. `rollSerial` rises when the list changed.
    std::uint64_t rollSerial() const;
    const std::vector<RollNote> &roll() const; // sorted by start
    const OpenZone &openZone() const;
    Tick writeHead() const; // the next grid step: everything before it is decided
    // An audio model has no notes: which of its loops sounds when, and what comes next. Sorted; empty where none did.
    bool makesSound() const; // the current model is one
    const std::vector<SoundSpan> &sound() const;
    std::uint64_t soundSerial() const; // rises when that has changed
    const std::vector<float> &soundSteps() const; // stepPattern() of the newest loop; empty: not known yet
    // What the network thinks aloud, ticks absolute; lists are empty for a model that does not. `surprises` reaches
    // back as far as the roll.
    const Thoughts &thoughts() const;
    Tick thoughtsTick() const; // where thoughts().next would begin
    void overrule(int voice, int pitch); // `voice` begins there with `pitch`; -1: silence
    void hear(std::vector<Note> phrase); // absolute ticks, one note at a time: the network takes it up at the next beat

    // The same with the melody of a file (music/melodyline.h): sung from the next bar on, 64 bars at most. Returns
    // its notes there, absolute ticks. Throws Error where the score holds no notes or the current model does not
    // listen.
    std::vector<Note> harmonise(const Score &score);

    // A piece of the visitor's finds its place in the latent space, if the current model has one: it sounds from the
    // next window on, as the network makes it, and the pad stands there. ownMusic() tells how it went.
    void bring(const Score &score);
    const OwnMusic &ownMusic() const;
    // The patterns that the window playing now is strung together from, ticks absolute; empty for most models.
    const std::vector<CodeGroup> &codes() const;
    void swapCode(int group, int level, int code); // of those

    // Median of the network's last 100 calls, milliseconds; empty when unknown.
    std::optional<double> medianMilliseconds() const;
    std::string computeDevice() const; // "CPU" or the card's name

    // Keep the last `bars` bars as heard (or since the change of style) in `folder`; see KeepState.
    void keep(const std::filesystem::path &folder, int bars = 16);
    const KeepState &keepState() const;
    // Plays what was kept (Saved) once from its beginning; the live music pauses meanwhile and goes on afterwards.
    void listen(bool on);
    // The same with a score of one's own, from its beginning; replaces what is listened to. listen(false) ends it.
    void audition(const Score &score);
    void audition(const Audible &sound); // made for transport().sampleRate
    // Another score in the place of the one that is listened to, from the place in it that has been reached, `passes`
    // times; begins where nothing is listened to. For a finger that moves.
    void changeAudition(const Score &score, int passes);
    bool listening() const;
    double listenPosition() const; // 0..1

    // Devices.
    DeviceStatus audioStatus() const;
    std::vector<AudioDevice> audioDevices() const;
    void chooseAudioDevice(const std::string &api, const std::string &name);
    std::vector<std::string> midiInputs() const;
    std::vector<std::string> midiOutputs() const;
    void chooseMidi(const std::string &input, const std::string &output);
    std::vector<MidiControlEvent> takeMidiControls();
    // Notes played on the MIDI keyboard sound through the synthesizer on the visitor's own channel, and so do those of
    // the keys on the screen: velocity 0 lets a key go. A phrase of either, once it pauses for a beat, is laid on the
    // grid and given to the network (hear()).
    void playKey(int pitch, int velocity);
    // Keys of either that went down or up since the last call, as they sounded; the oldest of very many are forgotten.
    std::vector<HeardEvent> takeKeys();

    std::vector<Notice> takeNotices();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace klangraum
