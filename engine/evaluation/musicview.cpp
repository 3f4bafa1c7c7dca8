#include "evaluation/musicview.h"

#include "music/error.h"

#include <string>

namespace klangraum {

namespace {

constexpr std::int64_t kMostBars = 1'000'000; // far beyond any music; bounds the work on a damaged piece

Score normalised(Score score)
{
    score.normalise();
    return score;
}

} // namespace

MusicView::MusicView(const Score &score)
    : m_score(normalised(score))
    , m_bars(m_score)
    , m_lines(m_score.voices.size())
{
    if (m_bars.bars() > kMostBars)
        throw Error("features: a piece of " + std::to_string(m_bars.bars()) + " bars; expected at most " +
                    std::to_string(kMostBars) + "; is its last note's time damaged?");
    for (const Note &note : m_score.notes) {
        const auto voice = static_cast<std::size_t>(note.voice);
        if (m_score.voices[voice].percussion)
            continue;
        m_notes.push_back(note);
        m_lines[voice].push_back(note);
    }
}

} // namespace klangraum
