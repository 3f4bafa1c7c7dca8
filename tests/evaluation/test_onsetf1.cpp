// Onset F1 and the note events under it, against counts made by hand.
#include "corpus/random.h"
#include "evaluation/noteevents.h"
#include "evaluation/onsetf1.h"
#include "music/error.h"

#include <QTest>

using namespace klangraum;

namespace {

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-12;
}

} // namespace

class TestOnsetF1 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byHand()
    {
        VoiceGrid a(2, 8);
        a.place(0, 0, 4, 72); // found
        a.place(0, 4, 4, 74); // a step late
        a.place(1, 0, 4, 60); // found, in the other voice
        a.place(1, 4, 2, 62); // missing
        VoiceGrid b(2, 8);
        b.place(0, 0, 5, 72);
        b.place(0, 5, 3, 74);
        b.place(1, 0, 8, 55); // wrong pitch
        // Voices crossed: 60 begins in voice 0 at step 0 of c.
        VoiceGrid c(2, 8);
        c.place(0, 0, 4, 60);
        c.place(1, 0, 4, 72);

        const OnsetMatch match = matchOnsets(a, b);
        QCOMPARE(match.matched, 1);
        QCOMPARE(match.reference, 4);
        QCOMPARE(match.estimate, 3);
        QVERIFY(near(match.precision(), 1.0 / 3) && near(match.recall(), 0.25) && near(match.f1(), 2.0 / 7));
        QCOMPARE(matchOnsets(a, c).matched, 2);
        QCOMPARE(matchVoiceOnsets(a, c).matched, 0);
        QVERIFY(near(onsetF1(a, c), 2.0 / 3));
        QVERIFY(near(voiceOnsetF1(a, c), 0));
        QVERIFY(near(onsetF1(a, a), 1) && near(voiceOnsetF1(a, a), 1));

        OnsetMatch sum = match;
        sum += matchOnsets(a, c);
        QVERIFY(near(sum.f1(), 2.0 * 3 / (8 + 5)));
    }

    void repeatedNotesMatchOnce()
    {
        Score reference;
        reference.voices = { { "a" }, { "b" } };
        reference.notes = { { 0, 480, 60, 80, 0 }, { 0, 480, 60, 80, 1 } }; // a unison
        Score estimate = reference;
        estimate.notes.pop_back();
        QCOMPARE(matchOnsets(reference, estimate).matched, 1);
        QVERIFY(near(matchOnsets(reference, estimate).f1(), 2.0 / 3));
        // A repetition is an onset of its own, a held note is not.
        VoiceGrid held(1, 4);
        held.place(0, 0, 4, 60);
        VoiceGrid repeated = held;
        repeated.onset[2] = 1;
        QCOMPARE(matchOnsets(held, repeated).estimate, 2);
        QVERIFY(near(onsetF1(held, repeated), 2.0 / 3));
    }

    void silence()
    {
        const VoiceGrid silent(4, 16);
        VoiceGrid one(4, 16);
        one.place(2, 3, 2, 50);
        QVERIFY(near(onsetF1(silent, silent), 1));
        QVERIFY(near(onsetF1(silent, one), 0));
        QVERIFY(near(onsetF1(one, silent), 0));
        QVERIFY(near(matchOnsets(one, silent).precision(), 0) && near(matchOnsets(one, silent).recall(), 0));
    }

    void eventsOfAGridAreThoseOfItsScore()
    {
        Random random(3);
        for (int i = 0; i < 100; ++i) {
            VoiceGrid grid(4, random.between(1, 64));
            for (int n = 0; n < 30; ++n)
                grid.place(random.between(0, 3), random.between(0, grid.steps - 1), random.between(1, 8),
                           random.between(36, 84));
            grid.normalise();
            const Score score = fromVoiceGrid(grid, chorusVoices());
            QVERIFY(noteEvents(grid) == noteEvents(score));
            const double quarters = grid.steps / 4.0;
            QVERIFY(near(densityOf(grid), static_cast<double>(score.notes.size()) / quarters));
        }
    }

    void densityAndRegister()
    {
        VoiceGrid grid(2, 8);
        grid.place(0, 0, 2, 70);
        grid.place(0, 2, 6, 72);
        grid.place(1, 0, 8, 50);
        QVERIFY(near(densityOf(grid), 1.5)); // three onsets in two quarters
        QVERIFY(near(registerOf(grid), 64)); // (70 + 72 + 50) / 3
        QVERIFY(near(densityOf(VoiceGrid(2, 8)), 0) && near(registerOf(VoiceGrid(2, 8)), 0));
        QVERIFY(near(densityOf(VoiceGrid(2, 0)), 0));
    }

    void percussionAndAbsurdLengths()
    {
        Score score;
        score.voices = { { "drums", 0, true } };
        score.notes = { { 0, 480, 38, 80, 0 } };
        QVERIFY(noteEvents(score).empty());
        score.voices[0].percussion = false;
        score.notes[0].start = Tick{ 1 } << 50;
        QVERIFY_EXCEPTION_THROWN(noteEvents(score), Error);
        score.ticksPerQuarter = 0;
        QVERIFY_EXCEPTION_THROWN(noteEvents(score), Error);
    }
};

QTEST_APPLESS_MAIN(TestOnsetF1)
#include "test_onsetf1.moc"
