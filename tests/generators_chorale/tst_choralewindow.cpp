// Windows of chorales: what is measured on them, and that they come back as the music they were cut from.
#include <torch/torch.h>

#include "generators/choralevae/choraledata.h"

#include <QtTest>

#include <random>

using namespace klangraum;
using namespace klangraum::chorale;

namespace {

VoiceGrid randomGrid(unsigned seed, int length)
{
    std::mt19937 random(seed);
    VoiceGrid grid(voices, length);
    for (int voice = 0; voice < voices; ++voice)
        for (int step = 0; step < length;) {
            const int count = 1 + static_cast<int>(random() % 8);
            if (random() % 8 != 0)
                grid.place(voice, step, count, 70 - 8 * voice + static_cast<int>(random() % 9));
            step += count;
        }
    grid.normalise();
    return grid;
}

VoiceGrid chords(const std::vector<std::array<int, 4>> &list)
{
    VoiceGrid grid(voices, static_cast<int>(list.size()) * 4);
    for (std::size_t i = 0; i < list.size(); ++i)
        for (int voice = 0; voice < voices; ++voice)
            grid.place(voice, static_cast<int>(i) * 4, 4, list[i][static_cast<std::size_t>(voice)]);
    grid.normalise();
    return grid;
}

} // namespace

class TestChoraleWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowsComeBack()
    {
        for (unsigned seed = 0; seed < 50; ++seed) {
            const VoiceGrid grid = randomGrid(seed, steps);
            const int shift = static_cast<int>(seed % 13) - 6;
            const VoiceGrid back = gridOf({ klangraum::chorale::windowOf(grid, 0, shift) }, -shift);
            QCOMPARE(back.pitch, grid.pitch);
        }
    }
    void stepsOutsideAreRests()
    {
        QVERIFY(isEmpty(klangraum::chorale::windowOf(randomGrid(1, steps), steps, 0)));
        QVERIFY(isEmpty(klangraum::chorale::windowOf(randomGrid(1, steps), -steps, 0)));
    }
    void theTonicMovesWithTheMusic()
    {
        const VoiceGrid cadence =
            chords({ { 72, 67, 64, 48 }, { 72, 69, 65, 53 }, { 71, 67, 62, 55 }, { 72, 67, 64, 48 } });
        QCOMPARE(tonicOf(cadence), 0);
        for (int shift = -11; shift < 12; ++shift)
            QCOMPARE(tonicOf(cadence.transposed(shift)), (shift + 12) % 12);
    }
    void minorSharesTheSignatureOfItsMajor()
    {
        const VoiceGrid minor =
            chords({ { 69, 64, 60, 45 }, { 69, 65, 62, 50 }, { 68, 64, 59, 52 }, { 69, 64, 60, 45 } });
        QCOMPARE(tonicOf(minor), 0); // A minor: no signature, like C major
        const VoiceGrid major =
            chords({ { 72, 67, 64, 48 }, { 72, 69, 65, 53 }, { 71, 67, 62, 55 }, { 72, 67, 64, 48 } });
        QVERIFY(modeOf(klangraum::chorale::windowOf(major, 0, 0)) > modeOf(klangraum::chorale::windowOf(minor, 0, 0)));
    }
    void measuresOfAKnownWindow()
    {
        const VoiceGrid grid = chords({ { 72, 67, 64, 48 },
                                        { 72, 67, 64, 48 },
                                        { 74, 67, 62, 47 },
                                        { 74, 67, 62, 47 },
                                        { 74, 67, 62, 47 },
                                        { 74, 67, 62, 47 },
                                        { 74, 67, 62, 47 },
                                        { 74, 67, 62, 47 } });
        const ChoraleWindow window = klangraum::chorale::windowOf(grid, 0, 0);
        QCOMPARE(densityOf(window), 7.0 / 8); // four notes, then three new ones: the alto holds
        QCOMPARE(registerOf(window), (0.25 * (72 + 67 + 64 + 48) + 0.75 * (74 + 67 + 62 + 47)) / 4);
    }
    void surpriseKnowsNoKeyAndPrefersTheUsual()
    {
        std::vector<ChoraleWindow> windows;
        for (unsigned seed = 0; seed < 40; ++seed) // steps of a second only
        {
            VoiceGrid grid(voices, steps);
            std::mt19937 random(seed);
            for (int voice = 0; voice < voices; ++voice) {
                int pitch = 72 - 7 * voice;
                for (int step = 0; step < steps; step += 4, pitch += random() % 2 ? 2 : -2)
                    grid.place(voice, step, 4, pitch);
            }
            grid.normalise();
            windows.push_back(klangraum::chorale::windowOf(grid, 0, 0));
        }
        const IntervalTable table = IntervalTable::fit(windows);
        for (const ChoraleWindow &window : windows)
            QCOMPARE(table.surpriseOf(transposed(window, 3)), table.surpriseOf(window));
        QVERIFY(table.surpriseOf(klangraum::chorale::windowOf(randomGrid(3, steps), 0, 0)) >
                table.surpriseOf(windows.front()) + 1);
    }
    void ranksRiseAndAreCentred()
    {
        std::vector<double> values;
        std::mt19937 random(2);
        for (int i = 0; i < 1000; ++i)
            values.push_back(std::round(std::exp(std::normal_distribution<double>()(random)) * 8) / 8);
        const RankTable table = RankTable::fit(values);
        float before = -10;
        for (double value = -1; value < 20; value += 0.0625) {
            QVERIFY(table.deviate(value) >= before);
            before = table.deviate(value);
        }
        double sum = 0;
        double square = 0;
        for (const double value : values) {
            const auto deviate = static_cast<double>(table.deviate(value));
            sum += deviate;
            square += deviate * deviate;
        }
        QVERIFY(std::abs(sum / 1000) < 0.05);
        QVERIFY(std::abs(square / 1000 - 1) < 0.15);
    }
    void everyItemLiesInCAndKnowsTheOneBefore()
    {
        const Corpus corpus = Corpus::embedded();
        const auto store = makeStore(corpus, Split::Train);
        QVERIFY(!store->items.empty());
        for (const Item &item : store->items) {
            const Version &version = store->versions[static_cast<std::size_t>(item.version)];
            QCOMPARE(tonicOf(version.grid.transposed(version.shift)), 0);
            if (item.previous < 0)
                continue;
            const Item &before = store->items[static_cast<std::size_t>(item.previous)];
            QCOMPARE(before.version, item.version);
            if (item.start > 0)
                QCOMPARE(before.start, item.start - steps);
            else
                QVERIFY(before.conditions.last > 0);
        }
    }
};

QTEST_APPLESS_MAIN(TestChoraleWindow)
#include "tst_choralewindow.moc"
