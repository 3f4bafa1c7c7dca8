// The painting classes of the roll on real music: colours, marks, growth, cells and keys.
#include "pitchkeyboard.h"
#include "probabilitycloud.h"
#include "rolltile.h"
#include "theme.h"
#include "tst_rollfixture.h"

#include <QGuiApplication>
#include <QQuickWindow>
#include <QtTest>

#include <random>

using namespace klangraum;

namespace {

QList<QColor> voices()
{
    QList<QColor> colors;
    for (int voice = 0; voice < 4; ++voice)
        colors.append(Theme::instance().voice(voice));
    return colors;
}

bool near(QColor a, QColor b, int tolerance = 3)
{
    return std::abs(a.red() - b.red()) <= tolerance && std::abs(a.green() - b.green()) <= tolerance &&
        std::abs(a.blue() - b.blue()) <= tolerance;
}

std::unique_ptr<RollTile> tileOf(const std::vector<Note> &notes, RollTile::Style style = RollTile::Style::Heard)
{
    auto tile = std::make_unique<RollTile>(style);
    tile->setPalette(voices(), QColor(8, 9, 12, 143));
    PianoRollScale scale;
    tile->setNotes(0, notes, scale);
    tile->ensurePolished();
    return tile;
}

// How far two pictures are apart at most, of 255.
int difference(const QImage &a, const QImage &b)
{
    int worst = a.size() == b.size() ? 0 : 255;
    for (int y = 0; y < std::min(a.height(), b.height()); ++y) {
        const auto *left = reinterpret_cast<const uchar *>(a.constScanLine(y));
        const auto *right = reinterpret_cast<const uchar *>(b.constScanLine(y));
        for (int i = 0; i < 4 * std::min(a.width(), b.width()); ++i)
            worst = std::max(worst, std::abs(left[i] - right[i]));
    }
    return worst;
}

} // namespace

class TestRollTile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void realNotesHaveTheColourOfTheirVoice();
    void voicesDifferByTheirMarks();
    void decidedNotesAreOutlines();
    void growingEqualsPaintingAnew();
    void sameNotesPaintNothing();
    void absurdNotesStaySmall();
    void cellsFollowTheProbability();
    void zoneWithoutCellsShowsItsNotes();
    void litKeysHaveTheColourOfTheirVoice();
};

void TestRollTile::realNotesHaveTheColourOfTheirVoice()
{
    if (realChorale(0).empty())
        QSKIP("the data folder with the chorales is missing");
    const PianoRollScale scale;
    int checked = 0;
    for (int piece = 0; piece < 5; ++piece) {
        std::vector<Note> bar;
        for (const Note &note : realChorale(piece)) {
            if (note.start < 1920)
                bar.push_back(note);
        }
        const auto tile = tileOf(bar);
        for (const Note &note : bar) {
            // In the upper third of the note: clear of the inlay. Where two voices cross, either may be on top.
            const QRectF rect = scale.noteRect(note.start, note.duration, note.pitch, 0);
            const bool crossed = std::any_of(bar.begin(), bar.end(), [&](const Note &other) {
                return !(other == note) && std::abs(other.pitch - note.pitch) < 2 && other.start < note.end() &&
                    note.start < other.end();
            });
            if (crossed)
                continue;
            const QColor pixel =
                tile->image().pixelColor(qRound(rect.center().x()), qRound(rect.top() + 0.25 * rect.height()));
            QVERIFY2(near(pixel, Theme::instance().voice(note.voice)),
                     qPrintable(
                         QStringLiteral("voice %1 at tick %2: %3").arg(note.voice).arg(note.start).arg(pixel.name())));
            ++checked;
        }
    }
    QVERIFY(checked > 50);
}

