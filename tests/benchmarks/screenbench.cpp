// What a visitor waits for, measured on the real screen: the exhibit's window over the installed model and a JACK
// server of its own (256 frames at 48 kHz), dragged by pointer events without pause. Prints one JSON object.
//
//   screenbench [SECONDS] [--model NAME] [MODEL_FOLDERS...]
//
// NAME: of a card; stub-sound is an audio model of the tests that takes 15 ms for a third of a second.
//
// Of every plan that came into effect: from the pointer event that it answers, sent to the window, to the in which the
// audio callback took it ("latency"), and on to the grid step at which it sounds ("wait"). A loop's plan is posted when
// its part under the playhead is there, so its latency is the time from gesture to sound ready.
#include "../playback/alloctrap.h"
#include "../playback/jackserver.h"
#include "../runtime/stubsound.h"
#include "exhibit.h"
#include "generators/blas.h"
#include "playback/playercore.h"
#include "runtime/session.h"
#include "stallmeter.h"

#include <QGuiApplication>
#include <QMouseEvent>
#include <QQmlApplicationEngine>
#include <QQmlExtensionPlugin>
#include <QQuickWindow>
#include <QTimer>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <deque>
#include <fstream>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

// The linker sends every call of PlayerCore::render() here (--wrap), so that the trap knows the callback's thread.
extern "C" {
void __real__ZN9klangraum10PlayerCore6renderEPfjbj(klangraum::PlayerCore *, float *, std::uint32_t, bool,
                                                   std::uint32_t) noexcept;
void __wrap__ZN9klangraum10PlayerCore6renderEPfjbj(klangraum::PlayerCore *core, float *out, std::uint32_t frames,
                                                   bool underrun, std::uint32_t latency) noexcept
{
    klangraum::test::inCallback = true;
    __real__ZN9klangraum10PlayerCore6renderEPfjbj(core, out, frames, underrun, latency);
    klangraum::test::inCallback = false;
}
}

using namespace klangraum;

namespace {

std::int64_t now()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

std::vector<double> mediansOfQuarters(const std::vector<double> &values)
{
    std::vector<double> medians;
    for (std::size_t quarter = 0; quarter < 4 && values.size() >= 4; ++quarter) {
        const auto from = values.begin() + static_cast<std::ptrdiff_t>(quarter * values.size() / 4);
        const auto to = values.begin() + static_cast<std::ptrdiff_t>((quarter + 1) * values.size() / 4);
        std::vector<double> part(from, to);
        std::nth_element(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(part.size() / 2), part.end());
        medians.push_back(part[part.size() / 2]);
    }
    return medians;
}

double residentMegabytes()
{
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        if (word == "VmRSS:") {
            double kilobytes = 0;
            status >> kilobytes;
            return kilobytes / 1024;
        }
    }
    return 0;
}

nlohmann::json summary(std::vector<double> values)
{
    if (values.empty())
        return nullptr;
    std::sort(values.begin(), values.end());
    const auto at = [&values](double part) {
        return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
    };
    return { { "p50", at(0.5) }, { "p99", at(0.99) }, { "max", values.back() }, { "count", values.size() } };
}

// Drags over the map without pause and reads off the transport what came of it.
class Drag
{
public:
    Drag(QQuickWindow *window, Session &session)
        : m_window(window)
        , m_session(session)
        , m_begin(now())
    {
    }

    void move()
    {
        const double seconds = static_cast<double>(now() - m_begin) * 1e-9;
        const double s = std::min(m_window->width() / 1920.0, m_window->height() / 1080.0);
        const double top = m_window->height() - 556 * s;
        const QPointF point((320 + 376 + 300 * std::sin(seconds * 1.7)) * s,
                            top + (212 + 150 * std::cos(seconds * 2.3)) * s);
        m_sent.push_back(now());
        const auto type = m_pressed ? QEvent::MouseMove : QEvent::MouseButtonPress;
        QMouseEvent event(type, point, point, m_window->mapToGlobal(point), m_pressed ? Qt::NoButton : Qt::LeftButton,
                          Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window, &event);
        m_pressed = true;
        ++m_events;
    }

    void look()
    {
        const TransportState state = m_session.transport();
        if (state.planSerial == m_serial)
            return;
        m_serial = state.planSerial;
        if (state.planGestureTime == 0)
            return;
        // The event of which this gesture was made: the last one sent before the session stamped it.
        std::int64_t sent = state.planGestureTime;
        while (!m_sent.empty() && m_sent.front() <= state.planGestureTime) {
            sent = m_sent.front();
            m_sent.pop_front();
        }
        m_latency.push_back(static_cast<double>(state.planReceivedTime - sent) * 1e-6);
        const double frames = static_cast<double>(state.frame) - static_cast<double>(state.planSwitchFrame);
        const double switched = static_cast<double>(now()) - frames / state.sampleRate * 1e9;
        m_wait.push_back(std::max(0.0, (switched - static_cast<double>(state.planReceivedTime)) * 1e-6));
    }

