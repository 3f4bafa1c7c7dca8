// EngineThread: the networks' own thread. Commands in, results out, by bounded single-producer single-consumer
// queues; neither side ever waits for the other. Torch-free: networks come through a ModelSource.
//
// Thread rule: post() and poll() belong to one thread (the GUI's). Everything else here runs on the engine's thread.
#pragma once

#include "playback/plan.h"
#include "playback/transport.h"
#include "runtime/modelsource.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace klangraum {

struct EngineCommand
{
    enum class Kind { SelectModel, Steer, Overrule, Hear, Bring, SwapCode, Stop };
    Kind kind = Kind::Steer;
    int model = -1;
    std::uint64_t seed = 0; // SelectModel: of the new stream
    Steering steering;
    std::chrono::steady_clock::time_point time; // when the visitor moved
    int voice = 0, pitch = 0; // Overrule: see Stream::overrule
    std::vector<Note> phrase; // Hear: absolute ticks; taken up as early as the beats allow
    std::shared_ptr<const Score> score; // Bring: a piece of the visitor's, for the latent space
    int group = 0, level = 0, code = 0; // SwapCode: see Stream::swapCode
};

// What the network has written: the current window and the next.
struct MusicUpdate
{
    std::uint64_t serial = 0; // of the plan
    int model = -1;
    Tick start = 0; // of the current window, and of step 0
    Tick end = 0;
    Tick stepTicks = 120;
    int beatsPerBar = 4;
    bool atNextBar = false; // a change of style
    std::vector<Note> notes; // absolute ticks, sorted by start
    std::vector<ProbabilityCell> cells;
    Thoughts thoughts; // ticks absolute; empty for families that have none
    Tick thoughtsTick = 0; // where the next notes would begin
    std::vector<CodeGroup> codes; // of the current window, ticks absolute; empty for families that have none
    std::shared_ptr<const Loop> loop; // of a model whose output is audio, from `start` on; more of it may still come
    Tick at = 0; // of a loop: where it takes effect, if it is there in time
    std::vector<double> milliseconds; // of the network's calls since the last update
};

struct ModelUpdate
{
    enum class State { Loading, Ready, Failed };
    int model = -1;
    State state = State::Ready;
    std::string problem;
};

// The visitor's own music has found its place in the latent space; the pad stands there now.
struct BroughtUpdate
{
    int model = -1;
    Encoded place;
    std::string problem; // it has none: why
};

struct NoticeUpdate
{
    bool error = false;
    std::string code;
    std::string text;
};

using EngineResult = std::variant<MusicUpdate, ModelUpdate, BroughtUpdate, NoticeUpdate>;

// What the engine thread needs of the player.
class PlanPort
{
public:
    virtual ~PlanPort() = default;
    virtual bool postPlan(std::unique_ptr<Plan> plan) = 0; // false: the queue is full, try again later
    virtual TransportState transport() const = 0;
};

class EngineThread
{
public:
    EngineThread(ModelSource &models, PlanPort &player);
    ~EngineThread(); // stops and joins
    EngineThread(const EngineThread &) = delete;
    EngineThread &operator=(const EngineThread &) = delete;

    void start();
    void stop();
    // `loopsAtOnce`: the loops of audio models change at once, not at the next beat. Before start().
    void setLoopsAtOnce(bool on);
    // False where the queue is full (the engine is stuck): steering is sent again by the next gesture.
    bool post(EngineCommand command);
    bool poll(EngineResult &result);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace klangraum
