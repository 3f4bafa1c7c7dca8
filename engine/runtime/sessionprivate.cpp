#include "runtime/sessionprivate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace klangraum {

namespace {

constexpr double kRecordSeconds = 100; // 16 bars of four at 40 quarters a minute
constexpr std::size_t kLatencies = 100; // calls of the network the honest line's median is over

constexpr Tick kSurprisesKept = 32 * 4 * kTicksPerQuarter; // ticks back

} // namespace

PlayerOptions playerOptions(const SessionOptions &options)
{
    PlayerOptions player;
    player.api = options.audioApi;
    player.device = options.audioDevice;
    player.bufferFrames = options.bufferFrames;
    player.sound = options.sound;
    player.soundFont = options.soundFont;
    player.midiIn = options.midiIn;
    player.midiOut = options.midiOut;
    return player;
}

PlayerOptions recording(PlayerOptions options)
{
    options.recordSeconds = kRecordSeconds;
    return options;
}

const Control *Session::Private::find(const std::string &name) const
{
    if (current < 0)
        return nullptr;
    // A pad's coordinates are "<name>.x" and "<name>.y".
    const std::string base = name.substr(0, name.find('.'));
    for (const Control &control : cards[static_cast<std::size_t>(current)].description.controls) {
        if (control.name == (control.kind == ControlKind::Pad ? base : name))
            return &control;
    }
    return nullptr;
}

void Session::Private::steer()
{
    EngineCommand command;
    command.steering = steering;
    if (!unsent)
        gestureTime = std::chrono::steady_clock::now();
    command.time = gestureTime;
    unsent = !engine.post(std::move(command));
}

bool Session::Private::placePad(double x, double y)
{
    const Control *pad = find("map");
    if (!pad || !std::isfinite(x) || !std::isfinite(y))
        return false;
    steering.values["map.x"] = std::clamp(x, pad->minimum, pad->maximum);
    steering.values["map.y"] = std::clamp(y, pad->minimum, pad->maximum);
    return true;
}

void Session::Private::select(int index)
{
    current = index;
    codes.clear();
    own = { own.serial + 1, false, 0, 0, {}, {} };
    const ModelDescription &description = cards[static_cast<std::size_t>(index)].description;
    // What the visitor has set stays where the new model has a control of that name.
    Steering kept;
    for (const Control &control : description.controls) {
        const auto keep = [&](const std::string &name) {
            kept.values[name] = std::clamp(steering.value(name, control.initial), control.minimum, control.maximum);
        };
        if (control.kind == ControlKind::Pad) {
            keep(control.name + ".x");
            keep(control.name + ".y");
        } else {
            keep(control.name);
        }
    }
    steering = std::move(kept);
    EngineCommand command;
    command.kind = EngineCommand::Kind::SelectModel;
    command.model = index;
    command.seed = random();
    command.steering = steering;
    command.time = std::chrono::steady_clock::now();
    cards[static_cast<std::size_t>(index)].status = ModelStatus::Loading;
    engine.post(std::move(command));
}

void Session::Private::handle(const MusicUpdate &music)
{
    for (const double value : music.milliseconds) {
        if (latencies.size() < kLatencies)
            latencies.push_back(value);
        else
            latencies[nextLatency++ % kLatencies] = value;
    }
    beatsPerBar = music.beatsPerBar;
    std::vector<NoteSurprise> surprises = std::move(thoughts.surprises);
    thoughts = music.thoughts;
    thoughtsTick = music.thoughtsTick;
    codes = music.codes;
    std::erase_if(surprises, [&](const NoteSurprise &old) {
        return old.start >= music.start || old.start < music.start - kSurprisesKept;
    });
    thoughts.surprises.insert(thoughts.surprises.begin(), surprises.begin(), surprises.end());
    if (music.atNextBar)
        styleBegan = music.start;
    roll.written(music);
    loops.written(music);
    pictures.ask(music.loop);
}

void Session::Private::handle(const ModelUpdate &update)
{
    ModelCard &card = cards.at(static_cast<std::size_t>(update.model));
    switch (update.state) {
    case ModelUpdate::State::Loading:
        card.status = ModelStatus::Loading;
        break;
    case ModelUpdate::State::Ready:
        card.status = ModelStatus::Ready;
        latencies.clear();
        break;
    case ModelUpdate::State::Failed:
        card.status = ModelStatus::Failed;
        card.problem = update.problem;
        if (update.model != current)
            break;
        // The music must go on: the next model that can play takes over.
        const auto next = std::find_if(cards.begin(), cards.end(),
                                       [](const ModelCard &other) { return other.status == ModelStatus::Ready; });
        if (next != cards.end())
            select(static_cast<int>(next - cards.begin()));
        break;
    }
}

void Session::Private::handle(const BroughtUpdate &update)
{
    if (update.model != current)
        return;
    ++own.serial;
    own.problem = update.problem;
    own.nearest = update.place.nearest;
    own.onMap = update.problem.empty() && update.place.onMap;
    if (!own.onMap)
        return;
    own.x = steering.values["map.x"] = static_cast<double>(update.place.x);
    own.y = steering.values["map.y"] = static_cast<double>(update.place.y);
}

void Session::Private::handle(const NoticeUpdate &update)
{
    notices.push_back({ update.error ? Notice::Kind::Error : Notice::Kind::Info, update.code, update.text });
}

void Session::Private::watchDevice()
{
    const DeviceStatus status = player.audioStatus();
    if (watchedDevice && status == device)
        return;
    const DeviceStatus before = device;
    device = status;
    watchedDevice = true;
    if (status == DeviceStatus::Lost)
        notices.push_back({ Notice::Kind::Warning, "audio-lost",
                            "The audio device went away; the picture plays on: " + player.audioProblem() });
    else if (status == DeviceStatus::Failed)
        notices.push_back(
            { Notice::Kind::Warning, "no-audio", "No audio device could be opened: " + player.audioProblem() });
    else if (status == DeviceStatus::Running && (before == DeviceStatus::Lost || before == DeviceStatus::Failed))
        notices.push_back({ Notice::Kind::Info, "audio-back", "Sound is back." });
}

} // namespace klangraum
