// A codebook learned by moving averages (van den Oord, Vinyals, Kavukcuoglu, Neural Discrete Representation Learning,
// 2017, appendix A.1), with further levels for what the ones before left over (residual codes), and dead codes put
// where the data is.
#pragma once

#include "generators/latent/latentoptions.h"

#include <torch/torch.h>

namespace klangraum::latent {

struct Quantised
{
    torch::Tensor vectors; // [levels, n, d]: the sum of the first code's, the first two codes', ... vectors
    torch::Tensor codes; // [n, levels] int64
};

class VectorQuantiser : public torch::nn::Module
{
public:
    explicit VectorQuantiser(const LatentOptions &options);
    // x [n, d]. While `learn`, what move() needs is kept.
    Quantised quantise(const torch::Tensor &x, bool learn);
    // codes [n, levels or fewer] -> [n, d]
    torch::Tensor vectors(const torch::Tensor &codes) const;
    // After an optimizer step: codes move to the mean of what chose them.
    void move(at::Generator random);
    std::int64_t levels() const { return m_book.size(0); }
    std::int64_t codes() const { return m_book.size(1); }

private:
    double m_decay;
    std::int64_t m_reset;
    torch::Tensor m_book; // [levels, codes, d]
    torch::Tensor m_count; // [levels, codes]: moving mean of how many chose it
    torch::Tensor m_sum; // [levels, codes, d]: of their sum
    torch::Tensor m_idle; // [levels, codes]: steps since one chose it
    std::vector<torch::Tensor> m_seen, m_chosen; // a level each, of the last batch
};

} // namespace klangraum::latent
