// card.md of a packaged model, written from recipe, corpus and metrics.
#pragma once

#include "corpus/corpus.h"
#include "generators/safetensors.h"
#include "training/recipe.h"

#include <string>

namespace klangraum {

struct CardFacts
{
    std::uint64_t parameters = 0;
    std::string checkpoint; // "best", "last", "epoch-0010"
    std::int64_t epoch = 0;
    Storage storage = Storage::Half;
};

std::string modelCard(const nlohmann::json &model, const Recipe &recipe, const Corpus &corpus, const CardFacts &facts);

} // namespace klangraum
