// EngineThread::Private: the engine thread's state. Included by enginethread.cpp and enginethreadloops.cpp only.
#pragma once

#include "runtime/enginethread.h"
#include "runtime/loopdriver.h"
#include "runtime/windowchain.h"

#include <readerwriterqueue/readerwriterqueue.h>

#include <deque>
#include <map>
#include <optional>
#include <thread>

namespace klangraum {

class EngineThread::Private
{
public:
    static constexpr std::size_t kCommandQueue = 1024; // commands; four seconds of a 250 Hz touch screen
    static constexpr std::size_t kResultQueue = 256;

    Private(ModelSource &source, PlanPort &sink)
        : models(source)
        , player(sink)
        , commands(kCommandQueue)
        , results(kResultQueue)
    {
    }

    void run();
    bool takeCommands(std::chrono::microseconds wait);
    void openModel(int index);
    void beginStream();
    void turn();
    void work();
    void takeAsides();
    void takePhrase(std::vector<Note> phrase);
    void bring(const Score &score, bool play);
    void publish(bool gesture);
    void beginLoops(bool first);
    void turnLoops();
    void finishLoops();
    void publishLoop();
    void flush();
    void failed(const std::string &what);
    void notice(bool error, const char *code, const std::string &text)
    {
        backlog.push_back(NoticeUpdate{ error, code, text });
    }

    ModelSource &models;
    PlanPort &player;
    moodycamel::BlockingReaderWriterQueue<EngineCommand> commands;
    moodycamel::ReaderWriterQueue<EngineResult> results;
    std::thread thread;

    // The engine's own thread only.
    bool stopping = false;
    bool steered = false; // the finger has moved since the last decode
    int model = -1;
    int wanted = -1;
    std::uint64_t seed = 0;
    Steering steering;
    std::chrono::steady_clock::time_point gestureTime;
    std::chrono::steady_clock::time_point loopGesture; // that the loop under way answers; none: the epoch
    std::chrono::steady_clock::time_point previewTime;
    bool previewStale = false;
    std::vector<EngineCommand> asides; // notes of the visitor, for the next window
    std::map<int, std::unique_ptr<Generator>> generators;
    std::unique_ptr<WindowChain> chain; // of a model that writes notes
    std::unique_ptr<LoopDriver> loops; // of one that makes sound
    std::uint64_t loopId = 0;
    bool loopsAtOnce = false;
    std::optional<double> notesTempo; // of the music of notes that a loop took over from
    std::optional<MusicUpdate> music; // the newest, not yet delivered
    std::deque<EngineResult> backlog; // never dropped
    std::vector<double> milliseconds;
    std::uint64_t serial = 0;
    bool played = false; // something has been posted
    int failures = 0;
};

} // namespace klangraum
