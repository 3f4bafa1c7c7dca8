#include "generators/adversarial/duellosses.h"

namespace klangraum::adversarial {
namespace {

// cuDNN's recurrent kernels have no second derivative.
class WithoutCudnn
{
public:
    WithoutCudnn()
        : m_before(at::globalContext().userEnabledCuDNN())
    {
        at::globalContext().setUserEnabledCuDNN(false);
    }
    ~WithoutCudnn() { at::globalContext().setUserEnabledCuDNN(m_before); }
    WithoutCudnn(const WithoutCudnn &) = delete;
    WithoutCudnn &operator=(const WithoutCudnn &) = delete;

private:
    bool m_before;
};

// Gradient of the sum of scores by the music: [batch, all else].
torch::Tensor slope(Duel &duel, const Sight &sight)
{
    const WithoutCudnn without;
    const torch::Tensor music = sight.music.detach().requires_grad_();
    const torch::Tensor score = duel.judge({ music, sight.condition }).score;
    return torch::autograd::grad({ score.sum() }, { music }, {}, true, true).front().flatten(1).to(torch::kFloat32);
}

} // namespace

torch::Tensor criticLoss(const DuelOptions &options, const torch::Tensor &real, const torch::Tensor &generated)
{
    switch (options.game) {
    case Game::Entropy:
        return 0.5 *
            (torch::binary_cross_entropy_with_logits(real, torch::full_like(real, options.realLabel)) +
             torch::softplus(generated).mean());
    case Game::Wasserstein:
        return generated.mean() - real.mean();
    case Game::Hinge:
        return torch::relu(1 - real).mean() + torch::relu(1 + generated).mean();
    case Game::Relativistic:
        break;
    }
    return torch::softplus(generated - real).mean();
}

torch::Tensor generatorLoss(const DuelOptions &options, const torch::Tensor &real, const torch::Tensor &generated)
{
    switch (options.game) {
    case Game::Entropy:
        return torch::softplus(-generated).mean();
    case Game::Wasserstein:
    case Game::Hinge:
        return -generated.mean();
    case Game::Relativistic:
        break;
    }
    return torch::softplus(real - generated).mean();
}

torch::Tensor gradientPenalty(Duel &duel, const Sight &real, const torch::Tensor &generated, at::Generator random)
{
    std::vector<std::int64_t> shape(static_cast<std::size_t>(real.music.dim()), 1);
    shape[0] = real.music.size(0);
    const torch::Tensor share = torch::rand(shape, random).to(real.music.device());
    const torch::Tensor between = real.music + share * (generated - real.music);
    return (slope(duel, { between, real.condition }).norm(2, 1) - 1).square().mean();
}

torch::Tensor zeroPenalty(Duel &duel, const Sight &sight)
{
    return 0.5 * slope(duel, sight).square().sum(1).mean();
}

torch::Tensor matching(const torch::Tensor &a, const torch::Tensor &b)
{
    return (a.mean(0) - b.mean(0)).square().sum();
}

torch::Tensor activation(const torch::Tensor &music, double threshold)
{
    return torch::relu(music - threshold).mean();
}

torch::Tensor squaredWeights(torch::nn::Module &net)
{
    torch::Tensor sum;
    for (const auto &module : net.modules())
        if (const auto *linear = module->as<torch::nn::LinearImpl>()) {
            const torch::Tensor square = linear->weight.square().sum();
            sum = sum.defined() ? sum + square : square;
        }
    return sum.defined() ? sum : torch::zeros({});
}

} // namespace klangraum::adversarial
