// Writes music step by step from a network of steps. All state is a value that may be copied.
#pragma once

#include "generators/steps/stepnet.h"

#include <map>
#include <memory>
#include <vector>

namespace klangraum::steps {

// Sliders, 0..1; in the middle the recipe's own settings.
struct Wish
{
    double surprise = 0.5;
    double density = 0.5;
    double height = 0.5; // register
};

struct WriterState
{
    StepState net;
    Step last; // what the network reads next
    std::vector<Step> past; // the last window, for a network that looks at a whole one
    std::uint64_t seed = 0;
    std::uint64_t drawn = 0;
};

struct Choice
{
    int on = 0; // class; of a melody or a voice, its silence too
    float probability = 0; // under the wish
    float before = 0; // of the network alone
};

struct WrittenStep
{
    Step step;
    std::vector<Choice> choices; // the likeliest first; of voices, voice by voice
    std::map<int, float> surprise; // nats, of each class that is on, under the network alone
    std::vector<float> attention; // over the steps before, oldest first
};

class StepWriter
{
public:
    explicit StepWriter(std::shared_ptr<StepNet> net);
    WriterState begin(std::uint64_t seed) const;
    // Classes of `given` are on, whatever chance says: the heads that they belong to are not drawn.
    WrittenStep step(WriterState &state, const Wish &wish, const Step &given = {}) const;
    void read(WriterState &state, const std::vector<Step> &steps) const;
    StepNet &net() const { return *m_net; }

private:
    torch::Tensor next(WriterState &state) const; // logits [classes]

    std::shared_ptr<StepNet> m_net;
};

} // namespace klangraum::steps
