// The rules of the composer, checked on what is really composed, by code of this test's own.
#include "corpus/composer.h"
#include "corpus/musichash.h"
#include "corpus/voicegrid.h"
#include "music/error.h"

#include <QElapsedTimer>
#include <QTest>

#include <map>
#include <set>

using namespace klangraum;

namespace {

const Corpus &embedded()
{
    static const Corpus corpus = Corpus::embedded();
    return corpus;
}

bool isCadence(const CorpusPiece &piece)
{
    return piece.title.rfind("Cadence", 0) == 0;
}

// Tonic and mode as the title says them.
std::pair<int, bool> keyOf(const std::string &title)
{
    static const std::map<std::string, int> names{ { "C", 0 },       { "C sharp", 1 }, { "D flat", 1 },
                                                   { "D", 2 },       { "E flat", 3 },  { "E", 4 },
                                                   { "F", 5 },       { "F sharp", 6 }, { "G", 7 },
                                                   { "G sharp", 8 }, { "A flat", 8 },  { "A", 9 },
                                                   { "B flat", 10 }, { "B", 11 } };
    const std::string key = title.substr(title.find(" in ") + 4);
    const bool minor = key.find(" minor") != std::string::npos;
    return { names.at(key.substr(0, key.rfind(' '))), minor };
}

bool perfect(int a, int b)
{
    return (a - b) % 12 == 0 || (a - b) % 12 == 7;
}

} // namespace

