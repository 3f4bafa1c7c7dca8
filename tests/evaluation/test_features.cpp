// Every feature against numbers worked out by hand.
#include "evaluation/distances.h"
#include "evaluation/features.h"
#include "evaluation/featureset.h"
#include "evaluation/notelengths.h"
#include "evaluation/pitchstatistics.h"
#include "music/error.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace klangraum;

namespace {

using Values = std::vector<double>;

// Two bars of 4/4, one voice, 24 ticks a quarter: C D E c | C sharp.
Score melody()
{
    Score score;
    score.ticksPerQuarter = 24;
    score.voices = { { "a" } };
    score.notes = {
        { 0, 24, 60, 80, 0 }, { 24, 12, 62, 80, 0 }, { 36, 12, 64, 80, 0 }, { 48, 48, 72, 80, 0 }, { 96, 96, 61, 80, 0 }
    };
    score.normalise();
    return score;
}

// Four bars of 3/4, 8 ticks a quarter: a unison of two voices, one of them goes on over the bar line; a drum in the
// third bar; the last bar is empty.
Score waltz()
{
    Score score;
    score.ticksPerQuarter = 8;
    score.voices = { { "a" }, { "b" }, { "drums", 0, true } };
    score.metres = { { 0, 3, 4 } };
    score.notes = { { 0, 24, 60, 80, 0 }, { 0, 12, 60, 80, 1 }, { 12, 24, 67, 80, 1 }, { 50, 4, 38, 80, 2 } };
    score.length = 96;
    score.normalise();
    return score;
}

Score line(const std::vector<int> &pitches, Tick duration = 24)
{
    Score score;
    score.ticksPerQuarter = 24;
    score.voices = { { "a" } };
    for (const int pitch : pitches)
        score.notes.push_back({ static_cast<Tick>(score.notes.size()) * duration, duration, pitch, 80, 0 });
    score.normalise();
    return score;
}

Values of(const char *name, const Score &score)
{
    return feature(name).compute(MusicView(score));
}

bool same(const Values &found, const Values &expected)
{
    return std::equal(found.begin(), found.end(), expected.begin(), expected.end(),
                      [](double a, double b) { return std::abs(a - b) < 1e-12; });
}

// Zeros but for the places named.
Values sparse(std::size_t size, const std::vector<std::pair<std::size_t, double>> &places)
{
    Values values(size, 0.0);
    for (const auto &[place, value] : places)
        values[place] = value;
    return values;
}

} // namespace

class TestFeatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byHand_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Values>("ofMelody");
        QTest::addColumn<Values>("ofWaltz");
        const auto row = [](const char *name, const Values &a, const Values &b) {
            QTest::newRow(name) << QString(name) << a << b;
        };
        row("pitch-count", { 5 }, { 2 });
        row("pitch-count-per-bar", { 4, 1 }, { 2, 0, 0, 0 });
        row("note-count", { 5 }, { 3 });
        row("note-count-per-bar", { 4, 1 }, { 3, 0, 0, 0 });
        // By duration: C 24 + 48, C sharp 96, D 12, E 12 of 192; the waltz C 24 + 12, G 24 of 60.
        row("pitch-class-histogram", sparse(12, { { 0, 0.375 }, { 1, 0.5 }, { 2, 0.0625 }, { 4, 0.0625 } }),
            sparse(12, { { 0, 0.6 }, { 7, 0.4 } }));
        row("pitch-class-histogram-per-bar", sparse(24, { { 0, 0.75 }, { 2, 0.125 }, { 4, 0.125 }, { 13, 1 } }),
            sparse(48, { { 0, 0.75 }, { 7, 0.25 }, { 19, 1 } }));
        row("pitch-range", { 12 }, { 7 });
        row("mean-interval", { (2 + 2 + 8 + 11) / 4.0 }, { 7 });
        row("mean-inter-onset-interval", { 1 }, { 1.5 });
        row("note-length-histogram", sparse(12, { { 0, 0.2 }, { 1, 0.2 }, { 2, 0.2 }, { 3, 0.4 } }),
            sparse(12, { { 5, 2.0 / 3 }, { 6, 1.0 / 3 } }));
        row("pitch-class-transitions", sparse(144, { { 0 * 12 + 2, 1 }, { 2 * 12 + 4, 1 }, { 4 * 12, 1 }, { 1, 1 } }),
            sparse(144, { { 7, 1 } }));
        row("note-length-transitions",
            sparse(144, { { 2 * 12 + 3, 1 }, { 3 * 12 + 3, 1 }, { 3 * 12 + 1, 1 }, { 1 * 12, 1 } }),
            sparse(144, { { 6 * 12 + 5, 1 } }));
        row("mean-pitch", { 63.8 }, { 187.0 / 3 });
        row("pitch-deviation", { std::sqrt(18.56) }, { std::sqrt(98.0 / 9) });
        row("pitch-groups", { 60, -1, 62, -1, 64, -1, 72, -1, 61, -1 }, { 60, -1, 60, -1, 67, -1 });
        // C sounds from 0 to 24 however many voices sing it, G from 12 to 36: 48 of 36.
        row("polyphony", { 1 }, { 48.0 / 36 });
        row("empty-bar-rate", { 0 }, { 0.25 }); // G sounds into the second bar, the drum in the third
        row("qualified-note-rate", { 1 }, { 1 });
        row("scale-consistency", { 0.8 }, { 1 });
        // Onsets at 0, 24, 36, 48 of 96 | 0; the waltz 0, 36 of 72 | none | 6 | none.
        row("groove-consistency", { 1 - 3.0 / 96 }, { 1 - 4.0 / 216 });
        // The melody has C D E and C sharp; of the waltz's voices one has C, the other C G and G.
        row("used-pitch-classes", { 2 }, { 4.0 / 3 });
        // Alone; C beside C, beside half C half G, beside G: 30 degrees of the circle of fifths, 90 and 120 of thirds.
        row("tonal-distance", {}, { std::sqrt((2 - std::sqrt(3.0)) + 2 + 0.25 * 3) * (0 + 0.5 + 1) / 3 });
    }

    void byHand()
    {
        QFETCH(QString, name);
        QFETCH(Values, ofMelody);
        QFETCH(Values, ofWaltz);
        const Values a = of(qPrintable(name), melody());
        const Values b = of(qPrintable(name), waltz());
        QVERIFY2(same(a, ofMelody), a.empty() ? "nothing" : qPrintable(QString::number(a[0], 'g', 12)));
        QVERIFY2(same(b, ofWaltz), b.empty() ? "nothing" : qPrintable(QString::number(b[0], 'g', 12)));
    }

    // The table above names every feature there is.
    void everyFeatureIsTested()
    {
        QCOMPARE(features().size(), std::size_t{ 22 });
        for (const Feature &each : features()) {
            QVERIFY2(!each.title.empty() && !each.unit.empty() && !each.source.empty() && !each.definition.empty(),
                     each.name.c_str());
            if (each.kind == FeatureKind::Matrix)
                QCOMPARE(each.side() * each.side(), each.width);
            if (each.labels)
                QCOMPARE(each.labels().size(), each.kind == FeatureKind::Matrix ? each.side() : each.width);
        }
    }

    void lengthsGoToTheNearestClass()
    {
        // At 24 ticks a quarter a tick is a 96th of a whole note.
        const std::vector<std::pair<Tick, const char *>> cases = {
            { 96, "1/1" }, { 500, "1/1" }, { 72, "1/2." }, { 48, "1/2" }, { 36, "1/4." }, { 32, "1/2t" },
            { 24, "1/4" }, { 18, "1/8." }, { 16, "1/4t" }, { 12, "1/8" }, { 9, "1/16." }, { 8, "1/8t" },
            { 6, "1/16" }, { 1, "1/16" },  { 7, "1/16" }, // as near to 8, but 6 stands first
            { 60, "1/2" }, // as near to 72
        };
        for (const auto &[ticks, label] : cases) {
            QCOMPARE(noteLengthLabels()[noteLengthClass(ticks, 24)], std::string(label));
            QCOMPARE(noteLengthClass(ticks, 24), noteLengthClass(ticks * 20, 480));
        }
        QCOMPARE(noteLengthClass(1, 1), std::size_t{ 2 });
    }

    void qualifiedNotesLastA32nd()
    {
        Score score = line({ 60, 62, 64, 65 });
        score.notes[0].duration = 2;
        score.notes[1].duration = 3;
        QVERIFY(same(of("qualified-note-rate", score), { 0.75 }));
    }

    void pitchGroupsAreZipped()
    {
        const Values a = of("pitch-groups", line({ 60, 61, 62, 70, 71, 50 }));
        const Values b = of("pitch-groups", line({ 60, 65, 66 }));
        QVERIFY(same(a, { 60, 61, 62, -1, 70, 71, -1, 50, -1 }));
        QVERIFY(same(b, { 60, -1, 65, 66, -1 }));
        // [60, 61, 62] with [60]; [70, 71] with [65, 66]; [50] with nothing.
        QCOMPARE(groupDistance(a, b), 10.0);
        QCOMPARE(groupDistance(b, a), 10.0);
        QCOMPARE(groupDistance(a, a), 0.0);
        QCOMPARE(groupDistance(a, {}), 0.0);
    }

    void naturalMinorCounts()
    {
        // A natural minor, and one note outside of it.
        QVERIFY(same(of("scale-consistency", line({ 57, 59, 60, 62, 64, 65, 67, 68 })), { 7.0 / 8 }));
    }

    void chordsAreReadFromBelow()
    {
        Score chord = line({ 60 });
        chord.notes = { { 0, 24, 67, 80, 0 }, { 0, 24, 60, 80, 0 }, { 24, 24, 62, 80, 0 } };
        chord.normalise();
        QVERIFY(same(of("mean-interval", chord), { 6 })); // C to G, G to D
        QVERIFY(same(of("mean-inter-onset-interval", chord), { 1 }));
    }

    void nothingSounds()
    {
        Score silent;
        silent.length = 3 * 4 * silent.ticksPerQuarter;
        silent.normalise();
        for (const char *name :
             { "pitch-range", "mean-interval", "mean-inter-onset-interval", "mean-pitch", "pitch-deviation",
               "polyphony", "qualified-note-rate", "scale-consistency", "used-pitch-classes", "tonal-distance" })
            QVERIFY2(of(name, silent).empty(), name);
        QVERIFY(same(of("note-count", silent), { 0 }));
        QVERIFY(same(of("empty-bar-rate", silent), { 1 }));
        QVERIFY(same(of("groove-consistency", silent), { 1 }));
        QVERIFY(same(of("pitch-class-histogram", silent), Values(12, 0.0)));
        QVERIFY(same(of("note-count-per-bar", silent), { 0, 0, 0 }));
        QVERIFY(of("empty-bar-rate", Score()).empty());
    }

    void hostileScores()
    {
        Score far = line({ 60 });
        far.notes[0].start = Tick{ 1 } << 39;
        QVERIFY_EXCEPTION_THROWN(MusicView{ far }, Error);
        Score broken = line({ 60 });
        broken.ticksPerQuarter = 0;
        QVERIFY_EXCEPTION_THROWN(FeatureSet::of(std::vector<Score>{ melody(), broken }), Error);
        Score coarse = line({ 60, 62 }, 1);
        coarse.ticksPerQuarter = 1;
        coarse.metres = { { 0, 1, 128 } };
        for (const Feature &each : features())
            each.compute(MusicView(coarse));
        QVERIFY_EXCEPTION_THROWN(feature("tempo"), Error);
    }

    void setsLeaveOutWhatIsUndefined()
    {
        const std::vector<Score> pieces = { melody(), Score(), waltz() };
        const FeatureSet set = FeatureSet::of(pieces);
        QCOMPARE(set.pieces(), std::size_t{ 3 });
        QCOMPARE(set.mostBars(), std::size_t{ 4 });
        const FeatureValues range = set.values(feature("pitch-range"), 4);
        QCOMPARE(range.rows(), std::size_t{ 2 });
        QCOMPARE(range.undefined, std::size_t{ 1 });
        QVERIFY(same(range.values, { 12, 7 }));
        const FeatureValues counts = set.values(feature("note-count-per-bar"), 3);
        QVERIFY(same(counts.values, { 4, 1, 0, 0, 0, 0, 3, 0, 0 })); // filled up, and cut
    }

    void statisticsOfASet()
    {
        const PitchStatistics found = pitchStatisticsOf(std::vector<Score>{ melody(), waltz() });
        QCOMPARE(found.pieces, 2);
        QCOMPARE(found.notes, 8);
        QCOMPARE(found.pitches[60], 3.0 / 8);
        QCOMPARE(found.pitches[38], 0.0);
        QCOMPARE(found.transitions, 5);
        QCOMPARE(found.pitchClassTransitions[0][7], 0.2);
        QCOMPARE(found.noteLengthTransitions[6][5], 0.2);
        QCOMPARE(found.noteLengths[3], 0.25);
        QCOMPARE(pitchStatisticsOf({}).pitches[60], 0.0);
    }

    void densitiesForTheTrainingRoom()
    {
        const std::vector<Score> pieces = { melody(), waltz(), line({ 60, 64, 67 }) };
        const auto all = intraSetDensities(pieces);
        QCOMPARE(all.size(), features().size());
        const auto one = intraSetDensities(pieces, { "pitch-count" }, 50);
        QCOMPARE(one.size(), std::size_t{ 1 });
        QCOMPARE(one[0].curve.distances, std::size_t{ 6 }); // 3, 2 and 1, each twice
        QCOMPARE(one[0].curve.x.size(), std::size_t{ 50 });
        QVERIFY(intraSetDensities({}, { "pitch-count" })[0].curve.x.empty());
        QVERIFY_EXCEPTION_THROWN(intraSetDensities(pieces, { "beauty" }), Error);
    }
};

QTEST_APPLESS_MAIN(TestFeatures)
#include "test_features.moc"
