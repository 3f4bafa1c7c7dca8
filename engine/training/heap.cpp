#include "training/heap.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace klangraum {

void keepFreedMemory()
{
#if defined(__GLIBC__)
    constexpr int largeBlock = 1 << 30; // bytes; blocks below it come from the heap
    ::mallopt(M_MMAP_THRESHOLD, largeBlock);
    ::mallopt(M_TRIM_THRESHOLD, largeBlock);
#endif
}

void clearGradients(const torch::nn::Module &module)
{
    for (const torch::Tensor &parameter : module.parameters())
        if (parameter.grad().defined())
            parameter.mutable_grad().reset();
}

} // namespace klangraum
