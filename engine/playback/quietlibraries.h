// ALSA and JACK print to standard error whatever does not work while devices are looked for. This turns it off. Not
// real-time safe; any thread.
#pragma once

namespace klangraum {

// Once a process; also keeps JACK from starting servers of its own.
void quietAudioLibraries();

} // namespace klangraum
