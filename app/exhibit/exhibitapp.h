// The exhibit as a program: options, settings, session, window, screenshot. main() only calls it.
#pragma once

namespace klangraum {

// Exit status: 0 done, 1 could not be done (one line on standard error), 2 wrong usage.
int runExhibit(int argc, char **argv);

} // namespace klangraum
