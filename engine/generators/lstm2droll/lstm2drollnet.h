// The network of `lstm2d-roll`, on a window [batch, steps, 88]:
//   along time, both ways: hidden of the last step forwards and of the first backwards [2 * hidden]
//   along pitch, both ways, each key with its whole past of `window` steps: [88, 2 * narrow], flattened
//   -> dropout -> linear -> [batch, 1, 88], the step after the window
// Both ways means that nothing can be carried over: every step reads its window anew.
#pragma once

#include "generators/lstm2droll/lstm2d.h"
#include "generators/steps/stepnet.h"

namespace klangraum::steps {

struct Lstm2dOptions
{
    StepOptions step;
    std::int64_t hidden = 128; // along time, each way
    std::int64_t narrow = 16; // along pitch, each way
    double dropout = 0.3;

    static Lstm2dOptions fromJson(const nlohmann::json &model);
};

class Lstm2dRollNet : public StepNet
{
public:
    explicit Lstm2dRollNet(const Lstm2dOptions &options);
    torch::Tensor foretell(const torch::Tensor &x, StepState *state) override;
    bool onlyLast() const override { return true; }

private:
    double m_dropout = 0;
    std::shared_ptr<Lstm2d> m_read;
    torch::nn::Linear m_out{ nullptr };
};

} // namespace klangraum::steps
