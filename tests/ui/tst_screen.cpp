// The Play screen driven by real mouse, touch and key events: what a hand does reaches the engine, what the engine
// plays reaches the files, and both languages fit at every size.
#include "screenfixture.h"

#include "music/midifile.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QQmlExtensionPlugin>
#include <QSet>

#include <sndfile.h>

#include <algorithm>
#include <cmath>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

class TestScreen : public QObject
{
    Q_OBJECT
private:
    // Mean pitch of the soprano from the write head on.
    static double ahead(const Screen &screen)
    {
        double sum = 0;
        int count = 0;
        for (const Note &note : screen.exhibit->openZone().notes) {
            if (note.voice != 0)
                continue;
            sum += note.pitch;
            ++count;
        }
        return count > 0 ? sum / count : 0;
    }

private Q_SLOTS:
    void aDragOnTheMapMovesTheMusic();
    void aFaderMovesItsControl();
    void severalFingersAtOnce();
    void keepWritesWhatWasHeard();
    void aFailedKeepSaysSo();
    void bothLanguagesLive();
    void everythingByKeys();
    void nothingOverlapsAtAnySize_data();
    void nothingOverlapsAtAnySize();
    void mutesTempoAndSound();
    void morphWalksFromPinToPin();
    void theNetworkStopsAndComesBack();
};

void TestScreen::aDragOnTheMapMovesTheMusic()
{
    Screen screen;
    QTRY_VERIFY_WITH_TIMEOUT(!screen.exhibit->openZone().notes.empty(), 10000);
    QQuickItem *map = screen.find("map");
    QVERIFY(map);
    QTRY_VERIFY_WITH_TIMEOUT(screen.texts().contains(QStringLiteral("Sound map")), 10000);

    screen.drag(screen.at(map, 0.5, 0.6), screen.at(map, 0.05, 0.6));
    QTRY_VERIFY(screen.session->control("map.x") < -0.8);
    QTRY_VERIFY(screen.find("map") != nullptr);
    QTest::qWait(400);
    const double low = ahead(screen);
    screen.drag(screen.at(map, 0.1, 0.6), screen.at(map, 0.95, 0.3));
    QTRY_VERIFY(screen.session->control("map.x") > 0.8);
    QVERIFY(screen.session->control("map.y") > 0.2);
    QTRY_VERIFY_WITH_TIMEOUT(ahead(screen) > low + 4, 5000); // two thirds of an octave up
    // What sounds follows, too: a soprano note that begins from now on lies in the new range.
    const double now = screen.exhibit->transport().tick;
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(screen.session->roll(),
                                                 [now](const RollNote &roll) {
                                                     return roll.heard && roll.note.voice == 0 &&
                                                         double(roll.note.start) > now + 480;
                                                 }),
                             6000);
    QVERIFY(!screen.exhibit->gestures().amounts().empty());
    QVERIFY(*std::ranges::max_element(screen.exhibit->gestures().amounts()) > 0.1F);
}

void TestScreen::aFaderMovesItsControl()
{
    Screen screen;
    QQuickItem *fader = screen.find("fader-density");
    QVERIFY(fader);
    const double before = screen.session->control("density");
    screen.drag(screen.at(fader, 0.5, 0.5), screen.at(fader, 0.5, 0.13));
    QVERIFY2(screen.session->control("density") > 0.9, qPrintable(QString::number(screen.session->control("density"))));
    QTRY_COMPARE(Screen::find(fader, "word")->property("text").toString(), QStringLiteral("full"));
    QTest::mouseDClick(screen.window, Qt::LeftButton, {}, screen.at(fader, 0.5, 0.3));
    QTRY_COMPARE(screen.session->control("density"), before);

    QQuickItem *tempo = screen.find("fader-tempo");
    QVERIFY(tempo);
    QTest::mouseClick(screen.window, Qt::LeftButton, {}, screen.at(tempo, 0.5, 0.89));
    QTRY_COMPARE(screen.session->transport().quartersPerMinute, 40.0);
}

