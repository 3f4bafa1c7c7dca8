#include "runtime/enginethread.h"

#include "runtime/enginethreadprivate.h"

#include "music/error.h"

#include <exception>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace klangraum {

namespace {

constexpr auto kTurn = std::chrono::milliseconds(4); // how often the transport is looked at when nothing happens
constexpr auto kPreviewEvery = std::chrono::milliseconds(33); // while a finger drags
constexpr int kMaxFailures = 3; // in a row, then the model is given up
constexpr Tick kBarTicks = 4 * kTicksPerQuarter;
constexpr Tick kStyleMargin = kTicksPerQuarter / 4; // a new style never begins closer than this

} // namespace

bool EngineThread::Private::takeCommands(std::chrono::microseconds wait)
{
    EngineCommand command;
    bool any = false;
    bool more = commands.wait_dequeue_timed(command, wait.count());
    while (more) {
        any = true;
        switch (command.kind) {
        case EngineCommand::Kind::Stop:
            stopping = true;
            return true;
        case EngineCommand::Kind::SelectModel:
            wanted = command.model;
            seed = command.seed;
            steering = command.steering;
            failures = 0;
            break;
        case EngineCommand::Kind::Overrule:
        case EngineCommand::Kind::Hear:
        case EngineCommand::Kind::Bring:
        case EngineCommand::Kind::SwapCode:
            asides.push_back(command);
            break;
        case EngineCommand::Kind::Steer:
            if (!steered)
                gestureTime = command.time;
            steered = true;
            steering = command.steering;
            break;
        }
        more = commands.try_dequeue(command);
    }
    return any;
}

void EngineThread::Private::openModel(int index)
{
    auto &generator = generators[index];
    if (!generator) {
        backlog.push_back(ModelUpdate{ index, ModelUpdate::State::Loading, {} });
        flush();
        generator = models.open(index, [this](const std::string &text) { notice(false, "cpu-fallback", text); });
    }
    backlog.push_back(ModelUpdate{ index, ModelUpdate::State::Ready, {} });
}

void EngineThread::Private::beginStream()
{
    const bool first = !played;
    openModel(wanted);
    const bool fromLoops = loops != nullptr;
    finishLoops();
    Generator &generator = *generators[wanted];
    if (generator.description().output == "audio") {
        beginLoops(first);
        return;
    }
    auto stream = generator.stream(seed);
    model = wanted;
    wanted = -1;
    loops.reset();
    // The network may have taken a while to load: where the new style begins is decided now.
    Tick start = 0;
    if (!first) {
        const auto tick = static_cast<Tick>(player.transport().tick) + kStyleMargin;
        start = (tick / kBarTicks + 1) * kBarTicks;
    }
    chain = std::make_unique<WindowChain>(std::move(stream), start);
    chain->decode(steering);
    if (fromLoops) // which had a tempo of their own
        chain->setTempo(notesTempo.value_or(generator.description().initialTempo));
    milliseconds.push_back(chain->lastMilliseconds());
    chain->preview(steering);
    milliseconds.push_back(chain->lastMilliseconds());
    steered = false;
    previewStale = false;
    publish(false);
}

void EngineThread::Private::takeAsides()
{
    for (EngineCommand &aside : std::exchange(asides, {})) {
        switch (aside.kind) {
        case EngineCommand::Kind::Overrule:
            previewStale = chain->overrule(aside.voice, aside.pitch) || previewStale;
            break;
        case EngineCommand::Kind::SwapCode:
            steered = chain->swapCode(aside.group, aside.level, aside.code) || steered;
            break;
        case EngineCommand::Kind::Bring:
            if (aside.score)
                bring(*aside.score, true);
            break;
        default:
            takePhrase(std::move(aside.phrase));
        }
    }
}

void EngineThread::Private::takePhrase(std::vector<Note> phrase)
{
    if (phrase.empty())
        return;
    // The phrase begins with the next window; what lay between its notes stays.
    const Tick first = phrase.front().start / kTicksPerQuarter * kTicksPerQuarter;
    for (Note &note : phrase)
        note.start -= first;
    if (!chain->hear(phrase))
        return;
    previewStale = true;
    Score score;
    score.ticksPerQuarter = kTicksPerQuarter;
    score.voices = { { "Melody", 0, false } };
    score.notes = std::move(phrase);
    score.normalise();
    bring(score, false);
}

// Looks for the music's place and puts the pad there; `play`: lets it sound, too, where the family can.
void EngineThread::Private::bring(const Score &score, bool play)
{
    BroughtUpdate update;
    update.model = model;
    try {
        const std::optional<Encoded> place = generators[model]->encode(score);
        if (!place && play)
            update.problem = "this style has no latent space";
        if (place) {
            update.place = *place;
            if (place->onMap) {
                steering.values["map.x"] = static_cast<double>(place->x);
                steering.values["map.y"] = static_cast<double>(place->y);
            }
            if (!play || chain->travel({ place->latent, place->latent, 1, false }))
                previewStale = true;
            else
                steered = true;
        }
    } catch (const Error &error) { // music that the model cannot read
        update.problem = error.what();
    }
    if (play || (update.problem.empty() && update.place.onMap))
        backlog.push_back(std::move(update));
}

