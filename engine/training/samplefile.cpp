#include "training/samplefile.h"

#include "generators/jsonreader.h"
#include "music/atomicfile.h"

namespace klangraum {

using nlohmann::json;

void writeSamples(const std::filesystem::path &file, std::int64_t epoch, std::uint64_t seed,
                  const std::vector<Score> &samples)
{
    json list = json::array();
    for (const Score &score : samples) {
        json notes = json::array();
        for (const Note &note : score.notes)
            notes.push_back({ note.start, note.duration, note.pitch, note.velocity, note.voice });
        json voices = json::array();
        for (const Voice &voice : score.voices)
            voices.push_back(voice.name);
        list.push_back({ { "ticks-per-quarter", score.ticksPerQuarter },
                         { "length", score.length },
                         { "tempo", score.tempi.empty() ? 120.0 : score.tempi.front().quartersPerMinute },
                         { "voices", voices },
                         { "notes", notes } });
    }
    writeFileAtomically(file, json{ { "epoch", epoch }, { "seed", seed }, { "samples", list } }.dump() + "\n");
}

std::vector<Score> readSamples(const std::filesystem::path &file)
{
    const json value = json::parse(readText(file, std::size_t(64) << 20), nullptr, false);
    JsonReader reader(value, file.string());
    std::vector<Score> samples;
    for (const json &entry : reader.array("samples")) {
        JsonReader sample(entry, file.string());
        Score score;
        score.ticksPerQuarter = static_cast<int>(sample.integer("ticks-per-quarter", 480, 1, 32767));
        score.length = sample.integer("length", 0, 0, std::int64_t(1) << 40);
        score.tempi.push_back({ 0, sample.number("tempo", 120, 1, 1000) });
        for (const json &name : sample.array("voices"))
            score.voices.push_back({ name.is_string() ? name.get<std::string>() : "", 0, false });
        for (const json &note : sample.array("notes")) {
            if (!note.is_array() || note.size() != 5 ||
                !std::all_of(note.begin(), note.end(), [](const json &n) { return n.is_number_integer(); }))
                throw Error(file.string() + ": a note is five whole numbers");
            score.notes.push_back({ note[0].get<Tick>(), note[1].get<Tick>(), note[2].get<int>(), note[3].get<int>(),
                                    note[4].get<int>() });
        }
        score.normalise();
        samples.push_back(std::move(score));
    }
    return samples;
}

} // namespace klangraum
