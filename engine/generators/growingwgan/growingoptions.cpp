#include "generators/growingwgan/growingoptions.h"

#include "generators/jsonreader.h"

#include <algorithm>
#include <numeric>

namespace klangraum::growing {
namespace {

constexpr std::int64_t mostFrames = std::int64_t(1) << 22; // of the last level
constexpr std::int64_t mostHalvings = 8; // that a corpus of sound holds

void readNumbers(JsonReader &reader, const std::string &key, std::vector<std::int64_t> &numbers, std::int64_t low,
                 std::int64_t high)
{
    if (!reader.find(key))
        return;
    numbers.clear();
    for (const nlohmann::json &value : reader.array(key)) {
        if (!value.is_number_integer() || value < low || value > high)
            throw Error(reader.where() + ": '" + key + "' lists whole numbers from " + std::to_string(low) + " to " +
                        std::to_string(high) + ", found " + value.dump());
        numbers.push_back(value.get<std::int64_t>());
    }
}

} // namespace

std::int64_t GrowingOptions::epochs() const
{
    return std::accumulate(fade.begin(), fade.end(), std::int64_t(0)) +
        std::accumulate(full.begin(), full.end(), std::int64_t(0));
}

Stage GrowingOptions::stageAt(std::int64_t epoch, double part) const
{
    for (std::int64_t level = 1; level <= levels(); ++level) {
        const auto index = static_cast<std::size_t>(level - 1);
        if (epoch < fade[index])
            return { level,
                     std::clamp((static_cast<double>(epoch) + part) / static_cast<double>(fade[index]), 0.0, 1.0) };
        epoch -= fade[index];
        if (epoch < full[index])
            return { level, 1 };
        epoch -= full[index];
    }
    return { levels(), 1 };
}

GrowingOptions GrowingOptions::fromJson(const nlohmann::json &model)
{
    const std::string where = "[model] of growing-wgan";
    JsonReader reader(model, where);
    GrowingOptions options;
    options.sampleRate = static_cast<int>(reader.integer("sample-rate", options.sampleRate, 1000, 48000));
    options.latent = reader.integer("latent", options.latent, 1, 4096);
    options.frames = reader.integer("frames", options.frames, 16, 65536);
    options.maps = reader.integer("maps", options.maps, 1, 256);
    options.kernel = reader.integer("kernel", options.kernel, 1, 101);
    options.criticSteps = reader.integer("critic-steps", options.criticSteps, 1, 100);
    options.penalty = reader.number("penalty", options.penalty, 0, 1000);
    options.drift = reader.number("drift", options.drift, 0, 10);
    options.group = reader.integer("group", options.group, 1, 1024);
    readNumbers(reader, "channels", options.channels, 1, 2048);
    readNumbers(reader, "fade", options.fade, 0, 100'000);
    readNumbers(reader, "full", options.full, 0, 100'000);
    readNumbers(reader, "batch", options.batch, 1, 4096);
    reader.refuseUnknown();
    const std::size_t levels = options.channels.size();
    if (levels < 1 || options.levels() > mostHalvings + 1)
        throw Error(where + ": 'channels' has a number for each of 1 to " + std::to_string(mostHalvings + 1) +
                    " levels, found " + std::to_string(levels));
    for (const auto &[key, list] :
         { std::pair("fade", &options.fade), std::pair("full", &options.full), std::pair("batch", &options.batch) })
        if (list->size() != levels)
            throw Error(where + ": '" + key + "' has " + std::to_string(list->size()) + " numbers, expected " +
                        std::to_string(levels) + ", one for each level of 'channels'");
    if (options.fade.front() != 0)
        throw Error(where + ": there is nothing that the first level could be faded in from; 'fade' begins with 0");
    if (options.kernel % 2 == 0)
        throw Error(where + ": 'kernel' must be odd, found " + std::to_string(options.kernel));
    if (options.framesOf(options.levels()) > mostFrames)
        throw Error(where + ": the last level has " + std::to_string(options.framesOf(options.levels())) +
                    " frames, at most " + std::to_string(mostFrames) + " are possible");
    return options;
}

} // namespace klangraum::growing
