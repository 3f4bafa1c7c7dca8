// A whole comparison of sound: a corpus against itself is near, against noise it is far; the report holds what was
// measured.
#include "corpus/electronic/electroniccorpus.h"
#include "evaluation/sound/evaluatesound.h"
#include "music/error.h"

#include <QTest>

#include <cmath>

using namespace klangraum;

class TestEvaluateSound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nearAndFar()
    {
        const Corpus corpus = composeElectronicCorpus("electronic", 3, 9);
        constexpr std::uint64_t frames = 5 * corpusSampleRate;
        const std::vector<HeardClip> reference = segmentsToHear(corpus, Split::Train, frames, 24, 1);
        const std::vector<HeardClip> others = segmentsToHear(corpus, Split::Train, frames, 24, 2);
        QCOMPARE(reference.size(), std::size_t{ 24 });
        QVERIFY(reference[0].quartersPerMinute >= 110 && reference[0].firstBeat == 0.0);
        QVERIFY_EXCEPTION_THROWN(segmentsToHear(corpus, Split::Train, std::uint64_t{ 1 } << 40, 24, 1), Error);

        std::vector<HeardClip> noise = reference;
        Random random(1);
        for (HeardClip &heard : noise)
            for (float &sample : heard.clip.samples)
                sample = 0.2f * (2 * static_cast<float>(random.unit()) - 1);
        const SoundReport near = evaluateSound(others, reference, 1);
        const SoundReport far = evaluateSound(noise, reference, 2);
        QCOMPARE(near.distances.size(), std::size_t{ 4 });
        for (std::size_t i = 0; i < near.distances.size(); ++i)
            QVERIFY2(near.distances[i].second.distance < 0.5 * far.distances[i].second.distance,
                     near.distances[i].first.c_str());
        const nlohmann::json json = soundReportJson(near);
        const double real = json["beat"]["beat-strength"]["reference"]["mean"].get<double>();
        const double without = soundReportJson(far)["beat"]["beat-strength"]["samples"]["mean"].get<double>();
        QVERIFY2(real > 1.5 * without, qPrintable(QString("%1 against %2").arg(real).arg(without)));
        QVERIFY(json["beat"]["tempo-stability"]["reference"]["mean"].get<double>() > 0.5);
        QCOMPARE(json["distances"]["mfcc"]["samples"].get<int>(), 24);
        QVERIFY(soundReportJson(evaluateSound(others, reference, 2)) == json); // whatever the threads
    }

    void fewClipsAndForeignTexts()
    {
        const Corpus corpus = composeElectronicCorpus("techno", 1, 3);
        const std::vector<HeardClip> clips = segmentsToHear(corpus, Split::Train, corpusSampleRate, 3, 1);
        SoundReport report = evaluateSound(clips, clips, 1);
        QVERIFY(report.distances.empty());
        report.about["samples"] = { { "name", "<script>alert(1)</script>" } };
        const std::string page = soundReportHtml(soundReportJson(report));
        QVERIFY(page.find("<script") == std::string::npos && page.find("fewer than 16") != std::string::npos);
        QVERIFY_EXCEPTION_THROWN(evaluateSound({}, clips, 1), Error);
        QVERIFY_EXCEPTION_THROWN(evaluateSound(clips, clips, 1, [](double) { return false; }), Error);
    }
};

QTEST_APPLESS_MAIN(TestEvaluateSound)
#include "test_evaluatesound.moc"