void EngineThread::Private::turn()
{
    if (wanted >= 0) {
        beginStream();
        return;
    }
    if (loops)
        turnLoops();
    if (!chain)
        return;
    const auto now = std::chrono::steady_clock::now();
    const bool moved = chain->follow(player.transport().tick);
    takeAsides();
    if (moved || steered) {
        const bool gesture = steered;
        steered = false;
        chain->decode(steering);
        milliseconds.push_back(chain->lastMilliseconds());
        previewStale = true;
        if (!moved)
            publish(gesture);
    }
    if (previewStale && (moved || commands.size_approx() == 0 || now - previewTime >= kPreviewEvery)) {
        chain->preview(steering);
        milliseconds.push_back(chain->lastMilliseconds());
        previewStale = false;
        previewTime = now;
        publish(false);
    }
}

void EngineThread::Private::publish(bool gesture)
{
    ++serial;
    played = true;
    // Until the bar line of a change of style has passed, every plan of the new style waits for it.
    const bool atNextBar = chain->start() > 0 && player.transport().tick < static_cast<double>(chain->start());
    auto plan = chain->plan(serial, atNextBar);
    plan->gestureTime = gesture ? gestureTime.time_since_epoch().count() : 0;
    MusicUpdate update;
    update.serial = serial;
    update.model = model;
    update.start = chain->start();
    update.end = chain->end();
    update.stepTicks = chain->stepTicks();
    update.beatsPerBar = chain->beatsPerBar();
    update.atNextBar = atNextBar;
    update.notes = plan->notes;
    update.cells = chain->cells();
    update.thoughts = chain->thoughts();
    update.thoughtsTick = chain->start() + chain->length();
    update.codes = chain->codes();
    music = std::move(update);
    if (!player.postPlan(std::move(plan)))
        previewStale = true; // the player's queue is full: made again at the next turn
    flush();
}

void EngineThread::Private::flush()
{
    while (!backlog.empty() && results.try_enqueue(backlog.front()))
        backlog.pop_front();
    if (music) {
        music->milliseconds = milliseconds;
        if (results.try_enqueue(*music)) {
            music.reset();
            milliseconds.clear();
        }
    }
}

void EngineThread::Private::failed(const std::string &what)
{
    ++failures;
    const int index = wanted >= 0 ? wanted : model;
    wanted = -1;
    if (index == model)
        loops.reset(); // what was posted plays on
    generators.erase(index);
    if (models.fallBackToCpu()) {
        generators.clear();
        notice(false, "cpu-fallback", "The network failed on the card and goes on on the CPU: " + what);
        wanted = index;
        return;
    }
    if (failures < kMaxFailures) {
        notice(true, "engine-restarting", "The network stopped and is started again: " + what);
        wanted = index;
        return;
    }
    notice(true, "model-failed", "The network failed " + std::to_string(failures) + " times and is given up: " + what);
    backlog.push_back(ModelUpdate{ index, ModelUpdate::State::Failed, what });
    if (index == model)
        chain.reset();
}

void EngineThread::Private::work()
{
    try {
        turn();
        if (!steered && (loops ? !loops->computing() : chain && !previewStale))
            failures = 0;
    } catch (const std::exception &error) {
        failed(error.what());
    }
    flush();
}

void EngineThread::Private::run()
{
    // A gesture waits for this thread, a frame may be late: before the painting where the system allows it.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), -10);
    models.prepareThread();
    while (!stopping) {
        // A gesture that a loop under way keeps waiting needs no haste.
        const bool busy =
            wanted >= 0 || (loops ? loops->computing() || (steered && loops->free()) : steered || previewStale);
        takeCommands(busy ? std::chrono::microseconds(0) : kTurn);
        if (!stopping)
            work();
    }
    chain.reset();
    loops.reset();
    generators.clear();
}

EngineThread::EngineThread(ModelSource &models, PlanPort &player)
    : d(std::make_unique<Private>(models, player))
{
}

EngineThread::~EngineThread()
{
    stop();
}

void EngineThread::setLoopsAtOnce(bool on)
{
    d->loopsAtOnce = on;
}

void EngineThread::start()
{
    if (!d->thread.joinable())
        d->thread = std::thread([this] { d->run(); });
}

void EngineThread::stop()
{
    if (!d->thread.joinable())
        return;
    EngineCommand command;
    command.kind = EngineCommand::Kind::Stop;
    while (!d->commands.try_enqueue(command))
        std::this_thread::yield();
    d->thread.join();
}

bool EngineThread::post(EngineCommand command)
{
    return d->commands.try_enqueue(std::move(command));
}

bool EngineThread::poll(EngineResult &result)
{
    return d->results.try_dequeue(result);
}

} // namespace klangraum
