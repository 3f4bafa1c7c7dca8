// Which BLAS LibTorch's matrix products run on. OpenBLAS 0.3.21 takes newer Xeons for a "Prescott" and is then two to
// ten times slower; the core type is read when the library is loaded, so the program has to start itself again.
#pragma once

#include <string>

namespace klangraum {

// "OpenBLAS 0.3.21, SkylakeX, OpenMP", or "reference BLAS (slow ...)"; for `klangraum devices`.
std::string blasInUse();
bool blasIsSlow(); // reference BLAS, or OpenBLAS on a wrong core type

// First thing in main(): where the CPU has AVX-512 and OpenBLAS names itself Prescott, sets OPENBLAS_CORETYPE and
// re-executes the program once (does not return then). Returns false where there was nothing to do or it failed.
bool reexecForAvx512(char **argv);

} // namespace klangraum
