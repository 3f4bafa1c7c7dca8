// Endless four-part music. Window k is a function of the seed, the steering given for it and window k-1; after every
// eight windows a piece closes and another one begins in the same key.
#pragma once

#include "generators/choralevae/choralegenerator.h"

namespace klangraum::chorale {

class ChoraleStream : public Stream
{
public:
    ChoraleStream(ChoraleGenerator &generator, std::uint64_t seed);
    Window decode(const Steering &steering) override;
    Window preview(const Steering &steering) override;
    void advance() override;

private:
    DecodedWindow make(std::uint64_t index, const Steering &steering, ChoraleDecoder &decoder,
                       const std::optional<ChoraleWindow> &previous) const;

    ChoraleGenerator &m_generator;
    ChoraleDecoder m_here, m_ahead; // one net; each remembers the noise of its own window
    std::uint64_t m_seed;
    std::uint64_t m_index = 0;
    std::optional<ChoraleWindow> m_previous;
    std::optional<ChoraleWindow> m_current;
};

} // namespace klangraum::chorale