class TestComposer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAndSplits()
    {
        QCOMPARE(embedded().pieces.size(), std::size_t{ 200 });
        QCOMPARE(std::count_if(embedded().pieces.begin(), embedded().pieces.end(), isCadence), std::ptrdiff_t{ 120 });
        QCOMPARE(embedded().split(Split::Train).size(), std::size_t{ 160 });
        QCOMPARE(embedded().split(Split::Valid).size(), std::size_t{ 20 });
        QCOMPARE(embedded().split(Split::Test).size(), std::size_t{ 20 });
        std::set<std::string> music;
        std::set<std::pair<int, bool>> keys;
        for (const CorpusPiece &piece : embedded().pieces) {
            music.insert(musicHash(piece.score));
            keys.insert(keyOf(piece.title));
        }
        QCOMPARE(music.size(), std::size_t{ 200 });
        QCOMPARE(keys.size(), std::size_t{ 24 });
    }

    void deterministic()
    {
        QCOMPARE(Corpus::embedded().hash, embedded().hash);
        QCOMPARE(composeCorpus("cadences", 5, 20).hash, composeCorpus("cadences", 5, 20).hash);
        QVERIFY(composeCorpus("cadences", 5, 20).hash != composeCorpus("cadences", 6, 20).hash);
        QCOMPARE(composeCorpus("tunes", 5, 7).pieces.size(), std::size_t{ 7 });
        QVERIFY_EXCEPTION_THROWN(composeCorpus("fugues"), Error);
        QVERIFY_EXCEPTION_THROWN(composeCorpus("tunes", 1, -1), Error);
        QVERIFY_EXCEPTION_THROWN(composeCorpus("tunes", 1, 2'000'000), Error);
    }

    void noParallelsAndOrderedVoices()
    {
        static const int lowest[] = { 60, 55, 48, 40 };
        static const int highest[] = { 79, 74, 67, 60 };
        for (const CorpusPiece &piece : embedded().pieces) {
            if (!isCadence(piece))
                continue;
            const VoiceGrid grid = toVoiceGrid(piece.score);
            QVERIFY2(grid.steps >= 8 * 16 && grid.steps <= 16 * 16 && grid.steps % 16 == 0, piece.title.c_str());
            for (int s = 0; s < grid.steps; ++s) {
                for (int v = 0; v < 4; ++v) {
                    QVERIFY2(grid.at(v, s) >= lowest[v] && grid.at(v, s) <= highest[v], piece.title.c_str());
                    QVERIFY2(v == 0 || grid.at(v, s) < grid.at(v - 1, s), piece.title.c_str());
                }
                for (const int back : { 1, 4 }) {
                    if (s < back || (back == 4 && s % 4 != 0))
                        continue;
                    for (int v = 0; v < 4; ++v) {
                        for (int w = v + 1; w < 4; ++w) {
                            const int a0 = grid.at(v, s - back), b0 = grid.at(w, s - back);
                            const int a1 = grid.at(v, s), b1 = grid.at(w, s);
                            const bool bothMove = a0 != a1 && b0 != b1;
                            const bool parallel = bothMove && perfect(a0, b0) && (a0 - b0) % 12 == (a1 - b1) % 12;
                            QVERIFY2(!parallel, (piece.title + ", step " + std::to_string(s)).c_str());
                        }
                    }
                }
            }
        }
    }

    // Every piece ends V - I in its key; the leading tone of the last dominant rises to the tonic in its own voice.
    void endsOnATonicReachedByTheLeadingTone()
    {
        for (const CorpusPiece &piece : embedded().pieces) {
            if (!isCadence(piece))
                continue;
            const auto [tonic, minor] = keyOf(piece.title);
            const VoiceGrid grid = toVoiceGrid(piece.score);
            const int last = grid.steps - 1;
            const int before = grid.steps - 9; // the end of the last beat before the final half note
            QCOMPARE(grid.at(3, last) % 12, tonic);
            bool led = false;
            int third = 0;
            for (int v = 0; v < 4; ++v) {
                third += grid.at(v, last) % 12 == (tonic + (minor ? 3 : 4)) % 12;
                const int pitchClass = grid.at(v, last) % 12;
                QVERIFY(pitchClass == tonic || pitchClass == (tonic + 7) % 12 ||
                        pitchClass == (tonic + (minor ? 3 : 4)) % 12);
                if (grid.at(v, before) % 12 == (tonic + 11) % 12) {
                    QCOMPARE(int(grid.at(v, last)), grid.at(v, before) + 1);
                    led = true;
                }
            }
            QVERIFY2(led, piece.title.c_str());
            QVERIFY2(third >= 1, piece.title.c_str());
        }
    }

    void voicesAreSingable()
    {
        for (const CorpusPiece &piece : embedded().pieces) {
            if (!isCadence(piece))
                continue;
            const VoiceGrid grid = toVoiceGrid(piece.score);
            for (int v = 0; v < 4; ++v) {
                for (int s = 1; s < grid.steps; ++s) {
                    const int leap = std::abs(grid.at(v, s) - grid.at(v, s - 1));
                    QVERIFY2(leap <= 12 && leap != 6 && leap != 10 && leap != 11, piece.title.c_str());
                    QVERIFY2(v == 3 || leap <= 9, piece.title.c_str());
                }
            }
        }
    }

    // The promised ornaments are there: eighths between quarters, and dissonances tied over a beat that fall a step.
    void passingNotesAndSuspensions()
    {
        int eighths = 0;
        int suspensions = 0;
        for (const CorpusPiece &piece : embedded().pieces) {
            if (!isCadence(piece))
                continue;
            const VoiceGrid grid = toVoiceGrid(piece.score);
            for (int v = 0; v < 4; ++v) {
                for (int s = 4; s + 2 < grid.steps; s += 4) {
                    eighths += grid.onsetAt(v, s + 2);
                    const int fall = grid.at(v, s) - grid.at(v, s + 2);
                    bool dissonant = false;
                    for (int w = 0; w < 4; ++w) {
                        const int interval = std::abs(grid.at(w, s) - grid.at(v, s)) % 12;
                        dissonant = dissonant || interval == 1 || interval == 2 || interval == 10 || interval == 11 ||
                            (interval == 5 && w == 3);
                    }
                    suspensions +=
                        !grid.onsetAt(v, s) && grid.onsetAt(v, s + 2) && dissonant && (fall == 1 || fall == 2);
                }
            }
        }
        QVERIFY2(eighths > 1000, std::to_string(eighths).c_str());
        QVERIFY2(suspensions > 60, std::to_string(suspensions).c_str());
    }

    void tunesHaveTheirForm()
    {
        int threes = 0;
        for (const CorpusPiece &piece : embedded().pieces) {
            if (isCadence(piece))
                continue;
            const Score &score = piece.score;
            const auto [tonic, minor] = keyOf(piece.title);
            QCOMPARE(score.voices.size(), std::size_t{ 2 });
            const Tick bar = score.metres[0].numerator * Tick{ 480 };
            threes += score.metres[0].numerator == 3;
            QCOMPARE(score.length, 16 * bar);
            std::vector<Note> melody, bass;
            for (const Note &note : score.notes)
                (note.voice == 0 ? melody : bass).push_back(note);
            QCOMPARE(melody.back().pitch % 12, tonic);
            QCOMPARE(bass.back().pitch % 12, tonic);
            // The second and the fourth part are the same.
            const auto part = [&](int number) {
                std::vector<std::array<Tick, 3>> notes;
                for (const Note &note : melody) {
                    if (note.start >= number * 4 * bar && note.start < (number + 1) * 4 * bar)
                        notes.push_back({ note.start - number * 4 * bar, note.duration, note.pitch });
                }
                return notes;
            };
            QVERIFY(part(1) == part(3));
            QVERIFY(part(1) != part(2));
            QVERIFY(part(0).front() == part(1).front());
            for (const Note &note : melody)
                QVERIFY(note.pitch >= 60 && note.pitch <= 81);
            for (std::size_t i = 0; i < bass.size(); ++i) {
                QVERIFY(bass[i].pitch >= 36 && bass[i].pitch <= 57);
                QVERIFY(bass[i].start % 480 == 0);
            }
        }
        QVERIFY(threes > 10 && threes < 70);
    }

    void melodyAndBassMakeNoParallels()
    {
        for (const CorpusPiece &piece : embedded().pieces) {
            if (isCadence(piece))
                continue;
            const VoiceGrid grid = toVoiceGrid(piece.score, 4, 2);
            int m0 = -1, b0 = -1;
            for (int s = 0; s < grid.steps; ++s) {
                if (!grid.onsetAt(1, s))
                    continue;
                const int m1 = grid.at(0, s), b1 = grid.at(1, s);
                if (m0 >= 0 && m1 >= 0 && b0 >= 0 && m0 != m1 && b0 != b1)
                    QVERIFY2(!(perfect(m0, b0) && (m0 - b0) % 12 == (m1 - b1) % 12), piece.title.c_str());
                m0 = m1;
                b0 = b1;
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestComposer)
#include "test_composer.moc"
