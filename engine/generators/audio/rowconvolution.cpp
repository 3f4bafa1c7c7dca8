#include "generators/audio/rowconvolution.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace klangraum::audio {
namespace {

constexpr std::int64_t block = 16; // outputs that are added up at once
constexpr std::int64_t grain = 240; // frames that a thread takes at least
constexpr std::int64_t piece = 960; // frames that are done with before the next ones are: they stay in the cache
constexpr std::int64_t atOnce = 512; // rows of the weights that a pass over the frames uses: they stay in the cache
constexpr float slopeBelow = 0.2F;
constexpr float smallSquare = 1e-8F;

std::int64_t halfDown(std::int64_t value)
{
    return value >= 0 ? value / 2 : -((1 - value) / 2);
}

// What is added up for one block of outputs: out[t * stride ... + block) = bias + the sum over j < length of
// rows[t * in + j] * weight[j * block ...), for `count` frames.
struct Sums
{
    const float *rows;
    std::int64_t in;
    const float *weight;
    std::int64_t length;
    const float *bias;
    float *out;
    std::int64_t stride, count;
};

template <std::size_t Width> struct Vector; // of so many numbers
template <> struct Vector<4>
{
    using Type = float __attribute__((vector_size(16)));
};
template <> struct Vector<8>
{
    using Type = float __attribute__((vector_size(32)));
};
template <> struct Vector<16>
{
    using Type = float __attribute__((vector_size(64)));
};

// `Frames` of them, at `from`, with the weights' rows [first, end): as many sums as a processor's registers of `Width`
// numbers hold (a vector wider than a register would live in memory, at a tenth of the speed).
template <std::size_t Width, std::size_t Frames>
[[gnu::always_inline]] inline void addSome(const Sums &sums, std::int64_t from, std::int64_t first, std::int64_t end)
{
    using Lanes = typename Vector<Width>::Type;
    constexpr std::size_t parts = block / Width;
    static_assert(sizeof(Lanes) == Width * sizeof(float));
    // Moved vector by vector: what is copied as a whole stays in memory.
    Lanes sum[Frames * parts];
    float *out = sums.out + from * sums.stride;
    const auto place = [&](std::size_t i) {
        return out + static_cast<std::int64_t>(i / parts) * sums.stride + static_cast<std::int64_t>(i % parts * Width);
    };
    for (std::size_t i = 0; i < Frames * parts; ++i)
        std::memcpy(&sum[i], place(i), sizeof(Lanes));
    const float *row = sums.rows + from * sums.in;
    for (std::int64_t j = first; j < end; ++j) {
        Lanes weight[parts];
        for (std::size_t part = 0; part < parts; ++part)
            std::memcpy(&weight[part], sums.weight + j * block + part * Width, sizeof(Lanes));
        for (std::size_t i = 0; i < Frames * parts; ++i)
            sum[i] += row[static_cast<std::int64_t>(i / parts) * sums.in + j] * weight[i % parts];
    }
    for (std::size_t i = 0; i < Frames * parts; ++i)
        std::memcpy(place(i), &sum[i], sizeof(Lanes));
}

template <std::size_t Width, std::size_t Frames> [[gnu::always_inline]] inline void addAll(const Sums &sums)
{
    for (std::int64_t t = 0; t < sums.count; ++t)
        std::memcpy(sums.out + t * sums.stride, sums.bias, block * sizeof(float));
    for (std::int64_t first = 0; first < sums.length; first += atOnce) {
        const std::int64_t end = std::min(sums.length, first + atOnce);
        constexpr auto frames = static_cast<std::int64_t>(Frames);
        std::int64_t t = 0;
        for (; t + frames <= sums.count; t += frames)
            addSome<Width, Frames>(sums, t, first, end);
        for (; t + 4 <= sums.count; t += 4)
            addSome<Width, 4>(sums, t, first, end);
        for (; t + 2 <= sums.count; t += 2)
            addSome<Width, 2>(sums, t, first, end);
        for (; t < sums.count; ++t)
            addSome<Width, 1>(sums, t, first, end);
    }
}

void addUpPlainly(const Sums &sums)
{
    addAll<4, 3>(sums);
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("fma"))) void addUpWithFma(const Sums &sums)
{
    addAll<8, 6>(sums);
}

__attribute__((target("avx512f"))) void addUpWithAvx512(const Sums &sums)
{
    addAll<16, 12>(sums);
}

using AddUp = void (*)(const Sums &);

AddUp fastest()
{
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f"))
        return addUpWithAvx512;
    return __builtin_cpu_supports("fma") ? addUpWithFma : addUpPlainly;
}

const AddUp addUp = fastest();
#else
constexpr auto addUp = addUpPlainly;
#endif

// Sums of their own for eight neighbours: a compiler may then take them at once.
void activate(float *row, std::int64_t channels)
{
    constexpr std::int64_t lanes = 8;
    float squares[lanes] = {};
    std::int64_t c = 0;
    for (; c + lanes <= channels; c += lanes)
        for (std::int64_t lane = 0; lane < lanes; ++lane) {
            float &value = row[c + lane];
            value = std::max(value, slopeBelow * value);
            squares[lane] += value * value;
        }
    for (; c < channels; ++c) {
        row[c] = std::max(row[c], slopeBelow * row[c]);
        squares[0] += row[c] * row[c];
    }
    float sum = 0;
    for (const float square : squares)
        sum += square;
    const float scale = 1 / std::sqrt(sum / static_cast<float>(channels) + smallSquare);
    for (c = 0; c < channels; ++c)
        row[c] *= scale;
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
    if (m_kernel >= SpectralConvolution::shortest) {
        m_long.emplace(w, b);
        return;
    }
    const std::int64_t blocks = (m_out + block - 1) / block;
    m_bias.assign(static_cast<std::size_t>(blocks * block), 0.0F);
    m_weight.assign(static_cast<std::size_t>(blocks * m_kernel * m_in * block), 0.0F);
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

torch::Tensor RowConvolution::summed(const torch::Tensor &rows, std::int64_t frames) const
{
    if (m_long)
        return (*m_long)(rows);
    const torch::Tensor read = rows.contiguous();
    const std::int64_t blocks = (m_out + block - 1) / block;
    torch::Tensor out = torch::empty({ frames, blocks * block });
    const float *from = read.data_ptr<float>();
    float *to = out.data_ptr<float>();
    at::parallel_for(0, frames, grain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t at = begin; at < end; at += piece)
            for (std::int64_t each = 0; each < blocks; ++each)
                addUp({ from + at * m_in, m_in, m_weight.data() + each * m_kernel * m_in * block, m_kernel * m_in,
                        m_bias.data() + each * block, to + at * blocks * block + each * block, blocks * block,
                        std::min(piece, end - at) });
    });
    return out.narrow(1, 0, m_out);
}

torch::Tensor RowConvolution::operator()(const torch::Tensor &rows, std::int64_t first, std::int64_t count) const
{
    const std::int64_t frames = rows.size(0) - m_kernel + 1; // of a phase
    const torch::Tensor out = summed(rows, frames);
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
        for (std::int64_t t = begin; t < end; ++t)
            activate(values + t * channels, channels);
    });
}

} // namespace klangraum::audio
