// The two protocols of likelihood against predictors whose answers are known, and files of frames.
#include "evaluation/baselines.h"
#include "evaluation/likelihood.h"
#include "music/error.h"

#include <QFileInfo>
#include <QTest>

#include <cmath>
#include <limits>

using namespace klangraum;

namespace {

bool near(double a, double b, double tolerance = 1e-9)
{
    return std::abs(a - b) <= tolerance;
}

// Every key with the same probability, whatever came before; keys below `lowest` never.
class Uniform : public FactorisedModel
{
public:
    explicit Uniform(double probability, int lowest = 0)
        : m_probability(probability)
        , m_lowest(lowest)
    {
    }
    std::vector<KeyProbabilities> keyProbabilities(std::span<const KeySet> piece) override
    {
        KeyProbabilities keys;
        for (std::size_t i = 0; i < keys.size(); ++i)
            keys[i] = static_cast<int>(i) + lowestKey < m_lowest ? 0 : m_probability;
        return std::vector<KeyProbabilities>(piece.size(), keys);
    }

private:
    double m_probability;
    int m_lowest;
};

// Answers with what it was given.
class Fixed : public FactorisedModel, public JointModel, public VoiceModel
{
public:
    std::vector<KeyProbabilities> keys;
    std::vector<FrameLogProbability> frames;
    std::vector<KeyProbabilities> keyProbabilities(std::span<const KeySet>) override { return keys; }
    std::vector<FrameLogProbability> frameLogProbabilities(std::span<const KeySet>) override { return frames; }
    std::vector<FrameLogProbability> voiceLogProbabilities(std::span<const VoicePitches>) override { return frames; }
};

QString errorOf(const std::string &text)
{
    try {
        FrameFile::parse(text, "file.json");
    } catch (const Error &error) {
        return error.what();
    }
    return {};
}

} // namespace

