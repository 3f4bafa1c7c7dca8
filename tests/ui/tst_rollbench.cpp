// What the roll and the map cost the GUI thread with 5,000 notes on the screen: polish and sync of every frame while
// the music scrolls, the open zone is decoded anew 30 times a second and the puck is dragged. Reports numbers; asserts
// only that they belong to the picture that was asked for.
#include "demomodels.h"
#include "exhibit.h"
#include "pianorollnotes.h"
#include "theme.h"
#include "tst_rollfixture.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickRenderControl>
#include <QQuickRenderTarget>
#include <QQuickWindow>
#include <QtQml/QQmlExtensionPlugin>
#include <QtTest>

#include <ctime>
#include <numeric>
#include <random>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

namespace {

const char kScene[] = R"(
import QtQuick
import Klangraum
Item {
    PianoRoll { id: roll; y: 60 * Theme.s; width: parent.width; height: 410 * Theme.s }
    GestureLane { y: 470 * Theme.s; width: parent.width; height: 40 * Theme.s; roll: roll }
    LatentPad { x: 320 * Theme.s; y: 524 * Theme.s; width: 752 * Theme.s; height: 424 * Theme.s }
}
)";

// Time that this thread has computed, ms: what other programs take from the machine is not counted.
double computed()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Times
{
    std::vector<double> ms;
    double mean() const { return std::accumulate(ms.begin(), ms.end(), 0.0) / static_cast<double>(ms.size()); }
    double percentile(double part)
    {
        std::sort(ms.begin(), ms.end());
        return ms[std::min(ms.size() - 1, static_cast<std::size_t>(part * static_cast<double>(ms.size())))];
    }
};

} // namespace

class TestRollBench : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fiveThousandNotes_data();
    void fiveThousandNotes();
};

void TestRollBench::fiveThousandNotes_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("1920x1080") << QSize(1920, 1080);
    QTest::newRow("3840x2160") << QSize(3840, 2160);
}

void TestRollBench::fiveThousandNotes()
{
    QFETCH(QSize, size);
    SessionOptions options;
    options.sound = false;
    Session session(options, std::make_unique<DemoModels>());
    Exhibit exhibit(session, Settings(), std::filesystem::path());
    exhibit.setPlaying(false);
    Theme::instance().setWindowSize(size.width(), size.height());

    QQuickRenderControl control;
    QQuickWindow window(&control);
    QImage target(size, QImage::Format_ARGB32_Premultiplied);
    window.setGeometry(0, 0, size.width(), size.height());
    window.setRenderTarget(QQuickRenderTarget::fromPaintDevice(&target));
    QQmlEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    QQmlComponent component(&engine);
    component.setData(kScene, QUrl());
    std::unique_ptr<QQuickItem> scene(qobject_cast<QQuickItem *>(component.create()));
    QVERIFY2(scene, qPrintable(component.errorString()));
    scene->setParentItem(window.contentItem());
    scene->setSize(size);
    auto *roll = scene->findChild<PianoRollNotes *>();
    QVERIFY(roll);
    QTRY_VERIFY_WITH_TIMEOUT(exhibit.pad()->available(), 10000);
    QTest::qWait(1500); // the map is painted by its own thread

    // Dense music: 5,000 notes in the five and a half bars left of the write head, voices 1 to 4, over four octaves.
    std::mt19937 random(5);
    const auto draw = [&random](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    const Tick bars = 24;
    std::vector<Note> music;
    const int perStep = 5000 / (11 * 8) + 3;
    for (Tick step = 0; step < bars * 16; ++step) {
        for (int i = 0; i < perStep; ++i) {
            const int voice = i % 4;
            music.push_back({ step * 120, 120 * draw(1, 4), 76 - 10 * voice + draw(-6, 6), 80, voice });
        }
    }
    std::uint64_t serial = 1u << 20;
    OpenZone zone;
    zone.serial = 1u << 20;
    Tick lastStep = -1;
    Times gui, wall, render;
    int onScreen = 0;
    double first = 0;
    double tick = 1920 * 10;
    const double perFrame = 92.0 / 60 * 480 / 60; // ticks a frame at 92 quarters a minute, 60 frames a second
    for (int frame = 0; frame < 600; ++frame, tick += perFrame) {
        const auto step = static_cast<Tick>(tick) / 120;
        const Tick head = (step + 1) * 120 + 480;
        const bool stepped = step != lastStep;
        std::vector<RollNote> notes;
        if (stepped) { // made by the session, not by the GUI's drawing
            notes = rollAt(music, tick, head);
            onScreen = static_cast<int>(std::count_if(notes.begin(), notes.end(), [&](const RollNote &note) {
                return note.note.end() > static_cast<Tick>(tick) - 1920 * 5;
            }));
        }
        const bool dragging = frame % 2 == 0;
        if (dragging) {
            ++zone.serial;
            zone.firstTick = head;
            zone.cells.clear();
            for (int s = 0; s < 64; ++s) {
                for (int cell = 0; cell < 20; ++cell)
                    zone.cells.push_back({ static_cast<std::int16_t>(s), static_cast<std::int16_t>(draw(45, 85)),
                                           static_cast<std::int16_t>(cell % 4),
                                           static_cast<float>(draw(2, 100)) / 100 });
            }
        }
        QElapsedTimer clock;
        clock.start();
        const double began = computed();
        if (stepped) {
            roll->setNotes(notes, ++serial, head);
            lastStep = step;
        }
        if (dragging) {
            roll->setOpenZone(zone);
            exhibit.pad()->press(0.5 * std::sin(frame / 40.0), 0.5 * std::cos(frame / 31.0));
        }
        roll->advance(tick);
        control.polishItems();
        control.sync();
        gui.ms.push_back(computed() - began);
        wall.ms.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        const double drawing = computed();
        control.render();
        render.ms.push_back(computed() - drawing);
        if (frame == 0) { // the first picture: all tiles at once
            first = gui.ms.back();
            gui.ms.clear();
            wall.ms.clear();
            render.ms.clear();
        }
    }
    exhibit.pad()->release();
    qInfo(
        "%dx%d, notes on the screen: %d; GUI thread a frame (polish and sync): mean %.2f ms, p95 %.2f ms, p99 %.2f ms, "
        "worst %.2f ms computed (wall: mean %.2f ms, p99 %.2f ms); first frame %.1f ms; software rendering: mean %.2f "
        "ms, "
        "p95 %.2f ms",
        size.width(), size.height(), onScreen, gui.mean(), gui.percentile(0.95), gui.percentile(0.99),
        gui.percentile(1), wall.mean(), wall.percentile(0.99), first, render.mean(), render.percentile(0.95));
    QVERIFY(onScreen >= 4500);
    QVERIFY(roll->notesPainted() >= 5000);
    int colourful = 0;
    for (int x = size.width() / 10; x < size.width() * 6 / 10; x += 3) {
        for (int y = size.height() / 10; y < size.height() * 4 / 10; y += 3)
            colourful += target.pixelColor(x, y).hsvSaturation() > 60 ? 1 : 0;
    }
    QVERIFY2(colourful > 5000, qPrintable(QString::number(colourful))); // the picture is full of notes
}

int main(int argc, char **argv)
{
    useSoftwareRenderer();
    QGuiApplication application(argc, argv);
    TestRollBench test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_rollbench.moc"
