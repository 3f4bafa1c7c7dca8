// What the network says of its work and what the visitor gives it: notes, phrases, pieces, patterns.
#include "runtime/session.h"

#include "runtime/sessionprivate.h"

#include "music/error.h"
#include "music/melodyline.h"

#include <memory>
#include <utility>

namespace klangraum {

const Thoughts &Session::thoughts() const
{
    return d->thoughts;
}
Tick Session::thoughtsTick() const
{
    return d->thoughtsTick;
}

void Session::overrule(int voice, int pitch)
{
    EngineCommand command;
    command.kind = EngineCommand::Kind::Overrule;
    command.voice = voice;
    command.pitch = pitch;
    d->engine.post(std::move(command));
}

void Session::hear(std::vector<Note> phrase)
{
    EngineCommand command;
    command.kind = EngineCommand::Kind::Hear;
    command.phrase = std::move(phrase);
    d->engine.post(std::move(command));
}

std::vector<Note> Session::harmonise(const Score &score)
{
    constexpr Tick kMostBars = 64;
    if (d->thoughts.next.empty())
        throw Error("melody: this style does not listen; expected one that writes note after note");
    std::vector<Note> line = melodyLine(score.withTicksPerQuarter(kTicksPerQuarter));
    if (line.empty())
        throw Error("melody: the file holds no notes");
    const Tick bar = static_cast<Tick>(d->beatsPerBar) * kTicksPerQuarter;
    const Tick first = (writeHead() + kTicksPerQuarter) / bar + 1; // the beat that is being written is past changing
    const Tick silence = line.front().start / bar * bar; // an upbeat stays one
    std::erase_if(line, [=](const Note &note) { return note.start >= silence + kMostBars * bar; });
    for (Note &note : line)
        note.start += first * bar - silence;
    hear(line);
    return line;
}

void Session::bring(const Score &score)
{
    EngineCommand command;
    command.kind = EngineCommand::Kind::Bring;
    command.score = std::make_shared<const Score>(score);
    d->engine.post(std::move(command));
}

const OwnMusic &Session::ownMusic() const
{
    return d->own;
}

const std::vector<CodeGroup> &Session::codes() const
{
    return d->codes;
}

void Session::swapCode(int group, int level, int code)
{
    EngineCommand command;
    command.kind = EngineCommand::Kind::SwapCode;
    command.group = group;
    command.level = level;
    command.code = code;
    d->engine.post(std::move(command));
}

void Session::playKey(int pitch, int velocity)
{
    d->player.playKey(pitch, velocity);
}

std::vector<HeardEvent> Session::takeKeys()
{
    std::vector<HeardEvent> keys(d->keys.begin(), d->keys.end());
    d->keys.clear();
    return keys;
}

} // namespace klangraum
