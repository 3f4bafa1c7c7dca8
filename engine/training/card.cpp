#include "training/card.h"

#include <iomanip>
#include <sstream>

namespace klangraum {
namespace {

std::string number(const nlohmann::json &value)
{
    std::ostringstream text;
    text << std::setprecision(4) << value.get<double>();
    return text.str();
}

} // namespace

std::string modelCard(const nlohmann::json &model, const Recipe &recipe, const Corpus &corpus, const CardFacts &facts)
{
    std::ostringstream card;
    card << "# " << model.value("name", "") << "\n\n" << recipe.description.en << ".\n\n";
    card << "| | |\n|---|---|\n";
    card << "| family | `" << recipe.family << "` |\n";
    card << "| recipe | `" << recipe.name << "` |\n";
    card << "| source | " << recipe.source << " |\n";
    card << "| parameters | " << facts.parameters << " |\n";
    card << "| checkpoint | " << facts.checkpoint << ", epoch " << facts.epoch << " of " << recipe.training.epochs
         << ", seed " << recipe.training.seed << " |\n";
    card << "| weights stored as | " << (facts.storage == Storage::Half ? "16-bit" : "32-bit") << " floats |\n\n";

    card << "## Corpus\n\n`" << corpus.name << "`, content hash `" << corpus.hash << "`";
    if (!corpus.source.empty())
        card << (corpus.isAudio() ? ", " : ", imported from ") << corpus.source;
    const auto pieces = [&](Split split) { return corpus.split(split).size() + corpus.audioSplit(split).size(); };
    card << ": " << pieces(Split::Train) << " pieces to train on, " << pieces(Split::Valid)
         << " held out for validation, " << pieces(Split::Test) << " never seen.\n";
    card << "Licence of the corpus: " << (corpus.licence.empty() ? "not stated by its source" : corpus.licence)
         << ".\n\n";

    card << "## Measured\n\n";
    const auto metrics = model.value("metrics", nlohmann::json::object());
    if (metrics.empty()) {
        card << "Nothing was measured.\n";
    } else {
        card << "| metric | value |\n|---|---|\n";
        for (const auto &[name, value] : metrics.items())
            if (value.is_number())
                card << "| " << name << " | " << number(value) << " |\n";
    }
    card << "\n## Licence\n\n" << model.value("licence", "") << "\n";
    card << "\n## Limits\n\n"
            "The model knows only music like its corpus. Its output is not checked for likeness to single pieces of "
            "the\n"
            "corpus beyond the metrics above, and it means nothing: it was trained on "
         << (corpus.isAudio() ? "sound, not on what music says" : "notes, not on what they say") << ".\n";
    return card.str();
}

} // namespace klangraum
