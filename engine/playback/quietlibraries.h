// ALSA and JACK print to standard error whatever does not work while devices are looked for. This turns it off, and
// asks whether a JACK server runs before anything else tries to connect. Not real-time safe; any thread.
#pragma once

namespace klangraum {

// Once a process; also keeps JACK from starting servers of its own.
void quietAudioLibraries();

// Whether a JACK server answers. Takes milliseconds, more where a server is stuck.
bool jackServerRuns();

} // namespace klangraum
