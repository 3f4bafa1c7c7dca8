// The session with an audio model: which loop sounds when, and keeping what was heard of it.
#include "runtime/session.h"

#include "runtime/sessionprivate.h"

namespace klangraum {

bool Session::makesSound() const
{
    return d->current >= 0 && d->cards[static_cast<std::size_t>(d->current)].description.output == "audio";
}

const std::vector<SoundSpan> &Session::sound() const
{
    return d->loops.spans();
}

std::uint64_t Session::soundSerial() const
{
    return d->loops.serial();
}

const std::vector<float> &Session::soundSteps() const
{
    return d->loops.steps();
}

void Session::Private::keepSound(Tick from, Tick to, const std::filesystem::path &folder, const std::string &name)
{
    const TransportState state = player.state();
    const PerformanceLog::Frames frames = log.recorded(from, to);
    HeardSound sound;
    sound.read = [this, frames] { return player.recorded(frames.from, frames.to); };
    sound.sampleRate = state.sampleRate;
    sound.quartersPerMinute = state.quartersPerMinute;
    sound.beatsPerBar = beatsPerBar;
    keeper.keep(std::move(sound), folder, name);
}

void Session::Private::watchLoops()
{
    const std::uint64_t now = player.state().starvations;
    if (now > starvations)
        notices.push_back(
            { Notice::Kind::Info, "network-late", "The network was late; the loop before went on in the meantime." });
    starvations = now;
}

} // namespace klangraum
