// The networks of `gan-sequence`, `wgan-sequence` and `wgan-sequence-noise`: Tamirisa, Manjunadh and Sathwik (NIT
// Andhra Pradesh, 2024), listings A.3 and A.4, as Keras begins them.
#pragma once

#include "generators/adversarial/layers.h"
#include "generators/gansequence/wordmedium.h"

namespace klangraum {
class JsonReader;
}

namespace klangraum::adversarial {

struct SequenceOptions
{
    std::int64_t steps = 100; // words of a piece
    std::int64_t hop = 1; // words between the pieces of the training split
    std::int64_t latent = 1000;
    std::int64_t hidden = 512; // of the LSTMs
    double dropout = 0.5;
    double layerNoise = 0; // layer-noise: deviation, after the layers
    std::int64_t kernels = 0; // minibatch-kernels: of minibatch discrimination in the place of the dense layer of 100,
                              // which is called so there; 0: that layer
    void read(JsonReader &reader);
};

// noise [batch, 1000] -> dense 256, 512, 1024, each with noise, leaky ReLU 0.2 and batch normalisation (Keras's
// momentum 0.8 is 0.2 here) -> dense, tanh -> [batch, 100, 1]
class SequenceGenerator : public torch::nn::Module
{
public:
    explicit SequenceGenerator(const SequenceOptions &options);
    torch::Tensor forward(const torch::Tensor &noise);

private:
    double m_layerNoise;
    std::vector<torch::nn::Linear> m_dense;
    std::vector<torch::nn::BatchNorm1d> m_norm;
};

// [batch, 100, 1] -> LSTM 512 -> LSTM 512 both ways, their ends [batch, 1024] -> dense 512 -> dense 256 -> dense 100,
// or minibatch discrimination -> dropout -> score [batch]; noise and leaky ReLU 0.2 after each dense layer
class SequenceCritic : public torch::nn::Module
{
public:
    explicit SequenceCritic(const SequenceOptions &options);
    Verdict forward(const torch::Tensor &row);
    bool judgesBatches() const { return m_minibatch != nullptr; }

private:
    double m_dropout, m_layerNoise;
    torch::nn::LSTM m_lstm{ nullptr }, m_both{ nullptr };
    torch::nn::Linear m_dense1{ nullptr }, m_dense2{ nullptr }, m_dense3{ nullptr }, m_out{ nullptr };
    std::shared_ptr<MinibatchDiscrimination> m_minibatch;
};

class SequenceGan : public Duel
{
public:
    explicit SequenceGan(const SequenceOptions &options);
    torch::Tensor noise(std::int64_t count, at::Generator random) const override; // [count, latent], normal
    torch::Tensor make(const torch::Tensor &noise, const torch::Tensor &) override
    {
        return m_generator->forward(noise);
    }
    Verdict judge(const Sight &sight) override { return m_critic->forward(sight.music); }
    bool judgesBatches() const override { return m_critic->judgesBatches(); }
    const std::shared_ptr<StoredVocabulary> &vocabulary() const { return m_vocabulary; }

private:
    std::int64_t m_latent;
    std::shared_ptr<SequenceGenerator> m_generator;
    std::shared_ptr<SequenceCritic> m_critic;
    std::shared_ptr<StoredVocabulary> m_vocabulary;
};

} // namespace klangraum::adversarial
