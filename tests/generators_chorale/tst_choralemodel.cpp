// The shipped model: that it plays, that its controls do what they say, that small moves make small changes.
#include <torch/torch.h>

#include "generators/choralevae/choralegenerator.h"
#include "generators/choralevae/choralemetrics.h"
#include "generators/choralevae/choraletrainable.h"

#include <QtTest>

#include <random>

using namespace klangraum;
using namespace klangraum::chorale;

class TestChoraleModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const std::filesystem::path folder = std::filesystem::path(KLANGRAUM_SOURCE_DIR) / "models" / "chorale-vae";
        if (!std::filesystem::exists(folder / "model.json"))
            QSKIP("models/chorale-vae is not there: nothing to test");
        torch::set_num_threads(1);
        m_generator = openModel(folder);
        m_decoder = &dynamic_cast<ChoraleGenerator &>(*m_generator).decoder();
    }

    void describesItself()
    {
        const ModelDescription &model = m_generator->description();
        QCOMPARE(model.stage, 1);
        QCOMPARE(model.voices.size(), std::size_t(4));
        QVERIFY(model.map.size() > 100);
        QVERIFY(model.controls.size() >= 4);
    }
    void controlsMoveWhatTheyName()
    {
        const auto metrics = controlMetrics(*m_decoder, 100);
        for (const char *name : { "slider-surprise", "slider-density", "slider-register" })
            QVERIFY2(metrics.at(name) >= 0.5, qPrintable(QString("%1: %2").arg(name).arg(metrics.at(name))));
        const Control &pad = m_generator->description().controls.front();
        if (!pad.xAxis[0].en.empty())
            QVERIFY(metrics.at("axis-x") >= 0.5);
        if (!pad.yAxis[0].en.empty())
            QVERIFY(metrics.at("axis-y") >= 0.5);
    }
    void noSampleIsEmptyAndAllLieInTheVoices()
    {
        int outside = 0;
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            const DecodedWindow decoded = m_decoder->decode({}, { seed, 0, true, false, m_decoder->keyOf(seed) }, {});
            QVERIFY(!isEmpty(decoded.window));
            for (const std::uint8_t cell : decoded.window)
                if (cell < rest &&
                    (cell + lowestPitch + decoded.shift < 36 || cell + lowestPitch + decoded.shift > 81)) {
                    ++outside;
                    break;
                }
        }
        QVERIFY2(outside <= 4, qPrintable(QString::number(outside)));
    }
    void smallMovesMakeSmallChanges()
    {
        std::mt19937 random(4);
        std::uniform_real_distribution<double> place(-0.9, 0.9);
        double near = 0;
        double far = 0;
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            Wish here;
            here.x = place(random);
            here.y = place(random);
            Wish beside = here;
            beside.x += 0.02; // 1 % of the pad
            Wish away = here;
            away.x = here.x > 0 ? here.x - 0.9 : here.x + 0.9;
            const auto at = [&](const Wish &wish) {
                return m_decoder->decode(wish, { seed, 0, true, false, 0 }, {}).window;
            };
            const ChoraleWindow one = at(here);
            const ChoraleWindow two = at(beside);
            const ChoraleWindow three = at(away);
            for (std::size_t i = 0; i < cells; ++i) {
                near += one[i] != two[i] ? 1 : 0;
                far += one[i] != three[i] ? 1 : 0;
            }
        }
        near /= 60.0 * cells;
        far /= 60.0 * cells;
        QVERIFY2(near < 0.15 && far > 3 * near, qPrintable(QString("%1 and %2").arg(near).arg(far)));
    }
    void heldOutChoralesComeBack()
    {
        const std::filesystem::path data =
            std::filesystem::path(KLANGRAUM_SOURCE_DIR) / ".." / "shared" / "data" / "jsb-chorales";
        const std::filesystem::path file = data / "jsb-chorales-16th-voices.json";
        if (!std::filesystem::exists(file))
            QSKIP("the chorales are not there (../shared/data/jsb-chorales): nothing to reconstruct");
        QFile json(QString::fromStdString(file.string()));
        QVERIFY(json.open(QIODevice::ReadOnly));
        const nlohmann::json pieces = nlohmann::json::parse(json.readAll().toStdString()).at("valid");
        OnsetCount onsets;
        for (const nlohmann::json &piece : pieces) {
            VoiceGrid grid(voices, static_cast<int>(piece.size()));
            for (int step = 0; step < grid.steps; ++step)
                for (int voice = 0; voice < voices; ++voice)
                    grid.pitch[grid.index(voice, step)] =
                        piece[static_cast<std::size_t>(step)][static_cast<std::size_t>(voice)].get<std::int16_t>();
            grid.normalise();
            const int tonic = tonicOf(grid);
            std::vector<ChoraleWindow> windows;
            for (int start = 0; start + steps <= grid.steps; start += steps)
                windows.push_back(klangraum::chorale::windowOf(grid, start, tonic > 6 ? 12 - tonic : -tonic));
            const torch::Tensor latents = m_decoder->latentsOf(windows);
            for (std::size_t i = 0; i < windows.size(); ++i)
                onsets.add(windows[i],
                           m_decoder->decodeLatent(latents[static_cast<std::int64_t>(i)].unsqueeze(0), 0).window);
        }
        QVERIFY2(onsets.f1() >= 0.9, qPrintable(QString::number(onsets.f1())));
    }

private:
    std::unique_ptr<Generator> m_generator;
    ChoraleDecoder *m_decoder = nullptr;
};

QTEST_APPLESS_MAIN(TestChoraleModel)
#include "tst_choralemodel.moc"
