#include "training/samplefile.h"

#include "generators/jsonreader.h"
#include "music/atomicfile.h"

#include <algorithm>
#include <numeric>
#include <random>

namespace klangraum {
namespace {

using nlohmann::json;

constexpr std::size_t sizeLimit = std::size_t(64) << 20; // bytes
constexpr std::int64_t farthest = std::int64_t(1) << 40; // ticks
constexpr int percussion = -1; // as a program

json toJson(const Score &score)
{
    Tick grid = score.ticksPerQuarter;
    for (const Note &note : score.notes)
        grid = std::gcd(std::gcd(grid, note.start), note.duration);
    grid = std::max<Tick>(1, std::gcd(grid, score.length));
    json notes = json::array();
    for (const Note &note : score.notes)
        notes.push_back({ note.start / grid, note.duration / grid, note.pitch, note.velocity, note.voice });
    json voices = json::array();
    json programs = json::array();
    for (const Voice &voice : score.voices) {
        voices.push_back(voice.name);
        programs.push_back(voice.percussion ? percussion : voice.program);
    }
    return { { "ticks-per-quarter", score.ticksPerQuarter / grid },
             { "length", score.length / grid },
             { "tempo", score.tempi.empty() ? 120.0 : score.tempi.front().quartersPerMinute },
             { "voices", voices },
             { "programs", programs },
             { "notes", notes } };
}

Score scoreOf(JsonReader &sample)
{
    Score score;
    score.ticksPerQuarter = static_cast<int>(sample.integer("ticks-per-quarter", 480, 1, 32767));
    score.length = sample.integer("length", 0, 0, farthest);
    score.tempi.push_back({ 0, sample.number("tempo", 120, 1, 1000) });
    for (const json &name : sample.array("voices"))
        score.voices.push_back({ name.is_string() ? name.get<std::string>() : "", 0, false });
    const json &programs = sample.array("programs"); // older files have none
    for (std::size_t i = 0; i < std::min(programs.size(), score.voices.size()); ++i) {
        if (!programs[i].is_number_integer() || programs[i] < percussion || programs[i] > 127)
            throw Error(sample.where() + ": a program is a whole number from -1 to 127");
        score.voices[i].percussion = programs[i] == percussion;
        score.voices[i].program = std::max(0, programs[i].get<int>());
    }
    for (const json &note : sample.array("notes")) {
        if (!note.is_array() || note.size() != 5 ||
            !std::all_of(note.begin(), note.end(), [](const json &n) { return n.is_number_integer(); }))
            throw Error(sample.where() + ": a note is five whole numbers");
        const auto inside = [&](std::size_t i, std::int64_t high) {
            const auto value = note[i].get<std::int64_t>();
            if (value < 0 || value > high)
                throw Error(sample.where() + ": a note's number " + std::to_string(value) + " is out of range");
            return value;
        };
        score.notes.push_back({ inside(0, farthest), inside(1, farthest), static_cast<int>(inside(2, 127)),
                                static_cast<int>(inside(3, 127)), static_cast<int>(inside(4, 255)) });
    }
    score.normalise();
    return score;
}

json parsed(const std::filesystem::path &file)
{
    return json::parse(readText(file, sizeLimit), nullptr, false);
}

} // namespace

void writeSamples(const std::filesystem::path &file, std::int64_t epoch, std::uint64_t seed,
                  const std::vector<Score> &samples)
{
    json list = json::array();
    for (const Score &score : samples)
        list.push_back(toJson(score));
    writeFileAtomically(file, json{ { "epoch", epoch }, { "seed", seed }, { "samples", list } }.dump() + "\n");
}

void writeReference(const std::filesystem::path &file, const Corpus &corpus, std::uint64_t seed, std::size_t mostPieces,
                    std::size_t mostNotes)
{
    std::vector<std::size_t> pieces;
    for (std::size_t i = 0; i < corpus.pieces.size(); ++i)
        if (corpus.pieces[i].split != Split::Test && !corpus.pieces[i].score.notes.empty())
            pieces.push_back(i);
    std::mt19937_64 random(seed);
    for (std::size_t i = pieces.size(); i > 1; --i)
        std::swap(pieces[i - 1], pieces[random() % i]);
    std::size_t notes = 0;
    json list = json::array();
    for (const std::size_t index : pieces) {
        const CorpusPiece &piece = corpus.pieces[index];
        if (list.size() == mostPieces)
            break;
        if (!list.empty() && notes + piece.score.notes.size() > mostNotes)
            continue;
        notes += piece.score.notes.size();
        json entry = toJson(piece.score);
        entry["title"] = corpus.label(piece);
        entry["piece"] = index;
        entry["split"] = splitName(piece.split);
        list.push_back(std::move(entry));
    }
    const json reference = {
        { "corpus", corpus.name }, { "hash", corpus.hash }, { "seed", seed }, { "samples", list }
    };
    writeFileAtomically(file, reference.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
}

std::vector<Score> readSamples(const std::filesystem::path &file)
{
    const json value = parsed(file);
    JsonReader reader(value, file.string());
    std::vector<Score> samples;
    for (const json &entry : reader.array("samples")) {
        JsonReader sample(entry, file.string());
        samples.push_back(scoreOf(sample));
    }
    return samples;
}

std::vector<ReferencePiece> readReference(const std::filesystem::path &file)
{
    const json value = parsed(file);
    JsonReader reader(value, file.string());
    std::vector<ReferencePiece> pieces;
    for (const json &entry : reader.array("samples")) {
        JsonReader sample(entry, file.string());
        ReferencePiece piece{ scoreOf(sample), sample.integer("piece", -1, -1, farthest), Split::Train };
        piece.score.title = sample.text("title", "");
        piece.split = sample.text("split", "train") == splitName(Split::Valid) ? Split::Valid : Split::Train;
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

} // namespace klangraum
