// The networks of `lstm2d-gan` and `lstm2d-wgan`: Herreros, Sánchez, Kroll and Villagrán, Deep Vibes (Comillas),
// section 3.2. The paper says that the generator is the 2-D LSTM fused by a dense layer; sizes are those of their code,
// what lies between noise and roll is our reading.
#pragma once

#include "generators/adversarial/duel.h"
#include "generators/lstm2droll/lstm2d.h"

namespace klangraum {
class JsonReader;
}

namespace klangraum::adversarial {

struct Lstm2dGanOptions
{
    std::int64_t steps = 80;
    std::int64_t latent = 100;
    std::int64_t hidden = 512; // of the generator, along time, each way
    std::int64_t narrow = 256; // narrow: along pitch
    std::int64_t criticHidden = 256; // critic-hidden
    double dropout = 0.3;

    void read(JsonReader &reader);
};

// noise [batch, 100] -> dense -> [batch, 80, 88] -> LSTMs along time and along pitch, both ways -> dense layers of
// each, added up, sigmoid -> roll [batch, 80, 88]
class Lstm2dGenerator : public torch::nn::Module
{
public:
    explicit Lstm2dGenerator(const Lstm2dGanOptions &options);
    torch::Tensor forward(const torch::Tensor &noise);

private:
    std::int64_t m_steps;
    double m_dropout;
    torch::nn::Linear m_sketch{ nullptr }, m_ofTime{ nullptr }, m_ofPitch{ nullptr };
    std::shared_ptr<Lstm2d> m_read;
};

// roll [batch, 80, 88] -> LSTM 256 -> its end, dropout -> score [batch]
class RollCritic : public torch::nn::Module
{
public:
    RollCritic(std::int64_t hidden, double dropout);
    Verdict forward(const torch::Tensor &roll);

private:
    double m_dropout;
    torch::nn::LSTM m_lstm{ nullptr };
    torch::nn::Linear m_out{ nullptr };
};

class Lstm2dGan : public Duel
{
public:
    explicit Lstm2dGan(const Lstm2dGanOptions &options);
    torch::Tensor noise(std::int64_t count, at::Generator random) const override; // [count, latent], normal
    torch::Tensor make(const torch::Tensor &noise, const torch::Tensor &) override
    {
        return m_generator->forward(noise);
    }
    Verdict judge(const Sight &sight) override { return m_critic->forward(sight.music); }

private:
    std::int64_t m_latent;
    std::shared_ptr<Lstm2dGenerator> m_generator;
    std::shared_ptr<RollCritic> m_critic;
};

} // namespace klangraum::adversarial
