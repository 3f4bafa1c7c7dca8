// RtAudio, with the death of a JACK server put into our hands. By itself RtAudio 5.2 answers it by closing the stream
// from a new thread, and libjack reports one death twice, from two threads: the second closing uses freed memory and
// ends the program. Here the report only sets a flag; the supervisor closes the stream.
#pragma once

#include <atomic>
#include <rtaudio/RtAudio.h>

namespace klangraum {

class WatchedRtAudio : public RtAudio
{
public:
    using RtAudio::RtAudio;

    // Between openStream() and startStream(): `gone` is set when the JACK server dies. Nothing for other APIs.
    void watchServer(std::atomic<bool> &gone);
};

} // namespace klangraum
