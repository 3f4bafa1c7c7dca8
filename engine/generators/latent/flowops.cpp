#include "generators/latent/flowops.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace klangraum::latent {
namespace {

constexpr float normTiny = 1e-5F; // torch's

bool loopable(const torch::Tensor &x)
{
    return x.is_cpu() && x.scalar_type() == torch::kFloat32 && x.is_contiguous() &&
        !(torch::GradMode::is_enabled() && x.requires_grad());
}

// Rows that every batch entry has of its own, however they lie: [batch, 1, width].
const float *ownRow(const torch::Tensor &x, std::int64_t batch)
{
    return x.data_ptr<float>() + batch * x.stride(0);
}

bool rowsLie(const torch::Tensor &x)
{
    return x.is_cpu() && x.stride(-1) == 1;
}

// Eight sums beside each other, which a compiler may add up at once.
float dot(const float *a, const float *b, std::int64_t size)
{
    std::array<float, 8> sums{};
    std::int64_t k = 0;
    for (; k + 8 <= size; k += 8)
        for (std::size_t i = 0; i < 8; ++i)
            sums[i] += a[k + static_cast<std::int64_t>(i)] * b[k + static_cast<std::int64_t>(i)];
    float sum = 0;
    for (; k < size; ++k)
        sum += a[k] * b[k];
    for (const float each : sums)
        sum += each;
    return sum;
}

} // namespace

torch::Tensor modulated(const torch::Tensor &x, const torch::Tensor &scale, const torch::Tensor &shift)
{
    const std::int64_t width = x.size(2);
    if (!loopable(x) || !rowsLie(scale) || !rowsLie(shift))
        return torch::layer_norm(x, { width }) * (1 + scale) + shift;
    torch::Tensor result = torch::empty_like(x);
    const float *from = x.data_ptr<float>();
    auto *to = result.data_ptr<float>();
    for (std::int64_t b = 0; b < x.size(0); ++b)
        for (std::int64_t p = 0; p < x.size(1); ++p, from += width, to += width) {
            float sum = 0;
            float squares = 0;
            for (std::int64_t k = 0; k < width; ++k)
                sum += from[k];
            const float mean = sum / static_cast<float>(width);
            for (std::int64_t k = 0; k < width; ++k)
                squares += (from[k] - mean) * (from[k] - mean);
            const float unit = 1 / std::sqrt(squares / static_cast<float>(width) + normTiny);
            const float *by = ownRow(scale, b);
            const float *plus = ownRow(shift, b);
            for (std::int64_t k = 0; k < width; ++k)
                to[k] = (from[k] - mean) * unit * (1 + by[k]) + plus[k];
        }
    return result;
}

torch::Tensor gated(const torch::Tensor &x, const torch::Tensor &gate, const torch::Tensor &y)
{
    if (!loopable(x) || !loopable(y) || !rowsLie(gate))
        return x + gate * y;
    torch::Tensor result = torch::empty_like(x);
    const std::int64_t width = x.size(2);
    const float *from = x.data_ptr<float>();
    const float *more = y.data_ptr<float>();
    auto *to = result.data_ptr<float>();
    for (std::int64_t b = 0; b < x.size(0); ++b)
        for (std::int64_t p = 0; p < x.size(1); ++p, from += width, more += width, to += width) {
            const float *by = ownRow(gate, b);
            for (std::int64_t k = 0; k < width; ++k)
                to[k] = from[k] + by[k] * more[k];
        }
    return result;
}

torch::Tensor heard(const torch::Tensor &all, std::int64_t heads)
{
    const std::int64_t batch = all.size(0), parts = all.size(1), width = all.size(2) / 3;
    const std::int64_t each = width / heads;
    const double unit = 1 / std::sqrt(static_cast<double>(each));
    if (!loopable(all)) {
        const torch::Tensor apart = all.view({ batch, parts, 3, heads, each }).permute({ 2, 0, 3, 1, 4 });
        const torch::Tensor scores = torch::matmul(apart[0], apart[1].transpose(2, 3)) * unit;
        return torch::matmul(torch::softmax(scores, -1), apart[2]).transpose(1, 2).reshape({ batch, parts, width });
    }
    torch::Tensor result = torch::zeros({ batch, parts, width }, all.options());
    std::vector<float> weights(static_cast<std::size_t>(parts));
    for (std::int64_t b = 0; b < batch; ++b)
        for (std::int64_t head = 0; head < heads; ++head)
            for (std::int64_t p = 0; p < parts; ++p) {
                const float *piece = all.data_ptr<float>() + b * parts * 3 * width + head * each;
                const float *query = piece + p * 3 * width;
                for (std::int64_t q = 0; q < parts; ++q) {
                    const float *key = piece + q * 3 * width + width;
                    weights[static_cast<std::size_t>(q)] = dot(query, key, each) * static_cast<float>(unit);
                }
                const float most = *std::max_element(weights.begin(), weights.end());
                float sum = 0;
                for (float &weight : weights)
                    sum += weight = std::exp(weight - most);
                float *to = result.data_ptr<float>() + (b * parts + p) * width + head * each;
                for (std::int64_t q = 0; q < parts; ++q) {
                    const float *value = piece + q * 3 * width + 2 * width;
                    const float weight = weights[static_cast<std::size_t>(q)] / sum;
                    for (std::int64_t k = 0; k < each; ++k)
                        to[k] += weight * value[k];
                }
            }
    return result;
}

} // namespace klangraum::latent
