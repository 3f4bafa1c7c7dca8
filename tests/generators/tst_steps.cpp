// The families of steps: sizes as published, that each learns, that carried state equals the whole, and streams.
#include <torch/torch.h>

#include "corpus/composer.h"
#include "generators/family.h"
#include "generators/modelfolder.h"
#include "generators/steps/stepdata.h"
#include "generators/steps/stepgenerator.h"
#include "generators/steps/steptrainable.h"
#include "music/error.h"

#include "familytest.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace klangraum;
using namespace klangraum::steps;
using namespace klangraum::familytest;
using nlohmann::json;

namespace {

const char *const allFamilies[] = { "lstm-note", "lstm-attention", "lstm-melody",
                                    "lstm-roll", "lstm2d-roll",    "transformer-roll" };

// Smaller than published, for tests.
json small(const std::string &family)
{
    json model = { { "window", 24 }, { "hop", 24 }, { "dropout", 0.0 } };
    if (family == "transformer-roll") {
        model["blocks"] = 2;
        model["feed-forward"] = 64;
    } else {
        model["hidden"] = 64;
    }
    return model;
}

std::shared_ptr<StepNet> netOf(Trainable &trainable)
{
    return std::dynamic_pointer_cast<StepNet>(trainable.module());
}

double heldOut(Trainable &trainable, const TrainingData &data)
{
    const torch::NoGradGuard noGrad;
    trainable.module()->eval();
    std::vector<std::int64_t> items;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(data.size(), 64); ++i)
        items.push_back(i);
    const StepContext here = context(1, false);
    return trainable.losses("main", data.batch(items, here), here).total.item<double>();
}

} // namespace

