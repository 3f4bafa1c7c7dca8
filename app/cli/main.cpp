#include "cli.h"
#include "generators/blas.h"

int main(int argc, char **argv)
{
    klangraum::reexecForAvx512(argv);
    return klangraum::runCommandLine(argc, argv);
}
