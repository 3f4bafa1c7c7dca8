#include "training/package.h"
#include "../console.h"
#include "../verbs.h"
#include "music/error.h"

namespace klangraum {

void addPackage(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "package", "A run's best checkpoint becomes a model folder");
    auto options = std::make_shared<PackageOptions>();
    verb->add_option("RUN", options->run, "The run folder")->required();
    verb->add_option("--out", options->out, "The model folder; its name is the model's name")
        ->required()
        ->type_name("DIR");
    verb->add_option("--corpus", options->corpusFile, "The run's corpus, where it has moved")->type_name("FILE");
    verb->add_option("--checkpoint", options->checkpoint, "Another than the best: last, epoch-0010")->type_name("NAME");
    verb->add_option("--stage", options->stage, "Order of the cards, small first")->type_name("N");
    verb->callback([&globals, options] {
        const auto model = packageRun(*options);
        if (globals.json) {
            printJson(model);
            return;
        }
        Table table({ "NAME", "FAMILY", "CORPUS", "SIZE", "FOLDER" });
        table.add({ model.value("name", ""), model.value("family", ""), model.value("corpus", ""),
                    formatBytes(model.value("bytes", std::uint64_t(0))), options->out.string() });
        table.print();
    });
}

} // namespace klangraum
