#include "generators/choralevae/choralestream.h"

#include "generators/choralevae/choralescore.h"

namespace klangraum::chorale {
namespace {

constexpr std::uint64_t pieceWindows = 8; // 16 bars, then the music closes and begins anew

} // namespace

ChoraleStream::ChoraleStream(ChoraleGenerator &generator, std::uint64_t seed)
    : m_generator(generator)
    , m_here(generator.decoder())
    , m_ahead(generator.decoder())
    , m_seed(seed)
{
}

DecodedWindow ChoraleStream::make(std::uint64_t index, const Steering &steering, ChoraleDecoder &decoder,
                                  const std::optional<ChoraleWindow> &previous) const
{
    const WindowPlace place{ m_seed, index, index % pieceWindows == 0, index % pieceWindows == pieceWindows - 1,
                             decoder.keyOf(m_seed) };
    return decoder.decode(m_generator.wishOf(steering), place, previous);
}

Window ChoraleStream::decode(const Steering &steering)
{
    const DecodedWindow decoded = make(m_index, steering, m_here, m_previous);
    m_current = decoded.window;
    const ModelDescription &model = m_generator.description();
    return windowOf(decoded, model.voices, model.initialTempo);
}

Window ChoraleStream::preview(const Steering &steering)
{
    if (!m_current)
        decode(steering);
    const DecodedWindow decoded = make(m_index + 1, steering, m_ahead, m_current);
    const ModelDescription &model = m_generator.description();
    return windowOf(decoded, model.voices, model.initialTempo);
}

void ChoraleStream::advance()
{
    if (!m_current)
        decode({});
    m_previous = m_current;
    m_current.reset();
    ++m_index;
}

} // namespace klangraum::chorale
