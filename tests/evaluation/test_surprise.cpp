// Surprise: the tables by hand, what does not change it, what raises it, and its JSON.
#include "corpus/composer.h"
#include "corpus/random.h"
#include "evaluation/surprise.h"
#include "music/error.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>

using namespace klangraum;

namespace {

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

// Two voices: the upper goes 60 62 64, the lower holds 48.
VoiceGrid small()
{
    VoiceGrid grid(2, 12);
    grid.place(0, 0, 4, 60);
    grid.place(0, 4, 4, 62);
    grid.place(0, 8, 4, 64);
    grid.place(1, 0, 12, 48);
    return grid;
}

} // namespace

class TestSurprise : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byHand()
    {
        SurpriseModel model(2);
        // Empty tables: everything equally likely among 49 and 37.
        QVERIFY(near(model.melodicBits(0, 5), std::log2(49)));
        QVERIFY(near(model.verticalBits(7), std::log2(37)));
        model.add(small());
        // Voice 0 has made two whole tones up: (2 + 1/2) of (2 + 49/2).
        QVERIFY(near(model.melodicBits(0, 2), std::log2(26.5 / 2.5)));
        QVERIFY(near(model.melodicBits(0, -2), std::log2(26.5 / 0.5)));
        QVERIFY(near(model.melodicBits(1, 2), std::log2(49)));
        // Three onsets, one interval above the bass each: 12, 14, 16.
        QVERIFY(near(model.verticalBits(14), std::log2(21.5 / 1.5)));
        const Surprise surprise = model.of(small());
        QCOMPARE(surprise.melodicIntervals, 2);
        QCOMPARE(surprise.verticalIntervals, 3);
        QVERIFY(near(surprise.melodic, std::log2(26.5 / 2.5)));
        QVERIFY(near(surprise.vertical, std::log2(21.5 / 1.5)));
        QVERIFY(near(surprise.bits, (surprise.melodic + surprise.vertical) / 2));
    }

    void withoutIntervals()
    {
        const SurpriseModel model(4);
        QCOMPARE(model.of(VoiceGrid(4, 16)).bits, 0.0);
        VoiceGrid line(1, 8);
        line.place(0, 0, 4, 60);
        line.place(0, 4, 4, 67);
        const Surprise surprise = model.of(line); // melodic only
        QCOMPARE(surprise.verticalIntervals, 0);
        QVERIFY(near(surprise.bits, surprise.melodic));
    }

    void transposingChangesNothing()
    {
        const Corpus corpus = composeCorpus("cadences", 5, 20);
        const SurpriseModel model = SurpriseModel::fit(corpus);
        for (const CorpusPiece &piece : corpus.pieces) {
            const VoiceGrid grid = toVoiceGrid(piece.score);
            const double bits = model.of(grid).bits;
            QVERIFY(near(model.of(grid.transposed(5)).bits, bits));
            QVERIFY(near(model.of(piece.score).bits, bits)); // the score says the same as its grid
            QVERIFY(bits > 1 && bits < 6);
        }
    }

    void noiseSurprises()
    {
        const Corpus corpus = composeCorpus("cadences", 5, 60);
        const SurpriseModel model = SurpriseModel::fit(corpus);
        Random random(6);
        double plain = 0;
        double slightly = 0;
        double noisy = 0;
        for (const CorpusPiece *piece : corpus.split(Split::Test)) {
            VoiceGrid grid = toVoiceGrid(piece->score);
            plain += model.of(grid).bits;
            const auto blur = [&](double share) {
                VoiceGrid blurred = grid;
                for (int v = 0; v < 4; ++v) {
                    for (int s = 0; s < grid.steps; s += 4) {
                        if (random.chance(share))
                            blurred.place(v, s, 4, grid.at(v, s) + random.between(-6, 6));
                    }
                }
                blurred.normalise();
                return model.of(blurred).bits;
            };
            slightly += blur(0.15);
            noisy += blur(0.6);
        }
        QVERIFY(plain < slightly);
        QVERIFY(slightly < noisy);
    }

    void onlyTheTrainingSplitIsCounted()
    {
        Corpus corpus = composeCorpus("cadences", 5, 10);
        const nlohmann::json before = SurpriseModel::fit(corpus).toJson();
        for (CorpusPiece &piece : corpus.pieces) {
            if (piece.split != Split::Train)
                piece.score.notes.resize(2);
        }
        QVERIFY(SurpriseModel::fit(corpus).toJson() == before);
        for (CorpusPiece &piece : corpus.pieces)
            piece.split = Split::Test;
        QVERIFY_EXCEPTION_THROWN(SurpriseModel::fit(corpus), Error);
    }

    void scoresWithoutFourVoices()
    {
        const Corpus corpus = composeCorpus("tunes", 5, 10);
        const SurpriseModel model = SurpriseModel::fit(corpus);
        QVERIFY(model.of(corpus.pieces[0].score).bits > 0.5);
    }

    void json()
    {
        const Corpus corpus = composeCorpus("cadences", 5, 10);
        const SurpriseModel model = SurpriseModel::fit(corpus);
        const nlohmann::json json = nlohmann::json::parse(model.toJson().dump());
        const SurpriseModel back = SurpriseModel::fromJson(json);
        QCOMPARE(back.of(corpus.pieces[3].score).bits, model.of(corpus.pieces[3].score).bits);
        QVERIFY(back.toJson() == json);
        for (const char *key : { "stepsPerQuarter", "melodic", "vertical" }) {
            nlohmann::json bad = json;
            bad.erase(key);
            QVERIFY_EXCEPTION_THROWN(SurpriseModel::fromJson(bad), Error);
            bad[key] = "text";
            QVERIFY_EXCEPTION_THROWN(SurpriseModel::fromJson(bad), Error);
        }
        nlohmann::json bad = json;
        bad["vertical"].push_back(1);
        QVERIFY_EXCEPTION_THROWN(SurpriseModel::fromJson(bad), Error);
        bad = json;
        bad["melodic"][0][3] = -1;
        QVERIFY_EXCEPTION_THROWN(SurpriseModel::fromJson(bad), Error);
        bad["melodic"][0][3] = 1e300;
        QVERIFY_EXCEPTION_THROWN(SurpriseModel::fromJson(bad), Error);
        bad = json;
        bad["stepsPerQuarter"] = 1ULL << 40;
        QVERIFY_EXCEPTION_THROWN(SurpriseModel::fromJson(bad), Error);
        QVERIFY_EXCEPTION_THROWN(SurpriseModel::fromJson(nlohmann::json::array()), Error);
    }
};

QTEST_APPLESS_MAIN(TestSurprise)
#include "test_surprise.moc"
