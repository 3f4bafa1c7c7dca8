#include "playback/player.h"

#include "music/error.h"
#include "playback/audiooutput.h"
#include "playback/midiports.h"
#include "playback/playercore.h"
#include "playback/synthesizer.h"

namespace klangraum {

namespace {

constexpr double kSampleRate = 48000; // until a device says otherwise

std::unique_ptr<Instrument> makeInstrument(const std::filesystem::path &soundFont, std::string &problem)
{
    try {
        return std::make_unique<Synthesizer>(kSampleRate, soundFont);
    } catch (const Error &error) {
        problem = error.what();
        return std::make_unique<SilentInstrument>();
    }
}

AudioChoice choiceOf(const PlayerOptions &options)
{
    return { options.api, options.device, options.bufferFrames, options.sound };
}

} // namespace

class Player::Private final : public AudioSource
{
public:
    explicit Private(const PlayerOptions &options)
        : core(makeInstrument(options.soundFont, instrumentProblem), kSampleRate, options.gain)
        , audio(*this, choiceOf(options))
        , midi(core)
    {
        midi.choose(options.midiIn, options.midiOut);
        if (options.recordSeconds > 0)
            core.record(options.recordSeconds);
    }

    void render(float *out, std::uint32_t frames, bool underrun, std::uint32_t latencyFrames) noexcept override
    {
        core.render(out, frames, underrun, latencyFrames);
    }
    void setSampleRate(double sampleRate) override { core.setSampleRate(sampleRate); }

    std::string instrumentProblem; // empty: it plays
    PlayerCore core;
    AudioOutput audio;
    MidiPorts midi;
};

Player::Player(const PlayerOptions &options)
    : d(std::make_unique<Private>(options))
{
}

Player::~Player()
{
    stop();
}

void Player::start()
{
    d->audio.start();
    d->midi.start();
}

void Player::stop()
{
    d->midi.stop();
    d->audio.stop();
}

bool Player::postPlan(std::unique_ptr<Plan> plan)
{
    return d->core.postPlan(std::move(plan));
}
void Player::playKey(int pitch, int velocity)
{
    if (pitch < 0 || pitch > 127)
        return;
    d->core.postVisitorNote(
        { static_cast<std::uint8_t>(pitch), static_cast<std::uint8_t>(std::clamp(velocity, 0, 127)) },
        VisitorHand::Screen);
}

void Player::setPlaying(bool playing)
{
    d->core.setPlaying(playing);
}
void Player::setTempo(double quartersPerMinute)
{
    d->core.setTempo(quartersPerMinute);
}
void Player::setProgram(int program)
{
    d->core.setProgram(-1, program);
}

void Player::setVoiceProgram(int voice, int program)
{
    if (voice >= 0)
        d->core.setProgram(voice, program);
}

void Player::setVoiceMuted(int voice, bool muted)
{
    d->core.setVoiceMuted(voice, muted);
}
void Player::setGain(double gain)
{
    d->core.setGain(gain);
}
TransportState Player::state() const
{
    return d->core.state();
}
void Player::drainHeard(std::vector<HeardEvent> &events)
{
    d->core.drainHeard(events);
}
std::uint64_t Player::lostHeard() const
{
    return d->core.lostHeard();
}
std::vector<float> Player::recorded(std::uint64_t from, std::uint64_t to) const
{
    return d->core.recorder() ? d->core.recorder()->read(from, to) : std::vector<float>();
}
void Player::collectGarbage()
{
    d->core.collectGarbage();
}

DeviceStatus Player::audioStatus() const
{
    return d->instrumentProblem.empty() ? d->audio.status() : DeviceStatus::Failed;
}

std::string Player::audioProblem() const
{
    return d->instrumentProblem.empty() ? d->audio.problem() : d->instrumentProblem;
}

AudioDevice Player::audioDevice() const
{
    return d->audio.device();
}
std::vector<AudioDevice> Player::audioDevices() const
{
    return d->audio.devices();
}
void Player::refreshAudioDevices()
{
    d->audio.refresh();
}
void Player::chooseAudioDevice(const std::string &api, const std::string &name)
{
    d->audio.choose(api, name);
}
std::vector<std::string> Player::midiInputs() const
{
    return d->midi.inputs();
}
std::vector<std::string> Player::midiOutputs() const
{
    return d->midi.outputs();
}
void Player::chooseMidi(const std::string &input, const std::string &output)
{
    d->midi.choose(input, output);
}
DeviceStatus Player::midiInputStatus() const
{
    return d->midi.inputStatus();
}
DeviceStatus Player::midiOutputStatus() const
{
    return d->midi.outputStatus();
}
void Player::drainControls(const std::function<void(int cc, double value)> &take)
{
    d->midi.drainControls(take);
}

} // namespace klangraum
