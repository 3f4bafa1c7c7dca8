// The visitor's own music on a network with a latent space: a file that is dropped and a phrase that is played find
// their place on the map, and music that cannot be read is said so; a network with a codebook shows its patterns, and a
// tap swaps one.
#include "patterns.h"
#include "screenfixture.h"

#include "music/midifile.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QQmlExtensionPlugin>
#include <QTemporaryDir>

#include <mutex>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

namespace {

// What reached the network, and what it is asked to be.
struct Told
{
    std::mutex lock;
    std::vector<double> travelled;
    int heard = 0;
    int group = -1, code = -1;
};

// Two quarters a window; each a pattern.
class MappedStream final : public Stream
{
public:
    explicit MappedStream(Told &told)
        : m_told(told)
    {
    }
    Window decode(const Steering &) override { return make(m_codes); }
    Window preview(const Steering &) override { return make({ 0, 1, 2, 3 }); }
    void advance() override { m_codes = { 0, 1, 2, 3 }; }
    bool hear(const std::vector<Note> &) override
    {
        const std::lock_guard guard(m_told.lock);
        ++m_told.heard;
        return true;
    }
    bool travel(const LatentJourney &journey) override
    {
        const std::lock_guard guard(m_told.lock);
        m_told.travelled = journey.to;
        return true;
    }
    bool swapCode(int group, int, int code) override
    {
        m_codes[std::size_t(group)] = code;
        const std::lock_guard guard(m_told.lock);
        m_told.group = group;
        m_told.code = code;
        return true;
    }

private:
    static Window make(const std::vector<int> &codes)
    {
        Window window;
        window.score.voices = { { "Melody", 0, false } };
        window.score.tempi = { { 0, 120 } };
        window.score.metres = { { 0, 4, 4 } };
        window.score.length = Tick(codes.size()) * 960;
        window.stepTicks = 120;
        for (std::size_t i = 0; i < codes.size(); ++i) {
            window.score.notes.push_back({ Tick(i) * 960, 480, 60 + codes[i], 84, 0 });
            window.codes.push_back({ Tick(i) * 960, 960, { codes[i] }, 8 });
        }
        return window;
    }
    Told &m_told;
    std::vector<int> m_codes{ 0, 1, 2, 3 };
};

class Mapped final : public Generator
{
public:
    explicit Mapped(Told &told)
        : m_told(told)
    {
    }
    const ModelDescription &description() const override { return m_description; }
    Piece generate(const GenerateRequest &) override { throw Error("it only streams"); }
    std::unique_ptr<Stream> stream(std::uint64_t) override { return std::make_unique<MappedStream>(m_told); }
    std::optional<Encoded> encode(const Score &score) override
    {
        if (score.notes.size() > 100)
            throw Error("the piece is too long for this network");
        return Encoded{ { 1.0, double(score.notes.size()) }, true, 0.5F, -0.25F, "piece 7" };
    }

private:
    Told &m_told;
    ModelDescription m_description;
};

class MappedModels final : public ModelSource
{
public:
    explicit MappedModels(Told &told)
        : m_told(told)
    {
    }
    std::vector<ModelEntry> list() override
    {
        std::vector<ModelEntry> entries = DemoModels().list();
        entries.resize(1);
        entries.front().description.voices = { { "Melody", 0, false } };
        return entries;
    }
    std::unique_ptr<Generator> open(int, const std::function<void(const std::string &)> &) override
    {
        return std::make_unique<Mapped>(m_told);
    }
    std::string computeDevice() const override { return "CPU"; }

private:
    Told &m_told;
};

} // namespace

class TestOwnMusic : public QObject
{
    Q_OBJECT
    Told m_told;
    QTemporaryDir m_folder;

    std::unique_ptr<Screen> screen()
    {
        return std::make_unique<Screen>(QSize(1920, 1080), std::make_unique<MappedModels>(m_told));
    }
    void drop(Screen &shown, int notes)
    {
        Score tune;
        tune.voices = { { "tune", 0, false } };
        for (int i = 0; i < notes; ++i)
            tune.notes.push_back({ i * 480, 480, 60 + i % 12, 80, 0 });
        tune.normalise();
        const QString file = m_folder.filePath(QStringLiteral("mine.mid"));
        writeMidi(tune, file.toStdString());
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(file) });
        const QPoint at(900, 200);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(shown.window, &enter);
        QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(shown.window, &event);
    }

private Q_SLOTS:
    void aFileFindsItsPlace()
    {
        const auto shown = screen();
        QTRY_VERIFY_WITH_TIMEOUT(shown->exhibit->pad()->available(), 10000);
        QTRY_VERIFY_WITH_TIMEOUT(!shown->session->roll().empty(), 10000);
        drop(*shown, 3);
        QTRY_VERIFY_WITH_TIMEOUT(shown->exhibit->own()->onMap(), 10000);
        QCOMPARE(shown->exhibit->own()->name(), QStringLiteral("mine"));
        QCOMPARE(shown->exhibit->pad()->x(), 0.5);
        QCOMPARE(shown->exhibit->pad()->y(), -0.25);
        QCOMPARE(shown->session->control("map.x"), 0.5);
        QTRY_VERIFY(shown->find("notice-music-placed"));
        QTRY_VERIFY(shown->find("ownMusic") && shown->find("ownMusic")->isVisible());
        const std::lock_guard guard(m_told.lock);
        QCOMPARE(m_told.travelled, std::vector<double>({ 1.0, 3.0 }));
    }

    void whatCannotBeReadIsSaid()
    {
        const auto shown = screen();
        QTRY_VERIFY_WITH_TIMEOUT(!shown->session->roll().empty(), 10000);
        drop(*shown, 101);
        QTRY_VERIFY_WITH_TIMEOUT(shown->find("notice-music-refused"), 10000);
        QVERIFY(!shown->exhibit->own()->onMap());
    }

    void aPhraseFindsItsPlace()
    {
        const auto shown = screen();
        QTRY_VERIFY_WITH_TIMEOUT(!shown->session->roll().empty(), 10000);
        shown->session->playKey(64, 90);
        QTest::qWait(150);
        shown->session->playKey(64, 0);
        QTRY_VERIFY_WITH_TIMEOUT(shown->exhibit->own()->onMap(), 10000);
        QVERIFY(shown->exhibit->own()->name().isEmpty());
        const std::lock_guard guard(m_told.lock);
        QVERIFY(m_told.heard > 0);
    }

    void aTapSwapsAPattern()
    {
        const auto shown = screen();
        Patterns *patterns = shown->exhibit->patterns();
        QTRY_VERIFY_WITH_TIMEOUT(patterns->available(), 10000);
        QTRY_VERIFY(shown->find("patternLane")->isVisible());
        QTRY_COMPARE(patterns->rowCount(), 4);
        QVERIFY(patterns->data(patterns->index(3), Patterns::OpenRole).toBool());
        shown->click("pattern-3");
        QTRY_COMPARE_WITH_TIMEOUT(patterns->data(patterns->index(3), Patterns::CodeRole).toInt(), 4, 10000);
        QVERIFY(patterns->data(patterns->index(3), Patterns::YoursRole).toBool());
        const auto sounds = [&] {
            const auto &roll = shown->session->roll();
            return std::any_of(roll.begin(), roll.end(), [](const RollNote &note) { return note.note.pitch == 64; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(sounds(), 10000);
        const std::lock_guard guard(m_told.lock);
        QCOMPARE(m_told.group, 3);
        QCOMPARE(m_told.code, 4);
    }
};

QTEST_MAIN(TestOwnMusic)
#include "tst_ownmusic.moc"
