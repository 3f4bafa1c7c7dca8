// The parts behind the screen that need no window: tapping a tempo, MIDI controllers, names of keys, notation, texts.
#include "engraving.h"
#include "gesturelog.h"
#include "keyname.h"
#include "midimap.h"
#include "noticemodel.h"
#include "taptempo.h"
#include "theme.h"
#include "translations.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>
#include <QXmlStreamReader>

#include <random>

using namespace klangraum;

class TestViewModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tapsGiveATempo();
    void aKnobTakesOverWhenItMeetsItsControl();
    void aKnobIsLearntByTouch();
    void keysHaveNames();
    void pitchesAreSpelt();
    void everySpellingSoundsAsWritten();
    void gesturesKeepTheirPlace();
    void noticesStayAsLongAsTheirCause();
    void everyTextIsThereInBothLanguages();
    void sourcesSayNothingUntranslated();
    void theTokensAreAllThere();
};

void TestViewModels::tapsGiveATempo()
{
    TapTempo tap;
    QVERIFY(!tap.tap(1000));
    QCOMPARE(*tap.tap(1500), 120.0);
    QCOMPARE(*tap.tap(2000), 120.0);
    QVERIFY(!tap.tap(9000)); // a pause: counting starts again
    QCOMPARE(*tap.tap(9100), 200.0); // 600 a minute is more than there is
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
        TapTempo other;
        const int gap = 310 + int(random() % 1100);
        std::optional<double> tempo;
        for (int i = 0; i < 6; ++i)
            tempo = other.tap(5000 + i * gap + int(random() % 5) - 2);
        QVERIFY(tempo && std::abs(*tempo - 60000.0 / gap) < 60000.0 / gap * 0.01);
    }
}

void TestViewModels::aKnobTakesOverWhenItMeetsItsControl()
{
    MidiMap map;
    double control = 0.7;
    const auto send = [&](double value) { return map.take({ 20, value }, [&](const QString &) { return control; }); };
    MidiMap::Move move = send(0.1);
    QCOMPARE(move.target, QStringLiteral("density"));
    QVERIFY(!move.takesOver);
    QVERIFY(!send(0.5).takesOver);
    QVERIFY(send(0.75).takesOver); // passed 0.7 on the way
    control = 0.75;
    QVERIFY(send(0.2).takesOver); // met once: it leads
    map.forget(QStringLiteral("density")); // moved by hand
    control = 0.9;
    QVERIFY(!send(0.3).takesOver);
    QVERIFY(map.take({ 99, 0.5 }, [](const QString &) { return 0.0; }).target.isEmpty());
}

void TestViewModels::aKnobIsLearntByTouch()
{
    MidiMap map;
    QSignalSpy spy(&map, &MidiMap::learned);
    map.touch(QStringLiteral("register")); // not learning: nothing
    QVERIFY(map.target().isEmpty());
    map.setLearning(true);
    map.touch(QStringLiteral("register"));
    map.take({ 74, 0.5 }, [](const QString &) { return 0.5; });
    QCOMPARE(spy.count(), 1);
    QVERIFY(!map.learning());
    QCOMPARE(map.controller(QStringLiteral("register")), 74);
    QCOMPARE(map.learnt().at("register"), 74);
    // Another control takes the same knob: the first loses it.
    map.setLearning(true);
    map.touch(QStringLiteral("density"));
    map.take({ 74, 0.5 }, [](const QString &) { return 0.5; });
    QCOMPARE(map.controller(QStringLiteral("density")), 74);
    QCOMPARE(map.take({ 74, 0.5 }, [](const QString &) { return 0.5; }).target, QStringLiteral("density"));
}

void TestViewModels::keysHaveNames()
{
    KeyEstimate key;
    key.tonic = 2;
    key.minor = true;
    QCOMPARE(keyName(key, QStringLiteral("en")), QStringLiteral("D minor"));
    QCOMPARE(keyName(key, QStringLiteral("de")), QStringLiteral("d-Moll"));
    QCOMPARE(fifths(key), -1);
    key.tonic = 11;
    key.minor = false;
    QCOMPARE(keyName(key, QStringLiteral("de")), QStringLiteral("H-Dur"));
    QCOMPARE(fifths(key), 5);
    key.tonic = 10;
    QCOMPARE(keyName(key, QStringLiteral("de")), QStringLiteral("B-Dur"));
    QCOMPARE(fifths(key), -2);
}

void TestViewModels::pitchesAreSpelt()
{
    QCOMPARE(writtenPitch(60, 0, false).step, 28); // C4
    QCOMPARE(writtenPitch(61, -1, true).accidental, 1); // the leading note of D minor is C sharp
    QCOMPARE(writtenPitch(61, -1, true).step, 28);
    QCOMPARE(writtenPitch(70, -1, true).accidental, -1); // and its sixth B flat
    QCOMPARE(writtenPitch(70, -1, true).step, 34);
    QCOMPARE(writtenPitch(66, 1, false).accidental, 1); // F sharp in G major
}

void TestViewModels::everySpellingSoundsAsWritten()
{
    const int naturals[] = { 0, 2, 4, 5, 7, 9, 11 };
    for (int fifths = -6; fifths <= 5; ++fifths) {
        for (int pitch = 21; pitch <= 108; ++pitch) {
            for (const bool minor : { false, true }) {
                const WrittenPitch written = writtenPitch(pitch, fifths, minor);
                const int sounding = (written.step / 7 + 1) * 12 + naturals[written.step % 7] + written.accidental;
                QCOMPARE(sounding, pitch);
                QVERIFY(std::abs(written.accidental) <= 2);
            }
        }
    }
}

