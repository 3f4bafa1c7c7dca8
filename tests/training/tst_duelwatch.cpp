// The collapse meter on planted sets of pieces, and what is called of the scalars of a duel: once where a failure
// begins, once where it ends.
#include "training/collapsemeter.h"
#include "training/duelwatch.h"

#include <QtTest>

#include <random>

using namespace klangraum;

namespace {

Score piece(std::uint64_t seed, Tick bars = 1)
{
    std::mt19937_64 random(seed);
    Score score;
    score.voices.push_back({ "A", 0, false });
    for (Tick step = 0; step < 16 * bars; step += 2)
        score.notes.push_back({ step * 120, 240, 48 + static_cast<int>(random() % 24), 80, 0 });
    score.length = 1920 * bars;
    score.normalise();
    return score;
}

std::vector<Score> pieces(std::uint64_t seed, int count, Tick bars = 1)
{
    std::vector<Score> set;
    for (int i = 0; i < count; ++i)
        set.push_back(piece(seed + static_cast<std::uint64_t>(i), bars));
    return set;
}

// What a watch says of `steps` further steps of these scalars: "+collapse@150".
QStringList called(DuelWatch &watch, std::int64_t &step, int steps, const nlohmann::json &scalars, int lookEvery = 50)
{
    QStringList list;
    for (const std::int64_t end = step + steps; step < end;) {
        ++step;
        nlohmann::json event = scalars;
        if (step % lookEvery != 0)
            for (const auto &[key, value] : scalars.items())
                if (key.starts_with("duel/"))
                    event.erase(key);
        event["step"] = step;
        for (const DuelCall &call : watch.take(event))
            list << (call.begins ? "+" : "-") + QString::fromStdString(call.code) + "@" + QString::number(step);
    }
    return list;
}

nlohmann::json look(double collapse, double silent = 0, double oneNote = 0)
{
    return { { "duel/collapse", collapse }, { "duel/silent", silent }, { "duel/one-note", oneNote } };
}

} // namespace

class TestDuelWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHealthySetIsNoCollapse()
    {
        CollapseMeter meter(pieces(1, 60, 8), 3);
        const CollapseReading reading = meter.read(pieces(900, 24));
        QVERIFY2(reading.collapse < 0.1, qPrintable(QString::number(reading.collapse)));
        QVERIFY(reading.corpusDistance > 0.8 && reading.corpusDistance < 1);
        QCOMPARE(reading.silent, 0.0);
        QCOMPARE(reading.oneNote, 0.0);
    }

    void distancesAreThoseOfCells()
    {
        // Two pieces of two cells each, one of them common: 1 - 1/3.
        Score a, b;
        a.voices = b.voices = { Voice{} };
        a.length = b.length = 1920;
        a.notes = { { 0, 120, 60, 80, 0 }, { 120, 120, 62, 80, 0 } };
        b.notes = { { 0, 120, 60, 80, 0 }, { 120, 120, 64, 80, 0 } };
        CollapseMeter meter({ a, b }, 1);
        QVERIFY(std::abs(meter.read({ a, b }).distance - 2.0 / 3) < 1e-12);
        QVERIFY(std::abs(meter.read({ a, b, b }).distance - (2.0 / 3 + 2.0 / 3 + 0) / 3) < 1e-12);
        // The same music on another grid.
        QCOMPARE(meter.read({ a, a.withTicksPerQuarter(24) }).distance, 0.0);
    }

    void plantedFailuresAreRead()
    {
        CollapseMeter meter(pieces(1, 60), 3);
        QCOMPARE(meter.read(std::vector<Score>(24, piece(5))).collapse, 1.0);
        std::vector<Score> silent = pieces(900, 24), oneNote = silent;
        for (Score &score : silent)
            score.notes.clear();
        for (std::size_t i = 0; i < oneNote.size(); ++i)
            for (Note &note : oneNote[i].notes)
                note.pitch = 60 + static_cast<int>(i % 3);
        QCOMPARE(meter.read(silent).silent, 1.0);
        QCOMPARE(meter.read(silent).collapse, 1.0);
        QCOMPARE(meter.read(oneNote).oneNote, 1.0);
        QCOMPARE(meter.read(oneNote).silent, 0.0);
    }

    void badInput()
    {
        CollapseMeter nothing({}, 1);
        QCOMPARE(nothing.read(pieces(1, 24)).collapse, 0.0);
        QCOMPARE(nothing.read({}).distance, 0.0);
        CollapseMeter equal(std::vector<Score>(30, piece(5)), 1); // a corpus of identical bars
        QCOMPARE(equal.read(std::vector<Score>(24, piece(5))).collapse, 0.0);
        CollapseMeter one({ piece(1, 200) }, 1); // one long piece is enough
        QVERIFY(one.read(pieces(900, 24)).corpusDistance > 0.5);
        Score strange = piece(1);
        strange.length = 0;
        strange.notes.front().start = -5000;
        strange.notes.back().duration = Tick(1) << 50;
        QVERIFY(std::isfinite(one.read({ strange, piece(2) }).distance));
        // Drums are one note in the corpus, too.
        std::vector<Score> drums = pieces(1, 24);
        for (Score &score : drums)
            for (Note &note : score.notes)
                note.pitch = 36;
        QCOMPARE(CollapseMeter(drums, 1).read(drums).oneNote, 0.0);
    }

    void collapseIsCalledOnceAndTakenBack()
    {
        DuelWatch watch;
        std::int64_t step = 0;
        QCOMPARE(called(watch, step, 300, look(0.1)), QStringList());
        QCOMPARE(called(watch, step, 400, look(0.9)), QStringList{ "+collapse@400" });
        QCOMPARE(watch.active(), std::set<std::string>{ "collapse" });
        QCOMPARE(called(watch, step, 400, look(0.4)), QStringList()); // neither here nor there
        QCOMPARE(called(watch, step, 400, look(0.1)), QStringList{ "-collapse@1200" });
        // From the first step on: within 200 steps, not in the noise of the beginning.
        DuelWatch other;
        step = 0;
        QCOMPARE(called(other, step, 200, look(1)), QStringList{ "+collapse@100" });
        // One look is none.
        DuelWatch third;
        step = 200;
        QCOMPARE(called(third, step, 50, look(1)) + called(third, step, 300, look(0.1)), QStringList());
    }

    void silenceAndOneNoteHaveTheirOwnWords()
    {
        DuelWatch watch;
        std::int64_t step = 200;
        QCOMPARE(called(watch, step, 200, look(1, 1, 0)), QStringList{ "+silence@300" });
        QCOMPARE(called(watch, step, 200, look(1, 0, 1)), (QStringList{ "-silence@500", "+one-note@500" }));
        QCOMPARE(called(watch, step, 200, look(1, 0, 0)), (QStringList{ "-one-note@700", "+collapse@700" }));
    }

    void aPerfectDiscriminator()
    {
        const auto accuracy = [](double real, double generated) {
            return nlohmann::json{ { "train/accuracy/real", real }, { "train/accuracy/generated", generated } };
        };
        DuelWatch watch;
        std::int64_t step = 0;
        QCOMPARE(called(watch, step, 500, accuracy(1, 0.8)), QStringList());
        QCOMPARE(called(watch, step, 500, accuracy(1, 1)), QStringList{ "+perfect-discriminator@595" });
        QCOMPARE(called(watch, step, 500, accuracy(0.6, 0.5)).size(), 1);
        QVERIFY(watch.active().empty());
        DuelWatch critics; // a Wasserstein critic should be right
        step = 0;
        nlohmann::json right = accuracy(1, 1);
        right["train/critic/loss"] = -2;
        QCOMPARE(called(critics, step, 500, right), QStringList());
    }

    void anExplodingCritic()
    {
        DuelWatch watch;
        std::int64_t step = 0;
        nlohmann::json calm{ { "train/critic/loss", -3.0 },
                             { "gradient-norm/critic", 1.0 },
                             { "train/generator/loss", -9e9 } };
        QCOMPARE(called(watch, step, 600, calm), QStringList());
        QCOMPARE(called(watch, step, 100, { { "train/critic/loss", -1705.0 } }).size(), 1); // as in the paper
        QVERIFY(watch.active().contains("exploding-critic"));
        QCOMPARE(called(watch, step, 600, calm).size(), 1);
        QCOMPARE(called(watch, step, 100, { { "train/critic/loss", -400.0 } }).size(), 1); // a hundred times as before
        DuelWatch other;
        step = 0;
        QCOMPARE(called(other, step, 200, { { "gradient-norm/critic", 1e6 } }), QStringList{ "+exploding-critic@100" });
        QCOMPARE(called(other, step, 300, { { "train/critic/loss", "NaN" } }).size(), 0); // another's business
    }

    void aVanishingGradient()
    {
        DuelWatch watch;
        std::int64_t step = 0;
        const auto norm = [](double value) { return nlohmann::json{ { "gradient-norm/generator", value } }; };
        QCOMPARE(called(watch, step, 600, norm(0.5)), QStringList());
        QCOMPARE(called(watch, step, 300, norm(1e-5)).size(), 1);
        QCOMPARE(called(watch, step, 1000, norm(0.5)).size(), 1);
        DuelWatch other;
        step = 0;
        QCOMPARE(called(other, step, 100, norm(0)), QStringList{ "+vanishing-gradient@100" });
    }

    void whatAnEarlierTrainerSawIsKnown()
    {
        // Shown the last steps only, a watch goes on as the one that saw all.
        DuelWatch all;
        std::int64_t step = 0;
        nlohmann::json scalars = look(0.9);
        scalars["train/accuracy/real"] = scalars["train/accuracy/generated"] = 1;
        const QStringList first = called(all, step, 900, scalars);
        QCOMPARE(first.size(), 2);
        DuelWatch late;
        std::int64_t from = step - DuelWatch::memory;
        called(late, from, DuelWatch::memory, scalars);
        late.setActive(all.active());
        nlohmann::json healthy = look(0);
        healthy["train/accuracy/real"] = healthy["train/accuracy/generated"] = 0.5;
        QCOMPARE(called(late, from, 400, healthy), called(all, step, 400, healthy));
        QVERIFY(all.active().empty());
    }

    void everyCodeHasWords()
    {
        for (const std::string &code : DuelWatch::codes())
            QVERIFY2(DuelWatch::text(code).find("what usually helps") != std::string::npos, code.c_str());
        QCOMPARE(DuelWatch::text("unheard-of"), std::string("unheard-of"));
    }
};

QTEST_APPLESS_MAIN(TestDuelWatch)
#include "tst_duelwatch.moc"
