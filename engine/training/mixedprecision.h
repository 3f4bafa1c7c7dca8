// Mixed precision: products in bfloat16, weights, sums, losses and optimizers in float32 (Micikevicius and others,
// Mixed Precision Training, 2018; bfloat16 has float32's range, so nothing has to be scaled).
#pragma once

#include <torch/torch.h>

#include <string>

namespace klangraum {

// While it lives, this thread's convolutions and matrix products on `device` are computed in bfloat16, where
// `precision` is "bfloat16"; "float32": nothing changes. Backward passes follow what the forward pass did.
class MixedPrecision
{
public:
    MixedPrecision(torch::Device device, const std::string &precision);
    MixedPrecision(const MixedPrecision &) = delete;
    MixedPrecision &operator=(const MixedPrecision &) = delete;
    ~MixedPrecision();

    // "" where bfloat16 is worth it on `device`, else why it is not.
    static std::string doubt(torch::Device device);

private:
    const bool m_on;
    const torch::DeviceType m_device;
    const bool m_cached;
};

} // namespace klangraum
