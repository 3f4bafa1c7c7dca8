#include "evaluation/surprise.h"

#include "music/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

namespace klangraum {

namespace {

constexpr std::int64_t mostCounts = std::int64_t{ 1 } << 52;

// Calls melodic(voice, semitones) and vertical(semitones) for every interval of the events.
template <typename OnMelodic, typename OnVertical>
void forIntervals(const std::vector<NoteEvent> &events, OnMelodic melodic, OnVertical vertical)
{
    std::map<int, int> previous; // voice -> pitch of the onset before
    std::vector<NoteEvent> sounding;
    for (std::size_t first = 0; first < events.size();) {
        const int step = events[first].step;
        std::erase_if(sounding, [&](const NoteEvent &event) { return event.end <= step; });
        std::size_t next = first;
        for (; next < events.size() && events[next].step == step; ++next) {
            sounding.push_back(events[next]);
            // Sorted by voice and pitch: the last event of a voice at this step is its highest.
            const bool highest = next + 1 == events.size() || events[next + 1].step != step ||
                events[next + 1].voice != events[next].voice;
            if (!highest)
                continue;
            const int voice = events[next].voice;
            if (const auto before = previous.find(voice); before != previous.end())
                melodic(voice, events[next].pitch - before->second);
            previous[voice] = events[next].pitch;
        }
        const auto lowest = std::min_element(sounding.begin(), sounding.end(),
                                             [](const NoteEvent &a, const NoteEvent &b) { return a.pitch < b.pitch; });
        for (auto it = sounding.begin(); it != sounding.end(); ++it) {
            if (it != lowest)
                vertical(it->pitch - lowest->pitch);
        }
        first = next;
    }
}

template <typename Table> void readCounts(const nlohmann::json &json, Table &table, const char *what)
{
    if (!json.is_array() || json.size() != table.size())
        throw Error(std::string("surprise model: \"") + what + "\" is not a list of " + std::to_string(table.size()) +
                    " counts; fit it again");
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (!json[i].is_number_integer() || json[i] < 0 || json[i] > mostCounts)
            throw Error(std::string("surprise model: a count in \"") + what + "\" is not a number of notes");
        table[i] = json[i].template get<std::int64_t>();
    }
}

double bitsOf(std::int64_t count, std::int64_t sum, std::size_t bins)
{
    return std::log2((static_cast<double>(sum) + 0.5 * static_cast<double>(bins)) / (static_cast<double>(count) + 0.5));
}

} // namespace

SurpriseModel::SurpriseModel(int voices, int stepsPerQuarter)
    : m_stepsPerQuarter(stepsPerQuarter)
    , m_melodic(static_cast<std::size_t>(std::max(voices, 1)), Melodic{})
    , m_melodicSums(static_cast<std::size_t>(std::max(voices, 1)), 0)
{
    if (voices < 1 || voices > 256 || stepsPerQuarter < 1)
        throw Error("surprise model: expected 1 to 256 voices and a positive number of steps a quarter");
}

std::size_t SurpriseModel::tableOf(int voice) const
{
    return static_cast<std::size_t>(std::clamp(voice, 0, static_cast<int>(m_melodic.size()) - 1));
}

SurpriseModel SurpriseModel::fit(const Corpus &corpus, int voices, int stepsPerQuarter)
{
    SurpriseModel model(voices, stepsPerQuarter);
    const auto pieces = corpus.split(Split::Train);
    const bool inVoices = std::all_of(pieces.begin(), pieces.end(),
                                      [&](const CorpusPiece *piece) { return fitsVoiceGrid(piece->score, voices); });
    for (const CorpusPiece *piece : pieces) {
        if (inVoices)
            model.add(toVoiceGrid(piece->score, stepsPerQuarter, voices));
        else
            model.add(piece->score);
    }
    if (std::accumulate(model.m_melodicSums.begin(), model.m_melodicSums.end(), model.m_verticalSum) == 0)
        throw Error("surprise model: the training split of \"" + corpus.name + "\" has no intervals to count");
    return model;
}

