// Four-part pieces of two-bar phrases, each ended by a cadence: the composer's chorales.
#pragma once

#include "corpus/random.h"
#include "corpus/voiceleading.h"

#include <vector>

namespace klangraum {

struct CadencePiece
{
    VoiceGrid grid; // soprano, alto, tenor, bass on sixteenths; 4/4
    std::vector<ChordInKey> chords; // one a beat, before ornaments
    Key key;
};

// 8 to 16 bars that begin and end in `key` and visit related keys between.
CadencePiece composeCadence(const Key &key, Random &random);

} // namespace klangraum
