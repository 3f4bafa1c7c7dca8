#include "generators/audio/overlapadd.h"

#include <algorithm>

namespace klangraum::audio {
namespace {

constexpr std::int64_t fields = 3; // of a Laid, in the tensor that is kept for the way back

// Calls each(row, first sample of it, item, first frame there, count) for all that lies inside.
template <typename Each>
void eachStretch(const torch::Tensor &laid, std::int64_t length, std::int64_t frames, const Each &each)
{
    const auto entries = laid.accessor<std::int64_t, 2>();
    for (std::int64_t i = 0; i < laid.size(0); ++i) {
        const std::int64_t start = entries[i][2];
        const std::int64_t skip = std::max<std::int64_t>(0, -start);
        const std::int64_t count = std::min(length, frames - start) - skip;
        if (count > 0)
            each(entries[i][0], skip, entries[i][1], start + skip, count);
    }
}

class OverlapAdd : public torch::autograd::Function<OverlapAdd>
{
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context, const torch::Tensor &rows,
                                 const torch::Tensor &laid, std::int64_t items, std::int64_t frames)
    {
        context->saved_data["laid"] = laid;
        context->saved_data["rows"] = rows.size(0);
        context->saved_data["length"] = rows.size(1);
        const torch::Tensor from = rows.contiguous();
        torch::Tensor out = torch::zeros({ items, frames }, rows.options());
        eachStretch(laid, rows.size(1), frames,
                    [&](std::int64_t row, std::int64_t skip, std::int64_t item, std::int64_t at, std::int64_t count) {
                        if (!from.is_cpu()) {
                            out[item].narrow(0, at, count).add_(from[row].narrow(0, skip, count));
                            return;
                        }
                        const float *read = from.data_ptr<float>() + row * from.size(1) + skip;
                        float *write = out.data_ptr<float>() + item * frames + at;
                        for (std::int64_t k = 0; k < count; ++k)
                            write[k] += read[k];
                    });
        return out;
    }

    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext *context,
                                                 const torch::autograd::tensor_list &gradients)
    {
        const torch::Tensor laid = context->saved_data["laid"].toTensor();
        const torch::Tensor from = gradients.at(0).contiguous();
        torch::Tensor out = torch::zeros({ context->saved_data["rows"].toInt(), context->saved_data["length"].toInt() },
                                         from.options());
        eachStretch(laid, out.size(1), from.size(1),
                    [&](std::int64_t row, std::int64_t skip, std::int64_t item, std::int64_t at, std::int64_t count) {
                        if (!from.is_cpu()) {
                            out[row].narrow(0, skip, count).add_(from[item].narrow(0, at, count));
                            return;
                        }
                        const float *read = from.data_ptr<float>() + item * from.size(1) + at;
                        float *write = out.data_ptr<float>() + row * out.size(1) + skip;
                        for (std::int64_t k = 0; k < count; ++k)
                            write[k] += read[k];
                    });
        return { out, torch::Tensor(), torch::Tensor(), torch::Tensor() };
    }
};

} // namespace

torch::Tensor overlapAdd(const torch::Tensor &rows, const std::vector<Laid> &laid, std::int64_t items,
                         std::int64_t frames)
{
    torch::Tensor table = torch::empty({ static_cast<std::int64_t>(laid.size()), fields }, torch::kInt64);
    auto *values = table.data_ptr<std::int64_t>();
    for (const Laid &each : laid)
        for (const std::int64_t value : { each.row, each.item, each.start })
            *values++ = value;
    return OverlapAdd::apply(rows, table, items, frames);
}

} // namespace klangraum::audio
