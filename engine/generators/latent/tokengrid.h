// Music as a grid of tokens, step by step: what the auto-encoders read and write. Plain values; no torch.
//
//   melody  one voice: 0-87 a key that is struck, 88 a rest, 89 the note goes on
//   top     one voice: 0-87 the highest key that sounds, 88 a rest; runs of equal keys are one note
//   voices  four voices (soprano, alto, tenor, bass), each as in `top`
//   roll    88 cells a step, 1 where the key sounds; any number
#pragma once

#include "music/score.h"

#include <cstdint>
#include <string>
#include <vector>

namespace klangraum::latent {

enum class Coding { Melody, Top, Voices, Roll };

inline constexpr int keys = 88;
inline constexpr int lowestPitch = 21; // MIDI, A0
inline constexpr int restToken = 88;
inline constexpr int holdToken = 89;

// [step * width + cell], width as of Grammar::width().
using TokenGrid = std::vector<std::uint8_t>;

struct Grammar
{
    Coding coding = Coding::Melody;
    int stepsPerQuarter = 4;

    int heads() const { return coding == Coding::Voices ? 4 : coding == Coding::Roll ? 0 : 1; } // choices a step
    int classes() const { return coding == Coding::Melody ? 90 : coding == Coding::Roll ? 88 : 89; } // of a choice
    int width() const { return coding == Coding::Roll ? keys : heads(); } // cells of a step
    int stepsOf(const TokenGrid &grid) const { return static_cast<int>(grid.size()) / width(); }

    // Whole pieces. Throws Error where the score cannot be read so: no pitched notes, no four voices.
    TokenGrid encode(const Score &score) const;
    Score decode(const TokenGrid &grid, double tempo) const;
    // `count` steps from `from` on, silence outside the piece; a melody's note that reaches in is struck at `from`.
    TokenGrid window(const TokenGrid &piece, int from, int count) const;
    // Moved by semitones; false, and nothing changed, where a note would leave the keys.
    bool move(TokenGrid &grid, int semitones) const;
    TokenGrid silence(int steps) const;
    std::vector<Voice> voices() const;
    int onsets(const TokenGrid &grid) const; // notes that begin
};

Coding codingOf(const std::string &name, const std::string &where); // throws Error
const char *nameOf(Coding coding);

} // namespace klangraum::latent
