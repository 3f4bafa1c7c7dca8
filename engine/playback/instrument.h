// Instrument: what turns notes into sound. One thread owns it while it sounds; every noexcept method is real-time safe.
// Voices are 0 to kMaxVoices - 1, the last one is the visitor's (transport.h).
#pragma once

#include <cstdint>

namespace klangraum {

class Instrument
{
public:
    virtual ~Instrument() = default;
    virtual void noteOn(int voice, int pitch, int velocity) noexcept = 0;
    virtual void noteOff(int voice, int pitch) noexcept = 0;
    virtual void setProgram(int voice, int program, bool percussion) noexcept = 0;
    virtual void allNotesOff() noexcept = 0;
    // Writes `frames` stereo frames, interleaved.
    virtual void render(float *out, std::uint32_t frames) noexcept = 0;
    // Not real-time safe: nothing may sound or render meanwhile; programs are kept, notes are lost. Throws Error.
    virtual void setSampleRate(double sampleRate) = 0;
};

// Silence: where there is no sound font.
class SilentInstrument final : public Instrument
{
public:
    void noteOn(int, int, int) noexcept override { }
    void noteOff(int, int) noexcept override { }
    void setProgram(int, int, bool) noexcept override { }
    void allNotesOff() noexcept override { }
    void render(float *out, std::uint32_t frames) noexcept override
    {
        for (std::uint32_t i = 0; i < 2 * frames; ++i)
            out[i] = 0.0f;
    }
    void setSampleRate(double) override { }
};

} // namespace klangraum
