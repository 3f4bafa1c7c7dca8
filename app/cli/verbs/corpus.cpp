#include "corpus/corpus.h"

#include "../corpusanswer.h"
#include "../verbs.h"

namespace klangraum {

void addCorpus(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "corpus", "What is in a corpus: pieces, notes, range, splits, what was refused and why");
    auto file = std::make_shared<std::filesystem::path>();
    verb->add_option("CORPUS", *file, "The corpus file")->required();
    verb->callback([&globals, file] { printCorpus(Corpus::load(*file), globals.json); });
}

} // namespace klangraum
