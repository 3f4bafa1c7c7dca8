// beat-gan: loops that close, parts that equal the whole, tempo to the frame, that it learns, and from training to
// sound.
#include <torch/torch.h>

#include "generators/audio/equaliser.h"
#include "generators/audio/overlapadd.h"
#include "generators/audio/sounddescriptors.h"
#include "generators/audio/soundgenerator.h"
#include "generators/audio/spectrum.h"
#include "generators/beatgan/beatgenerator.h"
#include "generators/beatgan/beattrainable.h"
#include "generators/family.h"
#include "generators/modelfolder.h"
#include "music/error.h"

#include "soundtest.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace klangraum;
using namespace klangraum::beat;
using nlohmann::json;

namespace {

json small()
{
    return { { "bars", 1 },
             { "atoms", 48 },
             { "atom-length", 4096 },
             { "width", 24 },
             { "shared", 8 },
             { "own", 4 },
             { "code", 8 },
             { "bands", 16 },
             { "critic", 4 },
             { "crop", 8192 },
             { "styles", { "techno", "minimal" } } };
}

StepContext moment(std::uint64_t seed, bool training, double progress)
{
    StepContext context;
    context.training = training;
    context.progress = progress;
    context.random = at::detail::createCPUGenerator(seed);
    return context;
}

double furthest(const torch::Tensor &a, const torch::Tensor &b)
{
    return (a - b).abs().max().item<double>();
}

} // namespace

