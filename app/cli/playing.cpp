// playScore() and playModel() of sound.h: a Player or a Session is opened on the wanted device and watched until the
// music is over.
#include "music/error.h"
#include "playback/player.h"
#include "playback/playfile.h"
#include "runtime/session.h"
#include "sound.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

namespace klangraum {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPatience = std::chrono::seconds(5); // until a device runs
constexpr auto kBeat = std::chrono::milliseconds(50);
constexpr auto kTail = std::chrono::milliseconds(1500); // for the last notes to die away

std::string join(const std::vector<std::string> &names)
{
    std::string text;
    for (const auto &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "none" : text;
}

// Waits until `look` finds something; empty where it never does.
template <typename Look> auto await(Look look) -> decltype(look())
{
    const auto until = Clock::now() + kPatience;
    while (true) {
        if (auto found = look(); found || Clock::now() > until)
            return found;
        std::this_thread::sleep_for(kBeat);
    }
}

// `wanted` is the whole name or a part of it. T is a Player or a Session.
template <typename T> void chooseDevice(T &sound, const std::string &wanted)
{
    const auto found = await([&]() -> std::optional<AudioDevice> {
        for (const AudioDevice &device : sound.audioDevices())
            if (device.name.find(wanted) != std::string::npos || device.api + ":" + device.name == wanted)
                return device;
        return {};
    });
    if (!found) {
        std::vector<std::string> names;
        for (const AudioDevice &device : sound.audioDevices())
            names.push_back(device.api + ":" + device.name);
        throw Error("--device " + wanted + ": no audio device has this name; found: " + join(names));
    }
    sound.chooseAudioDevice(found->api, found->name);
}

template <typename T> void chooseMidiPort(T &sound, const std::string &wanted)
{
    const auto found = await([&]() -> std::optional<std::string> {
        for (const std::string &port : sound.midiOutputs())
            if (port.find(wanted) != std::string::npos)
                return port;
        return {};
    });
    if (!found)
        throw Error("--midi-port " + wanted + ": no MIDI output has this name; found: " + join(sound.midiOutputs()));
    sound.chooseMidi({}, *found);
}

template <typename T> void choose(T &sound, const PlayRequest &request)
{
    if (!request.device.empty())
        chooseDevice(sound, request.device);
    if (!request.midiPort.empty())
        chooseMidiPort(sound, request.midiPort);
}

// Without a device only a MIDI port can be heard.
template <typename T> void needSound(T &sound, const PlayRequest &request, const std::function<std::string()> &problem)
{
    const bool runs = await([&] { return sound.audioStatus() == DeviceStatus::Running; });
    const std::string reason = runs ? "" : problem();
    if (!runs && request.midiPort.empty())
        throw Error("play: no audio device could be opened" + (reason.empty() ? "" : " (" + reason + ")") +
                    "; see klangraum devices, or give --midi-port");
}

} // namespace

void playScore(const Score &given, const Settings &settings, const PlayRequest &request)
{
    const Score score = given.withTicksPerQuarter(kTicksPerQuarter);
    auto plan = planOfScore(score);
    const std::uint64_t serial = plan->serial;
    PlayerOptions options;
    options.api = settings.audioApi;
    options.device = settings.audioDevice;
    options.bufferFrames = settings.bufferFrames;
    options.soundFont = settings.soundFont;
    options.midiOut = settings.midiOut;
    options.gain = settings.gain;
    Player player(options);
    player.start();
    choose(player, request);
    needSound(player, request, [&] { return player.audioProblem(); });
    player.postPlan(std::move(plan));
    player.setPlaying(true);

    const double length = score.seconds();
    bool over = false;
    while (!over) {
        std::this_thread::sleep_for(kBeat);
        const TransportState state = player.state();
        const double second = score.secondsAt(static_cast<Tick>(state.tick));
        over = state.planSerial == serial && state.late;
        if ((request.seconds > 0 && second >= request.seconds) || (request.goOn && !request.goOn(second, length)))
            break;
    }
    player.setPlaying(false);
    std::this_thread::sleep_for(over ? kTail : kBeat);
    player.stop();
}

void playModel(const ModelToPlay &model, const Settings &settings, const PlayRequest &request)
{
    SessionOptions options;
    options.modelFolders = model.places;
    options.compute = model.compute;
    options.threads = model.threads;
    options.audioApi = settings.audioApi;
    options.audioDevice = settings.audioDevice;
    options.bufferFrames = settings.bufferFrames;
    options.midiOut = settings.midiOut;
    options.soundFont = settings.soundFont;
    options.loopsAtOnce = settings.loopsAtOnce;
    options.seed = model.seed;
    Session session(options);
    const auto &cards = session.models();
    const auto card = std::find_if(cards.begin(), cards.end(), [&](const ModelCard &candidate) {
        return candidate.description.name == model.name;
    });
    if (card == cards.end())
        throw Error("play " + model.name + ": no such model; see klangraum models");
    if (!card->problem.empty())
        throw Error("play " + model.name + ": " + card->problem);
    choose(session, request);
    needSound(session, request, [] { return std::string(); });
    session.selectModel(static_cast<int>(card - cards.begin()));
    for (const auto &[name, value] : model.steering.values)
        session.setControl(name, value);
    session.setGain(settings.gain);
    session.setPlaying(true);

    const auto begin = Clock::now();
    while (true) {
        std::this_thread::sleep_for(std::chrono::milliseconds(16));
        session.poll();
        for (const Notice &notice : session.takeNotices())
            if (notice.kind == Notice::Kind::Error)
                throw Error("play " + model.name + ": " + notice.text);
        const double second = std::chrono::duration<double>(Clock::now() - begin).count();
        if ((request.seconds > 0 && second >= request.seconds) ||
            (request.goOn && !request.goOn(second, request.seconds)))
            break;
    }
    session.setPlaying(false);
    std::this_thread::sleep_for(kBeat);
}

} // namespace klangraum
