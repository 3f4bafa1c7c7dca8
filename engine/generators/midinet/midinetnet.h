// The networks of `midinet`: Herreros, Sánchez, Kroll and Villagrán, Deep Vibes (Comillas), section 3.1.2, after Yang,
// Chou and Yang, MidiNet, 2017. Music and the bar before are rolls [batch, 64, 88]; what the paper leaves open (the
// second dense layer, the places of batch normalisation in the discriminator) is our reading of it and of their code.
#pragma once

#include "generators/adversarial/duel.h"

namespace klangraum {
class JsonReader;
}

namespace klangraum::adversarial {

struct MidiNetOptions
{
    std::int64_t steps = 64; // of a bar; a multiple of 8
    std::int64_t latent = 100;
    std::int64_t dense = 512; // of the discriminator; their code has 1024
    double dropout = 0.2; // of the discriminator
    bool criticPrevious = false; // critic-previous: the discriminator is shown the bar before, too

    void read(JsonReader &reader);
};

// noise [batch, 100] -> dense 1024 -> dense -> [batch, 8, 256] -> three transposed convolutions 2x1, stride 2, to
// 256, 512, 512 channels -> [batch, 64, 512] -> one of 1x88, sigmoid -> [batch, 64, 88]. Batch normalisation and
// ReLU between. Every transposed convolution also reads what the conditioner, its mirror over the bar before
// (convolutions to 512, 512, 256, 256 channels, batch normalisation, leaky ReLU), has at the same length.
class MidiNetGenerator : public torch::nn::Module
{
public:
    explicit MidiNetGenerator(const MidiNetOptions &options);
    torch::Tensor forward(const torch::Tensor &noise, const torch::Tensor &before); // before [batch, 64, 88]

private:
    std::int64_t m_first; // steps before the transposed convolutions
    torch::nn::Linear m_dense1{ nullptr }, m_dense2{ nullptr };
    torch::nn::BatchNorm1d m_norm1{ nullptr }, m_norm2{ nullptr };
    std::vector<torch::nn::ConvTranspose2d> m_up; // four
    std::vector<torch::nn::BatchNorm2d> m_upNorm; // three
    std::vector<torch::nn::Conv2d> m_down; // four, of the conditioner
    std::vector<torch::nn::BatchNorm2d> m_downNorm;
};

// [batch, 64, 88] -> convolution 2x88, stride 2 -> [batch, 32, 32] -> convolution 4x1, stride 2 ->
// [batch, 15, 64] -> dense 512 -> logit [batch]; leaky ReLU, batch normalisation and dropout after each. The
// features to be matched are those of the first convolution.
class MidiNetCritic : public torch::nn::Module
{
public:
    explicit MidiNetCritic(const MidiNetOptions &options);
    Verdict forward(const torch::Tensor &roll);

private:
    double m_dropout;
    torch::nn::Conv2d m_conv1{ nullptr }, m_conv2{ nullptr };
    torch::nn::BatchNorm2d m_norm1{ nullptr }, m_norm2{ nullptr };
    torch::nn::Linear m_dense{ nullptr }, m_out{ nullptr };
    torch::nn::BatchNorm1d m_norm3{ nullptr };
};

class MidiNet : public Duel
{
public:
    explicit MidiNet(const MidiNetOptions &options);
    torch::Tensor noise(std::int64_t count, at::Generator random) const override; // [count, latent], normal
    torch::Tensor make(const torch::Tensor &noise, const torch::Tensor &condition) override;
    Verdict judge(const Sight &sight) override;
    bool judgesBatches() const override { return true; } // batch normalisation

private:
    MidiNetOptions m_options;
    std::shared_ptr<MidiNetGenerator> m_generator;
    std::shared_ptr<MidiNetCritic> m_critic;
};

} // namespace klangraum::adversarial
