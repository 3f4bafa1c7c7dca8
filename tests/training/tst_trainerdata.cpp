// What a training is dealt: pieces held out, the order of an epoch, what validation looks at.
#include <torch/torch.h>

#include "training/trainerdata.h"

#include <QtTest>

#include <algorithm>
#include <functional>

using namespace klangraum;

class TrainerDataTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void heldOutByPiece();
    void order();
};

void TrainerDataTest::heldOutByPiece()
{
    Corpus corpus;
    for (int i = 0; i < 100; ++i) {
        CorpusPiece piece;
        piece.title = std::to_string(i);
        piece.split = i < 80 ? Split::Train : i < 90 ? Split::Valid : Split::Test;
        corpus.pieces.push_back(piece);
    }
    const Corpus dealt = withHeldOut(corpus, 0.2, 3);
    QCOMPARE(dealt.split(Split::Valid).size(), std::size_t(18));
    QCOMPARE(dealt.split(Split::Train).size(), std::size_t(72));
    for (std::size_t i = 90; i < 100; ++i)
        QVERIFY(dealt.pieces[i].split == Split::Test);
    const Corpus other = withHeldOut(corpus, 0.2, 4);
    const auto differs = [](const CorpusPiece &a, const CorpusPiece &b) { return a.split != b.split; };
    QVERIFY(!std::equal(dealt.pieces.begin(), dealt.pieces.end(), other.pieces.begin(), std::not_fn(differs)));
    QVERIFY(withHeldOut(corpus, 0, 3).pieces[85].split == Split::Valid);
}

void TrainerDataTest::order()
{
    const EpochOrder order(103, 10, 5, 0);
    QCOMPARE(order.batches(), std::int64_t(11));
    std::vector<std::int64_t> all;
    for (std::int64_t i = 0; i < order.batches(); ++i)
        for (const std::int64_t item : order.items(i))
            all.push_back(item);
    QVERIFY(!std::is_sorted(all.begin(), all.end()));
    QVERIFY(EpochOrder(103, 10, 5, 1).items(0) != order.items(0));
    QVERIFY(EpochOrder(103, 10, 5, 0).items(4) == order.items(4));
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size(); ++i)
        QCOMPARE(all[i], static_cast<std::int64_t>(i));
    const auto spread = validationBatches(100, 4, 10);
    QCOMPARE(spread.size(), std::size_t(3));
    QCOMPARE(spread[2].back(), std::int64_t(90));
}

QTEST_GUILESS_MAIN(TrainerDataTest)
#include "tst_trainerdata.moc"
