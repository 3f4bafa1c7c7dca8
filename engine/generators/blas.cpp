#include "generators/blas.h"

#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <unistd.h>

namespace klangraum {
namespace {

template <typename Function> Function symbol(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_DEFAULT, name));
}

// Empty where the BLAS in use is not OpenBLAS.
std::string coreName()
{
    const auto core = symbol<char *(*)()>("openblas_get_corename");
    return core ? core() : "";
}

bool avx512()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
    return false;
#endif
}

bool avx2()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

} // namespace

bool blasIsSlow()
{
    const std::string core = coreName();
    return core.empty() ? !symbol<void *>("mkl_get_version") : core == "Prescott" && avx2();
}

std::string blasInUse()
{
    const std::string core = coreName();
    if (core.empty())
        return symbol<void *>("mkl_get_version") ? "MKL"
                                                 : "reference BLAS (slow: install libopenblas0-openmp and make it the "
                                                   "alternative of libblas.so.3)";
    std::string text = "OpenBLAS";
    if (const auto config = symbol<char *(*)()>("openblas_get_config")) {
        const std::string words = config(); // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ..."
        if (const auto begin = words.find(' '); begin != std::string::npos)
            text += words.substr(begin, words.find(' ', begin + 1) - begin);
    }
    text += ", " + core;
    if (const auto parallel = symbol<int (*)()>("openblas_get_parallel"))
        text += parallel() == 2 ? ", OpenMP" : parallel() == 1 ? ", pthreads (slow beside LibTorch)" : ", one thread";
    return blasIsSlow() ? text + " (slow: the core type is wrong for this CPU)" : text;
}

bool reexecForAvx512(char **argv)
{
    if (!argv || !avx512() || coreName() != "Prescott" || std::getenv("OPENBLAS_CORETYPE"))
        return false;
    if (::setenv("OPENBLAS_CORETYPE", "SKYLAKEX", 1) != 0)
        return false;
    ::execv("/proc/self/exe", argv);
    ::unsetenv("OPENBLAS_CORETYPE");
    return false;
}

} // namespace klangraum
