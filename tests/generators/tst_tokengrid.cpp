// Grids of tokens: what is written comes back, what cannot be read is refused, attributes mean what they say.
#include "generators/jsonreader.h"
#include "generators/latent/attributes.h"
#include "generators/latent/latentoptions.h"
#include "generators/latent/tokengrid.h"
#include "music/error.h"

#include <QtTest>

#include <random>

using namespace klangraum;
using namespace klangraum::latent;

namespace {

Score tune(const std::vector<Note> &notes, const std::string &name = "Melody", bool percussion = false)
{
    Score score;
    score.voices = { { name, 0, percussion } };
    score.notes = notes;
    score.normalise();
    return score;
}

} // namespace

class TestTokenGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void melodiesComeBack()
    {
        const Grammar grammar{ Coding::Melody, 4 };
        const Score score =
            tune({ { 0, 480, 60, 82, 0 }, { 480, 480, 60, 82, 0 }, { 960, 240, 64, 82, 0 }, { 1440, 960, 67, 82, 0 } });
        const TokenGrid grid = grammar.encode(score);
        QCOMPARE(grammar.stepsOf(grid), 20);
        QVERIFY(grammar.decode(grid, 100).notes == score.notes); // the repeated note stays two
        QCOMPARE(grammar.onsets(grid), 4);
    }

    void seededGridsComeBack_data()
    {
        QTest::addColumn<int>("coding");
        for (const Coding coding : { Coding::Melody, Coding::Top, Coding::Voices, Coding::Roll })
            QTest::newRow(nameOf(coding)) << static_cast<int>(coding);
    }
    void seededGridsComeBack()
    {
        QFETCH(int, coding);
        const Grammar grammar{ static_cast<Coding>(coding), 4 };
        std::mt19937 random(7);
        for (int turn = 0; turn < 50; ++turn) {
            TokenGrid grid = grammar.silence(32);
            for (std::size_t cell = 0; cell < grid.size(); ++cell)
                if (grammar.coding == Coding::Roll)
                    grid[cell] = cell % keys > 9 && cell % keys < 78 && random() % 30 == 0 ? 1 : 0;
                else
                    grid[cell] = static_cast<std::uint8_t>(random() % 3 == 0 ? restToken : 20 + random() % 30);
            // Something sounds in the first step and in the last.
            grid[grammar.coding == Coding::Roll ? 40 : 0] = grammar.coding == Coding::Roll ? 1 : 30;
            grid[grid.size() - (grammar.coding == Coding::Roll ? 40 : 1)] = grammar.coding == Coding::Roll ? 1 : 30;
            Score score = grammar.decode(grid, 100);
            if (grammar.coding == Coding::Voices)
                QCOMPARE(score.voices.size(), std::size_t(4));
            TokenGrid again = grammar.window(grammar.encode(score), 0, 32);
            QVERIFY(grammar.coding == Coding::Voices || again == grid);
            TokenGrid moved = grid;
            QVERIFY(grammar.move(moved, 3) && moved != grid);
            QVERIFY(grammar.move(moved, -3) && moved == grid);
            QVERIFY(!grammar.move(moved, 90) && moved == grid);
        }
    }

    void aNoteThatReachesInIsStruck()
    {
        const Grammar grammar{ Coding::Melody, 4 };
        const TokenGrid grid = grammar.encode(tune({ { 0, 1920, 72, 82, 0 } }));
        const TokenGrid window = grammar.window(grid, 4, 8);
        QCOMPARE(int(window.front()), 72 - lowestPitch);
        QCOMPARE(int(window[1]), holdToken);
        QCOMPARE(int(grammar.window(grid, -2, 8).front()), restToken); // before a pickup
        QCOMPARE(grammar.onsets(grammar.window(grid, 400, 8)), 0);
    }

    void badMusicIsRefused()
    {
        for (const Coding coding : { Coding::Melody, Coding::Top, Coding::Voices, Coding::Roll }) {
            const Grammar grammar{ coding, 4 };
            QVERIFY_EXCEPTION_THROWN(grammar.encode(Score{}), Error);
            QVERIFY_EXCEPTION_THROWN(grammar.encode(tune({ { 0, 120, 36, 90, 0 } }, "Drums", true)), Error);
        }
        const Grammar grammar{ Coding::Melody, 4 };
        QCOMPARE(grammar.onsets(grammar.encode(tune({ { 0, 1, 60, 90, 0 } }))), 1);
        const Tick fourHours = Tick(480) * 60 * 4 * 120; // at 120 quarters a minute
        QVERIFY(grammar.encode(tune({ { 0, 480, 60, 90, 0 }, { fourHours, 480, 62, 90, 0 } })).size() > 100000);
        QVERIFY(grammar.encode(tune({ { 0, 480, 60, 90, 0 }, { Tick(1) << 40, 480, 62, 90, 0 } })).size() < 1000);
    }

    void theMelodyIsFound()
    {
        Score score;
        score.voices = { { "PIANO", 0, false }, { "MELODY", 0, false } };
        for (int i = 0; i < 16; ++i)
            score.notes.push_back({ i * 120, 120, 90, 80, 0 });
        score.notes.push_back({ 0, 480, 60, 80, 1 });
        score.normalise();
        const Grammar grammar{ Coding::Melody, 4 };
        QCOMPARE(int(grammar.encode(score).front()), 60 - lowestPitch);
    }

    void attributesMeanWhatTheySay()
    {
        const Attributes calm = attributesOf(tune({ { 0, 960, 60, 80, 0 }, { 960, 960, 67, 80, 0 } }));
        const Attributes busy = attributesOf(tune(
            { { 0, 240, 72, 80, 0 }, { 240, 480, 73, 80, 0 }, { 720, 480, 79, 80, 0 }, { 1200, 720, 78, 80, 0 } }));
        QVERIFY(busy[0] > calm[0]);
        QVERIFY(busy[1] > calm[1]);
        QVERIFY(busy[2] > calm[2]);
        QVERIFY(busy[3] > calm[3]);
        QVERIFY(busy[4] < calm[4]);
    }

    void wrongOptionsAreRefused()
    {
        const auto read = [](const nlohmann::json &model) {
            JsonReader reader(model, "test: [model]");
            const LatentOptions options = LatentOptions::read(reader, {});
            reader.refuseUnknown();
            return options;
        };
        QCOMPARE(read({ { "steps", 64 } }).steps, std::int64_t(64));
        QVERIFY_EXCEPTION_THROWN(read({ { "stebs", 64 } }), Error);
        QVERIFY_EXCEPTION_THROWN(read({ { "sigma", "tanh" } }), Error);
        QVERIFY_EXCEPTION_THROWN(read({ { "steps", 30 }, { "segment", 4 } }), Error);
        QVERIFY_EXCEPTION_THROWN(read({ { "notes", "roll" } }), Error); // by a decoder of single tokens
        QVERIFY_EXCEPTION_THROWN(read({ { "codes", 32 } }), Error); // without parts
    }
};

QTEST_APPLESS_MAIN(TestTokenGrid)

#include "tst_tokengrid.moc"
