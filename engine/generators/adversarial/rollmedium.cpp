#include "generators/adversarial/rollmedium.h"

#include "generators/jsonreader.h"
#include "generators/steps/stepnet.h"
#include "music/error.h"

#include <algorithm>

namespace klangraum::adversarial {
namespace {

constexpr double soundsFrom = 0.5; // probability
constexpr double soundsReach = 0.45; // at the density slider's ends
constexpr float listedFrom = 0.02F; // as ProbabilityCell says

using Roll = std::vector<steps::Step>;

Roll windowOf(const Roll &piece, std::int64_t from, std::int64_t count)
{
    Roll window(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i)
        if (from + i >= 0 && from + i < static_cast<std::int64_t>(piece.size()))
            window[static_cast<std::size_t>(i)] = piece[static_cast<std::size_t>(from + i)];
    return window;
}

bool silent(const Roll &window)
{
    return std::all_of(window.begin(), window.end(), [](const steps::Step &step) { return step.empty(); });
}

class Rolls : public TrainingData
{
public:
    Rolls(const Corpus &corpus, Split split, const RollOptions &options, const steps::Codec &codec)
        : m_options(options)
        , m_codec(codec)
        , m_low(corpus.transposeLow)
        , m_high(corpus.transposeHigh)
    {
        for (std::size_t index = 0; index < corpus.pieces.size(); ++index) {
            const CorpusPiece &piece = corpus.pieces[index];
            if (piece.split != split || !codec.fits(piece.score))
                continue;
            m_pieces.push_back(codec.encode(piece.score));
            m_places.push_back(static_cast<std::int64_t>(index));
            const auto length = static_cast<std::int64_t>(m_pieces.back().size());
            const std::int64_t hop = split == Split::Train ? options.hop : options.steps;
            for (std::int64_t step = 0; step == 0 || step + options.steps / 2 < length; step += hop)
                if (!silent(windowOf(m_pieces.back(), step, options.steps)))
                    m_windows.emplace_back(m_pieces.size() - 1, step);
        }
    }
    std::int64_t size() const override { return static_cast<std::int64_t>(m_windows.size()); }
    std::int64_t piece(std::int64_t item) const override
    {
        return m_places[m_windows[static_cast<std::size_t>(item)].first];
    }
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override
    {
        std::vector<Roll> rows;
        std::vector<Roll> before;
        for (const std::int64_t item : items) {
            const auto &[piece, from] = m_windows[static_cast<std::size_t>(item)];
            Roll both = windowOf(m_pieces[piece], from - m_options.steps, 2 * m_options.steps);
            if (context.training && m_low < m_high)
                transpose(both, torch::randint(m_low, m_high + 1, { 1 }, context.random, torch::kInt64).item<int>());
            before.push_back(windowOf(both, 0, m_options.steps));
            rows.push_back(windowOf(both, m_options.steps, m_options.steps));
        }
        Batch batch{ steps::tensorOf(rows, m_codec).to(context.device) };
        if (m_options.goesOn)
            batch.push_back(steps::tensorOf(before, m_codec).to(context.device));
        return batch;
    }

private:
    void transpose(Roll &roll, int semitones) const
    {
        Roll moved = roll;
        if (std::all_of(moved.begin(), moved.end(), [&](steps::Step &step) { return m_codec.move(step, semitones); }))
            roll = std::move(moved);
    }

