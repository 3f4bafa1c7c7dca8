#include "playback/synthesizer.h"

#include "music/error.h"
#include "playback/transport.h"

#include <algorithm>
#include <fluidsynth.h>
#include <fstream>
#include <mutex>
#include <string_view>

namespace klangraum {

namespace {

constexpr int kChannels = 32; // two banks of sixteen: voices, drums and the visitor
constexpr int kDrumChannel = 9;
// FluidSynth voices. The strings' long releases would pile up to 120 of them, which nobody hears and which costs
// four times the work; the quietest releases end early instead. Four voices of any sound need about 30.
constexpr int kPolyphony = 64;
constexpr double kGain = 1.3; // four voices stay below the output stage's knee

struct Level
{
    int program;
    int volume; // controller 7
};
// Programs of the exhibit, made equally loud with TimGM6mb: four voices, by effective value (tst_synthesizer measures
// it).
constexpr Level kLevels[] = { { 0, 127 }, { 19, 85 }, { 48, 86 }, { 52, 79 }, { 80, 67 }, { 81, 70 } };
constexpr int kUsualVolume = 80;

int volumeOf(int program) noexcept
{
    for (const Level &level : kLevels) {
        if (level.program == program)
            return level.volume;
    }
    return kUsualVolume;
}

// Whether it begins like one: FluidSynth's other loaders complain to standard error about anything else.
bool looksLikeSoundFont(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    char head[12] = {};
    file.read(head, sizeof head);
    return file && std::string_view(head, 4) == "RIFF" && std::string_view(head + 8, 4) == "sfbk";
}

void silentLog(int, const char *, void *) { }

} // namespace

struct Synthesizer::Fluid
{
    fluid_settings_t *settings = nullptr;
    fluid_synth_t *synth = nullptr;

    Fluid() = default;
    Fluid(const Fluid &) = delete;
    Fluid &operator=(const Fluid &) = delete;
    ~Fluid()
    {
        delete_fluid_synth(synth);
        delete_fluid_settings(settings);
    }
};

std::vector<std::filesystem::path> Synthesizer::soundFontPlaces()
{
    return { "/usr/share/sounds/sf2/TimGM6mb.sf2", "/usr/share/sounds/sf2/default-GM.sf2",
             "/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/sounds/sf3/default-GM.sf3",
             "/usr/share/soundfonts/default.sf2" };
}

std::filesystem::path Synthesizer::findSoundFont(const std::filesystem::path &wanted)
{
    std::error_code ignored;
    if (!wanted.empty()) {
        if (std::filesystem::is_regular_file(wanted, ignored))
            return wanted;
        throw Error("no sound font at " + wanted.string() + ": check the path (audio.sound-font in klangraum.toml)");
    }
    std::string tried;
    for (const auto &place : soundFontPlaces()) {
        if (std::filesystem::is_regular_file(place, ignored))
            return place;
        tried += (tried.empty() ? "" : ", ") + place.string();
    }
    throw Error("no sound font found, tried " + tried + ": install the package timgm6mb-soundfont");
}

Synthesizer::Synthesizer(double sampleRate, const std::filesystem::path &soundFont)
    : m_soundFont(findSoundFont(soundFont))
{
    open(sampleRate);
}

Synthesizer::~Synthesizer() = default;

void Synthesizer::open(double sampleRate)
{
    static std::once_flag quiet; // FluidSynth's messages go nowhere: it would write them from the callback
    std::call_once(quiet, [] {
        for (const int level : { FLUID_PANIC, FLUID_ERR, FLUID_WARN, FLUID_INFO, FLUID_DBG })
            fluid_set_log_function(level, silentLog, nullptr);
    });

    auto fluid = std::make_unique<Fluid>();
    fluid->settings = new_fluid_settings();
    if (!fluid->settings)
        throw Error("FluidSynth could not be set up: out of memory");
    const auto set = [&](const char *name, int value) { fluid_settings_setint(fluid->settings, name, value); };
    fluid_settings_setnum(fluid->settings, "synth.sample-rate", sampleRate);
    fluid_settings_setnum(fluid->settings, "synth.gain", kGain);
    set("synth.threadsafe-api", 0); // one thread owns it: no locks
    set("synth.lock-memory", 0);
    set("synth.dynamic-sample-loading", 0); // a change of program must not touch the disk
    set("synth.midi-channels", kChannels);
    set("synth.polyphony", kPolyphony);
    set("synth.cpu-cores", 1);
    set("synth.chorus.active", 0);
    set("synth.reverb.active", 0); // it allocates while it renders: see reverb.h
    fluid->synth = new_fluid_synth(fluid->settings);
    if (!fluid->synth)
        throw Error("FluidSynth could not be set up at " + std::to_string(sampleRate) + " Hz");
    if (!looksLikeSoundFont(m_soundFont) || fluid_synth_sfload(fluid->synth, m_soundFont.c_str(), 1) == FLUID_FAILED)
        throw Error("the sound font " + m_soundFont.string() + " cannot be read: it is damaged or no SoundFont 2 file");
    m_fluid = std::move(fluid);
    m_reverb = Reverb(sampleRate);
    for (int voice = 0; voice < kMaxVoices; ++voice)
        applyProgram(voice);
}

// Voices 0 to 8, then 10 to 16 (9 and 25 are FluidSynth's drum channels); percussion shares channel 9.
int Synthesizer::channelOf(int voice) const noexcept
{
    if (m_sounds[static_cast<std::size_t>(voice)].percussion)
        return kDrumChannel;
    return voice < kDrumChannel ? voice : voice + 1;
}

void Synthesizer::applyProgram(int voice) noexcept
{
    const Sound &sound = m_sounds[static_cast<std::size_t>(voice)];
    const int channel = channelOf(voice);
    fluid_synth_program_change(m_fluid->synth, channel, sound.program);
    fluid_synth_cc(m_fluid->synth, channel, 7, sound.percussion ? kUsualVolume : volumeOf(sound.program));
}

void Synthesizer::noteOn(int voice, int pitch, int velocity) noexcept
{
    fluid_synth_noteon(m_fluid->synth, channelOf(voice), pitch, velocity);
}

void Synthesizer::noteOff(int voice, int pitch) noexcept
{
    fluid_synth_noteoff(m_fluid->synth, channelOf(voice), pitch);
}

void Synthesizer::setProgram(int voice, int program, bool percussion) noexcept
{
    if (voice < 0 || voice >= kMaxVoices)
        return;
    Sound &sound = m_sounds[static_cast<std::size_t>(voice)];
    if (sound.percussion != percussion)
        fluid_synth_all_notes_off(m_fluid->synth, channelOf(voice));
    sound = { std::clamp(program, 0, 127), percussion };
    applyProgram(voice);
}

void Synthesizer::allNotesOff() noexcept
{
    fluid_synth_all_notes_off(m_fluid->synth, -1);
}

void Synthesizer::render(float *out, std::uint32_t frames) noexcept
{
    if (frames == 0)
        return;
    fluid_synth_write_float(m_fluid->synth, static_cast<int>(frames), out, 0, 2, out, 1, 2);
    m_reverb.process(out, frames);
}

void Synthesizer::setSampleRate(double sampleRate)
{
    open(sampleRate);
}

int Synthesizer::soundingVoices() const noexcept
{
    return fluid_synth_get_active_voice_count(m_fluid->synth);
}

} // namespace klangraum
