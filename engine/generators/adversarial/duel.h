// Two networks against each other: one makes music from noise, one tells it from the corpus's. A family is a Duel, what
// music is to it (medium.h) and its options; updates, losses, sampling and streaming are the base's.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace klangraum::adversarial {

// What the discriminator is shown.
struct Sight
{
    torch::Tensor music; // [batch, ...]
    torch::Tensor condition; // [batch, ...], what the music goes on from; undefined where a family has none
};

struct Verdict
{
    torch::Tensor score; // [batch], high: real. A logit where the game is of probabilities
    torch::Tensor features; // [batch, ...] of its first layer
};

class Duel : public torch::nn::Module
{
public:
    Duel();
    // [count, ...], drawn from `random` on the CPU.
    virtual torch::Tensor noise(std::int64_t count, at::Generator random) const = 0;
    // noise [batch, ...], condition as in Sight -> music [batch, ...]
    virtual torch::Tensor make(const torch::Tensor &noise, const torch::Tensor &condition) = 0;
    virtual Verdict judge(const Sight &sight) = 0;
    // Whether a verdict depends on the other pieces of its batch: what is real and what is made are then judged apart.
    virtual bool judgesBatches() const { return false; }

    // The modules are named "generator" and "critic" by every family: so are their weights.
    virtual std::vector<torch::Tensor> generatorParameters() const
    {
        return named_children()["generator"]->parameters();
    }
    std::vector<torch::Tensor> criticParameters() const { return named_children()["critic"]->parameters(); }
    torch::Device device() const { return parameters().front().device(); }

    // Mean scores of the corpus and of what is made, over the last hundred batches or so; in the weights.
    void remember(const torch::Tensor &real, const torch::Tensor &generated);
    // A score as a share of the way from what is made, 0, to the corpus, 1.
    double between(double score) const;

private:
    torch::Tensor m_scores; // buffer [3]: real, generated, batches seen (at most 100)
};

} // namespace klangraum::adversarial
