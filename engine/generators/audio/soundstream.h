// The stream of a family of sound: the part under the playhead first, then onwards around the loop.
#pragma once

#include "generators/audio/soundgenerator.h"

namespace klangraum::audio {

class SoundStream : public AudioStream
{
public:
    // The generator must outlive it.
    SoundStream(SoundGenerator &generator, std::uint64_t seed);
    AudioLoop begin(const Steering &steering, double fromBeat) override;
    std::optional<AudioPart> next() override;

private:
    SoundGenerator &m_generator;
    std::uint64_t m_seed;
    std::unique_ptr<SoundLoop> m_loop;
    std::int64_t m_from = 0; // frame at which it began
    std::int64_t m_done = 0; // frames from there on
};

} // namespace klangraum::audio
