// Convolutions of sound for making it: rows of channels, frame after frame, as fast as a processor multiplies. Nearest
// upsampling and the convolution behind it are one: of the frames that upsampling doubles, the weights are added up
// beforehand, which halves the work; long kernels go by spectra.
#pragma once

#include "generators/audio/spectralconvolution.h"

#include <torch/torch.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace klangraum::audio {

class RowConvolution
{
public:
    // weight [out, in, kernel], kernel odd, bias [out], on the CPU. `doubling`: the input is first doubled in time.
    RowConvolution(const torch::Tensor &weight, const torch::Tensor &bias, bool doubling);

    // Frames of the input that the output's frames [first, first + count) depend on; may lie outside of it: zeros
    // there.
    struct Reach
    {
        std::int64_t first = 0, count = 0;
    };
    Reach reach(std::int64_t first, std::int64_t count) const;
    // rows [count of the reach, in] to [count, out], for the same `first` and `count`.
    torch::Tensor operator()(const torch::Tensor &rows, std::int64_t first, std::int64_t count) const;

private:
    torch::Tensor summed(const torch::Tensor &rows, std::int64_t frames) const;

    std::int64_t m_in, m_out, m_kernel; // of what is multiplied: m_out of both phases together
    std::int64_t m_lowest; // first input frame that output frame 0 depends on
    bool m_doubling;
    std::optional<SpectralConvolution> m_long; // in place of m_weight and m_bias
    std::vector<float> m_weight; // [blocks of outputs][kernel * in][block]
    std::vector<float> m_bias; // [blocks * block]
};

// Leaky ReLU 0.2 and normalisation over the channels of each row, in place: rows [count, channels].
void activateRows(torch::Tensor &rows);

} // namespace klangraum::audio
