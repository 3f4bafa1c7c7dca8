#include "playback/midiports.h"

#include "playback/midifinder.h"
#include "playback/playercore.h"
#include "playback/quietlibraries.h"
#include "playback/spscqueue.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include <rtmidi/RtMidi.h>
#include <thread>
#include <utility>

namespace klangraum {

namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 2s;
constexpr auto kWatchPortsEvery = 200ms; // for a JACK server that has died
constexpr auto kSendEvery = 1ms;
constexpr std::size_t kControls = 1024; // messages between two frames of the screen

struct ControlMessage
{
    std::uint8_t cc = 0;
    std::uint8_t value = 0;
};

} // namespace

std::vector<unsigned char> midiMessage(const HeardEvent &event, bool percussion)
{
    constexpr int kDrums = 9, kChannels = 16;
    const int shifted = event.voice < kDrums ? event.voice : event.voice + 1;
    const auto channel = static_cast<unsigned>(percussion ? kDrums : std::min(shifted, kChannels - 1));
    const auto byte = [](unsigned value) { return static_cast<unsigned char>(value); };
    switch (event.kind) {
    case HeardEvent::Kind::NoteOn:
        return { byte(0x90u | channel), event.pitch, event.value };
    case HeardEvent::Kind::NoteOff:
        return { byte(0x80u | channel), event.pitch, 64 };
    case HeardEvent::Kind::Program:
        return { byte(0xC0u | channel), event.value };
    case HeardEvent::Kind::Tempo:
    case HeardEvent::Kind::Play:
    case HeardEvent::Kind::Pause:
    case HeardEvent::Kind::Loop:
        break;
    }
    return {};
}

class MidiPorts::Private
{
public:
    explicit Private(PlayerCore &player)
        : core(player)
        , controls(kControls)
    {
    }

    void supervise();
    void look();
    void followInput(const std::string &wanted, const std::vector<std::string> &names);
    void followOutput(const std::string &wanted, const std::vector<std::string> &names);
    void closeInput();
    void closeOutput();
    void sendAll();
    void send(const HeardEvent &event);
    void silence();
    static void received(double time, std::vector<unsigned char> *message, void *self);

    PlayerCore &core;
    std::thread supervisor, sender;
    SpscQueue<ControlMessage> controls;

    mutable std::mutex mutex; // guards what follows
    std::condition_variable wake;
    bool stopping = false;
    bool lookNow = true;
    std::string wantedInput, wantedOutput;
    std::vector<std::string> inputNames, outputNames;
    std::atomic<DeviceStatus> inputStatus{ DeviceStatus::None }, outputStatus{ DeviceStatus::None };
    std::atomic<bool> sending{ false };

    // The supervisor's.
    MidiFinder<RtMidiIn> inputFinder;
    MidiFinder<RtMidiOut> outputFinder;
    MidiClient<RtMidiIn> input;
    std::string openInput, openOutput;

    std::mutex outputMutex; // guards what follows
    MidiClient<RtMidiOut> output;
    std::array<bool, kMaxVoices> percussion{};
};

// RtMidi's thread: nothing but enqueueing.
void MidiPorts::Private::received(double, std::vector<unsigned char> *message, void *self)
{
    auto *d = static_cast<Private *>(self);
    if (!message || message->size() < 3)
        return;
    const unsigned kind = (*message)[0] & 0xF0u;
    const auto first = static_cast<std::uint8_t>((*message)[1] & 127u);
    const auto second = static_cast<std::uint8_t>((*message)[2] & 127u);
    if (kind == 0x90u || kind == 0x80u)
        d->core.postVisitorNote({ first, kind == 0x90u ? second : std::uint8_t(0) });
    else if (kind == 0xB0u)
        (void)d->controls.push({ first, second }); // full: nobody is looking
}

void MidiPorts::Private::closeInput()
{
    if (!input)
        return;
    input.midi->cancelCallback();
    input.close();
    openInput.clear();
    core.endVisitorNotes();
}

void MidiPorts::Private::followInput(const std::string &wanted, const std::vector<std::string> &names)
{
    if (input && (wanted != openInput || !isListed(names, wanted))) {
        if (wanted == openInput)
            inputStatus = DeviceStatus::Lost;
        closeInput();
    }
    if (wanted.empty()) {
        inputStatus = DeviceStatus::None;
        return;
    }
    if (input)
        return;
    input = inputFinder.openPort(wanted, "in");
    if (input) {
        input.midi->ignoreTypes(true, true, true);
        input.midi->setCallback(&Private::received, this);
        openInput = wanted;
        inputStatus = DeviceStatus::Running;
    } else if (inputStatus != DeviceStatus::Lost) {
        inputStatus = DeviceStatus::Failed;
    }
}

void MidiPorts::Private::silence()
{
    for (unsigned channel = 0; channel < 16; ++channel) {
        std::vector<unsigned char> message{ static_cast<unsigned char>(0xB0u | channel), 123, 0 };
        output.midi->sendMessage(&message);
    }
}

void MidiPorts::Private::closeOutput()
{
    core.setMidiOut(false);
    sending = false;
    const std::lock_guard lock(outputMutex);
    if (!output)
        return;
    try {
        silence();
    } catch (const RtMidiError &) { // the port has gone
    }
    output.close();
    openOutput.clear();
}

