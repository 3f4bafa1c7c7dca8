// Tunes as frames and back; and the shipped models of note-tokens: that they are sane, that their sliders do what they
// say, and that they foretell held-out music as their card claims.
#include <torch/torch.h>

#include "evaluation/framefile.h"
#include "evaluation/likelihood.h"
#include "generators/modelfolder.h"
#include "generators/notetokens/notescore.h"
#include "generators/notetokens/notetokensgenerator.h"
#include "generators/notetokens/notetokensmetrics.h"

#include <QtTest>

using namespace klangraum;
using namespace klangraum::tokens;

namespace {

NoteTokensOptions tuneOptions()
{
    NoteTokensOptions options;
    options.notes = NoteOrder::Tune;
    options.slots = 6;
    options.stepsPerQuarter = 2;
    options.stepsPerBar = 8;
    return options;
}

std::unique_ptr<Generator> shipped(const std::string &name)
{
    const std::filesystem::path folder = std::filesystem::path(KLANGRAUM_SOURCE_DIR) / "models" / name;
    return std::filesystem::exists(folder / "model.json") ? openModel(folder) : nullptr;
}

} // namespace

class TestNoteTokensModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void tunesComeBack()
    {
        Score tune;
        tune.voices = voicesOf(tuneOptions());
        // A repeated note, a rest, a long note; a chord that changes in one of its notes.
        tune.notes = { { 0, 240, 74, 80, 0 },    { 240, 240, 74, 80, 0 }, { 480, 480, 76, 80, 0 },
                       { 1200, 720, 71, 80, 0 }, { 0, 1920, 55, 80, 1 },  { 0, 960, 59, 80, 1 },
                       { 0, 1920, 62, 80, 1 },   { 960, 960, 60, 80, 1 } };
        tune.length = 1920;
        tune.normalise();
        const NoteTokensOptions options = tuneOptions();
        QVERIFY(fits(tune, options));
        Score back = scoreOf(framesOf(tune, options), options, tune.voices, 112);
        for (Note &note : back.notes)
            note.velocity = 80;
        QVERIFY(back.notes == tune.notes);
        QVERIFY(!fits(Score{}, options));
    }

    void voicesOfATune()
    {
        const NoteTokensOptions options = tuneOptions();
        QCOMPARE(slotOf(options, 0), 1);
        QCOMPARE(slotOf(options, 1), -1); // a set: no single note to overrule
        const Frame before{ 0, 50, 30, 34, rest, rest, rest, rest };
        const Frame held{ rest, 50, 30, 36, rest, rest, rest, rest };
        QVERIFY(goesOn(options, held, before, 1));
        QVERIFY(goesOn(options, held, before, 2));
        QVERIFY(begins(options, held, before, 3));
        QVERIFY(begins(options, before, before, 1)); // struck again
        const Frame moved = tokens::moved(before, 2, firstPitch(options));
        QCOMPARE(int(moved[0]), 0);
        QCOMPARE(int(moved[1]), 52);
    }

    void shippedModelsAreSane_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("chorale-stream") << "chorale-stream";
        QTest::newRow("folk-stream") << "folk-stream";
    }
    void shippedModelsAreSane()
    {
        QFETCH(QString, name);
        const auto generator = shipped(name.toStdString());
        if (!generator)
            QSKIP("the model is not there: nothing to test");
        const NoteWriter &writer = dynamic_cast<NoteTokensGenerator &>(*generator).writer();
        constexpr int seeds = 40; // packaging measures a hundred: the card
        const auto sanity = sanityMetrics(writer, seeds, 16);
        QVERIFY2(sanity.at("samples-stuck") <= 0, qPrintable(QString::number(sanity.at("samples-stuck"))));
        QVERIFY2(sanity.at("samples-silent") <= 0, qPrintable(QString::number(sanity.at("samples-silent"))));
        const auto sliders = sliderMetrics(writer, seeds);
        for (const auto &[slider, correlation] : sliders)
            QVERIFY2(correlation >= 0.5, qPrintable(QString("%1 %2").arg(slider.c_str()).arg(correlation)));
    }

    void choraleStreamForetellsHeldOutChorales()
    {
        const auto generator = shipped("chorale-stream");
        const std::filesystem::path file = std::filesystem::path(KLANGRAUM_SOURCE_DIR) / ".." / "shared" / "data" /
            "jsb-chorales" / "jsb-chorales-16th-voices.json";
        if (!generator || !std::filesystem::exists(file))
            QSKIP("the model or the chorales (../shared/data/jsb-chorales) are not there: nothing to foretell");
        auto pieces = FrameFile::load(file).split("valid");
        pieces.resize(12); // enough to see that the card is true
        const Likelihood found = voiceLikelihood(dynamic_cast<VoiceModel &>(*generator), pieces);
        QVERIFY2(found.natsPerNote() < 0.43, qPrintable(QString::number(found.natsPerNote())));
        QCOMPARE(found.floored, std::int64_t(0));
    }
};

QTEST_APPLESS_MAIN(TestNoteTokensModel)
#include "tst_notetokensmodel.moc"
