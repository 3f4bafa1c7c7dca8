// The family note-tokens: that its probabilities are probabilities, that it learns, and what its stream promises.
#include <torch/torch.h>

#include "generators/family.h"
#include "generators/notetokens/melody.h"
#include "generators/notetokens/notescore.h"
#include "generators/notetokens/notescorer.h"
#include "generators/notetokens/notestep.h"
#include "generators/notetokens/notetokensdata.h"
#include "generators/notetokens/notetokensdescription.h"
#include "generators/notetokens/notetokensgenerator.h"
#include "generators/notetokens/notetokenstrainable.h"
#include "generators/notetokens/relativelogits.h"
#include "music/error.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <random>

using namespace klangraum;
using namespace klangraum::tokens;

namespace {

NoteTokensOptions tiny(bool ascending, int slots, int mix)
{
    NoteTokensOptions options;
    options.notes = ascending ? NoteOrder::Ascending : NoteOrder::Voices;
    options.slots = slots;
    options.hidden = 16;
    options.width = 16;
    options.layers = 1;
    options.mix = mix;
    options.window = 64;
    options.passes = 1;
    return options;
}

StepContext context(std::uint64_t seed, bool training)
{
    StepContext context;
    context.training = training;
    context.random = at::detail::createCPUGenerator(seed);
    return context;
}

Frame frame(std::initializer_list<int> cells)
{
    Frame result = emptyFrame;
    std::size_t slot = 0;
    for (const int cell : cells)
        result[slot++] = static_cast<std::uint8_t>(cell);
    return result;
}

// A generator of four voices with weights of chance, from a folder as it would be shipped.
std::unique_ptr<Generator> untrained(const QTemporaryDir &folder)
{
    torch::manual_seed(3);
    const NoteTokensOptions options = tiny(false, 4, 0);
    const NoteTokensTrainable trainable(options);
    auto &made = const_cast<NoteTokensTrainable &>(trainable);
    auto net = std::dynamic_pointer_cast<NoteTokensNet>(made.module());
    nlohmann::json json = describeControls(*net);
    json["format"] = modelFormat;
    json["name"] = "untrained";
    json["family"] = "note-tokens";
    json["recipe"] = "none";
    json["source"] = "test";
    json["corpus"] = "none";
    json["licence"] = "none";
    json["model"] = options.toJson();
    const std::filesystem::path out = folder.filePath("untrained").toStdString();
    writeModelFolder(out, json, *net, "card", Storage::Full);
    return openModel(out);
}

Score melodyOf(int pitch, int notes)
{
    Score score;
    score.voices = { { "Melody", 0, false } };
    for (int i = 0; i < notes; ++i)
        score.notes.push_back({ i * 480, 480, pitch + (i * 5) % 7, 80, 0 });
    score.length = notes * 480;
    score.normalise();
    return score;
}

} // namespace

class TestNoteTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void intervalsBecomeKeys()
    {
        torch::manual_seed(1);
        torch::Tensor relative = torch::randn({ 5, 3 * intervals }, torch::requires_grad());
        const torch::Tensor cells = torch::tensor(
            { { 0, 40, 88 }, { 87, 3, 88 }, { 12, 88, 88 }, { 88, 88, 88 }, { 44, 44, 60 } }, torch::kInt64);
        const torch::Tensor fast = relativeLogits(relative, cells);
        torch::Tensor slow = torch::zeros({ 5, pianoKeys });
        for (int n = 0; n < 5; ++n)
            for (int r = 0; r < 3; ++r)
                for (int key = 0; key < pianoKeys; ++key) {
                    const auto cell = cells[n][r].item<int>();
                    if (cell < rest && std::abs(key - cell) <= reach)
                        slow[n][key] += relative[n][r * intervals + key - cell + reach].detach();
                }
        QVERIFY(torch::allclose(fast, slow));
        const torch::Tensor weight = torch::randn({ 5, pianoKeys });
        (fast * weight).sum().backward();
        const torch::Tensor gradient = relative.grad().clone();
        const torch::Tensor bumped = relative.detach().clone();
        bumped[1][2 * 0 + 20] += 0.5F;
        const double expected = ((relativeLogits(bumped, cells) - fast) * weight).sum().item<double>() / 0.5;
        QVERIFY(std::abs(gradient[1][20].item<double>() - expected) < 1e-3);
    }

    void probabilitiesOfAVoiceSumToOne()
    {
        torch::manual_seed(2);
        for (const int mix : { 0, 3 }) {
            NoteTokensNet net(tiny(false, 1, mix));
            double sum = 0;
            for (int cell = 0; cell <= rest; ++cell)
                sum += std::exp(frameScores(net, { frame({ 40 }), frame({ 42 }), frame({ cell }) })[2]);
            // A mixture gives away what a move takes beyond the piano, and never more than one.
            QVERIFY2(sum <= 1 + 1e-4 && sum > (mix ? 0.9 : 1 - 1e-4), qPrintable(QString::number(sum)));
        }
    }

    void probabilitiesOfSetsSumToOne()
    {
        torch::manual_seed(2);
        NoteTokensNet net(tiny(true, 2, 0));
        double sum = 0;
        for (int low = 0; low <= rest; ++low)
            for (int high = low < rest ? low + 1 : rest; high <= rest; ++high)
                sum += std::exp(frameScores(net, { frame({ low, high }) })[0]);
        QVERIFY2(std::abs(sum - 1) < 1e-3, qPrintable(QString::number(sum)));
    }

    void whatComesLaterChangesNothingBefore()
    {
        torch::manual_seed(2);
        NoteTokensNet net(tiny(false, 4, 2));
        std::vector<Frame> one;
        for (int i = 0; i < 12; ++i)
            one.push_back(frame({ 50 + i % 3, 20, 40, 30 }));
        std::vector<Frame> two = one;
        two[9] = frame({ 60, 10, 45, rest });
        const std::vector<double> a = frameScores(net, one);
        const std::vector<double> b = frameScores(net, two);
        for (std::size_t i = 0; i < 9; ++i)
            QVERIFY(std::abs(a[i] - b[i]) < 1e-5);
        QVERIFY(std::abs(a[9] - b[9]) > 1e-5);
    }

    // What plays says what the network says, of one part and of several, in every order of notes.
    void oneStepIsTheNetworks()
    {
        const torch::NoGradGuard noGrad;
        torch::manual_seed(2);
        for (const int parts : { 1, 2 })
            for (const bool ascending : { false, true }) {
                NoteTokensOptions options = tiny(ascending, 3, 0);
                options.parts = parts;
                options.layers = 2;
                NoteTokensNet net(options);
                net.eval();
                const NoteStep step(net);
                const Layout &layout = net.layout();
                Past past;
                LstmState played, batched;
                for (int place = 0; place < 5; ++place) {
                    const Frame next = frame({ 30 + place, 35 + 2 * place, place == 3 ? rest : 60 });
                    torch::Tensor rows = torch::empty({ 1, 1, layout.stepEntries() }, torch::kInt64);
                    layout.step(past, place, 0, rows.data_ptr<std::int64_t>());
                    const torch::Tensor context = net.context(rows, batched)[0][0];
                    const StepBeginning beginning = step.begin(rows.data_ptr<std::int64_t>(), played);
                    played = beginning.lstm;
                    QVERIFY(torch::allclose(beginning.context, context, 1e-4, 1e-5));
                    QVERIFY(torch::allclose(played.cell, batched.cell, 1e-4, 1e-5));
                    Frame written = emptyFrame;
                    for (int slot = 0; slot < 3; ++slot) {
                        torch::Tensor slotRows = torch::empty({ 1, layout.slotEntries() }, torch::kInt64);
                        torch::Tensor references = torch::empty({ 1, layout.references() }, torch::kInt64);
                        layout.slot(past, place, written, slot, slotRows.data_ptr<std::int64_t>());
                        layout.references(past, written, slot, references.data_ptr<std::int64_t>());
                        const int floor = layout.floor(written, slot);
                        const torch::Tensor wanted =
                            net.slotLogits(slot, context.narrow(0, slot, 1), slotRows, references,
                                           torch::full({ 1 }, floor, torch::kInt64));
                        std::array<double, classes> found{};
                        step.logits(slot, beginning, slotRows.data_ptr<std::int64_t>(),
                                    references.data_ptr<std::int64_t>(), floor, found.data());
                        const torch::Tensor all = torch::from_blob(found.data(), { classes }, torch::kFloat64);
                        QVERIFY(torch::allclose(torch::softmax(all, 0),
                                                torch::softmax(wanted[0].to(torch::kFloat64), 0), 1e-4, 1e-6));
                        written[static_cast<std::size_t>(slot)] = next[static_cast<std::size_t>(slot)];
                    }
                    past.add(next);
                }
            }
    }

    void learnsMoreThanHowOftenNotesAre()
    {
        const Corpus corpus = Corpus::embedded();
        torch::manual_seed(4);
        NoteTokensOptions options = tiny(false, 4, 0);
        options.hidden = 64;
        options.width = 64;
        options.dropout = options.inputDropout = 0;
        NoteTokensTrainable trainable(options);
        const auto train = trainable.data(corpus, Split::Train);
        const auto valid = trainable.data(corpus, Split::Valid);
        QVERIFY(train->size() > 0 && valid->size() > 0);
        // How often each slot holds each cell, with one seen in advance.
        const auto &pieces = dynamic_cast<const TokenData &>(*train).pieces();
        std::vector<std::array<double, classes>> counts(4);
        std::vector<double> sums(4, classes);
        for (auto &count : counts)
            count.fill(1);
        for (const TokenPiece &piece : pieces)
            for (const Frame &each : piece.frames)
                for (std::size_t slot = 0; slot < 4; ++slot) {
                    ++counts[slot][each[slot]];
                    ++sums[slot];
                }
        double unigram = 0;
        double frames = 0;
        for (const TokenPiece &piece : dynamic_cast<const TokenData &>(*valid).pieces())
            for (const Frame &each : piece.frames) {
                for (std::size_t slot = 0; slot < 4; ++slot)
                    unigram -= std::log(counts[slot][each[slot]] / sums[slot]);
                ++frames;
            }
        unigram /= frames;
        torch::optim::Adam adam(trainable.module()->parameters(), 3e-3);
        trainable.module()->train();
        for (int step = 0; step < 40; ++step) {
            const StepContext here = context(static_cast<std::uint64_t>(step), true);
            std::vector<std::int64_t> items;
            for (int i = 0; i < 12; ++i)
                items.push_back((step * 12 + i) % train->size());
            adam.zero_grad();
            trainable.losses("main", train->batch(items, here), here).total.backward();
            adam.step();
        }
        trainable.module()->eval();
        const double learned = trainable.validate(*valid, context(1, false)).at("nats");
        QVERIFY2(learned < 0.8 * unigram, qPrintable(QString("%1 of %2").arg(learned).arg(unigram)));
    }

    void windowsFollowFromSeedAndSteering()
    {
        const QTemporaryDir folder;
        const auto generator = untrained(folder);
        const auto one = generator->stream(5);
        const auto two = generator->stream(5);
        Steering low;
        low.values["register"] = 0.1;
        for (int window = 0; window < 6; ++window) {
            const Window first = one->decode({});
            QVERIFY(first.score == one->decode({}).score);
            const Window ahead = one->preview({});
            two->decode(low); // tried, not taken
            QVERIFY(two->decode({}).score == first.score);
            one->advance();
            two->advance();
            QVERIFY(one->decode({}).score == ahead.score);
            QCOMPARE(first.score.length, Tick(480));
            QVERIFY(!first.thoughts.next.empty());
        }
    }

    void windowsJoinToThePiece()
    {
        const QTemporaryDir folder;
        const auto generator = untrained(folder);
        GenerateRequest request;
        request.seed = 9;
        request.bars = 3;
        const Score whole = std::get<Score>(generator->generate(request));
        const auto stream = generator->stream(9);
        std::vector<Note> notes;
        for (int beat = 0; beat < 12; ++beat) {
            const Window window = stream->decode({});
            for (Note note : window.score.notes) {
                note.start += beat * 480;
                const bool held = note.start == beat * 480 &&
                    std::any_of(window.held.begin(), window.held.end(), [&](const HeldNote &other) {
                                      return other.voice == note.voice && other.pitch == note.pitch;
                                  });
                const auto before = std::find_if(notes.begin(), notes.end(), [&](const Note &other) {
                    return other.voice == note.voice && other.pitch == note.pitch && other.end() == note.start;
                });
                if (held) {
                    QVERIFY(before != notes.end());
                    before->duration += note.duration;
                } else {
                    QVERIFY(before == notes.end());
                    notes.push_back(note);
                }
            }
            stream->advance();
        }
        Score joined = whole;
        joined.notes = notes;
        joined.normalise();
        QVERIFY(joined == whole);
    }

    void theVisitorHasTheLastWord()
    {
        const QTemporaryDir folder;
        const auto generator = untrained(folder);
        const auto stream = generator->stream(2);
        stream->decode({});
        QVERIFY(!stream->overrule(9, 60));
        QVERIFY(!stream->overrule(0, 200));
        QVERIFY(stream->overrule(0, 71));
        QVERIFY(stream->hear({ { 240, 240, 64, 80, 0 } }));
        const auto at = [](const Window &window, Tick tick) {
            for (const Note &note : window.score.notes)
                if (note.voice == 0 && note.start <= tick && note.end() > tick)
                    return note.pitch;
            return -1;
        };
        const Window ahead = stream->preview({});
        QCOMPARE(at(ahead, 0), 71);
        QCOMPARE(at(ahead, 240), 64);
        stream->advance();
        QCOMPARE(at(stream->decode({}), 0), 71);
        QVERIFY(stream->overrule(0, 72));
        stream->clear();
        QVERIFY(stream->preview({}).score == stream->preview({}).score);
    }

    void melodiesStayAsTheyAre()
    {
        const QTemporaryDir folder;
        const auto generator = untrained(folder);
        GenerateRequest request;
        request.melody = melodyOf(60, 8);
        request.melody->notes[3].duration = 200; // off the grid
        const Score score = std::get<Score>(generator->generate(request));
        std::vector<Note> sung;
        bool others = false;
        for (const Note &note : score.notes)
            if (note.voice == 0)
                sung.push_back(note);
            else
                others = true;
        QVERIFY(sung == request.melody->notes);
        QVERIFY(others);
    }

    void refusesWhatItCannotDo()
    {
        const QTemporaryDir folder;
        const auto generator = untrained(folder);
        const auto refused = [&](const GenerateRequest &request) {
            try {
                generator->generate(request);
            } catch (const Error &error) {
                return QString(error.what());
            }
            return QString();
        };
        GenerateRequest request;
        request.melody = melodyOf(115, 4);
        QVERIFY(refused(request).contains("no voice can sing"));
        request.melody = Score{};
        QVERIFY(refused(request).contains("no notes"));
        request.melody.reset();
        request.prime = Score{};
        QVERIFY(refused(request).contains("no notes"));
        request.prime = melodyOf(60, 4);
        QVERIFY(refused(request).contains("voices"));
        request.prime.reset();
        request.steering.values["surprise"] = 1e9;
        QVERIFY(refused(request).contains("expected 0"));
        request.steering.values["surprise"] = 0; // the coldest there is
        QVERIFY(refused(request).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestNoteTokens)
#include "tst_notetokens.moc"
