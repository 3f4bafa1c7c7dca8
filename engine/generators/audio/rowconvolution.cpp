#include "generators/audio/rowconvolution.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstring>

// One function for each kind of processor, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KLANGRAUM_PROCESSORS __attribute__((target_clones("avx512f", "fma", "default")))
#else
#define KLANGRAUM_PROCESSORS
#endif

namespace klangraum::audio {
namespace {

constexpr std::int64_t block = 16; // outputs that are added up at once
constexpr std::int64_t together = 12; // frames that share a load of the weights
constexpr std::int64_t grain = 240; // frames that a thread takes at least
constexpr float slopeBelow = 0.2F;
constexpr float smallSquare = 1e-8F;

using Lanes = float __attribute__((vector_size(block * sizeof(float))));

std::int64_t halfDown(std::int64_t value)
{
    return value >= 0 ? value / 2 : -((1 - value) / 2);
}

// out[t * stride ... + block) = bias + the sum over j < length of rows[t * in + j] * weight[j * block ...), for `count`
// frames.
KLANGRAUM_PROCESSORS
void addUp(const float *rows, std::int64_t in, const float *weight, std::int64_t length, const float *bias, float *out,
           std::int64_t stride, std::int64_t count)
{
    Lanes start;
    std::memcpy(&start, bias, sizeof start);
    std::int64_t t = 0;
    for (; t + together <= count; t += together) {
        Lanes sum[together];
        for (Lanes &each : sum)
            each = start;
        const float *row = rows + t * in;
        for (std::int64_t j = 0; j < length; ++j) {
            Lanes w;
            std::memcpy(&w, weight + j * block, sizeof w);
            for (std::int64_t k = 0; k < together; ++k)
                sum[k] += row[k * in + j] * w;
        }
        for (std::int64_t k = 0; k < together; ++k)
            std::memcpy(out + (t + k) * stride, &sum[k], sizeof start);
    }
    for (; t < count; ++t) {
        Lanes sum = start;
        for (std::int64_t j = 0; j < length; ++j) {
            Lanes w;
            std::memcpy(&w, weight + j * block, sizeof w);
            sum += rows[t * in + j] * w;
        }
        std::memcpy(out + t * stride, &sum, sizeof sum);
    }
}

} // namespace

RowConvolution::RowConvolution(const torch::Tensor &weight, const torch::Tensor &bias, bool doubling)
    : m_in(weight.size(1))
    , m_out(weight.size(0))
    , m_kernel(weight.size(2))
    , m_lowest(-(weight.size(2) / 2))
    , m_doubling(doubling)
{
    torch::Tensor w = weight.to(torch::kFloat32).contiguous();
    torch::Tensor b = bias.to(torch::kFloat32).contiguous();
    if (doubling) {
        // Output frame 2 t + phase reads doubled frame 2 t + phase + k - half, which is input frame t + floor of its
        // half.
        const std::int64_t half = m_kernel / 2;
        m_lowest = halfDown(-half);
        const std::int64_t taps = halfDown(1 + half) - m_lowest + 1;
        torch::Tensor phases = torch::zeros({ 2, m_out, m_in, taps });
        for (std::int64_t phase = 0; phase < 2; ++phase)
            for (std::int64_t k = 0; k < m_kernel; ++k)
                phases[phase].select(2, halfDown(phase + k - half) - m_lowest) += w.select(2, k);
        w = phases.reshape({ 2 * m_out, m_in, taps });
        b = torch::cat({ b, b });
        m_out *= 2;
        m_kernel = taps;
    }
    const std::int64_t blocks = (m_out + block - 1) / block;
    m_weight.assign(static_cast<std::size_t>(blocks * m_kernel * m_in * block), 0.0F);
    m_bias.assign(static_cast<std::size_t>(blocks * block), 0.0F);
    const auto values = w.accessor<float, 3>();
    for (std::int64_t o = 0; o < m_out; ++o) {
        m_bias[static_cast<std::size_t>(o)] = b[o].item<float>();
        for (std::int64_t k = 0; k < m_kernel; ++k)
            for (std::int64_t i = 0; i < m_in; ++i)
                m_weight[static_cast<std::size_t>(((o / block) * m_kernel * m_in + k * m_in + i) * block + o % block)] =
                    values[o][i][k];
    }
}

RowConvolution::Reach RowConvolution::reach(std::int64_t first, std::int64_t count) const
{
    const std::int64_t from = m_doubling ? halfDown(first) : first;
    const std::int64_t to = m_doubling ? halfDown(first + count - 1) : first + count - 1;
    return { from + m_lowest, to - from + m_kernel };
}

torch::Tensor RowConvolution::operator()(const torch::Tensor &rows, std::int64_t first, std::int64_t count) const
{
    const torch::Tensor read = rows.contiguous();
    const std::int64_t frames = read.size(0) - m_kernel + 1; // of a phase
    const std::int64_t blocks = (m_out + block - 1) / block;
    torch::Tensor out = torch::empty({ frames, blocks * block });
    const float *from = read.data_ptr<float>();
    float *to = out.data_ptr<float>();
    at::parallel_for(0, frames, grain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t each = 0; each < blocks; ++each)
            addUp(from + begin * m_in, m_in, m_weight.data() + each * m_kernel * m_in * block, m_kernel * m_in,
                  m_bias.data() + each * block, to + begin * blocks * block + each * block, blocks * block,
                  end - begin);
    });
    out = out.narrow(1, 0, m_out);
    if (!m_doubling)
        return out.contiguous();
    // [frames, 2 phases x out] are the doubled frames one after the other.
    return out.reshape({ 2 * frames, m_out / 2 }).narrow(0, first - 2 * halfDown(first), count).contiguous();
}

void activateRows(torch::Tensor &rows)
{
    const std::int64_t channels = rows.size(1);
    float *values = rows.data_ptr<float>();
    at::parallel_for(0, rows.size(0), grain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t t = begin; t < end; ++t) {
            float *row = values + t * channels;
            float sum = 0;
            for (std::int64_t c = 0; c < channels; ++c) {
                row[c] = row[c] > 0 ? row[c] : slopeBelow * row[c];
                sum += row[c] * row[c];
            }
            const float scale = 1 / std::sqrt(sum / static_cast<float>(channels) + smallSquare);
            for (std::int64_t c = 0; c < channels; ++c)
                row[c] *= scale;
        }
    });
}

} // namespace klangraum::audio
