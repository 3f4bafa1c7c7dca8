#include "../corpusanswer.h"
#include "../verbs.h"
#include "corpus/composer.h"

namespace klangraum {

namespace {

struct Arguments
{
    std::string kind;
    std::filesystem::path out;
    std::uint64_t seed = 1;
    int pieces = 0;
};

std::string kinds()
{
    std::string text;
    for (const ComposerKind &kind : composerKinds())
        text += (text.empty() ? "" : "; ") + kind.name + ": " + kind.description;
    return text;
}

} // namespace

void addCompose(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "compose", "The corpora that the project makes itself, by seeded rules");
    auto arguments = std::make_shared<Arguments>();
    verb->add_option("KIND", arguments->kind, kinds())->required();
    verb->add_option("--out", arguments->out, "The corpus file")->required()->type_name("CORPUS");
    verb->add_option("--seed", arguments->seed, "The same seed gives the same corpus")->type_name("N");
    verb->add_option("--pieces", arguments->pieces, "How many")->check(CLI::Range(1, 100000))->type_name("N");
    verb->callback([&globals, arguments] {
        Corpus corpus = composeCorpus(arguments->kind, arguments->seed, arguments->pieces);
        corpus.save(arguments->out);
        printCorpus(corpus, globals.json);
    });
}

} // namespace klangraum
