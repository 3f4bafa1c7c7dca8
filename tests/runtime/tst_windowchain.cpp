// The chain of a stream's windows: notes that are held over a border are one note.
#include "playback/transport.h"
#include "runtime/windowchain.h"

#include <QTest>

#include <map>

using namespace klangraum;

namespace {

// Beats of one voice: window k holds pitches[k] for its whole beat; equal neighbours are held.
class BeatStream final : public Stream
{
public:
    explicit BeatStream(std::vector<int> pitches, int ticks = 480)
        : m_pitches(std::move(pitches))
        , m_ticks(ticks)
    {
    }
    Window decode(const Steering &steering) override { return make(m_index, steering); }
    Window preview(const Steering &steering) override { return make(m_index + 1, steering); }
    void advance() override { ++m_index; }
    bool overrule(int, int pitch) override
    {
        m_pitches[m_index + 1] = pitch;
        return true;
    }

private:
    Window make(std::size_t index, const Steering &steering) const
    {
        Window window;
        const int pitch = m_pitches.at(index);
        window.score.ticksPerQuarter = m_ticks;
        window.score.voices = { { "One", 0, false } };
        window.score.notes = { { 0, m_ticks, pitch, 80, 0 } };
        window.score.length = m_ticks;
        window.score.tempi = { { 0, steering.value("tempo", 92) } };
        window.stepTicks = m_ticks / 4;
        if (index > 0 && m_pitches[index - 1] == pitch)
            window.held = { { 0, static_cast<std::int16_t>(pitch) } };
        window.thoughts.surprises = { { m_ticks / 2, 0, static_cast<std::int16_t>(pitch), 1.0F } };
        window.thoughts.attention = { { m_ticks, 0.5F } };
        return window;
    }

    std::vector<int> m_pitches;
    int m_ticks;
    std::size_t m_index = 0;
};

void write(WindowChain &chain, const Steering &steering = {})
{
    chain.decode(steering);
    chain.preview(steering);
}

} // namespace

class TestWindowChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void heldNotesAreOneNote()
    {
        WindowChain chain(std::make_unique<BeatStream>(std::vector<int>{ 60, 60, 60, 62, 62, 64 }), 0);
        write(chain);
        QCOMPARE(chain.notes().size(), std::size_t(1));
        QCOMPARE(chain.notes().front().duration, Tick(960));
        QVERIFY(chain.follow(481));
        write(chain);
        QCOMPARE(chain.notes().size(), std::size_t(1));
        QCOMPARE(chain.notes().front().start, Tick(0));
        QCOMPARE(chain.notes().front().duration, Tick(1440));
        QVERIFY(chain.follow(960));
        write(chain);
        QCOMPARE(chain.notes().size(), std::size_t(2));
        QCOMPARE(chain.notes().front().start, Tick(0));
        QCOMPARE(chain.notes().front().end(), Tick(1440));
        QCOMPARE(chain.notes().back().start, Tick(1440));
        QVERIFY(chain.follow(1440));
        write(chain);
        QCOMPARE(chain.notes().size(), std::size_t(1));
        QCOMPARE(chain.notes().front().start, Tick(1440));
        QCOMPARE(chain.notes().front().duration, Tick(960));
    }

    void struckNotesStayTwo()
    {
        // Without `held` equal pitches are struck again, as the windows of a model without a memory are.
        class Struck final : public Stream
        {
        public:
            Window decode(const Steering &) override
            {
                Window window;
                window.score.voices = { { "One", 0, false } };
                window.score.notes = { { 0, 480, 60, 80, 0 } };
                window.score.length = 480;
                return window;
            }
            Window preview(const Steering &steering) override { return decode(steering); }
            void advance() override { }
        };
        WindowChain chain(std::make_unique<Struck>(), 0);
        write(chain);
        QCOMPARE(chain.notes().size(), std::size_t(2));
        QVERIFY(chain.follow(500));
        write(chain);
        QCOMPARE(chain.notes().size(), std::size_t(2));
        QCOMPARE(chain.notes().front().start, Tick(480));
    }

    void otherGridsAndThoughts()
    {
        WindowChain chain(std::make_unique<BeatStream>(std::vector<int>{ 60, 60, 62 }, 24), 1920);
        write(chain);
        QCOMPARE(chain.notes().front().duration, Tick(960));
        QCOMPARE(chain.notes().front().start, Tick(1920));
        QCOMPARE(chain.thoughts().surprises.front().start, Tick(1920 + 240));
        QCOMPARE(chain.thoughts().attention.front().ticks, Tick(480));
    }

    void overruledNotesAreHeardNext()
    {
        WindowChain chain(std::make_unique<BeatStream>(std::vector<int>{ 60, 60, 62 }), 0);
        write(chain);
        QVERIFY(chain.overrule(0, 71));
        chain.preview({});
        QCOMPARE(chain.notes().size(), std::size_t(2));
        QCOMPARE(chain.notes().back().pitch, 71);
    }

    void aTempoSliderIsHeardWhenItMoves()
    {
        WindowChain chain(std::make_unique<BeatStream>(std::vector<int>{ 60, 62, 64, 65, 67 }), 0);
        write(chain);
        QVERIFY(chain.plan(1, false)->tempi.empty()); // the visitor's own tempo stays
        Steering faster;
        faster.values["tempo"] = 120;
        write(chain, faster);
        QCOMPARE(chain.plan(2, false)->tempi.size(), std::size_t(1));
        QCOMPARE(chain.plan(2, false)->tempi.front().quartersPerMinute, 120.0);
        QVERIFY(chain.follow(500));
        write(chain, faster);
        QVERIFY(chain.plan(3, false)->tempi.empty());
    }
};

QTEST_APPLESS_MAIN(TestWindowChain)
#include "tst_windowchain.moc"
