// A model that makes sound on the real screen: its outline and spectrum in the place of notes and keys, its tempo and
// styles among the faders, and what is kept is sound alone.
#include "../runtime/stubsound.h"
#include "screenfixture.h"
#include "soundroll.h"

#include <QQmlExtensionPlugin>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

namespace {

std::unique_ptr<ModelSource> stubs()
{
    auto models = std::make_unique<StubSoundModels>();
    models->sound.cost = std::chrono::microseconds(500);
    return models;
}

// Pixels of the picture of this item that are brighter than the stage.
int lit(QQuickWindow *window, QQuickItem *item, qreal left, qreal right)
{
    const QImage picture = window->grabWindow();
    const qreal ratio = picture.devicePixelRatio();
    const QPointF corner = item->mapToScene({ 0, 0 });
    int count = 0;
    for (int y = int((corner.y() + item->height() * 0.15) * ratio);
         y < int((corner.y() + item->height() * 0.9) * ratio); y += 3) {
        for (int x = int((corner.x() + left) * ratio); x < int((corner.x() + right) * ratio); x += 3)
            count += qGray(picture.pixel(x, y)) > 60 ? 1 : 0;
    }
    return count;
}

} // namespace

class TestSound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundTakesThePlaceOfNotes()
    {
        Screen screen({ 1280, 720 }, stubs());
        QTRY_VERIFY(!screen.exhibit->roll().empty());
        QVERIFY(screen.find("soundStepper"));
        QVERIFY(screen.find("keys"));
        QVERIFY(!screen.exhibit->makesSound());

        screen.exhibit->selectStyle(1);
        QTRY_VERIFY_WITH_TIMEOUT(screen.exhibit->makesSound() && screen.exhibit->sound().size() > 0 &&
                                     screen.exhibit->transport().tick >
                                         static_cast<double>(screen.exhibit->sound().back().from + 960),
                                 15000);
        QVERIFY(!screen.find("soundStepper"));
        QVERIFY(!screen.find("keys"));
        QVERIFY(!screen.find("voice-0"));
        QVERIFY(screen.find("fader-density"));
        QVERIFY(screen.find("fader-tempo"));
        QVERIFY(screen.find("choice-style"));

        // Outline and spectrum left and right of the playhead; nothing is painted while nothing changes.
        auto *sound = qobject_cast<SoundRoll *>(screen.find("sound"));
        QVERIFY(sound);
        QTRY_VERIFY(screen.exhibit->sound().back().picture && screen.exhibit->sound().back().picture->whole());
        const qreal playhead = sound->notes()->playheadX();
        QTRY_VERIFY(lit(screen.window, sound, playhead - 60, playhead - 4) > 20);
        QVERIFY(lit(screen.window, sound, playhead + 4, playhead + 160) > 20);
        QTest::qWait(100);
        const int paints = sound->tilePaints();
        QTest::qWait(300);
        QVERIFY2(sound->tilePaints() - paints <= 12, // not once a frame
                 qPrintable(QString::number(sound->tilePaints() - paints)));

        // The finger moves: what is ahead is drawn anew.
        const quint64 before = screen.exhibit->sound().back().loop;
        screen.exhibit->pad()->moveBy(0.5, 0);
        QTRY_VERIFY(screen.exhibit->sound().back().loop > before);
        QTRY_VERIFY(sound->tilePaints() > paints);

        screen.exhibit->selectStyle(0);
        QTRY_VERIFY(screen.find("soundStepper"));
    }

    void tempoAndStylesAreTheModels()
    {
        Screen screen({ 1280, 720 }, stubs());
        screen.exhibit->selectStyle(1);
        QTRY_VERIFY(screen.exhibit->makesSound());
        ControlModel *controls = screen.exhibit->controls();
        const int tempo = controls->row("tempo");
        QVERIFY(tempo >= 0);
        QCOMPARE(screen.session->control("tempo"), 128.0);
        controls->setPosition(tempo, 1);
        QCOMPARE(screen.session->control("tempo"), 176.0);
        QTRY_VERIFY_WITH_TIMEOUT(std::abs(screen.exhibit->transport().quartersPerMinute - 176) < 0.01, 15000);
        QTRY_COMPARE(qRound(screen.exhibit->bpm()), 176);

        ChoiceModel *choices = screen.exhibit->choices();
        QCOMPARE(choices->count(), 1);
        QCOMPARE(choices->data(choices->index(0), ChoiceModel::LabelRole).toString(), QString("Style"));
        choices->choose(0, 2);
        QCOMPARE(screen.session->control("style"), 2.0);
        choices->choose(0, 99);
        QCOMPARE(screen.session->control("style"), 2.0);
        screen.exhibit->setLanguage("de");
        QCOMPARE(choices->data(choices->index(0), ChoiceModel::LabelRole).toString(), QString("Stil"));
    }

    void theCardShowsWhatIsStruck()
    {
        Screen screen({ 1280, 720 }, stubs());
        CardModel *cards = screen.exhibit->cards();
        QCOMPARE(cards->data(cards->index(1), CardModel::PatternRole).toString(), QString("steps"));
        screen.exhibit->selectStyle(1);
        const auto steps = [&] { return cards->data(cards->index(1), CardModel::StepsRole).toList(); };
        QTRY_COMPARE_WITH_TIMEOUT(steps().size(), qsizetype(64), 15000);
        // The stub's kick is on the beats.
        for (int step = 0; step < 16; ++step)
            QVERIFY2((steps()[step].toDouble() > 0.45) == (step % 4 == 0), qPrintable(QString::number(step)));
    }

    void keepsSoundAlone()
    {
        Screen screen({ 1280, 720 }, stubs());
        screen.exhibit->selectStyle(1);
        QTRY_VERIFY_WITH_TIMEOUT(screen.exhibit->makesSound() && !screen.exhibit->sound().empty() &&
                                     screen.exhibit->transport().tick >
                                         static_cast<double>(screen.exhibit->sound().back().from + 1200),
                                 15000);
        screen.exhibit->keepPiece();
        QTRY_VERIFY_WITH_TIMEOUT(screen.exhibit->keep()->isOpen(), 15000);
        KeepModel *keep = screen.exhibit->keep();
        QVERIFY(keep->isSound());
        QCOMPARE(keep->fileNames(), QStringList({ "klangraum-stub-sound.wav", "klangraum-stub-sound.flac" }));
        QVERIFY(keep->wavSize().startsWith("WAV, ") && keep->flacSize().startsWith("FLAC, "));
        QTRY_VERIFY(screen.find("soundThumb"));
        QTRY_COMPARE(screen.find("secondFile")->property("title").toString(), QString("Sound, packed"));
        QTRY_VERIFY(lit(screen.window, screen.find("soundThumb"), 0, screen.find("soundThumb")->width()) > 50);
        screen.exhibit->setLanguage("de");
        QTRY_COMPARE(screen.find("secondFile")->property("title").toString(), QString("Klang, gepackt"));
        keep->close();
    }
};

QTEST_MAIN(TestSound)
#include "tst_sound.moc"