    nlohmann::json report() const
    {
        return { { "events", m_events },
                 { "latency-ms", summary(m_latency) },
                 { "wait-for-grid-ms", summary(m_wait) } };
    }

private:
    QQuickWindow *m_window;
    Session &m_session;
    std::int64_t m_begin;
    std::deque<std::int64_t> m_sent;
    std::uint64_t m_serial = 0;
    std::size_t m_events = 0;
    bool m_pressed = false;
    std::vector<double> m_latency, m_wait; // milliseconds
};

} // namespace

int main(int argc, char **argv)
{
    reexecForAvx512(argv);
    test::JackServer server;
    if (!server.start()) {
        std::fprintf(stderr, "screenbench: %s\n", qUtf8Printable(server.reason));
        return 1;
    }
    QGuiApplication app(argc, argv);
    const double seconds = argc > 1 ? std::atof(argv[1]) : 60;
    SessionOptions options;
    options.audioApi = "JACK";
    options.seed = 1;
    std::string model;
    for (int i = 2; i < argc; ++i) {
        if (std::string(argv[i]) == "--model" && i + 1 < argc)
            model = argv[++i];
        else
            options.modelFolders.emplace_back(argv[i]);
    }
    std::unique_ptr<Session> made;
    if (model == "stub-sound") {
        auto stubs = std::make_unique<StubSoundModels>();
        stubs->sound.cost = std::chrono::milliseconds(15);
        made = std::make_unique<Session>(options, std::move(stubs));
    } else {
        made = std::make_unique<Session>(options);
    }
    Session &session = *made;
    const auto card = std::find_if(session.models().begin(), session.models().end(),
                                   [&](const ModelCard &each) { return each.description.name == model; });
    if (!model.empty() && card != session.models().end())
        session.selectModel(static_cast<int>(card - session.models().begin()));
    if (session.currentModel() < 0 || (!model.empty() && card == session.models().end())) {
        std::fprintf(stderr, "screenbench: no model is installed that could play\n");
        return 1;
    }
    Exhibit exhibit(session, Settings{}, {});
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Klangraum/Main.qml")));
    auto *window = qobject_cast<QQuickWindow *>(engine.rootObjects().value(0));
    if (!window)
        return 1;
    window->resize(1920, 1080);
    window->show();

    Drag drag(window, session);
    QTimer mover, looker, weigher, begin, end;
    mover.setTimerType(Qt::PreciseTimer);
    QObject::connect(&mover, &QTimer::timeout, [&] { drag.move(); });
    looker.setTimerType(Qt::PreciseTimer);
    QObject::connect(&looker, &QTimer::timeout, [&] { drag.look(); });
    std::vector<double> memory; // megabytes, one a second: it swings with the loops under way
    QObject::connect(&weigher, &QTimer::timeout, [&] { memory.push_back(residentMegabytes()); });
    TransportState before;
    test::StallMeter machine(256 * 1'000'000'000LL / 48000);
    double memoryBefore = 0;
    begin.setSingleShot(true);
    QObject::connect(&begin, &QTimer::timeout, [&] {
        before = session.transport();
        memoryBefore = residentMegabytes();
        test::allocations = test::frees = 0;
        machine.clear();
        mover.start(8); // 125 events a second, as a touch screen
        looker.start(5);
        weigher.start(1000);
        end.start(static_cast<int>(seconds * 1000));
    });
    end.setSingleShot(true);
    QObject::connect(&end, &QTimer::timeout, &app, &QGuiApplication::quit);
    begin.start(5000); // the network is loaded, the window drawn
    app.exec();

    const TransportState after = session.transport();
    nlohmann::json report = drag.report();
    report["seconds"] = seconds;
    report["audio"] = session.audioStatus() == DeviceStatus::Running ? "JACK, 256 frames at 48 kHz" : "no device";
    report["underruns"] = after.underruns - before.underruns;
    // Beside them: how often and how far a thread with the highest priority woke a block late, or later.
    report["machine"] = { { "stalls", machine.stalls() },
                          { "latest-ms", machine.latestMilliseconds() },
                          { "real-time", machine.realTime() } };
    report["starvations"] = after.starvations - before.starvations;
    report["silent-blocks"] = after.silentBlocks - before.silentBlocks;
    report["allocations-in-callback"] = test::allocations.load();
    report["frees-in-callback"] = test::frees.load();
    report["resident-mb-before"] = memoryBefore;
    report["resident-mb-median-of-each-quarter"] = mediansOfQuarters(memory);
    std::printf("%s\n", report.dump(1).c_str());
    std::fflush(stdout); // what was measured stays, whatever the audio server does at the end
    return 0;
}