void MidiPorts::Private::followOutput(const std::string &wanted, const std::vector<std::string> &names)
{
    if (!openOutput.empty() && (wanted != openOutput || !isListed(names, wanted))) {
        if (wanted == openOutput)
            outputStatus = DeviceStatus::Lost;
        closeOutput();
    }
    if (wanted.empty()) {
        outputStatus = DeviceStatus::None;
        return;
    }
    if (!openOutput.empty())
        return;
    auto opened = outputFinder.openPort(wanted, "out");
    if (!opened) {
        if (outputStatus != DeviceStatus::Lost)
            outputStatus = DeviceStatus::Failed;
        return;
    }
    {
        const std::lock_guard lock(outputMutex);
        output = std::move(opened);
        TimedEvent stale;
        while (core.takeMidiOut(stale)) { }
    }
    core.setMidiOut(true); // before asking for the sounds: a change of sound is in one or the other
    for (int voice = 0; voice < kVisitorVoice; ++voice) {
        HeardEvent event;
        event.kind = HeardEvent::Kind::Program;
        event.voice = static_cast<std::uint8_t>(voice);
        event.value = core.sound(voice).program;
        event.pitch = core.sound(voice).percussion ? 1 : 0;
        send(event);
    }
    openOutput = wanted;
    outputStatus = DeviceStatus::Running;
    sending = true;
    wake.notify_all();
}

void MidiPorts::Private::send(const HeardEvent &event)
{
    const std::lock_guard lock(outputMutex);
    if (!output)
        return;
    bool &drums = percussion[event.voice];
    if (event.kind == HeardEvent::Kind::Program)
        drums = event.pitch != 0;
    std::vector<unsigned char> message = midiMessage(event, drums);
    if (message.empty())
        return;
    try {
        output.midi->sendMessage(&message);
    } catch (const RtMidiError &) { // the supervisor notices that the port has gone
    }
}

// Each event when it is due; they come in order.
void MidiPorts::Private::sendAll()
{
    TimedEvent next;
    bool held = false;
    for (;;) {
        {
            std::unique_lock lock(mutex);
            if (stopping)
                return;
            if (!sending.load()) {
                held = false;
                wake.wait(lock, [this] { return stopping || sending.load(); });
                continue;
            }
        }
        const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        bool taken = true;
        while (taken) {
            if (!held) {
                const std::lock_guard lock(outputMutex); // followOutput() empties the queue
                held = taken = core.takeMidiOut(next);
            }
            if (held && next.due <= now) {
                send(next.event);
                held = false;
            } else {
                taken = false;
            }
        }
        std::this_thread::sleep_for(kSendEvery);
    }
}

void MidiPorts::Private::look()
{
    auto inputs = inputFinder.names();
    auto outputs = outputFinder.names();
    std::string in, out;
    {
        const std::lock_guard lock(mutex);
        inputNames = inputs;
        outputNames = outputs;
        in = wantedInput;
        out = wantedOutput;
    }
    followInput(in, inputs);
    followOutput(out, outputs);
}

void MidiPorts::Private::supervise()
{
    for (;;) {
        {
            std::unique_lock lock(mutex);
            const auto until = std::chrono::steady_clock::now() + kLookEvery;
            while (!stopping && !lookNow) {
                wake.wait_for(lock, kWatchPortsEvery);
                if (JackLease::mustClose() || std::chrono::steady_clock::now() >= until)
                    break;
            }
            if (stopping)
                break;
            lookNow = false;
        }
        look();
    }
    closeInput();
    closeOutput();
    inputFinder.close();
    outputFinder.close();
}

MidiPorts::MidiPorts(PlayerCore &core)
    : d(std::make_unique<Private>(core))
{
    quietAudioLibraries();
}

MidiPorts::~MidiPorts()
{
    stop();
}

void MidiPorts::start()
{
    if (d->supervisor.joinable())
        return;
    d->stopping = false;
    d->lookNow = true;
    d->sender = std::thread([this] { d->sendAll(); });
    d->supervisor = std::thread([this] { d->supervise(); });
}

void MidiPorts::stop()
{
    if (!d->supervisor.joinable())
        return;
    {
        const std::lock_guard lock(d->mutex);
        d->stopping = true;
    }
    d->wake.notify_all();
    d->sender.join();
    d->supervisor.join();
}

void MidiPorts::choose(const std::string &input, const std::string &output)
{
    {
        const std::lock_guard lock(d->mutex);
        d->wantedInput = input;
        d->wantedOutput = output;
        d->lookNow = true;
    }
    d->wake.notify_all();
}

void MidiPorts::refresh()
{
    {
        const std::lock_guard lock(d->mutex);
        d->lookNow = true;
    }
    d->wake.notify_all();
}

std::vector<std::string> MidiPorts::inputs() const
{
    const std::lock_guard lock(d->mutex);
    return d->inputNames;
}

std::vector<std::string> MidiPorts::outputs() const
{
    const std::lock_guard lock(d->mutex);
    return d->outputNames;
}

DeviceStatus MidiPorts::inputStatus() const
{
    return d->inputStatus;
}
DeviceStatus MidiPorts::outputStatus() const
{
    return d->outputStatus;
}

void MidiPorts::drainControls(const std::function<void(int cc, double value)> &take)
{
    ControlMessage message;
    while (d->controls.pop(message))
        take(message.cc, message.value / 127.0);
}

} // namespace klangraum
