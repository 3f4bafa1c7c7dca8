// PictureThread: makes the pictures of loops for the screen, on a thread of its own, while the network is still at
// them.
//
// Thread rule: ask() and take() belong to one thread (the GUI's); neither waits.
#pragma once

#include "playback/soundpicture.h"

#include <memory>

namespace klangraum {

struct LoopPicture
{
    std::uint64_t loop = 0; // Loop::id
    std::shared_ptr<const SoundPicture> picture; // as far as the loop was there
};

class PictureThread
{
public:
    PictureThread();
    ~PictureThread(); // stops and joins
    PictureThread(const PictureThread &) = delete;
    PictureThread &operator=(const PictureThread &) = delete;

    // Pictures of this loop are wanted from now on; what is there of the one before has been made by then.
    void ask(std::shared_ptr<const Loop> loop);
    bool take(LoopPicture &picture);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace klangraum
