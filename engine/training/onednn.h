// LibTorch's convolutions on a processor without oneDNN, where that is needed.
#pragma once

#include <torch/torch.h>

namespace klangraum {

// While it lives with `needed`, the process computes convolutions without oneDNN. oneDNN 2.6 has no kernel of its own
// for windows beyond some fourteen frames in float32; on more than one thread the way around writes beyond its memory
// (glibc: "corrupted size vs. prev_size") or makes gradients infinite. LibTorch's own way is no slower.
class WithoutOneDnn
{
public:
    explicit WithoutOneDnn(bool needed)
        : m_before(at::globalContext().userEnabledMkldnn())
    {
        at::globalContext().setUserEnabledMkldnn(m_before && !needed);
    }
    WithoutOneDnn(const WithoutOneDnn &) = delete;
    WithoutOneDnn &operator=(const WithoutOneDnn &) = delete;
    ~WithoutOneDnn() { at::globalContext().setUserEnabledMkldnn(m_before); }

private:
    const bool m_before;
};

} // namespace klangraum
