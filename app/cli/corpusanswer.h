// What `klangraum import`, `compose` and `corpus` print about a corpus.
#pragma once

#include "corpus/corpus.h"

namespace klangraum {

void printCorpus(const Corpus &corpus, bool json);

} // namespace klangraum
