#include "../console.h"
#include "../verbs.h"
#include "training/recipe.h"

namespace klangraum {

void addRecipes(CLI::App &app, const Globals &globals)
{
    addVerb(app, "recipes", "The training recipes")->callback([&globals] {
        const auto recipes = installedRecipes(globals.modelPlaces());
        if (globals.json) {
            auto list = nlohmann::json::array();
            for (const auto &recipe : recipes)
                list.push_back({ { "name", recipe.name },
                                 { "family", recipe.family },
                                 { "source", recipe.source },
                                 { "description", recipe.description.en },
                                 { "file", recipe.file.string() },
                                 { "problem", recipe.problem } });
            printJson(list);
            return;
        }
        Table table({ "NAME", "FAMILY", "SOURCE", "" });
        for (const auto &recipe : recipes)
            table.add({ recipe.name, recipe.family, recipe.source,
                        recipe.problem.empty() ? recipe.description.en : "refused: " + recipe.problem });
        table.print();
    });
}

} // namespace klangraum
