#include "../console.h"
#include "../corpusanswer.h"
#include "../interrupt.h"
#include "../verbs.h"
#include "corpus/composer.h"
#include "corpus/electronic/electroniccorpus.h"
#include "music/error.h"

namespace klangraum {

namespace {

struct ComposeArguments
{
    std::string kind;
    std::filesystem::path out;
    std::filesystem::path pack; // to write
    std::filesystem::path sounds; // a pack to read
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

int piecesOf(const ComposeArguments &arguments)
{
    if (arguments.pieces > 0)
        return arguments.pieces;
    for (const ComposerKind &kind : composerKinds())
        if (kind.name == arguments.kind)
            return kind.pieces;
    return 0;
}

SoundBank soundsOf(const ComposeArguments &arguments)
{
    return arguments.sounds.empty() ? SoundBank::installed() : SoundBank::fromPack(arguments.sounds);
}

Corpus composeSound(const Globals &globals, const ComposeArguments &arguments)
{
    ElectronicOptions options;
    options.sounds = soundsOf(arguments);
    if (options.sounds.empty())
        printNotice("no recorded sounds here (Debian's package sonic-pi-samples, or --sounds PACK): synthesis alone");
    options.spool = arguments.out.has_parent_path() ? arguments.out.parent_path() : std::filesystem::path(".");
    options.threads = globals.threads > 0 ? globals.threads : 2;
    ProgressBar bar(globals.quiet);
    const Interrupt interrupt;
    options.progress = [&](double share) {
        bar.show(share, "composing " + arguments.kind);
        return !interrupt.requested();
    };
    Corpus corpus = composeElectronicCorpus(arguments.kind, arguments.seed, piecesOf(arguments), options);
    bar.clear();
    return corpus;
}

void writePack(const std::filesystem::path &file)
{
    const SoundBank sounds = SoundBank::installed();
    if (sounds.empty())
        throw Error("compose: no sounds to pack; install Debian's package sonic-pi-samples, and use a build with audio "
                    "libraries (KLANGRAUM_AUDIO)");
    sounds.pack(file);
}

} // namespace

void addCompose(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "compose", "The corpora that the project makes itself, by seeded rules");
    auto arguments = std::make_shared<ComposeArguments>();
    auto *kind = verb->add_option("KIND", arguments->kind, kinds());
    auto *out = verb->add_option("--out", arguments->out, "The corpus file")->type_name("CORPUS");
    verb->add_option("--seed", arguments->seed, "The same seed gives the same corpus")->type_name("N");
    verb->add_option("--pieces", arguments->pieces, "How many")->check(CLI::Range(1, 100000))->type_name("N");
    verb->add_option("--pack", arguments->pack,
                     "Write the recorded sounds of the kinds of sound into one file, for a machine that lacks them")
        ->type_name("FILE");
    verb->add_option("--sounds", arguments->sounds, "Such a file; the installed sounds by default")->type_name("PACK");
    verb->callback([&globals, arguments, kind, out] {
        const bool compose = kind->count() > 0 || out->count() > 0;
        if (compose && (kind->count() == 0 || out->count() == 0))
            throw CLI::ValidationError("compose", "needs KIND and --out CORPUS");
        if (!compose && arguments->pack.empty())
            throw CLI::ValidationError("compose", "needs KIND and --out CORPUS, or --pack FILE");
        if (!arguments->pack.empty())
            writePack(arguments->pack);
        if (!compose)
            return;
        Corpus corpus = isElectronicKind(arguments->kind)
            ? composeSound(globals, *arguments)
            : composeCorpus(arguments->kind, arguments->seed, arguments->pieces);
        corpus.save(arguments->out);
        printCorpus(corpus, globals.json);
    });
}

} // namespace klangraum
