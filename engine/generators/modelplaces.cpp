#include "generators/modelplaces.h"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace klangraum {
namespace {

namespace fs = std::filesystem;

void add(std::vector<fs::path> &places, const fs::path &place)
{
    std::error_code error;
    const fs::path canonical = fs::canonical(place, error);
    if (!error && fs::is_directory(canonical, error) &&
        std::find(places.begin(), places.end(), canonical) == places.end())
        places.push_back(canonical);
}

} // namespace

std::vector<fs::path> modelPlaces(const std::vector<fs::path> &given)
{
    std::vector<fs::path> places;
    for (const fs::path &place : given)
        add(places, place);
    if (const char *variable = std::getenv("KLANGRAUM_MODELS")) {
        std::string rest = variable;
        while (!rest.empty()) {
            const auto colon = rest.find(':');
            if (colon != 0)
                add(places, rest.substr(0, colon));
            rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
        }
    }
    const char *data = std::getenv("XDG_DATA_HOME");
    const char *home = std::getenv("HOME");
    if (data && *data)
        add(places, fs::path(data) / "klangraum" / "models");
    else if (home && *home)
        add(places, fs::path(home) / ".local" / "share" / "klangraum" / "models");
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        add(places, program.parent_path() / ".." / "share" / "klangraum" / "models");
        add(places, program.parent_path() / "models");
    }
    add(places, KLANGRAUM_SOURCE_MODELS);
    add(places, KLANGRAUM_INSTALLED_MODELS);
    return places;
}

} // namespace klangraum
