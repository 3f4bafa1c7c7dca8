#include "runtime/session.h"

#include "runtime/sessionprivate.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace klangraum {

namespace {

constexpr double kLowestTempo = 40, kHighestTempo = 200; // quarters a minute

ModelCard cardOf(const ModelEntry &entry)
{
    ModelCard card;
    card.description = entry.description;
    card.status = entry.problem.empty() ? ModelStatus::Ready : ModelStatus::Unavailable;
    card.problem = entry.problem;
    return card;
}

} // namespace

Session::Session(const SessionOptions &options, std::unique_ptr<ModelSource> models)
    : d(std::make_unique<Private>(options, std::move(models)))
{
    for (const ModelEntry &entry : d->models->list())
        d->cards.push_back(cardOf(entry));
    d->engine.setLoopsAtOnce(options.loopsAtOnce);
    d->engine.start();
    const auto first = std::find_if(d->cards.begin(), d->cards.end(),
                                    [](const ModelCard &card) { return card.status == ModelStatus::Ready; });
    if (first != d->cards.end()) {
        d->player.setTempo(first->description.initialTempo);
        d->select(static_cast<int>(first - d->cards.begin()));
        d->player.setPlaying(true);
    }
    d->player.start();
}

Session::~Session()
{
    d->engine.stop();
    d->player.stop();
}

bool Session::poll()
{
    if (d->unsent)
        d->steer();
    bool changed = false;
    EngineResult result;
    while (d->engine.poll(result)) {
        std::visit([this](const auto &update) { d->handle(update); }, result);
        changed = true;
    }
    d->heard.clear();
    d->player.drainHeard(d->heard);
    for (const HeardEvent &event : d->heard) {
        d->log.add(event);
        d->roll.heard(event);
        d->loops.heard(event);
        d->phrases.heard(event);
        if (event.voice == kVisitorVoice &&
            (event.kind == HeardEvent::Kind::NoteOn || event.kind == HeardEvent::Kind::NoteOff))
            d->keys.push_back(event);
    }
    while (d->keys.size() > Private::mostKeys)
        d->keys.pop_front();
    if (std::vector<Note> phrase = d->phrases.take(d->player.state().tick); !phrase.empty())
        hear(std::move(phrase));
    const auto before = d->roll.serial();
    const auto soundBefore = d->loops.serial();
    for (LoopPicture picture; d->pictures.take(picture);)
        d->loops.pictured(picture);
    d->roll.advance(d->player.state().tick);
    changed |= !d->heard.empty() || d->roll.serial() != before || d->loops.serial() != soundBefore;
    changed |= d->keeper.poll();
    if (d->listener.poll()) {
        d->player.setPlaying(d->resume);
        changed = true;
    }
    const std::size_t noticed = d->notices.size();
    d->watchDevice();
    d->watchLoops();
    d->player.collectGarbage();
    return changed || d->notices.size() != noticed;
}

const std::vector<ModelCard> &Session::models() const
{
    return d->cards;
}
int Session::currentModel() const
{
    return d->current;
}

void Session::selectModel(int index)
{
    if (index < 0 || index >= static_cast<int>(d->cards.size()) || index == d->current)
        return;
    const ModelStatus status = d->cards[static_cast<std::size_t>(index)].status;
    if (status == ModelStatus::Ready || status == ModelStatus::Failed)
        d->select(index);
}

void Session::setControl(const std::string &name, double value)
{
    const Control *control = d->find(name);
    if (!control || !std::isfinite(value))
        return;
    value = std::clamp(value, control->minimum, control->maximum);
    double &current = d->steering.values[name];
    if (current == value)
        return;
    current = value;
    d->steer();
}

double Session::control(const std::string &name) const
{
    const Control *control = d->find(name);
    return d->steering.value(name, control ? control->initial : 0.0);
}

void Session::setPad(double x, double y)
{
    if (d->placePad(x, y)) {
        clearMorph(d->steering);
        d->steer();
    }
}

void Session::setMorph(double x, double y, const Morph &morph)
{
    if (d->placePad(x, y)) {
        klangraum::setMorph(d->steering, morph);
        d->steer();
    }
}

void Session::surprise()
{
    if (!d->find("map.x")) { // no map: other music from the same network, at the next bar
        if (d->current >= 0 && d->cards[static_cast<std::size_t>(d->current)].status == ModelStatus::Ready)
            d->select(d->current);
        return;
    }
    // Inside two sigma of a map on which the corpus has sigma one half.
    std::normal_distribution<double> normal(0.0, 0.5);
    double x = 0, y = 0;
    do {
        x = normal(d->random);
        y = normal(d->random);
    } while (x * x + y * y > 1.0);
    setPad(x, y);
}

const Steering &Session::steering() const
{
    return d->steering;
}

