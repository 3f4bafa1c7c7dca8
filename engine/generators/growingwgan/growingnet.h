// The networks of growing-wgan: generator and critic of nine levels (Netzer, Darmstadt 2021, tables A.1 and A.2, after
// Karras and others, Progressive Growing of GANs, 2018). Sound is [batch, frames], mono, -1..1; within the networks
// [batch, channels, frames].
#pragma once

#include "generators/audio/soundspace.h"
#include "generators/growingwgan/growingoptions.h"

#include <torch/torch.h>

#include <vector>

namespace klangraum::growing {

// A layer with equalised learning rate: weights are drawn from the normal distribution and, whenever they are used,
// *multiplied* by the square root of 2 over kernel times input channels (Karras and others 2018, section 4.1).
class EqualConvolutionImpl : public torch::nn::Module
{
public:
    // A dense layer is one with kernel 1 over one frame.
    EqualConvolutionImpl(std::int64_t in, std::int64_t out, std::int64_t kernel);
    torch::Tensor forward(const torch::Tensor &x) const; // [batch, in, frames] to [batch, out, frames]
    torch::Tensor scaled() const { return weight * m_scale; } // [out, in, kernel], as it is used

    torch::Tensor weight, bias;

private:
    double m_scale;
};
TORCH_MODULE(EqualConvolution);

// Divides by the root of the mean square over the channels (Karras and others 2018, section 4.2; Netzer, equation 7.3).
torch::Tensor pixelNorm(const torch::Tensor &x);
// Leaky ReLU 0.2, then pixelNorm().
torch::Tensor activated(const torch::Tensor &x);

class GrowingGeneratorImpl : public torch::nn::Module
{
public:
    explicit GrowingGeneratorImpl(const GrowingOptions &options);
    // z [batch, latent] to sound [batch, frames of the level]
    torch::Tensor forward(const torch::Tensor &z, const Stage &stage) const;
    torch::Tensor start(const torch::Tensor &z) const; // [batch, maps, frames of the first level]
    std::int64_t parametersAt(std::int64_t level) const; // once it is faded in

    EqualConvolution dense{ nullptr };
    std::vector<EqualConvolution> first, second, sound; // of each level

private:
    GrowingOptions m_options;
};
TORCH_MODULE(GrowingGenerator);

class GrowingCriticImpl : public torch::nn::Module
{
public:
    explicit GrowingCriticImpl(const GrowingOptions &options);
    // sound [batch, frames of the level] to scores [batch]
    torch::Tensor forward(const torch::Tensor &sound, const Stage &stage) const;
    std::int64_t parametersAt(std::int64_t level) const;

private:
    torch::Tensor deviations(const torch::Tensor &x) const;

    GrowingOptions m_options;
    EqualConvolution m_dense{ nullptr };
    std::vector<EqualConvolution> m_sound, m_first, m_second; // of each level
};
TORCH_MODULE(GrowingCritic);

class GrowingNet : public torch::nn::Module
{
public:
    explicit GrowingNet(const GrowingOptions &options);
    const GrowingOptions &options() const { return m_options; }
    torch::Device device() const { return m_stage.device(); }
    // Where the training stands that these weights come from.
    Stage stage() const;
    void setStage(const Stage &stage);

    GrowingGenerator generator;
    GrowingCritic critic;
    std::shared_ptr<audio::SoundSpace> space;

private:
    GrowingOptions m_options;
    torch::Tensor m_stage; // [2]: level, alpha
};

} // namespace klangraum::growing
