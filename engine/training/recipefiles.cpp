#include "music/atomicfile.h"
#include "training/recipe.h"

#include <algorithm>

namespace klangraum {
namespace {

constexpr std::size_t recipeLimit = std::size_t(1) << 20; // bytes

} // namespace

Recipe loadRecipe(const std::filesystem::path &file, const std::vector<std::string> &set)
{
    return parseRecipe(readText(file, recipeLimit), file.string(), set);
}

std::vector<InstalledRecipe> installedRecipes(const std::vector<std::filesystem::path> &modelPlaces)
{
    std::vector<InstalledRecipe> recipes;
    for (const auto &place : modelPlaces) {
        std::error_code error;
        for (std::filesystem::directory_iterator it(place / "recipes", error), end; !error && it != end;
             it.increment(error)) {
            if (it->path().extension() != ".toml")
                continue;
            InstalledRecipe installed{ it->path(), it->path().stem().string(), "", "", {}, "" };
            if (std::any_of(recipes.begin(), recipes.end(),
                            [&](const InstalledRecipe &other) { return other.name == installed.name; }))
                continue;
            try {
                const Recipe recipe = loadRecipe(it->path());
                installed.family = recipe.family;
                installed.source = recipe.source;
                installed.description = recipe.description;
                if (recipe.name != installed.name)
                    installed.problem = it->path().string() + ": its name is '" + recipe.name + "', expected '" +
                        installed.name + "' as the file is called";
            } catch (const std::exception &problem) {
                installed.problem = problem.what();
            }
            recipes.push_back(std::move(installed));
        }
    }
    std::sort(recipes.begin(), recipes.end(),
              [](const InstalledRecipe &a, const InstalledRecipe &b) { return a.name < b.name; });
    return recipes;
}

Recipe openRecipe(const std::string &recipe, const std::vector<std::filesystem::path> &modelPlaces,
                  const std::vector<std::string> &set)
{
    std::error_code error;
    if (recipe.ends_with(".toml") && std::filesystem::exists(recipe, error))
        return loadRecipe(recipe, set);
    std::string known;
    for (const InstalledRecipe &installed : installedRecipes(modelPlaces)) {
        if (installed.name == recipe) {
            if (!installed.problem.empty())
                throw Error(installed.problem);
            return loadRecipe(installed.file, set);
        }
        known += (known.empty() ? "" : ", ") + installed.name;
    }
    throw Error("no recipe '" + recipe + "': it is neither a .toml file nor one of the installed recipes (" +
                (known.empty() ? "none found" : known) + ")");
}

} // namespace klangraum