class TestBeatGan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(1);
        torch::manual_seed(1);
        m_corpus = soundtest::corpus(5, 4);
    }

    void soundsAreLaidOverOneAnother()
    {
        const torch::Tensor rows =
            torch::tensor({ { 1.0F, 2.0F, 3.0F }, { 10.0F, 20.0F, 30.0F } }).requires_grad_(true);
        const torch::Tensor laid =
            audio::overlapAdd(rows, { { 0, 0, 0 }, { 1, 0, 1 }, { 1, 1, -1 }, { 0, 1, 3 }, { 0, 1, 9 } }, 2, 4);
        QVERIFY(torch::equal(laid, torch::tensor({ { 1.0F, 12.0F, 23.0F, 30.0F }, { 20.0F, 30.0F, 0.0F, 1.0F } })));
        (laid * torch::tensor({ { 1.0F, 2.0F, 4.0F, 8.0F }, { 16.0F, 32.0F, 64.0F, 128.0F } })).sum().backward();
        QVERIFY(
            torch::equal(rows.grad(), torch::tensor({ { 1.0F + 128, 2.0F, 4.0F }, { 2.0F, 4.0F + 16, 8.0F + 32 } })));
    }

    void spectraAreTold()
    {
        const torch::Tensor time = torch::arange(8192, torch::kFloat32) / 22050;
        const double hertz = 20 * 22050.0 / 1024; // the middle of a bin
        const torch::Tensor sine = torch::sin(2 * std::numbers::pi * hertz * time).unsqueeze(0);
        QVERIFY(std::abs(audio::magnitudes(sine, 1024, 256).max().item<double>() - 1) < 0.1);
        QVERIFY(audio::spectralDistance(sine, sine).item<double>() < 1e-5);
        QVERIFY(audio::spectralDistance(0.5 * sine, sine).item<double>() > 0.1);
        const auto low = audio::describeSound(torch::sin(2 * std::numbers::pi * 60 * time), 22050);
        const auto high = audio::describeSound(sine[0], 22050);
        QVERIFY(low[3] > -1 && high[3] < -10); // bass
        QVERIFY(high[1] > low[1] + 1); // brightness
        const auto beats = soundtest::beats(120, 1, 1);
        const torch::Tensor beat = torch::tensor(beats);
        QVERIFY(audio::describeSound(beat, 22050)[0] > low[0] + 10); // kick
        QVERIFY(audio::describeSound(torch::zeros({ 8192 }), 22050) == audio::Descriptors{});
    }

    // Noise that a slope of 3 dB an octave has dulled gets its brightness back, and stays where it is in time.
    void spectraAreEqualised()
    {
        torch::manual_seed(3);
        const torch::Tensor real = 0.1 * torch::randn({ 4, 65536 });
        const torch::Tensor spectrum = torch::fft_rfft(real);
        const torch::Tensor dull =
            torch::fft_irfft(spectrum / (torch::arange(spectrum.size(1)) + 2000).sqrt() * 40, 65536);
        const auto power = [](const torch::Tensor &sound) { return audio::meanPower(sound, 1024).narrow(0, 8, 490); };
        const auto decibels = [&](const torch::Tensor &sound) {
            return (10 * (power(sound) / power(real)).log10()).abs().max().item<double>();
        };
        QVERIFY(decibels(dull) > 6);
        const torch::Tensor filter =
            audio::equaliser(audio::meanPower(dull, 1024), audio::meanPower(real, 1024), 256, 20);
        const torch::Tensor mended = audio::filtered(dull, filter);
        QVERIFY2(decibels(mended) < 1.5, qPrintable(QString::number(decibels(mended))));
        QVERIFY(filter.abs().argmax().item<std::int64_t>() <= 2); // no sound before its time
        QVERIFY(furthest(
                    audio::equaliser(audio::meanPower(dull, 1024), audio::meanPower(real, 1024), 256, 0),
                    torch::nn::functional::pad(torch::ones({ 1 }), torch::nn::functional::PadFuncOptions({ 0, 255 }))) <
                1e-6); // no gain allowed: none
    }

    void tempoIsExact()
    {
        const BeatOptions options = BeatOptions::fromJson(json::object());
        for (const double tempo : { 110.0, 128.0, 133.7, 176.0 }) {
            const std::int64_t frames = options.framesAt(tempo);
            QVERIFY(std::abs(options.tempoOf(frames) - tempo) < 0.001);
            QCOMPARE(options.framesAt(options.tempoOf(frames)), frames);
            QCOMPARE(options.startOf(0, frames), std::int64_t(0));
            QCOMPARE(options.startOf(options.steps(), frames), frames);
        }
    }

    void loopsCloseAndPartsAreTheWhole()
    {
        const torch::NoGradGuard noGrad;
        const auto net = std::make_shared<BeatNet>(BeatOptions::fromJson(small()));
        const BeatData data(m_corpus, Split::Train, *net);
        net->setAtoms(data.soundsAtSteps(64, 1));
        QVERIFY(net->hasAtoms());
        BeatModel model(net);
        const auto loop = model.prepare(torch::randn({ 1, net->options().dimensions() }), { { 1, 0 }, 131 });
        const auto frames = static_cast<std::int64_t>(loop->loop().frames);
        QVERIFY(std::abs(4 * 60 / loop->loop().quartersPerMinute - static_cast<double>(frames) / 22050) < 1e-9);
        const torch::Tensor whole = loop->part(0, frames);
        QVERIFY(whole.abs().max().item<double>() > 1e-3);
        for (const auto &[first, count] :
             { std::pair<std::int64_t, std::int64_t>(0, 1000), std::pair<std::int64_t, std::int64_t>(777, 5000),
               std::pair<std::int64_t, std::int64_t>(frames - 300, 300) })
            QVERIFY(furthest(loop->part(first, count), whole.narrow(0, first, count)) < 1e-5);
        // What a sound that begins near the end has left goes on at the beginning, as if the loop went on.
        const torch::Tensor mixture = torch::rand({ 1, 16, 48 }) * torch::ones({ 48 });
        const torch::Tensor around = net->stretch(mixture, { frames }, { frames - 2000 }, 4000);
        QVERIFY(furthest(around.narrow(1, 0, 2000), net->stretch(mixture, { frames }, { frames - 2000 }, 2000)) < 1e-5);
        QVERIFY(furthest(around.narrow(1, 2000, 2000), net->stretch(mixture, { frames }, { 0 }, 2000)) < 1e-5);
    }

    void learns()
    {
        torch::manual_seed(3);
        BeatTrainable trainable(BeatOptions::fromJson(small()));
        const auto train = trainable.data(m_corpus, Split::Train);
        const auto valid = trainable.data(m_corpus, Split::Valid);
        QVERIFY(train->size() >= 8 && valid->size() > 0);
        torch::optim::Adam main(trainable.updates(moment(0, true, 0)).back().parameters, 3e-3);
        const auto distance = [&] {
            trainable.module()->eval();
            return trainable.validate(*valid, moment(1, false, 0)).at("distance");
        };
        const double before = distance();
        const auto step = [&](const std::string &update, torch::optim::Optimizer &optimizer, std::uint64_t seed,
                              double progress) {
            const StepContext here = moment(seed, true, progress);
            trainable.module()->zero_grad();
            std::vector<std::int64_t> items;
            for (int i = 0; i < 4; ++i)
                items.push_back(static_cast<std::int64_t>(seed * 4 + static_cast<std::uint64_t>(i)) % train->size());
            const Losses losses = trainable.losses(update, train->batch(items, here), here);
            losses.total.backward();
            optimizer.step();
            return losses;
        };
        for (std::uint64_t i = 0; i < 80; ++i)
            step("main", main, i, 0);
        const double after = distance();
        QVERIFY2(after < 0.95 * before, qPrintable(QString("%1 of %2").arg(after).arg(before)));
        // The critics: from their share of the training on, and never without it.
        QCOMPARE(trainable.updates(moment(0, true, 0.1)).size(), std::size_t(1));
        const auto both = trainable.updates(moment(0, true, 0.9));
        QCOMPARE(both.size(), std::size_t(2));
        torch::optim::Adam critic(both.front().parameters, 3e-3);
        const double first = step("critic", critic, 1, 0.9).total.item<double>();
        for (std::uint64_t i = 0; i < 8; ++i)
            step("critic", critic, i + 2, 0.9);
        QVERIFY(step("critic", critic, 1, 0.9).total.item<double>() < first);
        QVERIFY(step("main", main, 1, 0.9).scalars.contains("matching"));
        QCOMPARE(trainable.sampleAudio(2, 1).size(), std::size_t(2));
        package(trainable);
    }

    void badInputIsRefused()
    {
        const BeatNet net(BeatOptions::fromJson(small()));
        QVERIFY_EXCEPTION_THROWN(BeatData(Corpus::embedded(), Split::Train, net), Error);
        Corpus other = m_corpus;
        for (AudioPiece &piece : other.audio)
            piece.style = "waltz";
        QVERIFY_EXCEPTION_THROWN(BeatData(other, Split::Train, net), Error);
        for (AudioPiece &piece : other.audio)
            piece.quartersPerMinute = 0;
        QVERIFY_EXCEPTION_THROWN(BeatData(other, Split::Train, net), Error);
        const json wrong = {
            { "styles", json::array() }, { "slowest", 200 }, { "atom-length", 60000 }, { "width", 1e9 }, { "crops", 1 },
            { "bars", "four" }
        };
        for (const auto &[key, value] : wrong.items()) {
            json options = small();
            options[key] = value;
            QVERIFY_EXCEPTION_THROWN(BeatOptions::fromJson(options), Error);
        }
    }

