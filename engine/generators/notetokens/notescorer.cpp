#include "generators/notetokens/notescorer.h"

#include "generators/notetokens/notetokensdata.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace klangraum::tokens {
namespace {

constexpr double leastEvidence = -12; // nats that one note can speak against a transposition
constexpr std::int64_t stepsAtOnce = 256; // steps at once

// log of the mean of exp(values) under weights exp(evidence), normalised.
double mixed(const std::vector<double> &values, const std::vector<double> &evidence)
{
    const double most = *std::max_element(evidence.begin(), evidence.end());
    double sum = 0;
    double weights = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double weight = std::exp(evidence[i] - most);
        weights += weight;
        sum += weight * std::exp(values[i]);
    }
    return std::log(sum / weights);
}

} // namespace

std::vector<double> frameScores(NoteTokensNet &net, const std::vector<Frame> &frames)
{
    const torch::NoGradGuard noGrad;
    net.eval();
    const NoteTokensOptions &options = net.options();
    const Layout &layout = net.layout();
    const auto steps = static_cast<std::int64_t>(frames.size());
    const TokenPiece piece = tokenPiece(frames, firstPitch(options));
    std::vector<int> shifts;
    for (auto shift = static_cast<int>(-options.mix); shift < std::max<int>(static_cast<int>(options.mix), 1); ++shift)
        shifts.push_back(shift);
    const std::size_t count = shifts.size();

    std::vector<double> evidence(count, 0);
    std::vector<double> scores;
    LstmState state;
    for (std::int64_t begin = 0; begin < steps; begin += stepsAtOnce) {
        const std::int64_t length = std::min(stepsAtOnce, steps - begin);
        std::vector<Stretch> stretches;
        for (const int shift : shifts)
            stretches.push_back({ &piece, begin, shift });
        Batch batch = tokenBatch(layout, stretches, length);
        for (torch::Tensor &tensor : batch)
            tensor = tensor.to(net.device());
        const torch::Tensor context = net.context(batch[0], state).flatten(0, 1);
        const torch::Tensor logits = net.logits(context, batch[1].flatten(0, 1), batch[2].flatten(0, 1),
                                                batch[3].flatten(0, 1)); // [shifts * length, slots, 89]
        const torch::Tensor found = torch::log_softmax(logits, 2)
                                        .gather(2, batch[4].flatten(0, 1).unsqueeze(2))
                                        .to(torch::kCPU, torch::kFloat64)
                                        .contiguous();
        const double *values = found.data_ptr<double>();
        std::vector<double> said(count);
        for (std::int64_t step = 0; step < length; ++step) {
            double score = 0;
            for (std::int64_t slot = 0; slot < options.slots; ++slot) {
                const int cell = frames[static_cast<std::size_t>(begin + step)][static_cast<std::size_t>(slot)];
                for (std::size_t k = 0; k < count; ++k) {
                    const int to = cell + shifts[k];
                    said[k] = cell < rest && slot >= firstPitch(options) && (to < 0 || to >= rest)
                        ? -std::numeric_limits<double>::infinity()
                        : values[(static_cast<std::int64_t>(k) * length + step) * options.slots + slot];
                }
                score += mixed(said, evidence);
                for (std::size_t k = 0; k < count && options.mixMemory > 0; ++k)
                    evidence[k] = options.mixMemory * evidence[k] + std::max(said[k], leastEvidence);
            }
            scores.push_back(std::min(score, 0.0));
        }
    }
    return scores;
}

std::vector<FrameLogProbability> scoreSets(NoteTokensNet &net, std::span<const KeySet> piece)
{
    if (net.options().notes != NoteOrder::Ascending)
        throw Error("note-tokens: this model does not write sets of notes; it says nothing about a file of them");
    std::vector<Frame> frames;
    std::vector<FrameLogProbability> result;
    for (const KeySet &keys : piece) {
        FrameLogProbability entry;
        frames.push_back(frameOf(keys, static_cast<int>(net.options().slots), entry.notes));
        result.push_back(entry);
    }
    const std::vector<double> scores = frameScores(net, frames);
    for (std::size_t i = 0; i < scores.size(); ++i)
        result[i].logProbability = scores[i];
    return result;
}

std::vector<FrameLogProbability> scoreVoices(NoteTokensNet &net, std::span<const VoicePitches> piece)
{
    const auto slots = static_cast<int>(net.options().slots);
    if (net.options().notes != NoteOrder::Voices)
        throw Error("note-tokens: this model writes sets of notes; it says how probable files of note sets are, "
                    "not files of voices");
    std::vector<Frame> frames;
    std::vector<FrameLogProbability> result;
    for (const VoicePitches &pitches : piece) {
        if (pitches.size() != static_cast<std::size_t>(slots))
            throw Error("note-tokens: this model has " + std::to_string(slots) + " voices, the file has " +
                        std::to_string(pitches.size()));
        FrameLogProbability entry;
        frames.push_back(frameOf(std::span<const int>(pitches), slots, entry.notes));
        result.push_back(entry);
    }
    const std::vector<double> scores = frameScores(net, frames);
    for (std::size_t i = 0; i < scores.size(); ++i)
        result[i].logProbability = scores[i];
    return result;
}

} // namespace klangraum::tokens
