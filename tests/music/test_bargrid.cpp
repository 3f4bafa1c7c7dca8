// BarGrid: bars counted by hand, with metres that change on and inside a bar.
#include "music/bargrid.h"

#include <QtTest>

using namespace klangraum;

class TestBarGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commonTime();
    void changesOfMetre();
    void changeInsideABar();
};

void TestBarGrid::commonTime()
{
    Score score;
    score.length = 4 * 1920 + 1;
    score.normalise();
    const BarGrid grid(score);
    QCOMPARE(grid.bars(), std::int64_t{ 5 });
    QCOMPARE(grid.barAt(1919), std::int64_t{ 0 });
    QCOMPARE(grid.barAt(1920), std::int64_t{ 1 });
    QCOMPARE(grid.barStart(3), Tick{ 5760 });
    QCOMPARE(grid.tickInBar(2000), Tick{ 80 });
    QCOMPARE(BarGrid(Score()).bars(), std::int64_t{ 0 });
}

void TestBarGrid::changesOfMetre()
{
    Score score;
    score.ticksPerQuarter = 12;
    score.metres = { { 0, 3, 4 }, { 72, 6, 8 }, { 108, 4, 4 } }; // two bars of 36, one of 36, then 48
    score.length = 108 + 96;
    score.normalise();
    const BarGrid grid(score);
    QCOMPARE(grid.bars(), std::int64_t{ 5 });
    QCOMPARE(grid.barAt(72), std::int64_t{ 2 });
    QCOMPARE(grid.barAt(107), std::int64_t{ 2 });
    QCOMPARE(grid.barStart(4), Tick{ 156 });
    QCOMPARE(grid.metreAt(80), (MetreChange{ 72, 6, 8 }));
}

void TestBarGrid::changeInsideABar()
{
    Score score;
    score.ticksPerQuarter = 12;
    score.metres = { { 0, 4, 4 }, { 60, 2, 4 } }; // a whole bar, a quarter that is cut, then bars of 24
    score.length = 108;
    score.normalise();
    const BarGrid grid(score);
    QCOMPARE(grid.barAt(59), std::int64_t{ 1 });
    QCOMPARE(grid.barAt(60), std::int64_t{ 2 });
    QCOMPARE(grid.barStart(2), Tick{ 60 });
    QCOMPARE(grid.bars(), std::int64_t{ 4 });
}

QTEST_APPLESS_MAIN(TestBarGrid)
#include "test_bargrid.moc"
