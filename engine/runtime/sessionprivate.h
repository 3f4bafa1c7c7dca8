// Session::Private: models, steering and what has come back from network and player. Included by session.cpp and
// sessionprivate.cpp only. GUI thread.
#pragma once

#include "playback/performancelog.h"
#include "playback/player.h"
#include "runtime/enginethread.h"
#include "runtime/keeper.h"
#include "runtime/listener.h"
#include "runtime/loophistory.h"
#include "runtime/phraselistener.h"
#include "runtime/picturethread.h"
#include "runtime/rollhistory.h"
#include "runtime/session.h"

#include <chrono>
#include <deque>
#include <random>

namespace klangraum {

PlayerOptions playerOptions(const SessionOptions &options);
PlayerOptions recording(PlayerOptions options); // the same, and what plays is recorded for "Keep"

// The engine thread's view of the player.
class PlayerPort final : public PlanPort
{
public:
    explicit PlayerPort(Player &player)
        : m_player(player)
    {
    }
    bool postPlan(std::unique_ptr<Plan> plan) override { return m_player.postPlan(std::move(plan)); }
    TransportState transport() const override { return m_player.state(); }

private:
    Player &m_player;
};

class Session::Private
{
public:
    Private(const SessionOptions &options, std::unique_ptr<ModelSource> source)
        : models(std::move(source))
        , player(recording(playerOptions(options)))
        , port(player)
        , engine(*models, port)
        , keeper(options.soundFont)
        , listener(playerOptions(options))
        , random(options.seed ? options.seed : std::random_device{}())
    {
    }

    void steer();
    bool placePad(double x, double y); // without steering; false: there is none, or no number
    void select(int index);
    void handle(const MusicUpdate &music);
    void handle(const ModelUpdate &update);
    void handle(const BroughtUpdate &update);
    void handle(const NoticeUpdate &update);
    void watchDevice();
    void watchLoops();
    void keepSound(Tick from, Tick to, const std::filesystem::path &folder, const std::string &name);
    const Control *find(const std::string &name) const;

    std::unique_ptr<ModelSource> models;
    std::vector<ModelCard> cards;
    int current = -1;
    Steering steering;
    bool unsent = false;
    std::chrono::steady_clock::time_point gestureTime;

    Player player;
    PlayerPort port;
    EngineThread engine;
    PerformanceLog log;
    RollHistory roll;
    LoopHistory loops;
    PictureThread pictures;
    PhraseListener phrases;
    static constexpr std::size_t mostKeys = 1024;
    std::deque<HeardEvent> keys; // of the visitor, not taken yet
    Thoughts thoughts;
    Tick thoughtsTick = 0;
    std::vector<CodeGroup> codes;
    OwnMusic own;
    Keeper keeper;
    Listener listener;
    bool resume = false; // the music paused for the listener
    void makeWay() // it pauses
    {
        if (!listener.listening())
            resume = player.state().playing;
        player.setPlaying(false);
    }
    double gain = 0.8;
    std::vector<HeardEvent> heard; // reused
    std::vector<double> latencies; // ring
    std::size_t nextLatency = 0;
    std::vector<Notice> notices;
    DeviceStatus device = DeviceStatus::None;
    bool watchedDevice = false;
    std::uint64_t starvations = 0; // as last looked at
    int beatsPerBar = 4;
    Tick styleBegan = 0;
    int program = 0;
    std::mt19937_64 random;
};

} // namespace klangraum
