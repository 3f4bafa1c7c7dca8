// The engine thread with a model that makes sound: loops, part by part.
#include "runtime/enginethreadprivate.h"

#include <exception>
#include <string>
#include <utility>

namespace klangraum {

void EngineThread::Private::beginLoops(bool first)
{
    const TransportState transport = player.transport();
    auto stream = generators[wanted]->audioStream(seed);
    auto fresh = std::make_unique<LoopDriver>(std::move(stream), first, loopsAtOnce);
    model = wanted;
    wanted = -1;
    if (chain)
        notesTempo = transport.quartersPerMinute;
    chain.reset();
    loops = std::move(fresh);
    loops->begin(steering, transport, ++loopId);
    asides.clear(); // notes are nothing to it
    steered = previewStale = false;
}

void EngineThread::Private::turnLoops()
{
    asides.clear();
    const TransportState transport = player.transport();
    if (loops->followDevice(transport, loopId + 1))
        ++loopId;
    if (steered && loops->free()) {
        loopGesture = gestureTime;
        steered = false;
        loops->begin(steering, transport, ++loopId);
    }
    if (loops->computing())
        milliseconds.push_back(loops->step());
    if (loops->due(player.transport()))
        publishLoop();
}

// The player goes on with the newest loop until the next style's bar: it is to be whole before its network rests.
void EngineThread::Private::finishLoops()
{
    try {
        while (loops && loops->computing()) {
            milliseconds.push_back(loops->step());
            if (loops->due(player.transport()))
                publishLoop();
        }
    } catch (const std::exception &error) { // no fault of the style that comes
        loops.reset();
        notice(false, "network-late", std::string("The loop that is left could not be finished: ") + error.what());
    }
}

void EngineThread::Private::publishLoop()
{
    const TransportState transport = player.transport();
    auto plan = loops->plan(serial + 1, transport);
    plan->gestureTime = loopGesture.time_since_epoch().count();
    MusicUpdate update;
    update.serial = plan->serial;
    update.model = model;
    update.start = plan->loopOrigin;
    update.end = plan->loopOrigin + plan->loop->ticks();
    update.stepTicks = plan->gridTicks == 1 ? kTicksPerQuarter / 4 : plan->gridTicks;
    update.beatsPerBar = loops->format().beatsPerBar;
    update.atNextBar = plan->atNextBar;
    update.loop = plan->loop;
    update.at = loops->switchTick();
    if (!player.postPlan(std::move(plan)))
        return; // the player's queue is full: again at the next turn
    ++serial;
    played = true;
    loops->posted();
    loopGesture = {};
    music = std::move(update);
    flush();
}

} // namespace klangraum
