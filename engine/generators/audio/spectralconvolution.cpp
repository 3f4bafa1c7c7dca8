#include "generators/audio/spectralconvolution.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace klangraum::audio {
namespace {

constexpr std::int64_t manyPairs = 16384; // of channels: longer spectra of so many weights would not stay in the cache
constexpr std::int64_t numbersAtOnce = 262144; // of blocks that a thread has in its cache
constexpr std::int64_t fewestBlocks = 16; // that a pass over the weights is worth

} // namespace

SpectralConvolution::SpectralConvolution(const torch::Tensor &weight, const torch::Tensor &bias)
    : m_kernel(weight.size(2))
    , m_length(64)
    , m_bias(bias.detach().to(torch::kFloat32))
{
    while (m_length < 2 * m_kernel)
        m_length *= 2;
    if (weight.size(0) * weight.size(1) < manyPairs)
        m_length *= 2;
    m_spectra = torch::fft_rfft(weight.detach().to(torch::kFloat32), m_length).conj().permute({ 2, 1, 0 }).contiguous();
}

torch::Tensor SpectralConvolution::operator()(const torch::Tensor &rows) const
{
    const std::int64_t channels = rows.size(1);
    const std::int64_t made = m_spectra.size(2);
    const std::int64_t frames = rows.size(0) - m_kernel + 1;
    const std::int64_t step = m_length - m_kernel + 1;
    const std::int64_t blocks = (frames + step - 1) / step;
    const torch::Tensor filled =
        torch::constant_pad_nd(rows, { 0, 0, 0, (blocks - 1) * step + m_length - rows.size(0) });
    const torch::Tensor windows = filled.unfold(0, m_length, step).transpose(1, 2); // [blocks, length, channels]
    torch::Tensor out = torch::empty({ blocks, step, made });
    const std::int64_t atOnce = std::max(fewestBlocks, numbersAtOnce / (m_length * std::max(channels, made)));
    at::parallel_for(0, blocks, fewestBlocks, [&](std::int64_t begin, std::int64_t end) {
        const torch::InferenceMode inference; // a mode of the thread, and this may be another one
        for (std::int64_t at = begin; at < end; at += atOnce) {
            const std::int64_t count = std::min(atOnce, end - at);
            const torch::Tensor heard = torch::fft_rfft(windows.narrow(0, at, count), c10::nullopt, 1);
            const torch::Tensor product =
                heard.permute({ 1, 0, 2 }).contiguous().bmm(m_spectra); // [frequencies, count, made]
            torch::Tensor sums = out.narrow(0, at, count);
            torch::add_out(sums, torch::fft_irfft(product.permute({ 1, 0, 2 }), m_length, 1).narrow(1, 0, step),
                           m_bias);
        }
    });
    return out.view({ blocks * step, made }).narrow(0, 0, frames);
}

} // namespace klangraum::audio