    RollOptions m_options;
    steps::Codec m_codec;
    int m_low, m_high; // semitones
    std::vector<Roll> m_pieces;
    std::vector<std::int64_t> m_places; // in Corpus::pieces
    std::vector<std::pair<std::size_t, std::int64_t>> m_windows; // piece, first step
};

} // namespace

void RollOptions::read(JsonReader &reader)
{
    steps = reader.integer("steps", steps, 8, 4096);
    hop = reader.integer("hop", hop, 1, 4096);
    stepsPerQuarter = static_cast<int>(reader.integer("steps-per-quarter", stepsPerQuarter, 1, 24));
    smoothing = reader.integer("note-smoothing", smoothing, 0, 64);
    if (ticksPerQuarter % stepsPerQuarter != 0)
        throw Error(reader.where() + ": steps-per-quarter = " + std::to_string(stepsPerQuarter) +
                    " does not divide 480 ticks");
}

std::unique_ptr<TrainingData> RollMedium::data(const Corpus &corpus, Split split)
{
    return std::make_unique<Rolls>(corpus, split, m_options, m_codec);
}

Sight RollMedium::encode(const Score &score) const
{
    if (!m_codec.fits(score))
        throw Error("the piece has no notes");
    const Roll piece = m_codec.encode(score);
    for (std::int64_t from = 0; from < static_cast<std::int64_t>(piece.size()); from += m_options.steps) {
        const Roll window = windowOf(piece, from, m_options.steps);
        if (silent(window))
            continue;
        Sight sight{ steps::tensorOf({ window }, m_codec), {} };
        if (m_options.goesOn)
            sight.condition = steps::tensorOf({ windowOf(piece, from - m_options.steps, m_options.steps) }, m_codec);
        return sight;
    }
    throw Error("the piece has no notes on the piano's keys");
}

void smoothNotes(std::vector<steps::Step> &roll, std::int64_t longest)
{
    const auto length = static_cast<std::int64_t>(roll.size());
    std::vector<std::vector<char>> sounds(static_cast<std::size_t>(pianoKeys), std::vector<char>(roll.size(), 0));
    for (std::size_t step = 0; step < roll.size(); ++step)
        for (const int key : roll[step])
            sounds[static_cast<std::size_t>(key)][step] = 1;
    for (std::vector<char> &key : sounds)
        for (const char filled : { char(0), char(1) }) // gaps first
            for (std::int64_t begin = 0; begin < length;) {
                std::int64_t end = begin;
                while (end < length && key[static_cast<std::size_t>(end)] == key[static_cast<std::size_t>(begin)])
                    ++end;
                const bool inside = begin > 0 && end < length;
                if (key[static_cast<std::size_t>(begin)] == filled && end - begin <= longest && (filled || inside))
                    std::fill(key.begin() + begin, key.begin() + end, filled ? char(0) : char(1));
                begin = end;
            }
    for (std::size_t step = 0; step < roll.size(); ++step) {
        roll[step].clear();
        for (std::size_t key = 0; key < sounds.size(); ++key)
            if (sounds[key][step] != 0)
                roll[step].push_back(static_cast<int>(key));
    }
}

Score RollMedium::decode(const std::vector<torch::Tensor> &windows, const Touch &touch) const
{
    const auto threshold = static_cast<float>(soundsFrom - soundsReach * 2 * (touch.density - 0.5));
    Roll roll;
    for (const torch::Tensor &window : windows) {
        const torch::Tensor flat = window.detach().to(torch::kCPU, torch::kFloat32).contiguous();
        const float *value = flat.data_ptr<float>();
        for (std::int64_t step = 0; step < m_options.steps; ++step) {
            roll.emplace_back();
            for (int key = 0; key < pianoKeys; ++key, ++value)
                if (*value > threshold)
                    roll.back().push_back(key);
        }
    }
    if (m_options.smoothing > 0)
        smoothNotes(roll, m_options.smoothing);
    Score score = m_codec.decode(roll, sampleTempo);
    for (Note &note : score.notes)
        note.pitch = std::clamp(note.pitch + touch.shift, 0, 127);
    return score;
}

std::vector<ProbabilityCell> RollMedium::cells(const torch::Tensor &window, const Touch &touch) const
{
    std::vector<ProbabilityCell> cells;
    const torch::Tensor flat = window.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    const float *values = flat.data_ptr<float>();
    for (std::int64_t step = 0; step < m_options.steps; step += grouped())
        for (std::int64_t key = 0; key < std::int64_t(pianoKeys); ++key) {
            float most = 0;
            for (std::int64_t i = step; i < std::min(m_options.steps, step + grouped()); ++i)
                most = std::max(most, values[i * std::int64_t(pianoKeys) + key]);
            if (most > listedFrom)
                cells.push_back({ static_cast<std::int16_t>(step / grouped()),
                                  static_cast<std::int16_t>(key + lowestKey + touch.shift), 0, most });
        }
    return cells;
}

torch::Tensor RollMedium::conditionAfter(const torch::Tensor &window) const
{
    if (!m_options.goesOn)
        return {};
    if (!window.defined())
        return torch::zeros({ 1, m_options.steps, std::int64_t(pianoKeys) });
    return (window > soundsFrom).to(torch::kFloat32).unsqueeze(0);
}

} // namespace klangraum::adversarial