private:
    // From a trained network to its model folder and to sound.
    void package(BeatTrainable &trainable)
    {
        QTemporaryDir folder;
        json described = trainable.describe(m_corpus);
        for (const char *key : { "name", "recipe", "source", "corpus", "licence" })
            described[key] = "test";
        described["format"] = modelFormat;
        described["family"] = "beat-gan";
        described["model"] = small();
        const std::filesystem::path out = folder.filePath("test").toStdString();
        writeModelFolder(out, described, *trainable.module(), "card", Storage::Full);
        const auto generator = openModel(out, torch::kCPU);
        QCOMPARE(QString::fromStdString(generator->description().output), QString("audio"));
        QCOMPARE(generator->description().map.size(), std::size_t(5));
        GenerateRequest request;
        request.seconds = 2.5;
        request.steering.values["tempo"] = 128;
        const auto clip = std::get<AudioClip>(generator->generate(request));
        QCOMPARE(clip.frames(), std::size_t(55125));
        QCOMPARE(clip.channels, 1);
        QVERIFY(std::get<AudioClip>(generator->generate(request)).samples == clip.samples);
        request.seed = 2;
        QVERIFY(std::get<AudioClip>(generator->generate(request)).samples != clip.samples);

        const auto stream = generator->audioStream(1);
        Steering steering = request.steering;
        steering.values["map.x"] = 0.2;
        steering.values["map.y"] = -0.1;
        const AudioLoop loop = stream->begin(steering, 2.5);
        std::vector<float> heard(loop.frames);
        std::size_t frames = 0;
        bool first = true;
        while (const auto part = stream->next()) {
            if (first)
                QCOMPARE(part->start, static_cast<std::size_t>(2.5 / loop.beats * static_cast<double>(loop.frames)));
            first = false;
            QVERIFY(part->start + part->samples.size() <= loop.frames);
            std::copy(part->samples.begin(), part->samples.end(),
                      heard.begin() + static_cast<std::ptrdiff_t>(part->start));
            frames += part->samples.size();
        }
        QCOMPARE(frames, loop.frames);
        request.steering = steering;
        request.seconds = 0;
        const auto whole = std::get<AudioClip>(generator->generate(request));
        for (std::size_t i = 0; i < loop.frames; ++i)
            QVERIFY(std::abs(whole.samples[i] - heard[i]) < 1e-5);

        const auto refused = [&](std::vector<double> latent) {
            GenerateRequest wrong;
            wrong.latent = std::move(latent);
            try {
                generator->generate(wrong);
            } catch (const Error &) {
                return true;
            }
            return false;
        };
        const auto size = static_cast<std::size_t>(BeatOptions::fromJson(small()).dimensions());
        QVERIFY(refused({}));
        QVERIFY(refused(std::vector<double>(size, std::numeric_limits<double>::quiet_NaN())));
        QVERIFY(refused(std::vector<double>(size, 1e9)));
        QVERIFY(refused(std::vector<double>(size + 1, 0.0)));
        QVERIFY(!refused(std::vector<double>(size, 0.0)));
        QVERIFY(refused({ 0.0, std::numeric_limits<double>::infinity() }));
        GenerateRequest fast;
        fast.steering.values["tempo"] = 500;
        QVERIFY_EXCEPTION_THROWN(generator->generate(fast), Error);
        QVERIFY_EXCEPTION_THROWN(generator->stream(1), Error);
    }

    Corpus m_corpus;
};

QTEST_GUILESS_MAIN(TestBeatGan)
#include "tst_beatgan.moc"