class TestSteps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(1);
        m_corpus = Corpus::embedded();
    }

    void sizesAsPublished_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<qint64>("parameters");
        // LSTM: 4 h (in + h + 2) a layer; linear: in out + out.
        QTest::newRow("lstm-note") << "lstm-note"
                                   << qint64(4 * 512 * (89 + 512 + 2) + 4 * 512 * (512 + 512 + 2) + 512 * 89 + 89);
        QTest::newRow("lstm-melody") << "lstm-melody" << qint64(4 * 256 * (131 + 256 + 2) + 256 * 131 + 131);
        QTest::newRow("lstm-roll") << "lstm-roll" << qint64(4 * 512 * (88 + 512 + 2) + 512 * 88 + 88);
        QTest::newRow("lstm-attention") << "lstm-attention"
                                        << qint64(4 * 256 * (356 + 256 + 2) + 4 * 256 * (256 + 256 + 2) +
                                                  4 * (512 * 256 + 256 + 256 * 89 + 89));
        QTest::newRow("lstm2d-roll") << "lstm2d-roll"
                                     << qint64(2 * 4 * 128 * (88 + 128 + 2) + 2 * 4 * 16 * (32 + 16 + 2) +
                                               (256 + 88 * 32) * 88 + 88);
        QTest::newRow("transformer-roll")
            << "transformer-roll"
            << qint64(6 * (88 * 264 + 264 + 88 * 88 + 88 + 88 * 512 + 512 + 512 * 88 + 88 + 4 * 88) + 88 * 88 + 88);
    }
    void sizesAsPublished()
    {
        QFETCH(QString, family);
        QFETCH(qint64, parameters);
        const auto trainable = klangraum::family(family.toStdString()).makeTrainable(json::object());
        QCOMPARE(qint64(parameterCount(*trainable->module())), parameters);
        QVERIFY_EXCEPTION_THROWN(klangraum::family(family.toStdString()).makeTrainable({ { "hiden", 3 } }), Error);
    }

    void learns_data() { familyRows(); }
    void learns()
    {
        QFETCH(QString, family);
        torch::manual_seed(2);
        const auto trainable = klangraum::family(family.toStdString()).makeTrainable(small(family.toStdString()));
        const auto train = trainable->data(m_corpus, Split::Train);
        const auto valid = trainable->data(m_corpus, Split::Valid);
        QVERIFY(train->size() > 64 && valid->size() > 8);
        const bool attends = family == "transformer-roll";
        torch::optim::Adam adam(trainable->module()->parameters(), attends ? 2e-3 : 1e-2);
        learn(*trainable, *train, adam, 400);
        const double learned = heldOut(*trainable, *valid);
        const double base = trainable->validate(*valid, context(1, false)).at("unigram");
        QVERIFY2(learned < 0.8 * base, qPrintable(QString("%1 of %2").arg(learned).arg(base)));
    }

    void readsWhatItLearns()
    {
        const auto trainable = klangraum::family("lstm-note").makeTrainable(small("lstm-note"));
        const Score &chorale = m_corpus.pieces.front().score;
        const auto read = trainable->read(chorale);
        QVERIFY(read && read->voices.size() == 1 && !read->notes.empty());
        int highest = 0;
        for (const Note &note : chorale.notes)
            highest = std::max(highest, note.pitch);
        for (const Note &note : read->notes) {
            QVERIFY(note.pitch <= highest);
            QVERIFY(std::any_of(chorale.notes.begin(), chorale.notes.end(),
                                [&](const Note &other) { return other.pitch == note.pitch; }));
        }
    }

    void carriedStateEqualsTheWhole_data() { familyRows(); }
    void carriedStateEqualsTheWhole()
    {
        QFETCH(QString, family);
        torch::manual_seed(5);
        const torch::NoGradGuard noGrad;
        const auto trainable = klangraum::family(family.toStdString()).makeTrainable(small(family.toStdString()));
        const auto net = netOf(*trainable);
        net->eval();
        if (net->onlyLast())
            QSKIP("reads its window both ways: nothing is carried");
        const auto data = trainable->data(m_corpus, Split::Train);
        const torch::Tensor x = data->batch({ 0 }, context(1, false))[0].narrow(1, 0, 20);
        const torch::Tensor whole = net->foretell(x, nullptr);
        StepState state;
        for (std::int64_t step = 0; step < 20; ++step)
            QVERIFY(torch::allclose(net->foretell(x.narrow(1, step, 1), &state)[0][0], whole[0][step], 1e-3, 1e-4));
        // And what follows does not change what was said before.
        torch::Tensor other = x.clone();
        other.narrow(1, 15, 5).zero_();
        QVERIFY(torch::allclose(net->foretell(other, nullptr).narrow(1, 0, 15), whole.narrow(1, 0, 15), 1e-3, 1e-4));
    }

    void streamsAndGenerates_data() { familyRows(); }
    void streamsAndGenerates()
    {
        QFETCH(QString, family);
        torch::manual_seed(6);
        const QTemporaryDir folder;
        const auto trainable = klangraum::family(family.toStdString()).makeTrainable(small(family.toStdString()));
        const std::filesystem::path out =
            packaged(family.toStdString(), *trainable, m_corpus, small(family.toStdString()), folder);
        const auto generator = openModel(out);
        GenerateRequest request;
        request.bars = 3;
        request.seed = 4;
        const Score once = std::get<Score>(generator->generate(request));
        QVERIFY(once == std::get<Score>(generator->generate(request)));
        QCOMPARE(once.length, Tick(3 * 4 * 480));
        request.prime = m_corpus.pieces.front().score;
        if (family == "lstm-melody")
            std::erase_if(request.prime->notes, [](const Note &note) { return note.voice != 0; });
        const Score longer = std::get<Score>(generator->generate(request));
        QVERIFY(longer.length > once.length);
        request.prime = Score{};
        QVERIFY_EXCEPTION_THROWN(generator->generate(request), Error);
        request.prime.reset();
        request.steering.values["surprise"] = 1e9;
        QVERIFY_EXCEPTION_THROWN(generator->generate(request), Error);

        const auto stream = generator->stream(4);
        for (int beat = 0; beat < 50; ++beat) { // beyond every context
            const Window window = stream->decode({});
            QCOMPARE(window.score.length, Tick(480));
            const Window ahead = stream->preview({});
            stream->advance();
            QVERIFY(stream->decode({}).score == ahead.score);
        }
        stream->decode({});
        QVERIFY(!stream->overrule(7, 60));
        QVERIFY(stream->overrule(0, 67));
        const Window ahead = stream->preview({});
        QVERIFY(std::any_of(ahead.score.notes.begin(), ahead.score.notes.end(),
                            [](const Note &note) { return note.start == 0 && note.pitch == 67; }));
    }

    void melodiesComeBack()
    {
        Score tune;
        tune.voices = { { "Melody", 0, false } };
        tune.notes = {
            { 0, 480, 60, 82, 0 }, { 480, 480, 60, 82, 0 }, { 960, 240, 64, 82, 0 }, { 1440, 960, 67, 82, 0 }
        };
        tune.length = 2400;
        tune.normalise();
        const Codec codec{ Coding::Melody, 4 };
        std::vector<Step> steps = codec.encode(tune);
        QCOMPARE(steps.back(), Step{ melodyEnd });
        steps.pop_back();
        QVERIFY(codec.decode(steps, 100).notes == tune.notes); // the repeated note stays two
        QCOMPARE(melodyDuration(5), 4);
        QCOMPARE(melodyDuration(40), 16);
    }

private:
    void familyRows()
    {
        QTest::addColumn<QString>("family");
        for (const char *family : allFamilies)
            QTest::newRow(family) << family;
    }
    Corpus m_corpus;
};

QTEST_APPLESS_MAIN(TestSteps)
#include "tst_steps.moc"
