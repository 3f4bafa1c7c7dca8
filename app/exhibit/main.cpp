// klangraum-exhibit: options, session, window. Everything else lives in engine/ and ui/.
#include "exhibitapp.h"

#include "generators/blas.h"

int main(int argc, char **argv)
{
    klangraum::reexecForAvx512(argv); // before anything else is loaded or started
    return klangraum::runExhibit(argc, argv);
}
