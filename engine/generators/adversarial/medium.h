// What music is to the two networks of a duel: a window as a tensor, and back.
#pragma once

#include "generators/adversarial/duel.h"
#include "generators/adversarial/pianoscore.h"
#include "generators/trainable.h"

#include <memory>
#include <optional>
#include <vector>

namespace klangraum::adversarial {

// Sliders on the way from a window's tensor to notes.
struct Touch
{
    double density = 0.5; // 0..1; in the middle as the network means it
    int shift = 0; // semitones
};

class Medium
{
public:
    virtual ~Medium() = default;
    // Batches: the music [batch, ...], and where the networks are given what it goes on from, that [batch, ...].
    virtual std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) = 0;
    // The first window of a piece that has notes, a batch of one. Throws Error where it cannot be read so.
    virtual Sight encode(const Score &score) const = 0;
    // Windows that follow each other, each without its batch, at 480 ticks a quarter; `length` is whole windows.
    virtual Score decode(const std::vector<torch::Tensor> &windows, const Touch &touch) const = 0;
    virtual Tick windowTicks() const = 0; // 480 a quarter
    virtual Tick stepTicks() const = 0; // of a cell
    // How sure the network is of each note of one window; where music has no cells, none.
    virtual std::vector<ProbabilityCell> cells(const torch::Tensor &window, const Touch &touch) const = 0;
    // As Trainable::read().
    virtual std::optional<Score> read(const Score &score) const { return score; }
    virtual bool hasDensity() const = 0; // whether Touch::density does anything
    // What the window that follows `window` goes on from, [1, ...]; undefined where nothing is given. `window`
    // undefined: the beginning of a piece.
    virtual torch::Tensor conditionAfter(const torch::Tensor &window) const
    {
        static_cast<void>(window);
        return {};
    }
};

} // namespace klangraum::adversarial
