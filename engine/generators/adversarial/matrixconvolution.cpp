#include "generators/adversarial/matrixconvolution.h"

namespace klangraum::adversarial {

torch::Tensor alongSteps(const torch::nn::Conv2d &convolution, const torch::Tensor &x)
{
    const torch::Tensor &weight = convolution->weight; // [out, in, k, width]
    const std::int64_t kernel = weight.size(2);
    const std::int64_t stride = convolution->options.stride()->at(0);
    const std::int64_t steps = (x.size(1) - kernel) / stride + 1;
    // [batch, steps, k, in * width]: a view where the windows lie side by side.
    const torch::Tensor windows =
        kernel == stride ? x.narrow(1, 0, steps * stride) : x.unfold(1, kernel, stride).transpose(2, 3);
    return torch::linear(windows.reshape({ x.size(0), steps, kernel * x.size(2) }),
                         weight.transpose(1, 2).reshape({ weight.size(0), -1 }), convolution->bias);
}

torch::Tensor spreadSteps(const torch::nn::ConvTranspose2d &convolution, const torch::Tensor &x)
{
    const torch::Tensor &weight = convolution->weight; // [in, out, k, width]
    const std::int64_t out = weight.size(1);
    const std::int64_t kernel = weight.size(2);
    const std::int64_t width = weight.size(3);
    const torch::Tensor bias = convolution->bias.view({ 1, out, 1 }).expand({ kernel, out, width }).reshape(-1);
    const torch::Tensor product = torch::linear(x, weight.transpose(1, 2).reshape({ weight.size(0), -1 }).t(), bias);
    return product.reshape({ x.size(0), x.size(1) * kernel, out * width });
}

torch::Tensor normalised(torch::nn::BatchNorm2d &norm, const torch::Tensor &x)
{
    // A picture one wide, its channels last: a view.
    return norm(x.transpose(1, 2).unsqueeze(3)).squeeze(3).transpose(1, 2);
}

torch::Tensor intoOneChannel(const torch::nn::Conv2d &convolution, const torch::Tensor &x)
{
    const torch::Tensor &weight = convolution->weight; // [1, in, k, k]
    const std::int64_t kernel = weight.size(2);
    const std::int64_t channels = x.size(1);
    // What every pixel gives to each of its neighbours, then summed where it falls.
    const torch::Tensor given = torch::matmul(x.permute({ 0, 2, 3, 1 }).reshape({ x.size(0), -1, channels }),
                                              weight.view({ channels, kernel * kernel }).flip(1));
    return torch::col2im(given.transpose(1, 2), { x.size(2), x.size(3) }, { kernel, kernel }, { 1, 1 },
                         { kernel / 2, kernel / 2 }, { 1, 1 }) +
        convolution->bias;
}

} // namespace klangraum::adversarial