void TestRollTile::voicesDifferByTheirMarks()
{
    for (int voice = 0; voice < 4; ++voice) {
        const auto tile = tileOf({ { 0, 480, 60, 80, voice } });
        const QRectF rect = PianoRollScale().noteRect(0, 480, 60, 0);
        const QImage &image = tile->image();
        const int corner = image.pixelColor(qRound(rect.left()) + 1, qRound(rect.top()) + 1).alpha();
        QCOMPARE(corner < 60, voice < 2); // round ends leave the corner free
        const QColor middle = image.pixelColor(qRound(rect.center().x()), qRound(rect.center().y()));
        QCOMPARE(near(middle, Theme::instance().voice(voice)), voice % 2 == 0); // else the inlay is there
        QCOMPARE(middle.alpha(), 255);
    }
}

void TestRollTile::decidedNotesAreOutlines()
{
    const auto tile = tileOf({ { 0, 480, 60, 80, 2 } }, RollTile::Style::Decided);
    const QRectF rect = PianoRollScale().noteRect(0, 480, 60, 0);
    const QColor inside = tile->image().pixelColor(qRound(rect.center().x()), qRound(rect.center().y()));
    QVERIFY(inside.alpha() > 20 && inside.alpha() < 100);
    const QColor edge = tile->image().pixelColor(qRound(rect.center().x()), qRound(rect.top()));
    QVERIFY(edge.alpha() > 200);
    QVERIFY(near(edge, Theme::instance().voice(2), 8));
}

