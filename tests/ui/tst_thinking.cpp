// A network that thinks aloud: its bets stand in the list and on the roll, a tap overrules it, what it wrote shows how
// surprised it was, keys on the screen reach it as a phrase; a network without thoughts has its map.
#include "nextnotes.h"
#include "screenfixture.h"
#include "surprises.h"

#include "music/midifile.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QQmlExtensionPlugin>
#include <QTemporaryDir>

#include <chrono>
#include <cmath>
#include <mutex>
#include <thread>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

namespace {

struct Heard
{
    std::mutex lock;
    std::vector<Note> phrase;
};

// One voice, a quarter a window; 59, 60, 62, 64 or silence may follow, C is the likeliest.
class ThinkingStream final : public Stream
{
public:
    explicit ThinkingStream(Heard &heard)
        : m_heard(heard)
    {
    }
    Window decode(const Steering &) override { return make(m_pitch); }
    Window preview(const Steering &) override { return make(m_forced ? *m_forced : m_pitch == 60 ? 62 : 60); }
    void advance() override
    {
        m_pitch = m_forced ? *m_forced : m_pitch == 60 ? 62 : 60;
        m_forced.reset();
    }
    bool overrule(int voice, int pitch) override
    {
        if (voice != 0)
            return false;
        m_forced = pitch;
        return true;
    }
    bool hear(const std::vector<Note> &phrase) override
    {
        const std::lock_guard guard(m_heard.lock);
        m_heard.phrase = phrase;
        return true;
    }

private:
    static Window make(int pitch)
    {
        Window window;
        window.score.ticksPerQuarter = 480;
        window.score.voices = { { "Melody", 0, false } };
        window.score.length = 480;
        window.stepTicks = 120;
        if (pitch >= 0)
            window.score.notes = { { 0, 480, pitch, 84, 0 } };
        window.thoughts.next = { { 0, 59, 0.1F, 0.2F },
                                 { 0, 60, 0.6F, 0.4F },
                                 { 0, 62, 0.2F, 0.2F },
                                 { 0, 64, 0.06F, 0.1F },
                                 { 0, -1, 0.04F, 0.1F } };
        window.thoughts.surprises = { { 0, 0, std::int16_t(pitch), pitch == 64 ? 3.0F : 0.5F, pitch == 64 } };
        window.thoughts.attention = { { 480, 0.2F }, { 960, 0.7F } };
        return window;
    }
    Heard &m_heard;
    int m_pitch = 60;
    std::optional<int> m_forced;
};

class ThinkingModels final : public ModelSource
{
public:
    explicit ThinkingModels(Heard &heard)
        : m_heard(heard)
    {
    }
    std::vector<ModelEntry> list() override
    {
        ModelDescription description;
        description.name = "thinker";
        description.title = { "Folk", "Folk" };
        description.voices = { { "Melody", 0, false } };
        description.initialTempo = 120;
        std::vector<ModelEntry> entries = m_demo.list();
        entries.resize(1);
        entries.insert(entries.begin(), { description, "" });
        return entries;
    }
    std::unique_ptr<Generator> open(int index, const std::function<void(const std::string &)> &notice) override
    {
        if (index > 0) { // a while, in which the thinker's last word still stands
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            return m_demo.open(index - 1, notice);
        }
        class Thinker final : public Generator
        {
        public:
            explicit Thinker(Heard &heard)
                : m_heard(heard)
            {
            }
            const ModelDescription &description() const override { return m_description; }
            Piece generate(const GenerateRequest &) override { throw Error("it only streams"); }
            std::unique_ptr<Stream> stream(std::uint64_t) override { return std::make_unique<ThinkingStream>(m_heard); }

        private:
            Heard &m_heard;
            ModelDescription m_description;
        };
        return std::make_unique<Thinker>(m_heard);
    }
    std::string computeDevice() const override { return "CPU"; }

private:
    Heard &m_heard;
    DemoModels m_demo;
};

} // namespace

