// Parses the command line, runs the verb and turns what is thrown into an exit status: 0 done, 1 could not be done
// (one line on standard error), 2 wrong usage.
#pragma once

namespace klangraum {

int runCommandLine(int argc, char **argv);

} // namespace klangraum