void TestRollTile::growingEqualsPaintingAnew()
{
    std::mt19937 random(7);
    const auto draw = [&random](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    for (int round = 0; round < 20; ++round) {
        // Voices an octave apart, so that what is on top does not depend on the order.
        std::vector<Note> whole;
        for (int voice = 0; voice < 4; ++voice) {
            for (int start = 0; start < 16;) {
                const int length = draw(1, 5);
                whole.push_back({ start * 120, length * 120, 76 - 10 * voice + draw(0, 3), 80, voice });
                start += length + draw(0, 1);
            }
        }
        const PianoRollScale scale;
        RollTile tile(RollTile::Style::Heard);
        tile.setPalette(voices(), QColor(8, 9, 12, 143));
        for (Tick head = 120; head <= 25 * 120; head += 120) {
            std::vector<Note> seen;
            for (Note note : whole) {
                if (note.start >= head)
                    continue;
                note.duration = std::min(note.duration, head - note.start);
                seen.push_back(note);
            }
            tile.setNotes(0, seen, scale);
            tile.ensurePolished();
        }
        const auto fresh = tileOf(whole);
        QCOMPARE(tile.width(), fresh->width());
        // Only the rounded left end, painted once in both, and the covered right ends could differ.
        QVERIFY2(difference(tile.image(), fresh->image()) <= 48,
                 qPrintable(QString::number(difference(tile.image(), fresh->image()))));
        // Growth paints ends, not bars: fewer notes than painting every step anew.
        QVERIFY(tile.notesPainted() < static_cast<int>(whole.size()) * 25 / 2);
    }
}

void TestRollTile::sameNotesPaintNothing()
{
    const std::vector<Note> notes{ { 0, 480, 60, 80, 0 }, { 480, 480, 62, 80, 1 } };
    const auto tile = tileOf(notes);
    const int paints = tile->paintCount();
    for (int i = 0; i < 100; ++i) {
        tile->setNotes(0, { notes.rbegin(), notes.rend() }, PianoRollScale());
        tile->ensurePolished();
    }
    QCOMPARE(tile->paintCount(), paints);
    tile->setNotes(0, { notes[0] }, PianoRollScale());
    tile->ensurePolished();
    QCOMPARE(tile->paintCount(), paints + 1);
    const QRectF gone = PianoRollScale().noteRect(480, 480, 62, 0);
    QCOMPARE(tile->image().pixelColor(gone.center().toPoint()).alpha(), 0);
}

void TestRollTile::absurdNotesStaySmall()
{
    const auto tile = tileOf({ { 0, Tick{ 1 } << 50, 60, 80, 0 }, { -5000, 10, 500, 80, 99 }, { 0, 0, -20, 0, -3 } });
    QVERIFY(tile->image().width() <= 8192);
    QVERIFY(tile->image().pixelColor(100, qRound(PianoRollScale().y(60))).alpha() == 255);
}

void TestRollTile::cellsFollowTheProbability()
{
    double last = 0;
    for (int percent = 0; percent <= 100; percent += 5) {
        const double opacity = ProbabilityCloud::cellOpacity(percent / 100.0);
        QVERIFY(opacity > last && opacity < 0.96);
        last = opacity;
    }
    OpenZone zone;
    zone.serial = 1;
    zone.firstTick = 960;
    for (int step = 0; step < 8; ++step)
        zone.cells.push_back({ static_cast<std::int16_t>(step), 60, 2, static_cast<float>(step + 1) / 8.0F });
    zone.cells.push_back({ 3, 200, 2, 1.0F }); // outside the range
    zone.cells.push_back({ -7, 60, 2, 1.0F });
    ProbabilityCloud cloud;
    cloud.setPalette(voices());
    cloud.setSize({ 400, 410 });
    const PianoRollScale scale;
    cloud.setZone(zone, scale);
    cloud.ensurePolished();
    int alpha = 0;
    for (int step = 0; step < 8; ++step) {
        const QColor pixel = cloud.image().pixelColor(step * 13 + 6, qRound(scale.y(60)));
        QVERIFY(near(pixel, Theme::instance().voice(2), 6));
        QVERIFY(pixel.alpha() > alpha);
        alpha = pixel.alpha();
    }
    QCOMPARE(cloud.image().pixelColor(8 * 13 + 6, qRound(scale.y(60))).alpha(), 0);
    const int paints = cloud.paintCount();
    cloud.setZone(zone, scale);
    cloud.ensurePolished();
    QCOMPARE(cloud.paintCount(), paints);
}

void TestRollTile::zoneWithoutCellsShowsItsNotes()
{
    OpenZone zone;
    zone.serial = 1;
    zone.firstTick = 480;
    zone.notes = { { 480, 240, 62, 80, 0 }, { 720, 240, 64, 80, 0 } };
    ProbabilityCloud cloud;
    cloud.setPalette(voices());
    cloud.setSize({ 400, 410 });
    const PianoRollScale scale;
    cloud.setZone(zone, scale);
    cloud.ensurePolished();
    QVERIFY(cloud.image().pixelColor(6, qRound(scale.y(62))).alpha() > 150);
    QVERIFY(cloud.image().pixelColor(2 * 13 + 6, qRound(scale.y(64))).alpha() > 150);
    QCOMPARE(cloud.image().pixelColor(2 * 13 + 6, qRound(scale.y(62))).alpha(), 0);
}

void TestRollTile::litKeysHaveTheColourOfTheirVoice()
{
    PitchKeyboard keyboard;
    keyboard.setSize({ 104, 410 });
    const PianoRollScale scale;
    keyboard.setScale(scale);
    keyboard.setLit({ { 60, Theme::instance().voice(1) }, { 66, Theme::instance().voice(0) } });
    keyboard.ensurePolished();
    const auto at = [&](int pitch, int x) { return keyboard.image().pixelColor(x, qRound(scale.y(pitch))); };
    QVERIFY(near(at(60, 70), Theme::instance().voice(1)));
    QVERIFY(near(at(66, 30), Theme::instance().voice(0)));
    QVERIFY(at(62, 90).lightness() > 150); // a white key
    QVERIFY(at(63, 30).lightness() < 60); // a black one
    QVERIFY(at(63, 90).lightness() < 90 || at(63, 90).lightness() > 150); // behind it the white keys meet
}

int main(int argc, char **argv)
{
    useSoftwareRenderer();
    QGuiApplication application(argc, argv);
    TestRollTile test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_rolltile.moc"
