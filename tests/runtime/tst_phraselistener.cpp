// What a visitor plays becomes a phrase on the grid: complete after a pause of a beat, whatever the keys do.
#include "runtime/phraselistener.h"

#include <QtTest>

#include <random>

using namespace klangraum;

namespace {

HeardEvent key(double tick, int pitch, int velocity, int voice = kVisitorVoice)
{
    HeardEvent event;
    event.kind = velocity > 0 ? HeardEvent::Kind::NoteOn : HeardEvent::Kind::NoteOff;
    event.voice = static_cast<std::uint8_t>(voice);
    event.pitch = static_cast<std::uint8_t>(pitch);
    event.value = static_cast<std::uint8_t>(velocity);
    event.tick = tick;
    return event;
}

} // namespace

class PhraseListenerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void laidOnTheGrid()
    {
        PhraseListener listener;
        listener.heard(key(1003, 60, 90));
        listener.heard(key(1220, 60, 0));
        listener.heard(key(1190, 64, 90, 0)); // the network's own
        listener.heard(key(1228, 62, 70));
        QVERIFY(listener.take(3000).empty()); // still held
        listener.heard(key(1500, 62, 0));
        QVERIFY(listener.take(1500 + 470).empty());
        const std::vector<Note> phrase = listener.take(1500 + 490);
        QCOMPARE(phrase.size(), std::size_t(2));
        QCOMPARE(phrase[0], (Note{ 960, 240, 60, 90, 0 }));
        QCOMPARE(phrase[1], (Note{ 1200, 360, 62, 70, 0 }));
        QVERIFY(listener.take(9000).empty()); // taken once
    }

    void oneNoteAtATime()
    {
        PhraseListener listener;
        listener.heard(key(0, 60, 90));
        listener.heard(key(480, 64, 90)); // while the first is held
        listener.heard(key(500, 60, 0)); // which no longer counts
        listener.heard(key(960, 64, 0));
        const std::vector<Note> phrase = listener.take(2000);
        QCOMPARE(phrase.size(), std::size_t(2));
        QCOMPARE(phrase[0].end(), Tick(480));
        QCOMPARE(phrase[1], (Note{ 480, 480, 64, 90, 0 }));
    }

    void aStuckKeyEnds()
    {
        PhraseListener listener;
        listener.heard(key(480, 60, 90));
        QVERIFY(listener.take(480 + PhraseListener::kLongest).empty());
        const std::vector<Note> phrase = listener.take(480 + PhraseListener::kLongest + PhraseListener::kPause + 1);
        QCOMPARE(phrase.size(), std::size_t(1));
        QCOMPARE(phrase[0].duration, PhraseListener::kLongest);
    }

    void neverTwoNotesAtOnce()
    {
        std::mt19937 random(5);
        PhraseListener listener;
        double tick = 0;
        std::size_t notes = 0;
        for (int i = 0; i < 5000; ++i) {
            tick += static_cast<double>(random() % 200);
            listener.heard(key(tick, static_cast<int>(55 + random() % 6), random() % 3 ? 80 : 0));
            const std::vector<Note> phrase = listener.take(tick);
            notes += phrase.size();
            QVERIFY(phrase.size() <= PhraseListener::kMostNotes);
            for (std::size_t k = 0; k < phrase.size(); ++k) {
                QVERIFY(phrase[k].duration >= PhraseListener::kGrid && phrase[k].start % PhraseListener::kGrid == 0);
                QVERIFY(k == 0 || phrase[k - 1].end() <= phrase[k].start);
            }
        }
        for (const Note &note : listener.take(tick + 1e6))
            notes += note.duration > 0;
        QVERIFY(notes > 100);
    }
};

QTEST_GUILESS_MAIN(PhraseListenerTest)
#include "tst_phraselistener.moc"
