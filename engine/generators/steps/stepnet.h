// What the families of steps have in common: a network that reads the steps so far and foretells the next one. A family
// is a StepNet and its options; data, losses, scoring, sampling and streaming are the base's.
#pragma once

#include "generators/steps/stepcodec.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

namespace klangraum {
class JsonReader;
}

namespace klangraum::steps {

// What a recipe's [model] says to every family of steps.
struct StepOptions
{
    Codec codec;
    std::int64_t window = 32; // steps of a training item, and how far back a network without carried state looks
    std::int64_t hop = 16; // steps between items
    std::int64_t transpose = 0; // semitones, each way, drawn while training; 0: none
    double temperature = 1; // at which the music is sampled with the sliders at rest
    std::int64_t skip = 0; // `skip-likeliest`: so many of the likeliest classes are passed over when sampling
    std::int64_t strongest = 0; // of a roll: at most so many notes a step; 0: any number
    double least = 0; // of a roll: keys below this probability stay silent

    void read(JsonReader &reader);
    nlohmann::json toJson() const;
};

// What a network carries from step to step; its own affair.
using StepState = std::vector<torch::Tensor>;

class StepNet : public torch::nn::Module
{
public:
    explicit StepNet(const StepOptions &options)
        : m_stepOptions(options)
    {
    }
    // x [batch, steps, classes], 1 where a class is on; step t of the result foretells what follows step t of x.
    // -> logits [batch, steps, classes]. With `state` (empty at first) x goes on where the last call ended; without, it
    // begins anew. A network that is onlyLast() answers [batch, 1, classes] for what follows the whole of x, and
    // `state` holds what it has read.
    virtual torch::Tensor foretell(const torch::Tensor &x, StepState *state) = 0;
    virtual bool onlyLast() const { return false; }
    // Attention of the last foretold step over steps before it, oldest first; undefined where there is none.
    virtual torch::Tensor attention() const { return {}; }
    const StepOptions &stepOptions() const { return m_stepOptions; }

protected:
    StepOptions m_stepOptions;
};

// [batch, steps, classes] of 0 and 1; shorter rows are filled up with silence.
torch::Tensor tensorOf(const std::vector<std::vector<Step>> &rows, const Codec &codec);

} // namespace klangraum::steps
