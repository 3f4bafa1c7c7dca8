// What model.json says of a trained `note-tokens` network.
#pragma once

#include "corpus/corpus.h"
#include "generators/notetokens/notetokensnet.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace klangraum::tokens {

// Title, controls, voices and tempo: what does not have to be measured.
nlohmann::json describeControls(const NoteTokensNet &net);
// That, and what was measured.
nlohmann::json describeNoteTokens(const std::shared_ptr<NoteTokensNet> &net, const Corpus &corpus);

} // namespace klangraum::tokens
