// Layers as Keras begins with them, for networks that were published in it.
#pragma once

#include <torch/torch.h>

namespace klangraum {

// Glorot uniform weights (Glorot and Bengio 2010), biases 0.
template <typename Layer> void beginAsKeras(Layer &layer)
{
    torch::nn::init::xavier_uniform_(layer->weight);
    torch::nn::init::zeros_(layer->bias);
}

// oneDNN's convolutions compute in channels-last order; weights that lie so spare a copy of every picture and layer.
inline void layOut(torch::Tensor &weight)
{
    weight.set_data(weight.contiguous(torch::MemoryFormat::ChannelsLast));
}

} // namespace klangraum
