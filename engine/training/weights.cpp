#include "training/weights.h"

#include "generators/safetensors.h"
#include "music/error.h"

namespace klangraum {

MeanWeights::MeanWeights(const torch::nn::Module &module, double decay)
    : m_decay(decay)
{
    for (const auto &[name, tensor] : namedTensors(module))
        m_mean.emplace(name, tensor.detach().clone());
}

void MeanWeights::update(const torch::nn::Module &module)
{
    const torch::NoGradGuard noGrad;
    const double early = static_cast<double>(1 + m_steps) / static_cast<double>(10 + m_steps);
    const double decay = std::min(m_decay, early);
    ++m_steps;
    for (const auto &item : module.named_parameters())
        m_mean.at(item.key()).lerp_(item.value(), 1 - decay);
    for (const auto &item : module.named_buffers())
        m_mean.at(item.key()).copy_(item.value());
}

std::unique_ptr<MeanWeights::InUse> MeanWeights::use(torch::nn::Module &module) const
{
    return std::make_unique<InUse>(module, m_mean);
}

MeanWeights::InUse::InUse(torch::nn::Module &module, const std::map<std::string, torch::Tensor> &mean)
    : m_module(module)
{
    const torch::NoGradGuard noGrad;
    for (auto &[name, tensor] : namedTensors(module)) {
        m_own.emplace(name, tensor.clone());
        torch::Tensor target = tensor;
        target.copy_(mean.at(name));
    }
}

MeanWeights::InUse::~InUse()
{
    const torch::NoGradGuard noGrad;
    for (auto &[name, tensor] : namedTensors(m_module)) {
        torch::Tensor target = tensor;
        target.copy_(m_own.at(name));
    }
}

void MeanWeights::restore(const std::map<std::string, torch::Tensor> &tensors, std::int64_t steps,
                          const std::string &where)
{
    for (auto &[name, mean] : m_mean) {
        const auto it = tensors.find(name);
        if (it == tensors.end() || it->second.sizes() != mean.sizes() || tensors.size() != m_mean.size())
            throw Error(where + ": the mean weights do not fit the network ('" + name + "')");
        mean.copy_(it->second);
    }
    m_steps = steps;
}

std::size_t beginWith(torch::nn::Module &module, const std::filesystem::path &weights)
{
    const torch::NoGradGuard noGrad;
    const TensorFile file = readSafetensors(weights);
    std::size_t copied = 0;
    const auto copy = [&](const std::string &name, torch::Tensor target) {
        const auto known = file.tensors.find(name);
        if (known == file.tensors.end() || known->second.sizes() != target.sizes())
            return;
        target.copy_(known->second);
        ++copied;
    };
    for (const auto &[name, tensor] : namedTensors(module))
        copy(name, tensor);
    if (copied == 0)
        for (const auto &[name, tensor] : namedTensors(module))
            copy(name.substr(name.find('.') + 1), tensor);
    if (copied == 0)
        throw Error(weights.string() +
                    ": no tensor has a name and shape of the network that begins with it; "
                    "probably a model of another family");
    return copied;
}

bool allFinite(const torch::nn::Module &module)
{
    for (const torch::Tensor &parameter : module.parameters())
        if (!torch::isfinite(parameter.detach().sum()).item<bool>())
            return false;
    return true;
}

} // namespace klangraum
