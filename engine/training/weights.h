// The moving mean of a module's weights (Polyak and Juditsky 1992), used for validation, samples and packaging.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace klangraum {

class MeanWeights
{
public:
    MeanWeights(const torch::nn::Module &module, double decay);

    // mean = decay * mean + (1 - decay) * weights; buffers and whole numbers are copied. In the first steps the decay
    // is (1 + steps) / (10 + steps) where that is smaller, so that the mean forgets the initial weights.
    void update(const torch::nn::Module &module);

    // The module computes with the mean while the returned object lives, then with its own weights again.
    class InUse
    {
    public:
        InUse(torch::nn::Module &module, const std::map<std::string, torch::Tensor> &mean);
        ~InUse();
        InUse(const InUse &) = delete;
        InUse &operator=(const InUse &) = delete;

    private:
        torch::nn::Module &m_module;
        std::map<std::string, torch::Tensor> m_own;
    };
    std::unique_ptr<InUse> use(torch::nn::Module &module) const;

    const std::map<std::string, torch::Tensor> &tensors() const { return m_mean; }
    // Throws Error where names or shapes differ. `steps`: updates so far.
    void restore(const std::map<std::string, torch::Tensor> &tensors, std::int64_t steps, const std::string &where);

private:
    double m_decay;
    std::int64_t m_steps = 0;
    std::map<std::string, torch::Tensor> m_mean;
};

// Copies what a model's weights file has into the module wherever a name and its shape agree; the rest keeps its own
// first weights. A module of which the file's is a part has its names with a prefix: they agree where no others do.
// Returns how many tensors were copied. Throws Error where the file cannot be read or nothing fits.
std::size_t beginWith(torch::nn::Module &module, const std::filesystem::path &weights);

bool allFinite(const torch::nn::Module &module);

} // namespace klangraum
