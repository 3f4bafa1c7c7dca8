// Exact probabilities of given frames, as mixtures over transpositions: what the network says of the piece moved by k
// semitones is a distribution over the piece itself. The weights of a note's mixture depend on earlier notes only.
#pragma once

#include "generators/notetokens/notetokensnet.h"

#include <vector>

namespace klangraum::tokens {

// Natural logarithm of each frame's probability, all slots, given all frames before it.
std::vector<double> frameScores(NoteTokensNet &net, const std::vector<Frame> &frames);

// The checks and conversions of framemodel.h.
std::vector<FrameLogProbability> scoreSets(NoteTokensNet &net, std::span<const KeySet> piece);
std::vector<FrameLogProbability> scoreVoices(NoteTokensNet &net, std::span<const VoicePitches> piece);

} // namespace klangraum::tokens