class TestThinking : public QObject
{
    Q_OBJECT
    Heard m_heard;

    std::unique_ptr<Screen> screen() { return std::make_unique<Screen>(QSize(1920, 1080), models()); }
    std::unique_ptr<ModelSource> models() { return std::make_unique<ThinkingModels>(m_heard); }

private Q_SLOTS:
    void theBetsAreShown()
    {
        const auto shown = screen();
        Thinking *thinking = shown->exhibit->thinking();
        QTRY_VERIFY_WITH_TIMEOUT(thinking->available(), 10000);
        QTRY_VERIFY(shown->find("candidates"));
        QVERIFY(!shown->find("map"));
        QVERIFY(shown->find("surprisalLane"));
        QVERIFY(!shown->find("lane"));
        QStringList names;
        for (int row = 0; row < thinking->bets()->rowCount(); ++row)
            names << thinking->bets()->data(thinking->bets()->index(row), NextNotes::NameRole).toString();
        QCOMPARE(names, (QStringList{ "C", "D", "B", "E", "pause" }));
        const QStringList texts = shown->texts();
        for (const char *text : { "60 %", "20 %", "What comes next?", "tap the note that should come next" })
            QVERIFY2(texts.contains(QLatin1String(text)), text);
        // It listens back two quarters.
        QTRY_VERIFY(thinking->tick() >= 4 * 480);
        QCOMPARE(thinking->lookBacks().front().toMap().value("tick").toLongLong(), thinking->tick() - 960);
        QCOMPARE(thinking->listensToBar(), int((thinking->tick() - 960) / 1920) + 1);
        shown->exhibit->setLanguage(QStringLiteral("de"));
        QTRY_VERIFY(shown->texts().contains(QStringLiteral("Was kommt als Nächstes?")));
        QCOMPARE(thinking->bets()->data(thinking->bets()->index(2), NextNotes::NameRole).toString(),
                 QStringLiteral("H"));
    }

