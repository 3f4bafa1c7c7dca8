// The roll in a window: where notes stand against the clock, and that scrolling paints nothing.
#include "pianorollnotes.h"
#include "theme.h"
#include "tst_rollfixture.h"

#include <QGuiApplication>
#include <QQuickWindow>
#include <QtTest>

using namespace klangraum;

class TestRollNotes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void ticksAndPixelsAgree();
    void heardNotesAreInTheirPlace();
    void nothingIsDecidedBeyondTheWriteHead();
    void scrollingPaintsNothing();
    void aBarLaterOnlyTheNewBarIsPainted();
    void rangeHoldsStillAndHoldsEveryNote();
    void longAndEarlyNotes();

private:
    std::vector<Note> m_music;
    std::unique_ptr<QQuickWindow> m_window;
    PianoRollNotes *m_roll = nullptr;
};

void TestRollNotes::initTestCase()
{
    m_music = realChorale(3);
    if (m_music.empty())
        QSKIP("the data folder with the chorales is missing");
}

void TestRollNotes::init()
{
    m_window = std::make_unique<QQuickWindow>();
    m_window->resize(1920, 410);
    m_window->setColor(Qt::black);
    m_roll = new PianoRollNotes(m_window->contentItem());
    m_roll->setSize({ 1920, 410 });
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestRollNotes::cleanup()
{
    m_roll = nullptr;
    m_window.reset();
}

void TestRollNotes::ticksAndPixelsAgree()
{
    for (const double tick : { 0.0, 1.0, 959.5, 1920.0, 51234.0, 9.6e7 }) { // the last: after ten hours and more
        m_roll->advance(tick);
        const auto here = static_cast<Tick>(tick);
        QVERIFY(std::abs(m_roll->xOf(here) - 1214) <= 1.0);
        QVERIFY(std::abs(m_roll->xOf(here + 120) - m_roll->xOf(here) - 13) < 1e-6);
        QVERIFY(std::abs(m_roll->xOf(here - 1920) - m_roll->xOf(here) + 208) < 1e-6);
        // The leftmost bar is at or left of the edge, and less than a bar away.
        QVERIFY(m_roll->layerX() <= 0.5 && m_roll->layerX() > -208.5);
    }
}

void TestRollNotes::heardNotesAreInTheirPlace()
{
    const double tick = 1920 * 6 + 700;
    m_roll->setNotes(rollAt(m_music, tick, 1920 * 7), 1, 1920 * 7);
    m_roll->advance(tick);
    const QImage picture = m_window->grabWindow();
    int checked = 0;
    for (const RollNote &note : rollAt(m_music, tick, 1920 * 7)) {
        const double x = m_roll->xOf(note.note.start + note.note.duration / 2);
        const bool alone = std::none_of(m_music.begin(), m_music.end(), [&](const Note &other) {
            return !(other == note.note) && std::abs(other.pitch - note.note.pitch) < 3 &&
                other.start < note.note.end() && note.note.start < other.end();
        });
        if (note.sounding || !note.heard || !alone || x < 250 || x > 1190)
            continue;
        const double top = m_roll->scale().y(note.note.pitch) - 0.4 * m_roll->scale().rowHeight;
        const QColor pixel = picture.pixelColor(qRound(x), qRound(top));
        const QColor voice = Theme::instance().voice(note.note.voice);
        // The voice's hue, at the opacity of the past.
        QVERIFY2(
            std::abs(pixel.hsvHueF() - voice.hsvHueF()) < 0.03F && pixel.value() > 0.6 * voice.value(),
            qPrintable(QStringLiteral("tick %1: %2, not %3").arg(note.note.start).arg(pixel.name(), voice.name())));
        ++checked;
    }
    QVERIFY(checked > 30);
}

void TestRollNotes::nothingIsDecidedBeyondTheWriteHead()
{
    const double tick = 1920 * 6 + 700;
    const Tick head = 1920 * 6 + 960;
    m_roll->setNotes(rollAt(m_music, tick, head + 4000), 1, head); // more than is decided
    m_roll->advance(tick);
    const QImage picture = m_window->grabWindow();
    const auto colourful = [&](int from, int to) {
        int count = 0;
        for (int y = 60; y < picture.height(); ++y) {
            for (int x = from; x < to; ++x)
                count += picture.pixelColor(x, y).hsvSaturation() > 60 && picture.pixelColor(x, y).value() > 60 ? 1 : 0;
        }
        return count;
    };
    const int x = qRound(m_roll->writeHeadX());
    QVERIFY(std::abs(x - m_roll->xOf(head)) <= 1);
    QVERIFY(colourful(1240, x) > 20);
    QCOMPARE(colourful(x + 20, 1920), 0); // 20 px: the glow of a note that sounds up to there
}

void TestRollNotes::scrollingPaintsNothing()
{
    const double tick = 1920 * 6 + 300;
    m_roll->setNotes(rollAt(m_music, tick, 1920 * 7), 1, 1920 * 7);
    m_roll->advance(tick);
    m_window->grabWindow();
    const int paints = m_roll->tilePaints();
    const qreal before = m_roll->layerX();
    for (int frame = 1; frame <= 60; ++frame) {
        m_roll->advance(tick + frame * 12);
        m_window->grabWindow();
    }
    QCOMPARE(m_roll->tilePaints(), paints);
    QVERIFY(std::abs(before - m_roll->layerX() - 60 * 12 * 13.0 / 120) <= 1);
}

void TestRollNotes::aBarLaterOnlyTheNewBarIsPainted()
{
    double tick = 1920 * 6;
    std::uint64_t serial = 1;
    m_roll->setNotes(rollAt(m_music, tick, 1920 * 7), serial, 1920 * 7);
    m_roll->advance(tick);
    m_window->grabWindow();
    const int painted = m_roll->notesPainted();
    int notes = 0;
    for (const Note &note : m_music)
        notes += note.start > 1920 * 6 && note.start <= 1920 * 8 ? 1 : 0;
    for (; tick <= 1920 * 7; tick += 40) {
        const Tick head = (static_cast<Tick>(tick) / 120 + 1) * 120 + 1920 - 120;
        m_roll->setNotes(rollAt(m_music, tick, head), ++serial, head);
        m_roll->advance(tick);
        m_roll->ensurePolished();
        m_window->grabWindow();
    }
    // Decided bars are painted anew as they fill, heard ones are added to: far from everything in every frame.
    QVERIFY2(m_roll->notesPainted() - painted < 40 * notes,
             qPrintable(QString::number(m_roll->notesPainted() - painted)));
}

void TestRollNotes::rangeHoldsStillAndHoldsEveryNote()
{
    int changes = 0;
    std::uint64_t serial = 0;
    connect(m_roll, &PianoRollNotes::scaleChanged, this, [&changes] { ++changes; });
    const Tick end = m_music.back().end();
    for (Tick tick = 0; tick < end; tick += 480) {
        const auto roll = rollAt(m_music, static_cast<double>(tick), tick + 1920);
        m_roll->setNotes(roll, ++serial, tick + 1920);
        m_roll->advance(static_cast<double>(tick));
        m_window->grabWindow();
        for (const RollNote &note : roll) {
            if (m_roll->xOf(note.note.end()) < 104 || m_roll->xOf(note.note.start) > 1920)
                continue;
            QVERIFY(note.note.pitch >= m_roll->scale().lowest);
            QVERIFY(m_roll->scale().y(note.note.pitch) > 40 * m_roll->unit()); // below the words
        }
        QVERIFY(std::abs(m_roll->scale().rowHeight * m_roll->scale().rows - 410) < 1e-6);
    }
    QVERIFY2(changes <= 6, qPrintable(QString::number(changes)));
}

void TestRollNotes::longAndEarlyNotes()
{
    // A pedal note that began thirty bars ago still sounds; another never ends.
    const double tick = 1920 * 30 + 100;
    std::vector<RollNote> roll{ { { 0, 1920 * 40, 60, 80, 3 }, true, true },
                                { { 100, Tick{ 1 } << 55, 70, 80, 2 }, true, true } };
    m_roll->setNotes(roll, 1, 1920 * 30 + 120);
    m_roll->advance(tick);
    const QImage picture = m_window->grabWindow();
    const QColor pixel = picture.pixelColor(700, qRound(m_roll->scale().y(60) - 0.4 * m_roll->scale().rowHeight));
    QVERIFY(std::abs(pixel.hsvHueF() - Theme::instance().voice(3).hsvHueF()) < 0.03F);
}

int main(int argc, char **argv)
{
    useSoftwareRenderer();
    QGuiApplication application(argc, argv);
    TestRollNotes test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_rollnotes.moc"
