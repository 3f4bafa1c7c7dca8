// How likely each key is to sound in the next frame, from a network that writes sets note after note: what the protocol
// "factorised" asks for.
//
// The sum over all sets is estimated: some sets are drawn note after note, and of each note along the way not what was
// drawn counts, but the probabilities that it was drawn from. Chance is a function of the frame's place, so that the
// same piece gets the same numbers; they depend on earlier frames only, whatever is drawn. Where the recipe mixes
// transpositions, the mean over them is taken.
#pragma once

#include "generators/notetokens/notetokensdata.h"
#include "generators/notetokens/notetokensnet.h"

#include <vector>

namespace klangraum::tokens {

// Throws Error where the network does not write sets.
// A network that has learned them besides (keys-weight) says them itself.
std::vector<KeyProbabilities> keyProbabilitiesOf(NoteTokensNet &net, std::span<const KeySet> piece);

// For networks with a keys-weight: nats of all keys of all steps of a piece.
double keyNats(NoteTokensNet &net, const TokenPiece &piece);

} // namespace klangraum::tokens
