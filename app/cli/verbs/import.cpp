#include "corpus/import.h"

#include "../console.h"
#include "../corpusanswer.h"
#include "../interrupt.h"
#include "../verbs.h"
#include "evaluation/framecorpus.h"
#include "evaluation/leaks.h"
#include "music/error.h"

#include <algorithm>

namespace klangraum {

namespace {

struct ImportArguments
{
    std::vector<std::filesystem::path> sources;
    std::filesystem::path out;
    std::string split, transpose;
    ImportOptions options;
    bool sound = false;
    double leaks = 0; // quarters
    double frame = 1; // quarters
};

// Frames come in one file with splits of its own; it is not mixed with folders of music.
bool isFrames(const ImportArguments &arguments)
{
    const auto json = [](const std::filesystem::path &source) { return source.extension() == ".json"; };
    if (std::none_of(arguments.sources.begin(), arguments.sources.end(), json))
        return false;
    if (arguments.sources.size() > 1)
        throw CLI::ValidationError("SOURCE", "a file of frames (.json) is imported by itself");
    return true;
}

} // namespace

void addImport(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "import", "Folders or files of music become one corpus file");
    auto arguments = std::make_shared<ImportArguments>();
    verb->add_option(
            "SOURCE", arguments->sources,
            "Folders, searched to their ends, or files: .mid .midi .krn, or .wav .flac .ogg .mp3; or one file of "
            "frames (.json)")
        ->required();
    verb->add_option("--out", arguments->out, "The corpus file")->required()->type_name("CORPUS");
    verb->add_option("--split", arguments->split,
                     "Shares of train, valid and test, 80,10,10 by default; or 'folders': by folders of those names")
        ->type_name("A,B,C");
    verb->add_option("--seed", arguments->options.seed, "Of the split")->type_name("N");
    verb->add_option("--transpose", arguments->transpose, "Augmentation of the training split, semitones: -5..6")
        ->type_name("LOW..HIGH");
    verb->add_flag("--sound", arguments->sound,
                   "Take the sound files of sources that hold scores too; without it the scores are taken");
    verb->add_option("--no-leaks", arguments->leaks,
                     "Refuse training pieces that share this many quarters or more with a held-out piece, in any key")
        ->type_name("QUARTERS")
        ->check(CLI::PositiveNumber);
    verb->add_option("--frame", arguments->frame, "What a frame of a .json file lasts, 1 by default")
        ->type_name("QUARTERS")
        ->check(CLI::PositiveNumber);
    verb->add_option("--name", arguments->options.name, "Of the corpus; the first source's by default");
    verb->add_option("--licence", arguments->options.licence, "Of the music, for the model cards");
    verb->callback([&globals, arguments] {
        ImportOptions &options = arguments->options;
        try {
            if (!arguments->split.empty())
                parseSplit(arguments->split, options);
            if (!arguments->transpose.empty())
                parseTranspose(arguments->transpose, options);
        } catch (const Error &error) {
            throw CLI::ValidationError(error.what());
        }
        if (globals.threads > 0)
            options.threads = globals.threads;
        options.kind = arguments->sound ? ImportKind::Sound : ImportKind::Either;
        options.spool = arguments->out.has_parent_path() ? arguments->out.parent_path() : std::filesystem::path(".");
        ProgressBar bar(globals.quiet);
        const Interrupt interrupt;
        const auto show = [&](const ImportProgress &progress) {
            bar.show(progress.total == 0 ? 0 : static_cast<double>(progress.done) / static_cast<double>(progress.total),
                     std::to_string(progress.done) + " of " + std::to_string(progress.total) + " " + progress.file);
            return !interrupt.requested();
        };
        Corpus corpus = isFrames(*arguments) ? importFrames(arguments->sources.front(), arguments->frame, options)
                                             : importMusic(arguments->sources, options, show);
        if (arguments->leaks > 0)
            refuseLeaks(corpus, arguments->leaks);
        corpus.save(arguments->out);
        bar.clear();
        printCorpus(corpus, globals.json);
    });
}

} // namespace klangraum