TransportState Session::transport() const
{
    return d->player.state();
}
void Session::setPlaying(bool playing)
{
    d->player.setPlaying(playing);
}

void Session::setTempo(double quartersPerMinute)
{
    if (makesSound())
        setControl("tempo", quartersPerMinute);
    else if (std::isfinite(quartersPerMinute))
        d->player.setTempo(std::clamp(quartersPerMinute, kLowestTempo, kHighestTempo));
}

void Session::setProgram(int program)
{
    d->program = std::clamp(program, 0, 127);
    d->player.setProgram(d->program);
}

void Session::setVoiceMuted(int voice, bool muted)
{
    d->player.setVoiceMuted(voice, muted);
}

void Session::setGain(double gain)
{
    if (std::isfinite(gain))
        d->player.setGain(d->gain = std::clamp(gain, 0.0, 1.0));
}

int Session::beatsPerBar() const
{
    return d->beatsPerBar;
}

std::uint64_t Session::rollSerial() const
{
    return d->roll.serial();
}
const std::vector<RollNote> &Session::roll() const
{
    return d->roll.notes();
}
const OpenZone &Session::openZone() const
{
    return d->roll.openZone();
}
Tick Session::writeHead() const
{
    return d->roll.writeHead();
}

std::optional<double> Session::medianMilliseconds() const
{
    if (d->latencies.empty())
        return std::nullopt;
    std::vector<double> sorted = d->latencies;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

std::string Session::computeDevice() const
{
    return d->models->computeDevice();
}

void Session::keep(const std::filesystem::path &folder, int bars)
{
    const Tick bar = static_cast<Tick>(d->beatsPerBar) * kTicksPerQuarter;
    const auto now = static_cast<Tick>(std::ceil(d->player.state().tick));
    // Whole bars, up to now; not from before the change of style.
    const Tick last = (now + bar - 1) / bar * bar;
    const Tick from = std::max({ last - bars * bar, d->styleBegan <= now ? d->styleBegan : Tick(0), Tick(0) });
    if (d->current < 0 || now <= from) {
        d->keeper.refuse("nothing has been played yet");
        return;
    }
    const ModelDescription &model = d->cards[static_cast<std::size_t>(d->current)].description;
    Excerpt excerpt = d->log.excerpt(from, now);
    if (makesSound() || (excerpt.score.notes.empty() && !d->loops.spans().empty())) { // or about to be left
        d->keepSound(from, now, folder, "klangraum-" + model.name);
        return;
    }
    excerpt.score.title = "Klangraum, " + model.title.en;
    for (std::size_t i = 0; i < excerpt.score.voices.size() && i < model.voices.size(); ++i)
        excerpt.score.voices[i].name = model.voices[i].name;
    d->keeper.keep(std::move(excerpt), folder, "klangraum-" + model.name);
}

const KeepState &Session::keepState() const
{
    return d->keeper.state();
}

void Session::listen(bool on)
{
    if (on == d->listener.listening() || (on && d->keeper.state().status != KeepStatus::Saved))
        return;
    if (on && d->keeper.state().sound) {
        d->makeWay();
        d->listener.start(d->keeper.state().sound, d->keeper.state().soundTicks, d->gain);
    } else if (on) {
        audition(d->keeper.state().score);
    } else {
        d->listener.stop();
        d->player.setPlaying(d->resume);
    }
}

void Session::audition(const Score &score)
{
    d->makeWay();
    d->listener.start(score, d->program, d->gain);
}

void Session::audition(const Audible &sound)
{
    if (!sound.loop)
        return;
    d->makeWay();
    d->listener.start(sound.loop, sound.ticks, d->gain);
}

void Session::changeAudition(const Score &score, int passes)
{
    d->makeWay();
    d->listener.change(score, d->program, d->gain, passes);
}

bool Session::listening() const
{
    return d->listener.listening();
}
double Session::listenPosition() const
{
    return d->listener.position();
}

DeviceStatus Session::audioStatus() const
{
    return d->player.audioStatus();
}
std::vector<AudioDevice> Session::audioDevices() const
{
    return d->player.audioDevices();
}
void Session::chooseAudioDevice(const std::string &api, const std::string &name)
{
    d->player.chooseAudioDevice(api, name);
}
std::vector<std::string> Session::midiInputs() const
{
    return d->player.midiInputs();
}
std::vector<std::string> Session::midiOutputs() const
{
    return d->player.midiOutputs();
}
void Session::chooseMidi(const std::string &input, const std::string &output)
{
    d->player.chooseMidi(input, output);
}

std::vector<MidiControlEvent> Session::takeMidiControls()
{
    std::vector<MidiControlEvent> events;
    d->player.drainControls([&events](int cc, double value) { events.push_back({ cc, value }); });
    return events;
}

std::vector<Notice> Session::takeNotices()
{
    return std::exchange(d->notices, {});
}

} // namespace klangraum
