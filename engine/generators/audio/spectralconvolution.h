// Long convolutions of rows, as products of spectra: overlap-save (Oppenheim and Schafer, Discrete-Time Signal
// Processing, section 8.7). A kernel of 25 costs a tenth of the multiplications.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace klangraum::audio {

class SpectralConvolution
{
public:
    static constexpr std::int64_t shortest = 9; // a kernel below it is multiplied sooner than transformed

    // weight [out, in, kernel], bias [out], on the CPU.
    SpectralConvolution(const torch::Tensor &weight, const torch::Tensor &bias);
    // rows [frames + kernel - 1, in] to [frames, out]: output frame t is bias + the sum over k of rows[t + k]
    // weight[k].
    torch::Tensor operator()(const torch::Tensor &rows) const;

private:
    std::int64_t m_kernel;
    std::int64_t m_length; // frames that are transformed at once, a power of two
    torch::Tensor m_spectra; // conjugate, [m_length / 2 + 1, in, out]
    torch::Tensor m_bias;
};

} // namespace klangraum::audio