    void aTapOverrules()
    {
        const auto shown = screen();
        Thinking *thinking = shown->exhibit->thinking();
        QTRY_VERIFY_WITH_TIMEOUT(shown->find("bet-3"), 10000);
        const qint64 tick = thinking->tick();
        shown->click("bet-3"); // E, which it would never play
        const auto played = [&] {
            const auto &roll = shown->session->roll();
            return std::any_of(roll.begin(), roll.end(), [&](const RollNote &note) {
                return note.heard && note.note.pitch == 64 && note.note.start >= tick;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(played(), 10000);
        int orange = 0;
        for (int row = 0; row < thinking->surprises()->rowCount(); ++row) {
            const QModelIndex index = thinking->surprises()->index(row);
            const double bits = thinking->surprises()->data(index, Surprises::BitsRole).toDouble();
            const bool forced = thinking->surprises()->data(index, Surprises::ForcedRole).toBool();
            orange += forced;
            QVERIFY(std::abs(bits - (forced ? 3.0 : 0.5) / std::log(2.0)) < 1e-5);
        }
        QCOMPARE(orange, 1);
    }

    void keysReachIt()
    {
        const auto shown = screen();
        QTRY_VERIFY_WITH_TIMEOUT(shown->exhibit->thinking()->available(), 10000);
        QQuickItem *keys = shown->find("keys");
        QVERIFY(keys);
        for (const double y : { 0.4, 0.6 }) {
            QTest::mousePress(shown->window, Qt::LeftButton, {}, shown->at(keys, 0.5, y));
            QTest::qWait(200);
            QTest::mouseRelease(shown->window, Qt::LeftButton, {}, shown->at(keys, 0.5, y));
            QTest::qWait(120);
        }
        const auto heard = [&] {
            const std::lock_guard guard(m_heard.lock);
            return m_heard.phrase;
        };
        QTRY_COMPARE_WITH_TIMEOUT(heard().size(), std::size_t(2), 10000);
        QVERIFY(heard()[0].pitch > heard()[1].pitch); // the higher key stands higher
        QVERIFY(heard()[0].start < 480 && heard()[0].end() <= heard()[1].start);
    }

    void aMelodyIsDropped()
    {
        const auto shown = screen();
        QTRY_VERIFY_WITH_TIMEOUT(shown->exhibit->thinking()->available(), 10000);
        const auto drop = [&](const QString &file) {
            QMimeData data;
            data.setUrls({ QUrl::fromLocalFile(file) });
            const QPoint at(900, 200);
            QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(shown->window, &enter);
            QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(shown->window, &event);
        };
        Score tune;
        tune.voices = { { "tune", 0, false } };
        tune.notes = { { 480 * 7, 480, 67, 80, 0 }, { 480 * 8, 960, 72, 80, 0 }, { 480 * 8, 960, 64, 80, 0 } };
        tune.normalise();
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("tune.mid"));
        writeMidi(tune, file.toStdString());
        {
            const std::lock_guard guard(m_heard.lock);
            m_heard.phrase.clear(); // of the test before
        }
        drop(file);
        const auto heard = [&] {
            const std::lock_guard guard(m_heard.lock);
            return m_heard.phrase;
        };
        QTRY_COMPARE_WITH_TIMEOUT(heard().size(), std::size_t(2), 10000);
        QCOMPARE(heard()[0].pitch, 67);
        QCOMPARE(heard()[1].pitch, 72); // the highest notes
        QCOMPARE(heard()[1].start - heard()[0].start, Tick(480));
        QTRY_VERIFY(shown->find("notice-melody-taken"));
        drop(folder.filePath(QStringLiteral("nothing.mid")));
        QTRY_VERIFY(shown->find("notice-music-refused"));
    }

    void aMapTakesItsPlace()
    {
        const auto shown = screen();
        QTRY_VERIFY_WITH_TIMEOUT(shown->find("candidates"), 10000);
        shown->click("card-1");
        QTRY_VERIFY_WITH_TIMEOUT(shown->find("map"), 20000);
        QVERIFY(!shown->find("candidates"));
        QTRY_VERIFY(shown->find("lane"));
    }

    void surpriseBeginsAnotherPiece()
    {
        const auto shown = screen();
        QTRY_VERIFY_WITH_TIMEOUT(shown->exhibit->thinking()->available(), 10000);
        shown->click("surpriseButton");
        QTRY_VERIFY_WITH_TIMEOUT(shown->exhibit->thinking()->available(), 10000);
        QTRY_COMPARE(shown->session->models()[0].status, ModelStatus::Ready);
    }

    void rowsStayAndLeave()
    {
        Surprises surprises;
        surprises.set({ { 0, 0, 60, 1.0F }, { 0, 1, 50, 2.0F }, { 480, 1, 52, 0.5F } }, 0);
        QCOMPARE(surprises.rowCount(), 2);
        const auto bits = [&](int row) { return surprises.data(surprises.index(row), Surprises::BitsRole).toDouble(); };
        QVERIFY(std::abs(bits(0) - 2 / std::log(2.0)) < 1e-6); // the most surprising of an onset
        QCOMPARE(surprises.data(surprises.index(0), Surprises::PitchRole).toInt(), 60);
        QCOMPARE(surprises.data(surprises.index(1), Surprises::PitchRole).toInt(), -1);
        surprises.set({ { 480, 1, 52, 0.5F, true }, { 960, 0, 62, std::nanf("") }, { 1440, 0, 62, 1.0F } }, 400);
        QCOMPARE(surprises.rowCount(), 2);
        QVERIFY(surprises.data(surprises.index(0), Surprises::ForcedRole).toBool());
        surprises.set({}, 100000);
        QCOMPARE(surprises.rowCount(), 0);
        surprises.clear();
    }
};

QTEST_MAIN(TestThinking)
#include "tst_thinking.moc"
