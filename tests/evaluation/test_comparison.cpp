// Two sets compared and reported: small, empty and identical sets, a cancelled run, and the pages that come out.
#include "corpus/corpus.h"
#include "corpus/windows.h"
#include "evaluation/evaluationreport.h"
#include "evaluation/svgplot.h"
#include "music/error.h"

#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace klangraum;
using nlohmann::json;

namespace {

Score line(const std::vector<int> &pitches)
{
    Score score;
    score.ticksPerQuarter = 4;
    score.voices = { { "a" } };
    for (const int pitch : pitches)
        score.notes.push_back({ static_cast<Tick>(score.notes.size()) * 4, 4, pitch, 80, 0 });
    score.normalise();
    return score;
}

std::vector<Score> windows(std::size_t from, std::size_t count)
{
    static const Corpus corpus = Corpus::embedded();
    static const std::vector<CorpusWindow> all = cutWindows(corpus, Split::Train, {});
    std::vector<Score> scores;
    for (std::size_t i = 0; i < count; ++i)
        scores.push_back(all.at((from + i) % all.size()).score());
    return scores;
}

json reportOf(const std::vector<Score> &samples, const std::vector<Score> &reference)
{
    EvaluationReport report;
    report.about = { { "samples", { { "name", "<b>\"A\" & 'B'</b>" }, { "pieces", samples.size() } } },
                     { "reference", { { "name", "</script><script>alert(1)</script>" } } },
                     { "seed", 1 } };
    report.comparison = compareSets(samples, reference);
    report.samples = pitchStatisticsOf(samples);
    report.reference = pitchStatisticsOf(reference);
    std::vector<Frames> pieces;
    pieces.reserve(reference.size());
    for (const Score &score : reference)
        pieces.push_back(framesOf(score));
    if (!pieces.empty()) {
        const CopyIndex index(pieces);
        report.copies = CopyComparison{ auditCopies(index, { framesOf(samples.empty() ? Score() : samples[0]) }),
                                        auditCopies(index, {}), pieces.size() };
    }
    return reportJson(report);
}

// No number in it is infinite or none: both would be written as null, and are counted.
int nulls(const json &value)
{
    int count = value.is_null() ? 1 : 0;
    if (value.is_structured()) {
        for (const json &inner : value)
            count += nulls(inner);
    }
    return count;
}

} // namespace

class TestComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Pitch counts 1, 2, 3 against 2, 4.
    void scalarsByHand()
    {
        const std::vector<Score> samples = { line({ 60 }), line({ 60, 62 }), line({ 60, 62, 64 }) };
        const std::vector<Score> reference = { line({ 60, 62 }), line({ 60, 62, 64, 65 }) };
        const FeatureComparison found = compareSets(samples, reference).features[0];
        QCOMPARE(found.feature->name, std::string("pitch-count"));
        QCOMPARE(found.samples.mean, 2.0);
        QVERIFY(std::abs(found.samples.deviation - std::sqrt(2.0 / 3)) < 1e-12);
        QCOMPARE(found.samples.intra.count, std::size_t{ 6 }); // 1, 2, 1, each twice
        QVERIFY(std::abs(found.samples.intra.mean - 4.0 / 3) < 1e-12);
        QCOMPARE(found.reference.intra.count, std::size_t{ 2 });
        QVERIFY(found.reference.intra.constant);
        QCOMPARE(found.inter.count, std::size_t{ 6 }); // 1 3, 0 2, 1 1
        QVERIFY(std::abs(found.inter.mean - 8.0 / 6) < 1e-12);
        QCOMPARE(found.inter.highest, 3.0);
    }

    void identicalSamples()
    {
        const std::vector<Score> samples(20, windows(0, 1)[0]);
        const json report = reportOf(samples, windows(100, 30));
        for (const json &feature : report["features"]) {
            QVERIFY(feature["samples"]["intra"]["all-equal"] == true);
            QVERIFY(feature["samples"]["intra"]["mean"] == 0.0);
            for (const json &pair : feature["agreement"]) {
                const json &shown = pair["common-grid"];
                QVERIFY2(nulls(shown) == 0, feature["name"].dump().c_str());
                QVERIFY(shown["overlap"] >= 0.0 && shown["overlap"] <= 1.0 + 1e-9);
            }
        }
        const std::string html = reportHtml(report);
        const QRegularExpression bad("(?<![a-z])(nan|-nan)(?![a-z])", QRegularExpression::CaseInsensitiveOption);
        QVERIFY(!QString::fromStdString(html).contains(bad));
        QVERIFY(!QString::fromStdString(report.dump()).contains(bad));
        // Against itself nothing differs.
        const json same = reportOf(samples, samples);
        for (const json &feature : same["features"])
            QVERIFY(feature["agreement"]["samples-inter"]["common-grid"]["overlap"] == 1.0);
    }

    void aSetAgainstItsOwnKind()
    {
        const Comparison found = compareSets(windows(0, 60), windows(300, 80));
        QCOMPARE(found.features.size(), features().size());
        QVERIFY(found.bars >= 2);
        for (const FeatureComparison &feature : found.features) {
            if (feature.samplesInter.defined && !feature.samples.intra.constant)
                QVERIFY2(feature.samplesInter.commonGrid.overlap > 0.5, feature.feature->name.c_str());
            QCOMPARE(feature.curves.x.size(), feature.curves.y[2].size());
        }
        // Twice the same numbers, whatever the threads.
        ComparisonOptions one;
        one.threads = 1;
        const Comparison again = compareSets(windows(0, 60), windows(300, 80), one);
        for (std::size_t i = 0; i < found.features.size(); ++i)
            QCOMPARE(again.features[i].samplesInter.commonGrid.klForward,
                     found.features[i].samplesInter.commonGrid.klForward);
    }

    void smallAndEmptySets_data()
    {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("reference");
        QTest::newRow("three and three") << 3 << 3;
        QTest::newRow("one and three") << 1 << 3;
        QTest::newRow("one and one") << 1 << 1;
        QTest::newRow("none and two") << 0 << 2;
        QTest::newRow("none at all") << 0 << 0;
    }

    void smallAndEmptySets()
    {
        QFETCH(int, samples);
        QFETCH(int, reference);
        const json report =
            reportOf(windows(0, static_cast<std::size_t>(samples)), windows(50, static_cast<std::size_t>(reference)));
        QCOMPARE(report["features"].size(), features().size());
        QVERIFY(report["features"][0]["samples"]["intra"].is_null() == (samples < 2));
        QVERIFY(report["features"][0]["inter"].is_null() == (samples * reference == 0));
        QVERIFY(reportHtml(report).size() > 10'000);
    }

    // Silence, one note and percussion alone beside real music.
    void oddPieces()
    {
        std::vector<Score> odd = windows(0, 3);
        odd.push_back(Score());
        odd.push_back(line({ 60 }));
        Score drums = line({ 38, 40 });
        drums.voices[0].percussion = true;
        odd.push_back(drums);
        const json report = reportOf(odd, windows(7, 5));
        for (const json &feature : report["features"]) {
            if (feature["name"] == "mean-interval")
                QCOMPARE(feature["samples"]["undefined"].get<int>(), 3);
        }
        QVERIFY(reportHtml(report).size() > 10'000);
    }

    void thePageIsSelfContained()
    {
        const json report = reportOf(windows(0, 12), windows(40, 12));
        const QString html = QString::fromStdString(reportHtml(report));
        for (const char *outside : { "http:", "https:", "src=", "@import", "url(", "<link", "<iframe" })
            QVERIFY2(!html.contains(outside), outside);
        QVERIFY(html.contains("prefers-color-scheme:dark"));
        // Foreign texts stay texts.
        QVERIFY(!html.contains("<b>") && !html.contains("<script>alert"));
        QVERIFY(html.contains("&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;"));
        // Everything that the table declares is there, and all the numbers once more as data.
        for (const Feature &each : features())
            QVERIFY2(html.contains("id=\"" + QString::fromStdString(each.name) + "\""), each.name.c_str());
        const QString opening = "<script type=\"application/json\" id=\"report\">";
        const auto from = html.indexOf(opening) + opening.size();
        const QString data = html.mid(from, html.indexOf("</script>", from) - from);
        QVERIFY(json::parse(data.toStdString()) == report);
        QCOMPARE(html.count("<svg"), html.count("</svg>"));
        QVERIFY(html.count("<svg") > 20);
    }

    void picturesOfNothing()
    {
        QVERIFY(svg::curves({}, {}, "x").find("<svg") == std::string::npos);
        QVERIFY(svg::curves({ 1, 1 }, { { "samples", "s", { 1, 2 } } }, "x").find("nan") == std::string::npos);
        svg::bars({}, {}, "x");
        svg::bars({ "a" }, { { "samples", "s", {} } }, "x");
        svg::matrix({}, { "samples", "s", {} }, 0);
        QCOMPARE(svg::escaped("a\n<"), std::string("a &lt;"));
    }

    void progressAndCancel()
    {
        ComparisonOptions options;
        double last = 0;
        options.progress = [&](double share) {
            const bool rises = share >= last;
            last = share;
            return rises;
        };
        compareSets(windows(0, 30), windows(9, 30), options);
        QCOMPARE(last, 1.0);
        options.progress = [](double) { return false; };
        QVERIFY_EXCEPTION_THROWN(compareSets(windows(0, 30), windows(9, 30), options), Error);
    }
};

QTEST_APPLESS_MAIN(TestComparison)
#include "test_comparison.moc"
