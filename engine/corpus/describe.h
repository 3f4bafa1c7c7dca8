// What `klangraum corpus` says about a corpus.
#pragma once

#include "corpus/corpus.h"

#include <nlohmann/json_fwd.hpp>

namespace klangraum {

// {"name","source","licence","hash","seed","transpose":{"low","high"},"pieces","notes","quarters","hours",
//  "voices":{"fewest","most"},"range":{"lowest","highest"},
//  "splits":{"train":{"pieces","notes","quarters","hours"},"valid":...,"test":...},
//  "refused":[{"file","reason"}]}. Range is null without notes; hours follow the tempo maps.
// Of a corpus of sound:
// {"name","source","licence","hash","seed","rate","rates","pieces","seconds","hours","styles":{NAME:pieces},
//  "tempi":{"lowest","highest","unknown"},"splits":{"train":{"pieces","seconds","hours"},...},"refused"}. Tempi are
//  quarters a
// minute, null where none is known; styles without a name are left out.
nlohmann::json describeCorpus(const Corpus &corpus);

} // namespace klangraum