void TestViewModels::gesturesKeepTheirPlace()
{
    GestureLog log;
    std::mt19937 random(5);
    double tick = 100;
    std::vector<std::pair<std::int64_t, float>> loudest;
    for (int i = 0; i < 5000; ++i) {
        tick += double(random() % 60);
        const float amount = float(random() % 100) / 100;
        log.add(tick, amount);
        const auto bin = std::int64_t(tick) / GestureLog::kBinTicks;
        if (!loudest.empty() && loudest.back().first == bin)
            loudest.back().second = std::max(loudest.back().second, amount);
        else
            loudest.emplace_back(bin, amount);
    }
    QVERIFY(log.amounts().size() <= 2 * GestureLog::kBins);
    for (const auto &[bin, amount] : loudest) {
        if (bin >= log.firstBin())
            QCOMPARE(log.amounts()[std::size_t(bin - log.firstBin())], amount);
    }
}

void TestViewModels::noticesStayAsLongAsTheirCause()
{
    NoticeModel model;
    model.hold(QStringLiteral("no-audio"), true);
    model.hold(QStringLiteral("no-audio"), true);
    QCOMPARE(model.count(), 1);
    model.add({ Notice::Kind::Info, "audio-back", "back" }, 1000);
    model.expire(1000 + NoticeModel::kStay - 1);
    QCOMPARE(model.count(), 2);
    model.expire(1000 + NoticeModel::kStay);
    QCOMPARE(model.count(), 1);
    QCOMPARE(model.data(model.index(0), NoticeModel::CodeRole).toString(), QStringLiteral("no-audio"));
    model.hold(QStringLiteral("no-audio"), false);
    QCOMPARE(model.count(), 0);
}

void TestViewModels::everyTextIsThereInBothLanguages()
{
    QFile file(QStringLiteral(KLANGRAUM_SOURCE_DIR "/assets/strings.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QHash<QString, QSet<QString>> design; // English to German
    const QJsonObject strings = QJsonDocument::fromJson(file.readAll()).object();
    for (const QJsonValue &value : strings)
        design[value[QStringLiteral("en")].toString()] << value[QStringLiteral("de")].toString();

    QFile ts(QStringLiteral(KLANGRAUM_SOURCE_DIR "/assets/translations/klangraum_de.ts"));
    QVERIFY(ts.open(QIODevice::ReadOnly));
    QXmlStreamReader reader(&ts);
    QString source;
    int texts = 0;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (reader.name() == QLatin1String("source"))
            source = reader.readElementText();
        if (reader.name() == QLatin1String("translation")) {
            QVERIFY2(!reader.attributes().hasAttribute(QStringLiteral("type")),
                     qPrintable(source + " is not translated"));
            const QString german = reader.readElementText();
            QVERIFY2(!german.isEmpty(), qPrintable(source));
            if (design.contains(source))
                QVERIFY2(design[source].contains(german),
                         qPrintable(source + ": the design says otherwise than " + german));
            ++texts;
        }
    }
    QVERIFY(!reader.hasError());
    QVERIFY(texts > 60);
}

void TestViewModels::sourcesSayNothingUntranslated()
{
    // Every text of the sources stands in the translation, and no visible text goes round it.
    QFile ts(QStringLiteral(KLANGRAUM_SOURCE_DIR "/assets/translations/klangraum_de.ts"));
    QVERIFY(ts.open(QIODevice::ReadOnly));
    const QString translated = QString::fromUtf8(ts.readAll()).replace(QLatin1String("&amp;"), QLatin1String("&"));
    static const QRegularExpression said(R"re(\b(?:qsTr|tr)\("((?:[^"\\]|\\.)*)")re");
    static const QRegularExpression bare(R"re(\btext: *"([^"]*[a-z]{3}[^"]*)")re");
    int texts = 0;
    QDirIterator it(QStringLiteral(KLANGRAUM_SOURCE_DIR "/ui"), { "*.qml", "*.cpp" }, QDir::Files);
    while (it.hasNext()) {
        QFile file(it.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString code = QString::fromUtf8(file.readAll());
        for (auto match = said.globalMatch(code); match.hasNext(); ++texts) {
            const QString text = match.next().captured(1);
            QVERIFY2(translated.contains("<source>" + text + "</source>"), qPrintable(file.fileName() + ": " + text));
        }
        for (auto match = bare.globalMatch(code); match.hasNext();) {
            const QString text = match.next().captured(1);
            QVERIFY2(text == QLatin1String("Klangraum"),
                     qPrintable(file.fileName() + ": \"" + text + "\" goes round qsTr"));
        }
    }
    QVERIFY(texts > 60);
}

void TestViewModels::theTokensAreAllThere()
{
    const Theme &theme = Theme::instance();
    QCOMPARE(theme.you, QColor("#FF6330"));
    QCOMPARE(theme.paper, QColor("#F4F1EA"));
    QCOMPARE(theme.voice(3), QColor("#3F80FF"));
    QCOMPARE(theme.font(QStringLiteral("action")).pixelSize(), 26);
    QCOMPARE(theme.pressMs, 80);
    QCOMPARE(theme.mapGradient().size(), 4);
    Theme::instance().setWindowSize(1280, 720);
    QCOMPARE(theme.hairline(), 1);
    QCOMPARE(theme.font(QStringLiteral("action")).pixelSize(), 17);
    Theme::instance().setWindowSize(3840, 2160);
    QCOMPARE(theme.s(), 2.0);
    Theme::instance().setWindowSize(3840, 1080); // wider: the same scale
    QCOMPARE(theme.s(), 1.0);
}

QTEST_MAIN(TestViewModels)
#include "tst_viewmodels.moc"