void SurpriseModel::add(const VoiceGrid &grid)
{
    add(noteEvents(grid));
}
void SurpriseModel::add(const Score &score)
{
    add(noteEvents(score, m_stepsPerQuarter));
}
Surprise SurpriseModel::of(const VoiceGrid &grid) const
{
    return of(noteEvents(grid));
}
Surprise SurpriseModel::of(const Score &score) const
{
    return of(noteEvents(score, m_stepsPerQuarter));
}

void SurpriseModel::add(const std::vector<NoteEvent> &events)
{
    forIntervals(
        events,
        [&](int voice, int semitones) {
            const std::size_t table = tableOf(voice);
            ++m_melodic[table][static_cast<std::size_t>(std::clamp(semitones, -widest, widest) + widest)];
            ++m_melodicSums[table];
        },
        [&](int semitones) {
            ++m_vertical[static_cast<std::size_t>(std::clamp(semitones, 0, tallest))];
            ++m_verticalSum;
        });
}

Surprise SurpriseModel::of(const std::vector<NoteEvent> &events) const
{
    Surprise surprise;
    forIntervals(
        events,
        [&](int voice, int semitones) {
            surprise.melodic += melodicBits(voice, semitones);
            ++surprise.melodicIntervals;
        },
        [&](int semitones) {
            surprise.vertical += verticalBits(semitones);
            ++surprise.verticalIntervals;
        });
    int kinds = 0;
    if (surprise.melodicIntervals > 0) {
        surprise.melodic /= static_cast<double>(surprise.melodicIntervals);
        ++kinds;
    }
    if (surprise.verticalIntervals > 0) {
        surprise.vertical /= static_cast<double>(surprise.verticalIntervals);
        ++kinds;
    }
    surprise.bits = (surprise.melodic + surprise.vertical) / std::max(kinds, 1);
    return surprise;
}

double SurpriseModel::melodicBits(int voice, int semitones) const
{
    const std::size_t table = tableOf(voice);
    const auto bin = static_cast<std::size_t>(std::clamp(semitones, -widest, widest) + widest);
    return bitsOf(m_melodic[table][bin], m_melodicSums[table], m_melodic[table].size());
}

double SurpriseModel::verticalBits(int semitones) const
{
    const auto bin = static_cast<std::size_t>(std::clamp(semitones, 0, tallest));
    return bitsOf(m_vertical[bin], m_verticalSum, m_vertical.size());
}

nlohmann::json SurpriseModel::toJson() const
{
    return { { "stepsPerQuarter", m_stepsPerQuarter }, { "melodic", m_melodic }, { "vertical", m_vertical } };
}

SurpriseModel SurpriseModel::fromJson(const nlohmann::json &json)
{
    if (!json.is_object() || !json.contains("melodic") || !json.contains("vertical") ||
        !json.contains("stepsPerQuarter") || !json["stepsPerQuarter"].is_number_integer() ||
        !json["melodic"].is_array() || json["melodic"].empty() || json["melodic"].size() > 256 ||
        json["stepsPerQuarter"] < 1 || json["stepsPerQuarter"] > 1000)
        throw Error("surprise model: expected \"stepsPerQuarter\", \"melodic\" and \"vertical\"; fit it again");
    SurpriseModel model(static_cast<int>(json["melodic"].size()), json["stepsPerQuarter"].get<int>());
    for (std::size_t v = 0; v < model.m_melodic.size(); ++v) {
        readCounts(json["melodic"][v], model.m_melodic[v], "melodic");
        model.m_melodicSums[v] =
            std::accumulate(model.m_melodic[v].begin(), model.m_melodic[v].end(), std::int64_t{ 0 });
    }
    readCounts(json["vertical"], model.m_vertical, "vertical");
    model.m_verticalSum = std::accumulate(model.m_vertical.begin(), model.m_vertical.end(), std::int64_t{ 0 });
    return model;
}

} // namespace klangraum
