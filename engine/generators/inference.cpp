#include "generators/inference.h"

#include "generators/playedlinear.h"

namespace klangraum {

void prepareForInference(torch::nn::Module &net)
{
    net.eval();
    const torch::NoGradGuard noGrad;
    for (const auto &module : net.modules()) {
        auto *linear = dynamic_cast<torch::nn::LinearImpl *>(module.get());
        if (!linear || !linear->weight.device().is_cpu())
            continue;
        if (auto *played = dynamic_cast<PlayedLinearImpl *>(linear))
            played->layOut();
        else
            linear->weight.set_data(linear->weight.t().contiguous().t());
    }
}

} // namespace klangraum
