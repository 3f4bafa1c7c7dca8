// Controllers: defaults, learning by touch, soft takeover.
#include "playback/ccmap.h"

#include <QtTest>

using namespace klangraum;

class CcMapTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void softTakeover();
    void learning();
    void savedAndRead();
};

void CcMapTest::softTakeover()
{
    CcMap map;
    double tempo = 0.5;
    const auto current = [&tempo](const std::string &) { return tempo; };
    QVERIFY(!map.moved(99, 0.5, current)); // nobody's
    QVERIFY(!map.moved(22, 0.1, current)); // the knob stands elsewhere
    QCOMPARE(map.waiting("tempo").value_or(-1), 0.1);
    QVERIFY(!map.moved(22, 0.3, current));
    auto move = map.moved(22, 0.6, current); // past the value
    QVERIFY(move && move->control == "tempo" && move->value == 0.6);
    tempo = 0.6;
    QVERIFY(!map.waiting("tempo"));
    QVERIFY(map.moved(22, 0.1, current)); // it holds, however fast it is turned
    tempo = 0.9; // the visitor's finger
    map.release("tempo");
    QVERIFY(!map.moved(22, 0.2, current));
    QVERIFY(map.moved(22, 0.9, current));
    double density = 0.5;
    QVERIFY(map.moved(20, 0.505, [&density](const std::string &) { return density; })); // near enough at once
}

void CcMapTest::learning()
{
    CcMap map;
    const auto same = [](const std::string &) { return 0.5; };
    map.learn("density");
    QCOMPARE(map.learning(), std::string("density"));
    const auto move = map.moved(22, 0.5, same); // was the tempo's
    QVERIFY(move && move->control == "density");
    QVERIFY(map.learning().empty());
    QCOMPARE(map.controls().count("tempo"), std::size_t(0));
    QCOMPARE(map.controls().at("density"), 22);
    QVERIFY(!map.moved(20, 0.5, same));
    map.learn("tempo");
    map.learn("");
    QVERIFY(!map.moved(77, 0.5, same));
    QVERIFY(!map.moved(-1, 0.5, same));
    QVERIFY(!map.moved(128, 0.5, same));
}

void CcMapTest::savedAndRead()
{
    CcMap map;
    map.learn("morph");
    (void)map.moved(64, 0, [](const std::string &) { return 0.0; });
    CcMap again(map.controls());
    QVERIFY(again.controls() == map.controls());
    QCOMPARE(CcMap({ { "a", -1 }, { "b", 128 }, { "c", 127 } }).controls().size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(CcMapTest)
#include "tst_ccmap.moc"