void TestScreen::severalFingersAtOnce()
{
    Screen screen;
    QTRY_VERIFY_WITH_TIMEOUT(screen.texts().contains(QStringLiteral("Sound map")), 10000);
    QPointingDevice *device = QTest::createTouchDevice();
    QQuickItem *map = screen.find("map"), *density = screen.find("fader-density");
    const auto touch = [&] { return QTest::touchEvent(screen.window, device, false); };
    auto first = touch();
    first.press(1, screen.at(map, 0.3, 0.5), screen.window);
    first.press(2, screen.at(density, 0.5, 0.8), screen.window);
    first.commit();
    const double x = screen.session->control("map.x");
    QVERIFY(screen.session->control("density") < 0.3);
    for (int i = 1; i <= 6; ++i) {
        auto move = touch();
        move.move(1, screen.at(map, 0.3 + 0.1 * i, 0.5), screen.window);
        move.move(2, screen.at(density, 0.5, 0.8 - 0.1 * i), screen.window);
        move.commit();
        QTest::qWait(20);
    }
    QVERIFY(screen.session->control("map.x") > x + 0.8);
    QVERIFY(screen.session->control("density") > 0.7);
    // A second finger on the same fader is ignored.
    const double held = screen.session->control("density");
    auto second = touch();
    second.move(1, screen.at(map, 0.9, 0.5), screen.window);
    second.move(2, screen.at(density, 0.5, 0.2), screen.window);
    second.press(3, screen.at(density, 0.5, 0.85), screen.window);
    second.commit();
    QTest::qWait(30);
    QCOMPARE(screen.session->control("density"), held);
    auto end = touch();
    end.release(1, screen.at(map, 0.9, 0.5), screen.window);
    end.release(2, screen.at(density, 0.5, 0.2), screen.window);
    end.release(3, screen.at(density, 0.5, 0.85), screen.window);
    end.commit();
    QTRY_VERIFY(!screen.exhibit->pad()->touched());
}

void TestScreen::keepWritesWhatWasHeard()
{
    Screen screen;
    screen.session->setTempo(200);
    QTRY_VERIFY_WITH_TIMEOUT(screen.exhibit->bar() >= 4, 15000);
    screen.click("keepButton");
    QTRY_COMPARE_WITH_TIMEOUT(screen.exhibit->keep()->status(), QStringLiteral("saved"), 20000);
    QTRY_VERIFY(screen.find("keepTitle"));
    QCOMPARE(screen.find("keepTitle")->property("text").toString(), QStringLiteral("Chorale no. 1"));

    const KeepState &kept = screen.session->keepState();
    QVERIFY(!kept.score.notes.empty());
    const Score midi = readMidi(kept.midi).withTicksPerQuarter(kept.score.ticksPerQuarter);
    QCOMPARE(midi.notes.size(), kept.score.notes.size());
    QSet<int> heard, written;
    for (const RollNote &roll : screen.session->roll())
        heard << roll.note.pitch;
    for (const Note &note : midi.notes)
        written << note.pitch;
    QVERIFY2(heard.contains(written), "the file holds pitches that were never on the roll");

    SF_INFO info{};
    SNDFILE *wav = sf_open(kept.wav.c_str(), SFM_READ, &info);
    QVERIFY2(wav, sf_strerror(nullptr));
    std::vector<float> samples(std::size_t(info.frames) * std::size_t(info.channels));
    sf_readf_float(wav, samples.data(), info.frames);
    sf_close(wav);
    const double seconds = double(info.frames) / info.samplerate;
    QVERIFY2(seconds >= kept.seconds - 0.01 && seconds < kept.seconds + 10, qPrintable(QString::number(seconds)));
    float peak = 0;
    for (const float value : samples)
        peak = std::max(peak, std::abs(value));
    QVERIFY2(peak > 0.01F && peak <= 1.0F, qPrintable(QString::number(double(peak))));

    // It can be listened to; the live music waits.
    QTRY_VERIFY(screen.find("listenButton"));
    screen.click("listenButton");
    QTRY_VERIFY(screen.exhibit->keep()->listening());
    QTRY_VERIFY_WITH_TIMEOUT(screen.exhibit->keep()->listenPosition() > 0.05, 10000);
    QVERIFY(!screen.session->transport().playing);
    QTRY_VERIFY_WITH_TIMEOUT(!screen.exhibit->keep()->listening(), 20000); // once
    QTRY_VERIFY(screen.session->transport().playing);

    // The dialog says where they are; Escape goes on playing.
    QVERIFY(screen.find("keepFolder")->property("text").toString().contains("pieces"));
    screen.key(Qt::Key_Escape);
    QTRY_VERIFY(!screen.exhibit->keep()->isOpen());
    QVERIFY(screen.exhibit->playing());
}

