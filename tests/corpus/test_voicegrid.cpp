// Score -> VoiceGrid -> Score: by hand, as a property on random grids, and on the real chorales.
#include "corpus/import.h"
#include "corpus/random.h"
#include "corpus/voicegrid.h"
#include "music/error.h"

#include <QTest>

using namespace klangraum;

namespace {

VoiceGrid randomGrid(Random &random, int voices, int stepsPerQuarter)
{
    VoiceGrid grid(voices, random.between(1, 96), stepsPerQuarter);
    for (int v = 0; v < voices; ++v) {
        // An octave for each voice, high to low, so that nameless voices order themselves by mean pitch.
        const int low = 90 - 14 * v;
        for (int s = 0; s < grid.steps;) {
            const int length = random.between(1, 9);
            if (s == 0 || random.chance(0.85))
                grid.place(v, s, length, random.between(low, low + 12));
            s += length;
        }
    }
    grid.normalise();
    return grid;
}

} // namespace

class TestVoiceGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byHand()
    {
        Score score;
        score.ticksPerQuarter = 100;
        score.voices = { { "low" }, { "high" } };
        score.notes = { { 0, 100, 72, 80, 1 }, { 100, 50, 72, 80, 1 }, { 0, 150, 50, 80, 0 } };
        score.length = 200;
        score.normalise();
        const VoiceGrid grid = toVoiceGrid(score, 4, 2);
        QCOMPARE(grid.steps, 8);
        const std::vector<std::int16_t> pitch{ 72, 72, 72, 72, 72, 72, -1, -1, 50, 50, 50, 50, 50, 50, -1, -1 };
        const std::vector<std::uint8_t> onset{ 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 };
        QVERIFY(grid.pitch == pitch);
        QVERIFY(grid.onset == onset);
    }

    void namesComeBeforePitch()
    {
        Score score;
        score.voices = { { "Bass" }, { "Tenore" }, { "ALTO 1" }, { "Sopran" } };
        // The tenor lies above the alto here.
        score.notes = { { 0, 480, 40, 80, 0 }, { 0, 480, 70, 80, 1 }, { 0, 480, 60, 80, 2 }, { 0, 480, 75, 80, 3 } };
        score.normalise();
        const VoiceGrid grid = toVoiceGrid(score);
        QCOMPARE(int(grid.at(0, 0)), 75);
        QCOMPARE(int(grid.at(1, 0)), 60);
        QCOMPARE(int(grid.at(2, 0)), 70);
        QCOMPARE(int(grid.at(3, 0)), 40);
    }

    void refusesWhatHasNoVoices()
    {
        Score score;
        score.voices = { { "piano" } };
        score.notes = { { 0, 480, 60, 80, 0 } };
        score.normalise();
        QVERIFY(!fitsVoiceGrid(score));
        QVERIFY_EXCEPTION_THROWN(toVoiceGrid(score), Error);
        score.voices = { { "a" }, { "b" } };
        score.notes = { { 0, 480, 60, 80, 0 }, { 0, 480, 64, 80, 0 }, { 0, 480, 40, 80, 1 } };
        QVERIFY(!fitsVoiceGrid(score, 2));
        QVERIFY_EXCEPTION_THROWN(toVoiceGrid(score, 4, 2), Error);
    }

    void shortNotesAndOverlapsKeepAStepEach()
    {
        Score score;
        score.voices = { { "a" } };
        score.ticksPerQuarter = 480;
        score.notes = { { 0, 10, 60, 80, 0 }, { 240, 480, 62, 80, 0 }, { 480, 240, 64, 80, 0 } };
        score.normalise();
        const VoiceGrid grid = toVoiceGrid(score, 4, 1);
        const std::vector<std::int16_t> pitch{ 60, -1, 62, 62, 64, 64 };
        QVERIFY(grid.pitch == pitch);
    }

    void roundTrip_data()
    {
        QTest::addColumn<bool>("named");
        QTest::newRow("soprano to bass") << true;
        QTest::newRow("nameless") << false;
    }
    void roundTrip()
    {
        QFETCH(bool, named);
        Random random(7);
        for (int i = 0; i < 300; ++i) {
            const VoiceGrid grid = randomGrid(random, 4, random.pick(std::vector<int>{ 1, 2, 4, 7, 12 }));
            const Score score = fromVoiceGrid(grid, named ? chorusVoices() : std::vector<Voice>(4));
            const VoiceGrid back = toVoiceGrid(score, grid.stepsPerQuarter);
            QVERIFY(back == grid);
            QVERIFY(fromVoiceGrid(back, named ? chorusVoices() : std::vector<Voice>(4)) == score);
        }
    }

    void windowCutsAndPads()
    {
        VoiceGrid grid(1, 8);
        grid.place(0, 0, 4, 60);
        grid.place(0, 4, 4, 62);
        const VoiceGrid window = grid.window(2, 8);
        const std::vector<std::int16_t> pitch{ 60, 60, 62, 62, 62, 62, -1, -1 };
        const std::vector<std::uint8_t> onset{ 1, 0, 1, 0, 0, 0, 0, 0 };
        QVERIFY(window.pitch == pitch);
        QVERIFY(window.onset == onset);
        QCOMPARE(int(grid.window(-1, 3).at(0, 0)), -1);
        QCOMPARE(int(grid.transposed(70).at(0, 0)), -1);
        QCOMPARE(int(grid.transposed(5).at(0, 0)), 65);
    }

    void realChorales_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("jsb-chorales") << "jsb-chorales/midi";
        QTest::newRow("js-fakes") << "js-fakes";
    }
    void realChorales()
    {
        QFETCH(QString, folder);
        const std::filesystem::path source =
            std::string(KLANGRAUM_SOURCE_DIR "/../shared/data/") + folder.toStdString();
        if (!std::filesystem::exists(source))
            QSKIP("the shared data folder is not there");
        const Corpus corpus = importMusic({ source });
        for (const CorpusPiece &piece : corpus.pieces) {
            const VoiceGrid grid = toVoiceGrid(piece.score);
            const VoiceGrid back = toVoiceGrid(fromVoiceGrid(grid, chorusVoices()));
            QVERIFY2(back == grid, piece.file.c_str());
            double mean[4] = {};
            for (int v = 0; v < 4; ++v) {
                for (int s = 0; s < grid.steps; ++s)
                    mean[v] += grid.at(v, s) < 0 ? 0 : grid.at(v, s);
            }
            QVERIFY2(mean[0] > mean[1] && mean[1] > mean[2] && mean[2] > mean[3], piece.file.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestVoiceGrid)
#include "test_voicegrid.moc"
