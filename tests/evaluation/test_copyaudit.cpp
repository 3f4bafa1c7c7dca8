// The copy audit against hand-made cases, against a slow search that cannot be wrong, and on the real chorales.
#include "corpus/corpusfile.h"
#include "corpus/import.h"
#include "corpus/random.h"
#include "evaluation/copyaudit.h"
#include "evaluation/leaks.h"
#include "evaluation/suffixorder.h"
#include "music/error.h"

#include <QTest>

#include <set>

using namespace klangraum;

namespace {

std::set<int> pitchesOf(const Frame &frame)
{
    std::set<int> pitches;
    for (int p = 0; p < 128; ++p) {
        if (frame[static_cast<std::size_t>(p / 64)] >> (p % 64) & 1)
            pitches.insert(p);
    }
    return pitches;
}

// Tries every place in every piece in every transposition.
int slowLongest(const std::vector<Frames> &pieces, const Frames &sample)
{
    int best = 0;
    for (const Frames &piece : pieces) {
        for (int t = -127; t <= 127; ++t) {
            for (std::size_t i = 0; i < sample.size(); ++i) {
                for (std::size_t j = 0; j < piece.size(); ++j) {
                    int length = 0;
                    int sounding = 0;
                    for (std::size_t k = 0; i + k < sample.size() && j + k < piece.size(); ++k) {
                        std::set<int> moved;
                        for (const int p : pitchesOf(piece[j + k]))
                            moved.insert(p + t);
                        if (moved != pitchesOf(sample[i + k]) || (k == 0 && moved.empty()))
                            break;
                        ++length;
                        if (!moved.empty())
                            sounding = length;
                    }
                    best = std::max(best, sounding);
                }
            }
        }
    }
    return best;
}

Frames randomFrames(Random &random, int length)
{
    Frames frames;
    for (int s = 0; s < length; ++s) {
        Frame frame{ 0, 0 };
        if (!random.chance(0.15)) {
            const int root = 58 + random.between(0, 9);
            for (const int interval : random.chance(0.5) ? std::vector<int>{ 0, 4 } : std::vector<int>{ 0 }) {
                const int p = root + interval;
                frame[static_cast<std::size_t>(p / 64)] |= std::uint64_t{ 1 } << (p % 64);
            }
        }
        frames.push_back(frame);
    }
    return frames;
}

VoiceGrid line(const std::vector<int> &pitches)
{
    VoiceGrid grid(1, static_cast<int>(pitches.size()));
    for (std::size_t s = 0; s < pitches.size(); ++s)
        grid.place(0, static_cast<int>(s), 1, pitches[s]);
    return grid;
}

} // namespace

class TestCopyAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesAreSets()
    {
        VoiceGrid grid(2, 3);
        grid.place(0, 0, 2, 64);
        grid.place(1, 0, 1, 63);
        const Frames frames = framesOf(grid);
        QCOMPARE(frames.size(), std::size_t{ 3 });
        QVERIFY(pitchesOf(frames[0]) == (std::set<int>{ 63, 64 }));
        QVERIFY(pitchesOf(frames[1]) == std::set<int>{ 64 });
        QVERIFY(pitchesOf(frames[2]).empty());
        QVERIFY(framesOf(fromVoiceGrid(grid, {})) == frames);
    }

    void byHand()
    {
        const CopyIndex index({ framesOf(line({ 60, 62, 64, 65, 67 })), framesOf(line({ 72, 71, 72, 74, 40, 41 })) });
        // Three notes of the first piece, a fourth up, after a note from nowhere.
        const Copy copy = index.longestCopy(framesOf(line({ 90, 67, 69, 70, 61 })));
        QCOMPARE(copy.steps, 3);
        QCOMPARE(copy.at, 1);
        QCOMPARE(copy.piece, std::size_t{ 0 });
        QCOMPARE(copy.pieceAt, 1);
        QCOMPARE(copy.transpose, 5);
        // The second half in another transposition than the first is no longer copy.
        QCOMPARE(index.longestCopy(framesOf(line({ 60, 62, 64, 66, 68 }))).steps, 3);
        // Pieces do not run into one another.
        QCOMPARE(index.longestCopy(framesOf(line({ 65, 67, 72, 71 }))).steps, 2);
        // The whole of the second piece, an octave and a semitone down.
        const Copy whole = index.longestCopy(framesOf(line({ 59, 58, 59, 61, 27, 28 })));
        QCOMPARE(whole.steps, 6);
        QCOMPARE(whole.piece, std::size_t{ 1 });
        QCOMPARE(whole.transpose, -13);
        // A chord that never occurs.
        VoiceGrid chord(2, 2);
        chord.place(0, 0, 2, 70);
        chord.place(1, 0, 2, 60);
        QCOMPARE(index.longestCopy(framesOf(chord)).steps, 0);
    }

    void silenceAtTheEndsIsNoCopy()
    {
        const CopyIndex index({ framesOf(line({ -1, -1, 60, -1, 62, -1, -1, -1 })) });
        QCOMPARE(index.longestCopy(framesOf(line({ -1, -1, -1, -1 }))).steps, 0);
        QCOMPARE(index.longestCopy(framesOf(line({ -1, 61, -1, 63, -1, -1 }))).steps, 3);
        QCOMPARE(index.longestCopy({}).steps, 0);
        QCOMPARE(CopyIndex({}).longestCopy(framesOf(line({ 60 }))).steps, 0);
        QCOMPARE(CopyIndex({ Frames{} }).longestCopy(framesOf(line({ 60 }))).steps, 0);
    }

    void agreesWithTheSlowSearch()
    {
        Random random(17);
        for (int round = 0; round < 12; ++round) {
            std::vector<Frames> pieces;
            for (int p = 0; p < 3; ++p)
                pieces.push_back(randomFrames(random, random.between(0, 40)));
            Frames sample = randomFrames(random, 20);
            // Something to find: a part of a piece, whatever stands around it.
            if (pieces[0].size() > 12 && random.chance(0.7))
                std::copy(pieces[0].begin() + 3, pieces[0].begin() + 9, sample.begin() + 5);
            QCOMPARE(CopyIndex(pieces).longestCopy(sample).steps, slowLongest(pieces, sample));
        }
    }

    void suffixOrderAgreesWithSorting()
    {
        Random random(4);
        for (int round = 0; round < 50; ++round) {
            std::vector<std::int32_t> symbols;
            for (int i = random.between(0, 60); i > 0; --i)
                symbols.push_back(random.between(-1, 2));
            const auto ranks = suffixRanks(symbols);
            for (std::size_t a = 0; a < symbols.size(); ++a) {
                for (std::size_t b = 0; b < symbols.size(); ++b) {
                    const bool less =
                        std::lexicographical_compare(symbols.begin() + static_cast<std::ptrdiff_t>(a), symbols.end(),
                                                     symbols.begin() + static_cast<std::ptrdiff_t>(b), symbols.end());
                    QCOMPARE(ranks[a] < ranks[b], less);
                }
            }
        }
    }

    void summary()
    {
        const CopyIndex index({ framesOf(line({ 60, 62, 64, 65, 67, 69, 71, 72 })) });
        const CopyAudit audit = auditCopies(
            index, { framesOf(line({ 60, 62, 64, 65 })), framesOf(line({ 60, 62 })), framesOf(line({ 40 })) });
        QVERIFY(audit.quarters == (std::vector<double>{ 1, 0.5, 0.25 }));
        QCOMPARE(audit.longest, 1.0);
        QCOMPARE(audit.median, 0.5);
        QVERIFY(std::abs(audit.mean - 1.75 / 3) < 1e-12);
        QVERIFY(std::abs(audit.percentile95 - 0.95) < 1e-12);
        QVERIFY(auditCopies(index, {}).quarters.empty());
    }

    void leaksAreRefused()
    {
        Corpus corpus;
        const auto piece = [&](const char *file, Split split, const std::vector<int> &pitches) {
            corpus.pieces.push_back({ "", file, split, fromVoiceGrid(line(pitches), {}) });
        };
        piece("free.mid", Split::Train, { 60, 61, 60, 61, 60, 61, 60, 61 });
        piece("leak.mid", Split::Train, { 50, 62, 64, 66, 67, 69, 40, 41 }); // five frames of held.mid, a tone up
        piece("held.mid", Split::Valid, { 60, 62, 64, 65, 67, 30, 31, 30 });
        piece("also.mid", Split::Test, { 60, 62, 64, 65, 67, 90, 91, 90 }); // held-out pieces may share
        corpus.hash = corpusContentHash(corpus);
        const std::string before = corpus.hash;
        QCOMPARE(refuseLeaks(corpus, 1.5), std::size_t{ 0 });
        QCOMPARE(corpus.hash, before);
        QCOMPARE(refuseLeaks(corpus, 1.25), std::size_t{ 1 });
        QCOMPARE(corpus.pieces.size(), std::size_t{ 3 });
        QCOMPARE(corpus.pieces[0].file, std::string("free.mid"));
        QCOMPARE(corpus.pieces[1].file, std::string("held.mid"));
        QCOMPARE(corpus.refused.size(), std::size_t{ 1 });
        QCOMPARE(corpus.refused[0].file, std::string("leak.mid"));
        QCOMPARE(corpus.refused[0].reason, std::string("shares 1.25 quarters with valid piece held.mid"));
        QVERIFY(corpus.hash != before);
        QVERIFY_EXCEPTION_THROWN(refuseLeaks(corpus, 0), Error);
        QVERIFY_EXCEPTION_THROWN(refuseLeaks(corpus, 0.25), Error); // nothing to train on would be left
    }

    void realChorales()
    {
        const std::filesystem::path source = KLANGRAUM_SOURCE_DIR "/../shared/data/jsb-chorales/midi";
        if (!std::filesystem::exists(source))
            QSKIP("the shared data folder is not there");
        ImportOptions options;
        options.splitMode = SplitMode::ByFolder;
        const Corpus corpus = importMusic({ source }, options);
        std::vector<Frames> train, windows, own;
        for (const CorpusPiece *piece : corpus.split(Split::Train))
            train.push_back(framesOf(piece->score));
        for (const CorpusPiece *piece : corpus.split(Split::Valid)) {
            const VoiceGrid grid = toVoiceGrid(piece->score);
            for (int s = 0; s + 32 <= grid.steps; s += 32)
                windows.push_back(framesOf(grid.window(s, 32)));
        }
        for (int i = 0; i < 20; ++i) {
            const VoiceGrid grid = toVoiceGrid(corpus.split(Split::Train)[static_cast<std::size_t>(i)]->score);
            own.push_back(framesOf(grid.window(16, 32).transposed(i % 7 - 3)));
        }
        const CopyIndex index(train);
        const CopyAudit heldOut = auditCopies(index, windows);
        qInfo("held-out two-measure windows, longest copy in quarters: mean %.2f, median %.2f, 95%% %.2f, longest %.2f",
              heldOut.mean, heldOut.median, heldOut.percentile95, heldOut.longest);
        QVERIFY(heldOut.mean > 0.5 && heldOut.mean < 6);
        // Training windows are found whole, in whatever key.
        const CopyAudit training = auditCopies(index, own);
        QVERIFY(training.mean > 7.5);
    }
};

QTEST_APPLESS_MAIN(TestCopyAudit)
#include "test_copyaudit.moc"