class TestLikelihood : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A coin for each of 88 keys: 88 log 2 a frame, the first frame not scored.
    void uniformByHand()
    {
        Uniform coin(0.5);
        const std::vector<FramePiece> pieces = { { { 60 }, { 60, 64 }, {} }, { { 72 } }, { { 50 }, { 51, 52, 53 } } };
        const Likelihood found = factorisedLikelihood(coin, pieces);
        QCOMPARE(found.protocol, std::string("factorised"));
        QCOMPARE(found.frames, 3);
        QCOMPARE(found.notes, 5);
        QCOMPARE(found.pieces, 2);
        QCOMPARE(found.floored, 0);
        QVERIFY(near(found.natsPerFrame(), 88 * std::log(2.0)));
        QVERIFY(near(found.natsPerNote(), 3 * 88 * std::log(2.0) / 5));
        // Probability 0.1: two notes and 86 silences; no note and 88 silences; three and 85.
        Uniform rare(0.1);
        QVERIFY(near(factorisedLikelihood(rare, pieces).nats, -5 * std::log(0.1) - 259 * std::log(0.9)));
    }

    void whatCannotSoundIsFlooredAndCounted()
    {
        Uniform high(0.5, 60);
        // 50 is below what the model sounds; 12 is no key at all; 49 silent keys below 60 are certain.
        const Likelihood found = factorisedLikelihood(high, { { {}, { 50, 12, 64 } } });
        QCOMPARE(found.floored, 2);
        QCOMPARE(found.notes, 3);
        const int keysFrom60 = 108 - 60 + 1;
        QVERIFY(near(found.nats, -2 * std::log(1e-7) + keysFrom60 * std::log(2.0), 1e-6));
        // Silence where the model is certain of a note.
        Uniform loud(1);
        QCOMPARE(factorisedLikelihood(loud, { { {}, {} } }).floored, 88);
        Fixed joint;
        joint.frames = { { -1, 0 }, { -2, 1 }, { -std::numeric_limits<double>::infinity(), 0 } };
        const Likelihood exact = jointLikelihood(joint, { { { 60 }, { 61 }, { 62 } } });
        QCOMPARE(exact.floored, 2);
        QVERIFY(near(exact.nats, 3 - 2 * std::log(1e-7)));
    }

    void jointScoresTheFirstFrame()
    {
        Fixed model;
        model.frames = { { -1, 0 }, { -2, 0 } };
        const Likelihood sets = jointLikelihood(model, { { { 60, 64 }, { 62 } } });
        QCOMPARE(sets.frames, 2);
        QCOMPARE(sets.notes, 3);
        QVERIFY(near(sets.natsPerFrame(), 1.5) && near(sets.natsPerNote(), 1));
        const Likelihood voices = voiceLikelihood(model, { { { 72, 64, 60, -1 }, { 72, 64, 60, 48 } } });
        QCOMPARE(voices.notes, 8); // silence is a class
        QVERIFY(near(voices.natsPerNote(), 3.0 / 8));
        QCOMPARE(voices.protocol, std::string("joint"));
    }

    void wrongAnswersAreRefused()
    {
        Fixed model;
        const std::vector<FramePiece> piece = { { { 60 }, { 62 } } };
        QVERIFY_EXCEPTION_THROWN(factorisedLikelihood(model, piece), Error); // no frame at all
        QVERIFY_EXCEPTION_THROWN(jointLikelihood(model, piece), Error);
        KeyProbabilities keys;
        keys.fill(std::numeric_limits<double>::quiet_NaN());
        model.keys = { keys, keys };
        QVERIFY_EXCEPTION_THROWN(factorisedLikelihood(model, piece), Error);
        keys.fill(1.5);
        model.keys = { keys, keys };
        QVERIFY_EXCEPTION_THROWN(factorisedLikelihood(model, piece), Error);
        model.frames = { { 0.5, 0 }, { 0, 0 } };
        QVERIFY_EXCEPTION_THROWN(jointLikelihood(model, piece), Error);
        Uniform coin(0.5);
        QVERIFY_EXCEPTION_THROWN(factorisedLikelihood(coin, {}), Error);
        QVERIFY_EXCEPTION_THROWN(factorisedLikelihood(coin, { { { 60 } } }), Error); // one frame, none scored
        QVERIFY_EXCEPTION_THROWN(factorisedLikelihood(coin, piece, [](double) { return false; }), Error);
    }

    void baselinesByHand()
    {
        const std::vector<FramePiece> training = { { { 60 }, { 60 }, { 62 } } };
        UnigramBaseline unigram(training, 1);
        const std::vector<KeySet> sets = keySets(training[0]);
        const auto keys = unigram.keyProbabilities(sets);
        QVERIFY(near(keys[0][60 - lowestKey], 2.5 / 4) && near(keys[0][62 - lowestKey], 1.5 / 4));
        QVERIFY(near(keys[2][61 - lowestKey], 0.5 / 4));
        const std::vector<VoicePitches> voices = { { 60 }, { -1 } };
        const auto classes = unigram.voiceLogProbabilities(voices);
        QVERIFY(near(classes[0].logProbability, std::log(2.5 / (3 + 129 * 0.5))));
        QVERIFY(near(classes[1].logProbability, std::log(0.5 / (3 + 129 * 0.5))));
        PreviousBaseline previous(training, 1);
        // After silence three frames of key 62, sounding in the last of them; 60 was there twice before.
        const auto after = previous.keyProbabilities(sets);
        QVERIFY(near(after[0][60 - lowestKey], 1.5 / 2) && near(after[1][60 - lowestKey], 1.5 / 3));
        QVERIFY(near(after[2][62 - lowestKey], 1.5 / 4));
        const auto chain = previous.voiceLogProbabilities(voices);
        QVERIFY(near(chain[0].logProbability, std::log(1.5 / (1 + 129 * 0.5)))); // silence, then 60
        QVERIFY(near(chain[1].logProbability, std::log(0.5 / (2 + 129 * 0.5)))); // 60, then silence
        // Independent keys: the joint of a frame is the product of its keys, here of the first frame too.
        double product = 0;
        for (const FrameLogProbability &frame : unigram.frameLogProbabilities(std::span(sets).subspan(1)))
            product -= frame.logProbability;
        QVERIFY(near(product, factorisedLikelihood(unigram, training).nats));
        const std::vector<VoicePitches> wrong = { { 60, 62 } };
        QVERIFY_EXCEPTION_THROWN(unigram.voiceLogProbabilities(wrong), Error);
    }

    // What is said of a frame depends on earlier frames only.
    void baselinesDoNotLookAhead()
    {
        const std::vector<FramePiece> training = { { { 60 }, { 62 }, { 60, 64 }, { 65 } } };
        PreviousBaseline previous(training, 0);
        std::vector<KeySet> sets = keySets(training[0]);
        const auto before = previous.keyProbabilities(sets);
        sets[2].flip(70);
        const auto after = previous.keyProbabilities(sets);
        for (std::size_t t = 0; t < 3; ++t)
            QVERIFY(before[t] == after[t]);
        QVERIFY(before[3] != after[3]);
    }

    void voicesAreToldFromSets()
    {
        QVERIFY(!FrameFile::parse(R"({"train":[[[60,64],[60],[]]]})", "a").voices);
        QVERIFY(!FrameFile::parse(R"({"train":[[[60,64],[60,65]]]})", "a").voices); // could be either: sets
        const FrameFile voices = FrameFile::parse(R"({"train":[[[72,64],[-1,60]]],"test":[]})", "a");
        QVERIFY(voices.voices);
        QCOMPARE(voices.voiceCount, std::size_t{ 2 });
        QVERIFY(FrameFile::parse(R"({"train":[[[60,60],[62,60]]]})", "a").voices); // a unison
        QCOMPARE(voices.split("test").size(), std::size_t{ 0 });
        QVERIFY_EXCEPTION_THROWN(voices.split("valid"), Error);
        QCOMPARE(keySets(voices.split("train")[0])[1].count(), std::size_t{ 1 });
    }

    void hostileFiles()
    {
        for (const char *text : { "", "[]", "{", "null", R"({"train":3})", R"({"train":[3]})", R"({"train":[[3]]})",
                                  R"({"train":[[["C4"]]]})", R"({"train":[[[60.5]]]})", R"({"train":[[[128]]]})",
                                  R"({"train":[[[-2]]]})", R"({"train":[[[99999999999999999999]]]})",
                                  R"({"train":[[[-1],[60,62]]]})", R"({"train":[[[18446744073709551615]]]})" }) {
            const QString message = errorOf(text);
            QVERIFY2(message.startsWith("file.json") && !message.contains('\n'), text);
        }
        QVERIFY(errorOf("{\"train\":" + std::string(100'000, '[')).startsWith("file.json"));
        QVERIFY_EXCEPTION_THROWN(FrameFile::load("/nowhere/frames.json"), Error);
    }

    // Chorales in sixteenths, nats a note: known to be near 2.64 by frequency and 0.98 by the voice's last note (its
    // own file, other split).
    void choralesByBaseline()
    {
        const QString path = KLANGRAUM_SOURCE_DIR "/../shared/data/jsb-chorales/jsb-chorales-16th-voices.json";
        if (!QFileInfo::exists(path))
            QSKIP("the chorales are not beside the checkout (../shared/data)");
        const FrameFile file = FrameFile::load(path.toStdString());
        QVERIFY(file.voices && file.voiceCount == 4);
        UnigramBaseline unigram(file.split("train"), 4);
        PreviousBaseline previous(file.split("train"), 4);
        const Likelihood frequency = voiceLikelihood(unigram, file.split("valid"));
        const Likelihood chain = voiceLikelihood(previous, file.split("valid"));
        qInfo("unigram %.3f, previous %.3f nats a note", frequency.natsPerNote(), chain.natsPerNote());
        QCOMPARE(frequency.notes, 4 * frequency.frames);
        QVERIFY(near(frequency.natsPerNote(), 2.64, 0.1));
        QVERIFY(near(chain.natsPerNote(), 0.98, 0.05));
    }
};

QTEST_APPLESS_MAIN(TestLikelihood)
#include "test_likelihood.moc"
