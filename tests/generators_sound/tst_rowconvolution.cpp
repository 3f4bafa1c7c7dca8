// Convolutions of rows against LibTorch's own: short ones, long ones by spectra, with and without doubling, at the
// edges of blocks, on one thread and on two.
#include <torch/torch.h>

#include "generators/audio/rowconvolution.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using klangraum::audio::RowConvolution;

class TestRowConvolution : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsConvolution_data()
    {
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        QTest::addColumn<int>("kernel");
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("threads");
        QTest::addRow("linear") << 7 << 5 << 1 << 33 << 1;
        QTest::addRow("short") << 7 << 40 << 3 << 1000 << 2;
        QTest::addRow("the shortest by spectra") << 3 << 5 << 9 << 300 << 1;
        QTest::addRow("one frame") << 16 << 16 << 25 << 1 << 1;
        QTest::addRow("a block of 104") << 16 << 16 << 25 << 104 << 2;
        QTest::addRow("one more") << 16 << 16 << 25 << 105 << 2;
        QTest::addRow("many blocks on two threads") << 16 << 16 << 25 << 20001 << 2;
        QTest::addRow("many channels") << 160 << 130 << 25 << 1001 << 2;
        QTest::addRow("a kernel longer than a block") << 4 << 4 << 301 << 700 << 1;
    }
    void equalsConvolution()
    {
        QFETCH(int, in);
        QFETCH(int, out);
        QFETCH(int, kernel);
        QFETCH(int, frames);
        QFETCH(int, threads);
        const int before = torch::get_num_threads();
        torch::set_num_threads(threads);
        torch::manual_seed(5);
        const torch::Tensor weight = torch::randn({ out, in, kernel }) / std::sqrt(in * kernel);
        const torch::Tensor bias = torch::randn({ out });
        for (const bool doubling : { false, true }) {
            const std::int64_t whole = doubling ? 2 * frames : frames;
            const torch::Tensor rows = torch::randn({ frames, in });
            const torch::Tensor input = rows.t().unsqueeze(0);
            const torch::Tensor expected =
                torch::conv1d(doubling ? input.repeat_interleave(2, 2) : input, weight, bias, 1, kernel / 2)[0].t();
            const RowConvolution convolution(weight, bias, doubling);
            // The whole, and a stretch from an odd frame to another.
            for (const auto &[first, count] : { std::pair{ std::int64_t{ 0 }, whole },
                                                std::pair{ std::int64_t{ whole / 3 | 1 } % whole, whole / 2 + 1 } }) {
                const std::int64_t kept = std::min(count, whole - first);
                const RowConvolution::Reach reach = convolution.reach(first, kept);
                const std::int64_t from = std::clamp<std::int64_t>(reach.first, 0, frames);
                const std::int64_t to = std::clamp<std::int64_t>(reach.first + reach.count, 0, frames);
                const torch::Tensor read = torch::constant_pad_nd(
                    rows.narrow(0, from, to - from), { 0, 0, from - reach.first, reach.first + reach.count - to });
                const torch::Tensor made = convolution(read, first, kept);
                QCOMPARE(made.sizes().vec(), (std::vector<std::int64_t>{ kept, out }));
                const double apart = (made - expected.narrow(0, first, kept)).abs().max().item<double>();
                QVERIFY2(apart < 1e-5, qPrintable(QString::number(apart)));
            }
        }
        torch::set_num_threads(before);
    }
};

QTEST_GUILESS_MAIN(TestRowConvolution)
#include "tst_rowconvolution.moc"
