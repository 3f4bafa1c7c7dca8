// Loops of a corpus of sound, cut at bar lines, as beat-gan reads them.
#pragma once

#include "generators/beatgan/beatnet.h"
#include "generators/trainable.h"

#include <memory>
#include <vector>

namespace klangraum::beat {

struct Loop
{
    std::shared_ptr<const AudioPiece> piece;
    std::int64_t number = 0; // of the piece, in Corpus::audio
    std::int64_t bar = 0; // of the piece
    std::int64_t first = 0; // frame of the piece
    std::int64_t frames = 0;
    std::vector<double> styles; // one-hot
};

// What stands where in a Batch.
enum class Part : std::size_t {
    Sound, // [batch, crop]
    Features, // [batch, steps, 4 bands]
    Condition, // [batch, conditions]
    Frames, // [batch], int64: of each whole loop
    From, // [batch], int64: where its crop begins
};

class BeatData : public TrainingData
{
public:
    // Training: loops `hop` bars apart, and their crops drawn anywhere; else loops side by side, the crop at the
    // beginning. The network must outlive it. Throws Error in words for a corpus without sound, of
    // another rate, or without a piece of a known tempo, style and length.
    BeatData(const Corpus &corpus, Split split, const BeatNet &net);

    std::int64_t size() const override { return static_cast<std::int64_t>(m_loops.size()); }
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override;
    std::int64_t piece(std::int64_t item) const override { return loop(item).number; }
    const Loop &loop(std::int64_t item) const { return m_loops[static_cast<std::size_t>(item)]; }
    torch::Tensor sound(std::int64_t item) const; // [frames]
    // `count` frames from `from` on, as the loop goes on and on: [count]
    torch::Tensor sound(std::int64_t item, std::int64_t from, std::int64_t count) const;
    double tempo(std::int64_t item) const { return m_net.options().tempoOf(loop(item).frames); }
    // `count` sounds as they begin at steps of loops drawn by the seed: [n, atom-length], windowed, faded where the
    // next step begins.
    torch::Tensor soundsAtSteps(std::int64_t count, std::uint64_t seed) const;

private:
    const BeatNet &m_net;
    std::vector<Loop> m_loops;
    mutable std::vector<torch::Tensor> m_features; // of each loop, once they were asked for
};

inline torch::Tensor part(const Batch &batch, Part which)
{
    return batch.at(static_cast<std::size_t>(which));
}
std::vector<std::int64_t> numbersOf(const torch::Tensor &tensor);

} // namespace klangraum::beat
