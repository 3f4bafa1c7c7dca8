// Folk-like tunes with a bass line, in the form A A B A of four bars each.
#pragma once

#include "corpus/harmony.h"
#include "corpus/random.h"
#include "music/score.h"

namespace klangraum {

// Voices "Melody" and "Bass", 3/4 or 4/4, 16 bars, 480 ticks a quarter. The melody stands on tones of the bar's chord
// at the beginning of each bar and ends on the tonic; the bass plays chord tones on the beat and stays below it; the
// two never move in parallel octaves or fifths from one bass note to the next.
Score composeTune(const Key &key, Random &random);

} // namespace klangraum
