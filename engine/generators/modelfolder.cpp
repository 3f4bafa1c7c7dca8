#include "generators/modelfolder.h"

#include "generators/family.h"
#include "generators/filehash.h"
#include "music/atomicfile.h"

#include <algorithm>
#include <random>
#include <set>

#include <fcntl.h>
#include <stdio.h>

namespace klangraum {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char *descriptionFile = "model.json";
constexpr const char *weightsFile = "weights.safetensors";
constexpr std::size_t descriptionLimit = std::size_t(64) << 20; // bytes; a map of 50,000 points has 3 million

json readDescription(const fs::path &folder)
{
    const fs::path file = folder / descriptionFile;
    const std::string text = readText(file, descriptionLimit);
    json value = json::parse(text, nullptr, false);
    if (value.is_discarded())
        throw Error(file.string() + ": no valid JSON; the file is damaged");
    return value;
}

InstalledModel look(const fs::path &folder)
{
    InstalledModel model;
    model.folder = folder;
    model.description.name = folder.filename().string();
    model.description.title = { model.description.name, model.description.name };
    try {
        const fs::path file = folder / descriptionFile;
        ModelDescription description = descriptionFromJson(readDescription(folder), file.string());
        description.name = folder.filename().string(); // a renamed folder is a renamed model
        model.description = std::move(description);
        std::error_code error;
        const auto bytes = fs::file_size(folder / weightsFile, error);
        if (error)
            throw Error((folder / weightsFile).string() + ": missing; the model cannot be used without its weights");
        if (bytes != model.description.bytes)
            throw Error((folder / weightsFile).string() + ": " + std::to_string(bytes) + " bytes, expected " +
                        std::to_string(model.description.bytes) + "; the file is damaged or of another model");
        family(model.description.family);
    } catch (const std::exception &problem) {
        model.problem = problem.what();
    }
    return model;
}

// The new folder takes the target's name; an older one there gets the name `old`. One step where the file system
// can exchange two names, so that a kill never leaves the target missing.
void putInPlace(const fs::path &fresh, const fs::path &target, const fs::path &old)
{
    if (!fs::exists(target)) {
        fs::rename(fresh, target);
        return;
    }
    if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) {
        fs::rename(fresh, old);
        return;
    }
    fs::rename(target, old);
    fs::rename(fresh, target);
}

} // namespace

std::vector<InstalledModel> installedModels(const std::vector<fs::path> &places)
{
    std::vector<InstalledModel> models;
    std::set<std::string> names;
    for (const fs::path &place : places) {
        std::error_code error;
        for (fs::directory_iterator it(place, error), end; !error && it != end; it.increment(error)) {
            std::error_code ignored;
            if (it->path().filename().string().starts_with('.') || !fs::exists(it->path() / descriptionFile, ignored))
                continue;
            if (names.insert(it->path().filename().string()).second)
                models.push_back(look(it->path()));
        }
    }
    std::sort(models.begin(), models.end(), [](const InstalledModel &a, const InstalledModel &b) {
        return std::tie(a.description.stage, a.description.name) < std::tie(b.description.stage, b.description.name);
    });
    return models;
}

InstalledModel findModel(const std::string &model, const std::vector<fs::path> &places)
{
    std::error_code error;
    if (fs::is_directory(model, error))
        return look(fs::canonical(model));
    std::string known;
    for (const InstalledModel &installed : installedModels(places)) {
        if (installed.description.name == model)
            return installed;
        known += (known.empty() ? "" : ", ") + installed.description.name;
    }
    throw Error("no model '" + model + "': it is neither a folder nor one of the installed models (" +
                (known.empty() ? "none found" : known) + ")");
}

std::unique_ptr<Generator> openModel(const std::string &model, const std::vector<fs::path> &places,
                                     torch::Device device)
{
    const InstalledModel found = findModel(model, places);
    if (!found.problem.empty())
        throw Error(found.problem);
    const json value = readDescription(found.folder);
    const auto hash = value.find("weights-hash");
    if (hash != value.end() && *hash != fileHash(found.folder / weightsFile))
        throw Error((found.folder / weightsFile).string() +
                    ": its content is not what model.json was written for; the file is damaged or of another model");
    try {
        return family(found.description.family).makeGenerator(found.folder, value, found.description, device);
    } catch (const json::exception &problem) {
        throw Error((found.folder / descriptionFile).string() + ": " + problem.what());
    } catch (const c10::Error &problem) {
        const std::string reason = problem.what();
        throw Error(found.folder.string() + ": the network cannot be built: " + reason.substr(0, reason.find('\n')));
    }
}

std::unique_ptr<Generator> openModel(const fs::path &folder, torch::Device device)
{
    return openModel(folder.string(), {}, device);
}

json writeModelFolder(const fs::path &folder, json value, const torch::nn::Module &module, const std::string &card,
                      Storage storage)
{
    std::error_code error;
    const fs::path target = folder.filename().empty() ? folder.parent_path() : folder;
    if (fs::exists(target, error) && !fs::exists(target / descriptionFile, error) && !fs::is_empty(target, error))
        throw Error(target.string() + ": exists and is no model folder; choose another name");
    if (target.has_parent_path())
        fs::create_directories(target.parent_path(), error);
    // Hidden, so that a half-written folder is never listed.
    const std::string suffix = std::to_string(std::random_device()());
    const fs::path temporary = target.parent_path() / ("." + target.filename().string() + ".part-" + suffix);
    const fs::path old = target.parent_path() / ("." + target.filename().string() + ".old-" + suffix);
    fs::create_directory(temporary, error);
    if (error)
        throw Error("cannot write " + target.string() + ": " + error.message());
    try {
        writeSafetensors(temporary / weightsFile, { namedTensors(module), { { "format", "klangraum" } } }, storage);
        value["parameters"] = parameterCount(module);
        value["bytes"] = fs::file_size(temporary / weightsFile);
        value["weights-hash"] = fileHash(temporary / weightsFile);
        descriptionFromJson(value, (target / descriptionFile).string());
        writeFileAtomically(temporary / descriptionFile, value.dump(1) + "\n");
        writeFileAtomically(temporary / "card.md", card);
        putInPlace(temporary, target, old);
    } catch (const fs::filesystem_error &problem) {
        if (fs::exists(old, error) && !fs::exists(target, error))
            fs::rename(old, target, error);
        fs::remove_all(temporary, error);
        throw Error("cannot write " + target.string() + ": " + problem.code().message());
    } catch (...) {
        fs::remove_all(temporary, error);
        throw;
    }
    fs::remove_all(old, error);
    return value;
}

} // namespace klangraum
