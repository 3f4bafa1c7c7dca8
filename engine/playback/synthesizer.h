// Synthesizer: FluidSynth as an Instrument. Its own locking is off and everything is loaded and allocated by the
// constructor, so rendering and notes are real-time safe for the one thread that owns it.
//
// FluidSynth renders in steps of 64 frames: a note begins at the first step after its frame, at most 1.3 ms later at
// 48 kHz, and always at the same place however the caller cuts its blocks.
#pragma once

#include "playback/instrument.h"
#include "playback/reverb.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace klangraum {

class Synthesizer final : public Instrument
{
public:
    // `soundFont` empty: the first of soundFontPlaces() that exists. Throws Error that names what was tried.
    explicit Synthesizer(double sampleRate = 48000.0, const std::filesystem::path &soundFont = {});
    ~Synthesizer() override;
    Synthesizer(const Synthesizer &) = delete;
    Synthesizer &operator=(const Synthesizer &) = delete;

    void noteOn(int voice, int pitch, int velocity) noexcept override;
    void noteOff(int voice, int pitch) noexcept override;
    void setProgram(int voice, int program, bool percussion) noexcept override;
    void allNotesOff() noexcept override;
    void render(float *out, std::uint32_t frames) noexcept override;
    void setSampleRate(double sampleRate) override;

    int soundingVoices() const noexcept; // FluidSynth's, the dying away included

    static std::vector<std::filesystem::path> soundFontPlaces();
    // The file that would be loaded. Throws Error that names what was tried.
    static std::filesystem::path findSoundFont(const std::filesystem::path &wanted = {});

private:
    struct Fluid;
    struct Sound
    {
        int program = 0;
        bool percussion = false;
    };
    int channelOf(int voice) const noexcept;
    void applyProgram(int voice) noexcept;
    void open(double sampleRate);

    std::filesystem::path m_soundFont;
    std::unique_ptr<Fluid> m_fluid;
    Reverb m_reverb;
    std::array<Sound, 16> m_sounds{};
};

} // namespace klangraum
