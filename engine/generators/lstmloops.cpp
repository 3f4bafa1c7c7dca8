#include "generators/lstmloops.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace klangraum {
namespace {

float logistic(float x)
{
    return 1 / (1 + std::exp(-x));
}

// One way, `to` [batch, steps, ways x hidden] from its column `at` on.
void goThrough(const torch::Tensor &x, torch::nn::LSTM &lstm, bool backwards, torch::Tensor &to, std::int64_t at)
{
    const auto weights = lstm->named_parameters(false);
    const std::string suffix = backwards ? "_l0_reverse" : "_l0";
    const torch::Tensor recurrent = weights["weight_hh" + suffix];
    const std::int64_t batch = x.size(0), steps = x.size(1), size = recurrent.size(1);
    const torch::Tensor read = torch::addmm(weights["bias_ih" + suffix] + weights["bias_hh" + suffix],
                                            x.reshape({ batch * steps, x.size(2) }), weights["weight_ih" + suffix].t())
                                   .view({ batch, steps, 4 * size });
    torch::Tensor hidden = torch::zeros({ batch, size });
    torch::Tensor cell = torch::zeros({ batch, size });
    for (std::int64_t i = 0; i < steps; ++i) {
        const std::int64_t step = backwards ? steps - 1 - i : i;
        const torch::Tensor gates = batch == 1 ? torch::addmv(read[0][step], recurrent, hidden[0])
                                               : torch::addmm(read.select(1, step), hidden, recurrent.t());
        for (std::int64_t row = 0; row < batch; ++row) {
            float *own = hidden.data_ptr<float>() + row * size;
            lstmCell(gates.data_ptr<float>() + row * 4 * size, own, cell.data_ptr<float>() + row * size, size);
            std::copy_n(own, size, to.data_ptr<float>() + (row * steps + step) * to.size(2) + at);
        }
    }
}

} // namespace

void lstmCell(const float *gates, float *hidden, float *cell, std::int64_t size)
{
    for (std::int64_t k = 0; k < size; ++k) {
        cell[k] = logistic(gates[size + k]) * cell[k] + logistic(gates[k]) * std::tanh(gates[2 * size + k]);
        hidden[k] = logistic(gates[3 * size + k]) * std::tanh(cell[k]);
    }
}

torch::Tensor lstmOutputs(torch::nn::LSTM &lstm, const torch::Tensor &x)
{
    const auto &options = lstm->options;
    if (!x.is_cpu() || x.scalar_type() != torch::kFloat32 || torch::GradMode::is_enabled() || lstm->is_training() ||
        options.num_layers() != 1 || !options.bias() || !options.batch_first())
        return std::get<0>(lstm(x));
    const std::int64_t ways = options.bidirectional() ? 2 : 1;
    torch::Tensor outputs = torch::empty({ x.size(0), x.size(1), ways * options.hidden_size() });
    for (std::int64_t way = 0; way < ways; ++way)
        goThrough(x, lstm, way == 1, outputs, way * options.hidden_size());
    return outputs;
}

} // namespace klangraum
