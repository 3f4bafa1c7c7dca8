#include "training/mixedprecision.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace klangraum {
namespace {

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
void enable(torch::DeviceType device, bool on)
{
    at::autocast::set_autocast_dtype(device, torch::kBFloat16);
    at::autocast::set_autocast_enabled(device, on);
}
#else
void enable(torch::DeviceType device, bool on)
{
    if (device == torch::kCUDA) {
        at::autocast::set_autocast_gpu_dtype(torch::kBFloat16);
        at::autocast::set_enabled(on);
    } else {
        at::autocast::set_autocast_cpu_dtype(torch::kBFloat16);
        at::autocast::set_cpu_enabled(on);
    }
}
#endif

} // namespace

// Weights are converted at each use: a copy that is kept from a pass without gradients would have none in the next.
MixedPrecision::MixedPrecision(torch::Device device, const std::string &precision)
    : m_on(precision == "bfloat16")
    , m_device(device.type())
    , m_cached(at::autocast::is_autocast_cache_enabled())
{
    if (!m_on)
        return;
    at::autocast::set_autocast_cache_enabled(false);
    enable(m_device, true);
}

MixedPrecision::~MixedPrecision()
{
    if (!m_on)
        return;
    enable(m_device, false);
    at::autocast::set_autocast_cache_enabled(m_cached);
}

std::string MixedPrecision::doubt(torch::Device device)
{
    if (device.type() != torch::kCPU)
        return {};
#if defined(__x86_64__) && defined(__GNUC__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512bf16"))
        return {};
#endif
    return "precision = \"bfloat16\": this processor does not multiply it itself: float32 is probably faster, and sums "
           "are more exact";
}

} // namespace klangraum
