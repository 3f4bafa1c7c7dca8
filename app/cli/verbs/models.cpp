#include "../console.h"
#include "../verbs.h"
#include "generators/modelfolder.h"

namespace klangraum {

void addModels(CLI::App &app, const Globals &globals)
{
    addVerb(app, "models", "Installed models")->callback([&globals] {
        const auto models = installedModels(globals.modelPlaces());
        if (globals.json) {
            auto list = nlohmann::json::array();
            for (const auto &[folder, model, problem] : models) {
                list.push_back({ { "name", model.name },
                                 { "family", model.family },
                                 { "source", model.source },
                                 { "output", model.output },
                                 { "corpus", model.corpus },
                                 { "licence", model.licence },
                                 { "size", model.bytes },
                                 { "parameters", model.parameters },
                                 { "stage", model.stage },
                                 { "folder", folder.string() },
                                 { "problem", problem } });
            }
            printJson(list);
            return;
        }
        Table table({ "NAME", "FAMILY", "OUTPUT", "CORPUS", "SIZE", "" });
        for (const auto &[folder, model, problem] : models)
            table.add({ model.name, model.family, model.output, model.corpus, formatBytes(model.bytes),
                        problem.empty() ? "" : "refused: " + problem });
        table.print();
    });
}

} // namespace klangraum
