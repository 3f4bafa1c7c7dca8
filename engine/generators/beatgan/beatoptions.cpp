#include "generators/beatgan/beatoptions.h"

#include "generators/jsonreader.h"

#include <cmath>

namespace klangraum::beat {

std::int64_t BeatOptions::framesAt(double quartersPerMinute) const
{
    return std::llround(static_cast<double>(bars) * 4 * 60 / quartersPerMinute * sampleRate);
}

double BeatOptions::tempoOf(std::int64_t frames) const
{
    return static_cast<double>(bars) * 4 * 60 * sampleRate / static_cast<double>(frames);
}

std::int64_t BeatOptions::startOf(std::int64_t step, std::int64_t frames) const
{
    return std::llround(static_cast<double>(step) * static_cast<double>(frames) / static_cast<double>(steps()));
}

BeatOptions BeatOptions::fromJson(const nlohmann::json &model)
{
    const std::string where = "[model] of beat-gan";
    JsonReader reader(model, where);
    BeatOptions options;
    options.sampleRate = static_cast<int>(reader.integer("sample-rate", options.sampleRate, 4000, 48000));
    options.bars = reader.integer("bars", options.bars, 1, 16);
    options.slowest = reader.number("slowest", options.slowest, 40, 400);
    options.fastest = reader.number("fastest", options.fastest, 40, 400);
    if (reader.find("styles")) {
        options.styles.clear();
        for (const nlohmann::json &style : reader.array("styles")) {
            if (!style.is_string() || style.get<std::string>().empty())
                throw Error(where + ": a style is a name in quotes");
            options.styles.push_back(style.get<std::string>());
        }
    }
    options.hop = reader.integer("hop", options.hop, 1, 64);
    options.atoms = reader.integer("atoms", options.atoms, 1, 4096);
    options.atomLength = reader.integer("atom-length", options.atomLength, 64, 65536);
    options.lead = reader.integer("lead", options.lead, 0, 1024);
    options.width = reader.integer("width", options.width, 4, 2048);
    options.code = reader.integer("code", options.code, 1, 1024);
    options.shared = reader.integer("shared", options.shared, 1, 1024);
    options.own = reader.integer("own", options.own, 0, 256);
    options.bands = reader.integer("bands", options.bands, 4, 256);
    options.critic = reader.integer("critic", options.critic, 1, 256);
    options.codeWeight = reader.number("code-weight", options.codeWeight, 0, 1000);
    options.klWeight = reader.number("kl-weight", options.klWeight, 0, 100);
    options.waveWeight = reader.number("wave-weight", options.waveWeight, 0, 1000);
    options.spectralWeight = reader.number("spectral-weight", options.spectralWeight, 0, 1000);
    options.criticWeight = reader.number("critic-weight", options.criticWeight, 0, 1000);
    options.matchingWeight = reader.number("matching-weight", options.matchingWeight, 0, 1000);
    options.criticFrom = reader.number("critic-from", options.criticFrom, 0, 1);
    options.crop = reader.integer("crop", options.crop, 2048, 1 << 20);
    reader.refuseUnknown();
    if (options.styles.empty() || options.styles.size() > 32)
        throw Error(where + ": 'styles' lists 1 to 32 names, found " + std::to_string(options.styles.size()));
    if (options.slowest >= options.fastest)
        throw Error(where + ": 'slowest' must lie below 'fastest'");
    const std::int64_t shortest = options.framesAt(options.fastest);
    if (options.atomLength > shortest || options.crop > shortest || options.lead >= options.atomLength / 2)
        throw Error(where + ": 'atom-length' and 'crop' must fit into the shortest loop (" + std::to_string(shortest) +
                    " frames), and 'lead' into half an atom");
    return options;
}

} // namespace klangraum::beat
