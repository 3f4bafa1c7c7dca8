#include "generators/notetokens/relativelogits.h"

#include "generators/notetokens/notefeatures.h"

#include <algorithm>

namespace klangraum::tokens {
namespace {

// Calls add(key row, interval row, count) for every reference of every row: stretches of equal length that overlap.
template <typename Add> void forStretches(const torch::Tensor &references, Add add)
{
    const auto *cells = references.data_ptr<std::int64_t>();
    const std::int64_t count = references.size(1);
    for (std::int64_t n = 0; n < references.size(0); ++n)
        for (std::int64_t r = 0; r < count; ++r) {
            const std::int64_t cell = cells[n * count + r];
            if (cell >= rest)
                continue;
            const std::int64_t first = std::max<std::int64_t>(0, cell - reach);
            const std::int64_t last = std::min<std::int64_t>(pianoKeys - 1, cell + reach);
            add(n * pianoKeys + first, (n * count + r) * intervals + first - cell + reach, last - first + 1);
        }
}

// The stretches as plain loops; a gather of the same reads five times the memory.
class OnCpu : public torch::autograd::Function<OnCpu>
{
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context, const torch::Tensor &relative,
                                 const torch::Tensor &references)
    {
        context->save_for_backward({ references });
        torch::Tensor out = torch::zeros({ relative.size(0), pianoKeys }, relative.options());
        auto *to = out.data_ptr<float>();
        const torch::Tensor source = relative.contiguous();
        const auto *from = source.data_ptr<float>();
        forStretches(references, [=](std::int64_t key, std::int64_t interval, std::int64_t count) {
            for (std::int64_t i = 0; i < count; ++i)
                to[key + i] += from[interval + i];
        });
        return out;
    }
    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext *context,
                                                 torch::autograd::tensor_list gradients)
    {
        const torch::Tensor references = context->get_saved_variables()[0];
        const torch::Tensor gradient = gradients[0].contiguous();
        torch::Tensor result = torch::zeros({ gradient.size(0), references.size(1) * intervals }, gradient.options());
        const auto *from = gradient.data_ptr<float>();
        auto *to = result.data_ptr<float>();
        forStretches(references, [=](std::int64_t key, std::int64_t interval, std::int64_t count) {
            for (std::int64_t i = 0; i < count; ++i)
                to[interval + i] += from[key + i];
        });
        return { result, {} };
    }
};

torch::Tensor byGather(const torch::Tensor &relative, const torch::Tensor &references)
{
    const std::int64_t count = references.size(1);
    const torch::Tensor keys = torch::arange(pianoKeys, references.options());
    const torch::Tensor distance = keys - references.unsqueeze(2) + reach; // [n, references, 88]
    const torch::Tensor inside = (distance >= 0) & (distance < intervals) & (references < rest).unsqueeze(2);
    const torch::Tensor found =
        relative.view({ -1, count, intervals }).gather(2, distance.clamp(0, intervals - 1)) * inside;
    return found.sum(1);
}

} // namespace

torch::Tensor relativeLogits(const torch::Tensor &relative, const torch::Tensor &references)
{
    if (relative.is_cpu() && relative.scalar_type() == torch::kFloat32)
        return OnCpu::apply(relative, references.contiguous());
    return byGather(relative, references);
}

} // namespace klangraum::tokens