void TestScreen::aFailedKeepSaysSo()
{
    Screen screen;
    screen.session->setTempo(200);
    QFile inTheWay(screen.folder.path() + "/pieces"); // a file where the folder should be
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    QTRY_VERIFY_WITH_TIMEOUT(screen.exhibit->bar() >= 2, 15000);
    screen.click("keepButton");
    QTRY_COMPARE_WITH_TIMEOUT(screen.exhibit->keep()->status(), QStringLiteral("failed"), 10000);
    QVERIFY(screen.texts().contains(QStringLiteral("Not saved.")));
    QVERIFY(screen.texts().contains(QStringLiteral("Try again")));
    QVERIFY(!screen.exhibit->keep()->problem().isEmpty());
    inTheWay.remove();
    screen.click("keepButton");
    QTRY_COMPARE_WITH_TIMEOUT(screen.exhibit->keep()->status(), QStringLiteral("saved"), 20000);
}

void TestScreen::bothLanguagesLive()
{
    Screen screen;
    QTRY_VERIFY_WITH_TIMEOUT(screen.texts().contains(QStringLiteral("Sound map")), 10000);
    QVERIFY(screen.texts().contains(QStringLiteral("Surprise me")));
    screen.click("languageButton");
    QTRY_COMPARE(screen.exhibit->language(), QStringLiteral("de"));
    const QStringList texts = screen.texts();
    for (const char *text : { "Überrasch mich", "Stück behalten", "Tempo tippen", "Sopran", "Klangkarte", "Wagnis",
                              "Dichte", "Orgel", "Choral", "vier Stimmen", "noch offen", "EN", "Takt" })
        QVERIFY2(texts.contains(QString::fromUtf8(text)),
                 qPrintable(QString::fromUtf8(text) + " is missing: " + texts.join('|')));

    QFile file(QStringLiteral(KLANGRAUM_SOURCE_DIR "/assets/strings.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject strings = QJsonDocument::fromJson(file.readAll()).object();
    QSet<QString> german;
    for (const QJsonValue &value : strings)
        german << value[QStringLiteral("de")].toString();
    for (const QJsonValue &value : strings) {
        const QString english = value[QStringLiteral("en")].toString();
        if (!german.contains(english))
            QVERIFY2(!texts.contains(english), qPrintable(english + " is still English"));
    }
    // It is remembered, and goes back.
    QCOMPARE(Settings::load(screen.settingsFile).language, std::string("de"));
    QCOMPARE(QStringLiteral("%L1").arg(1000), QStringLiteral("1.000"));
    screen.key(Qt::Key_L);
    QTRY_VERIFY(screen.texts().contains(QStringLiteral("Surprise me")));
    QCOMPARE(QStringLiteral("%L1").arg(1000), QStringLiteral("1,000"));
}

void TestScreen::everythingByKeys()
{
    Screen screen;
    Exhibit &exhibit = *screen.exhibit;
    QTRY_VERIFY(exhibit.pad()->available());
    QTRY_VERIFY(exhibit.playing());
    screen.key(Qt::Key_Space);
    QTRY_VERIFY(!screen.session->transport().playing);
    screen.key(Qt::Key_Space);
    QTRY_VERIFY(screen.session->transport().playing);

    exhibit.pad()->home();
    screen.key(Qt::Key_Right);
    QCOMPARE(screen.session->control("map.x"), 0.02); // 1 % of the map
    screen.key(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(screen.session->control("map.y"), 0.1);
    screen.key(Qt::Key_A);
    QCOMPARE(exhibit.pad()->pinA(), QPointF(0.02, 0.1));
    screen.key(Qt::Key_Left, Qt::ShiftModifier);
    screen.key(Qt::Key_B);
    QCOMPARE(exhibit.pad()->pinB().y(), 0.1);
    QVERIFY(exhibit.pad()->pinB().x() < 0);
    screen.key(Qt::Key_M);
    QVERIFY(exhibit.pad()->morphing());
    screen.key(Qt::Key_M);
    QVERIFY(!exhibit.pad()->morphing());
    const QPointF before(exhibit.pad()->x(), exhibit.pad()->y());
    screen.key(Qt::Key_R);
    QTRY_VERIFY(QPointF(exhibit.pad()->x(), exhibit.pad()->y()) != before);
    screen.key(Qt::Key_F2);
    QVERIFY(exhibit.voices()->muted(1));
    for (int i = 0; i < 4; ++i) {
        screen.key(Qt::Key_T);
        QTest::qWait(400);
    }
    QTRY_VERIFY(exhibit.bpm() > 100 && exhibit.bpm() < 160);

    // Tab reaches every fader; up and down move the one that has the ring.
    const double density = screen.session->control("density");
    bool reached = false;
    for (int i = 0; i < 30 && !reached; ++i) {
        screen.key(Qt::Key_Tab);
        QQuickItem *focus = screen.window->activeFocusItem();
        reached = focus && focus->objectName() == QLatin1String("fader-density");
    }
    QVERIFY(reached);
    const double x = screen.session->control("map.x");
    screen.key(Qt::Key_Up);
    QVERIFY(screen.session->control("density") > density);
    QCOMPARE(screen.session->control("map.x"), x);
    screen.key(Qt::Key_Escape);
    screen.key(Qt::Key_Right);
    QVERIFY(screen.session->control("map.x") > x);

    screen.key(Qt::Key_2);
    QTRY_COMPARE(screen.session->currentModel(), 1);
    QTRY_COMPARE(exhibit.voices()->rowCount(), 1);
    screen.key(Qt::Key_3); // it cannot play
    QCOMPARE(screen.session->currentModel(), 1);
    screen.key(Qt::Key_1);
    QTRY_COMPARE(screen.session->currentModel(), 0);
    screen.key(Qt::Key_K);
    QTRY_COMPARE_WITH_TIMEOUT(exhibit.keep()->status(), QStringLiteral("saved"), 20000);
    QTRY_VERIFY(exhibit.keep()->isOpen());
    screen.key(Qt::Key_Return); // on Keep playing
    QTRY_VERIFY(!exhibit.keep()->isOpen());
}

void TestScreen::nothingOverlapsAtAnySize_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("language");
    for (const QSize size :
         { QSize(1280, 720), QSize(1920, 1080), QSize(2560, 1080), QSize(1440, 1080), QSize(3840, 2160) }) {
        for (const QString language : { "en", "de" })
            QTest::newRow(qPrintable(QStringLiteral("%1x%2 %3").arg(size.width()).arg(size.height()).arg(language)))
                << size << language;
    }
}

void TestScreen::nothingOverlapsAtAnySize()
{
    QFETCH(QSize, size);
    QFETCH(QString, language);
    Screen screen(size);
    screen.exhibit->setLanguage(language);
    QTRY_COMPARE(screen.window->size(), size);
    QTRY_VERIFY(screen.find("honestWork"));
    QTest::qWait(300);
    std::vector<QQuickItem *> items;
    Screen::collect(screen.window->contentItem(), items);
    const QRectF all(0, 0, size.width(), size.height());
    std::vector<std::pair<QString, QRectF>> controls;
    for (QQuickItem *item : items) {
        const QRectF place = item->mapRectToScene(item->boundingRect());
        const QString name = item->objectName();
        if (name.startsWith(QLatin1String("fader-")) || name.endsWith(QLatin1String("Button")) ||
            name.startsWith(QLatin1String("card-")) || name == QLatin1String("map") ||
            name == QLatin1String("soundStepper") || name == QLatin1String("tapTempo") ||
            name == QLatin1String("barBeat") || name.startsWith(QLatin1String("voice-")) ||
            name == QLatin1String("honestLine") || name == QLatin1String("lane") || name == QLatin1String("roll"))
            controls.emplace_back(name, place);
        if (item->inherits("QQuickText"))
            QVERIFY2(!item->property("truncated").toBool(),
                     qPrintable(item->property("text").toString() + " is cut short"));
    }
    QVERIFY(controls.size() >= 20);
    for (std::size_t i = 0; i < controls.size(); ++i) {
        QVERIFY2(all.adjusted(-1, -1, 1, 1).contains(controls[i].second),
                 qPrintable(controls[i].first + " leaves the window"));
        for (std::size_t j = 0; j < i; ++j) {
            const QRectF common = controls[i].second & controls[j].second;
            QVERIFY2(common.width() < 1 || common.height() < 1,
                     qPrintable(controls[i].first + " lies over " + controls[j].first));
        }
    }
    // Words stay inside their buttons.
    for (const char *name : { "surpriseButton", "morphButton", "keepButton" }) {
        QQuickItem *button = screen.find(QString::fromLatin1(name));
        QQuickItem *words = Screen::find(button, "words");
        QVERIFY(button->mapRectToScene(button->boundingRect()).contains(words->mapRectToScene(words->boundingRect())));
    }
}

void TestScreen::mutesTempoAndSound()
{
    Screen screen;
    QTRY_VERIFY(screen.find("voice-3"));
    screen.click("voice-3");
    QVERIFY(screen.exhibit->voices()->muted(3));
    screen.click("voice-3");
    QVERIFY(!screen.exhibit->voices()->muted(3));
    QQuickItem *stepper = screen.find("soundStepper");
    QTest::mouseClick(screen.window, Qt::LeftButton, {}, screen.at(stepper, 0.5, 0.17));
    QCOMPARE(screen.exhibit->program(), 0);
    QTRY_COMPARE(Screen::find(stepper, "word")->property("text").toString(), QStringLiteral("Piano"));
    QTest::mouseClick(screen.window, Qt::LeftButton, {}, screen.at(stepper, 0.5, 0.82));
    QCOMPARE(screen.exhibit->program(), 81);
    screen.click("playButton");
    QTRY_VERIFY(!screen.session->transport().playing);
}

void TestScreen::morphWalksFromPinToPin()
{
    Screen screen;
    QTRY_VERIFY(screen.exhibit->pad()->available());
    screen.session->setTempo(200);
    screen.exhibit->pad()->setPin(0, -0.8, 0);
    screen.exhibit->pad()->setPin(1, 0.8, 0);
    screen.click("morphButton");
    QTRY_VERIFY(screen.exhibit->pad()->morphing());
    QTRY_VERIFY(screen.session->control("map.x") < -0.6);
    const double from = screen.exhibit->transport().tick, x = screen.exhibit->pad()->x();
    QTest::qWait(1500);
    const double bars = (screen.exhibit->transport().tick - from) / (4.0 * kTicksPerQuarter);
    // Eight bars for the whole way.
    QVERIFY(std::abs((screen.exhibit->pad()->x() - x) - 1.6 * bars / 8) < 0.05);
    QVERIFY(std::abs(screen.session->control("map.x") - screen.exhibit->pad()->x()) < 0.05);
    // A finger off the line lets go of it.
    QTest::qWait(500);
    QQuickItem *map = screen.find("map");
    QTest::mouseClick(screen.window, Qt::LeftButton, {}, screen.at(map, 0.5, 0.1));
    QTRY_VERIFY(!screen.exhibit->pad()->morphing());
}

void TestScreen::theNetworkStopsAndComesBack()
{
    Screen screen;
    QTRY_VERIFY_WITH_TIMEOUT(!screen.exhibit->openZone().notes.empty(), 10000);
    QSignalSpy spy(screen.exhibit.get(), &Exhibit::restartingChanged);
    screen.models->failures = 1;
    screen.exhibit->pad()->moveTo(0.5, 0.5);
    QTRY_VERIFY_WITH_TIMEOUT(!spy.isEmpty(), 5000);
    QTRY_VERIFY_WITH_TIMEOUT(!screen.exhibit->restarting(), 10000);
    QVERIFY(screen.exhibit->playing());
}

QTEST_MAIN(TestScreen)
#include "tst_screen.moc"
