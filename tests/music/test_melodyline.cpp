// The melody of a score.
#include "music/melodyline.h"

#include <QTest>

using namespace klangraum;

class TestMelodyLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHighestNotesOneAtATime()
    {
        Score score;
        score.voices = { { "hands", 0, false }, { "drums", 0, true } };
        score.notes = {
            { 0, 960, 60, 80, 0 },    { 0, 480, 72, 80, 0 }, // a chord: its highest
            { 240, 240, 64, 80, 0 }, // below a note that sounds
            { 480, 960, 67, 80, 0 },  { 960, 480, 76, 80, 0 }, // the higher one takes over
            { 1440, 480, 90, 80, 1 }, // percussion
        };
        const std::vector<Note> line = melodyLine(score);
        const std::vector<Note> expected = { { 0, 480, 72, 80, 0 }, { 480, 480, 67, 80, 0 }, { 960, 480, 76, 80, 0 } };
        QCOMPARE(line, expected);
    }

    void nothing()
    {
        Score score;
        score.voices = { { "drums", 0, true } };
        score.notes = { { 0, 1, 36, 80, 0 } };
        QVERIFY(melodyLine(score).empty());
        QVERIFY(melodyLine(Score()).empty());
    }
};

QTEST_GUILESS_MAIN(TestMelodyLine)
#include "test_melodyline.moc"
