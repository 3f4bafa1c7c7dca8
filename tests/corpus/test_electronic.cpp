// The composer of electronic pieces: deterministic, on the beat, neither clipped nor silent, its sounds free.
#include "corpus/composer.h"
#include "corpus/electronic/electroniccorpus.h"
#include "corpus/electronic/electronicpiece.h"
#include "corpus/electronic/rhythm.h"
#include "music/error.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace klangraum;

namespace {

constexpr ElectronicStyle styles[] = { ElectronicStyle::Techno, ElectronicStyle::Minimal,
                                       ElectronicStyle::DrumAndBass };

// How much louder a hundredth of a second gets from one to the next, where it does.
std::vector<double> onsets(const std::vector<float> &frames, std::size_t hop)
{
    std::vector<double> found;
    double before = 0;
    for (std::size_t i = 0; i + hop <= frames.size(); i += hop) {
        double power = 0;
        for (std::size_t k = i; k < i + hop; ++k)
            power += static_cast<double>(frames[k]) * static_cast<double>(frames[k]);
        const double level = std::log(1e-4 + power);
        found.push_back(std::max(0.0, level - before));
        before = level;
    }
    return found;
}

} // namespace

class TestElectronic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void euclid()
    {
        const std::vector<bool> three = euclidean(3, 8, 0);
        QCOMPARE(three, (std::vector<bool>{ true, false, true, false, false, true, false, false }));
        for (int turn = 0; turn < 16; ++turn) {
            const std::vector<bool> turned = euclidean(5, 16, turn);
            QCOMPARE(std::count(turned.begin(), turned.end(), true), std::ptrdiff_t{ 5 });
        }
    }

    void pieces()
    {
        int beats = 0;
        int found = 0;
        for (std::uint64_t seed = 1; seed <= 2; ++seed) {
            for (const ElectronicStyle style : styles) {
                const ElectronicPiece piece = composeElectronic(style, seed, {});
                QVERIFY(composeElectronic(style, seed, {}).frames == piece.frames);
                QVERIFY(composeElectronic(style, seed + 100, {}).frames != piece.frames);
                QVERIFY(piece.quartersPerMinute >= 110 && piece.quartersPerMinute <= 176);
                QCOMPARE(piece.bars.size(), std::size_t{ 16 });
                const double beat = 60.0 * corpusSampleRate / piece.quartersPerMinute;
                QCOMPARE(piece.frames.size(), static_cast<std::size_t>(std::llround(64 * beat)));
                double sum = 0;
                double power = 0;
                float peak = 0;
                for (const float frame : piece.frames) {
                    QVERIFY(std::isfinite(frame));
                    sum += static_cast<double>(frame);
                    power += static_cast<double>(frame) * static_cast<double>(frame);
                    peak = std::max(peak, std::fabs(frame));
                }
                const double count = static_cast<double>(piece.frames.size());
                const double loudness = 20 * std::log10(std::sqrt(power / count));
                QVERIFY2(peak < 0.95f && peak > 0.4f, qPrintable(QString::number(static_cast<double>(peak))));
                QVERIFY2(std::abs(loudness + 14) < 1.5, qPrintable(QString::number(loudness)));
                QVERIFY2(std::abs(sum / count) < 1e-3, qPrintable(QString::number(sum / count)));
                if (style == ElectronicStyle::DrumAndBass)
                    continue;
                // The first four bars have a bass drum on every beat: it is where the piece gets louder.
                const std::vector<double> rises = onsets(piece.frames, 220);
                for (int b = 1; b < 16; ++b) {
                    const auto at = static_cast<std::size_t>(b * beat / 220);
                    double here = 0;
                    for (std::size_t k = at - 1; k <= at + 2; ++k)
                        here = std::max(here, rises[k]);
                    ++beats;
                    found += here > 0.5 ? 1 : 0;
                }
            }
        }
        QVERIFY2(found >= beats * 9 / 10, qPrintable(QString("%1 of %2 beats").arg(found).arg(beats)));
    }

    void corpora()
    {
        QTemporaryDir folder;
        ElectronicOptions options;
        options.threads = 2;
        options.spool = folder.path().toStdString();
        const Corpus corpus = composeElectronicCorpus("electronic", 5, 6, options);
        options.threads = 1;
        options.spool.clear();
        QCOMPARE(composeElectronicCorpus("electronic", 5, 6, options).hash, corpus.hash);
        QVERIFY(composeElectronicCorpus("electronic", 6, 6, options).hash != corpus.hash);
        QCOMPARE(corpus.audio.size(), std::size_t{ 6 });
        QCOMPARE(corpus.audio[0].style, std::string("techno"));
        QCOMPARE(corpus.audio[4].style, std::string("minimal"));
        QCOMPARE(corpus.audio[5].style, std::string("drum-and-bass"));
        QVERIFY(corpus.source.find("composed by Klangraum") == 0);
        QVERIFY(corpus.source.find("own synthesis only") != std::string::npos);
        QVERIFY(!corpus.audioSplit(Split::Valid).empty() && !corpus.audioSplit(Split::Test).empty());
        QCOMPARE(composeCorpus("techno", 2, 1).audio[0].style, std::string("techno"));
        options.progress = [](double) { return false; };
        QVERIFY_EXCEPTION_THROWN(composeElectronicCorpus("techno", 5, 2, options), Error);
        QVERIFY_EXCEPTION_THROWN(composeElectronicCorpus("polka", 5, 2), Error);
        QVERIFY_EXCEPTION_THROWN(composeElectronicCorpus("techno", 5, 0), Error);
    }

    void packs()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("sounds.pack").toStdString();
        const SoundBank bank = SoundBank::installed();
        if (bank.empty())
            QSKIP("Debian's package sonic-pi-samples is not installed");
        bank.pack(file);
        QVERIFY(std::filesystem::file_size(file) < 60'000'000);
        const SoundBank packed = SoundBank::fromPack(file);
        QCOMPARE(packed.size(), bank.size());
        QVERIFY(composeElectronic(ElectronicStyle::Techno, 3, packed).frames !=
                composeElectronic(ElectronicStyle::Techno, 3, {}).frames);
        std::fstream(file, std::ios::in | std::ios::out | std::ios::binary).seekp(5000).put('x').put('y');
        QVERIFY_EXCEPTION_THROWN(SoundBank::fromPack(file), Error);
        std::filesystem::resize_file(file, 10);
        QVERIFY_EXCEPTION_THROWN(SoundBank::fromPack(file), Error);
        QVERIFY(SoundBank::installed(folder.path().toStdString()).empty());
    }

    // Every recorded sound is one that the package's copyright file puts under CC0.
    void soundsAreFree()
    {
        QFile copyright("/usr/share/doc/sonic-pi-samples/copyright");
        if (!copyright.open(QIODevice::ReadOnly))
            QSKIP("Debian's package sonic-pi-samples is not installed");
        const QStringList paragraphs = QString::fromUtf8(copyright.readAll()).split("\n\n");
        for (const auto &[part, names] : recordedSoundNames()) {
            for (const std::string &name : names) {
                const QString file = QString("etc/samples/%1.flac").arg(QString::fromStdString(name));
                const bool free = std::any_of(paragraphs.begin(), paragraphs.end(), [&](const QString &paragraph) {
                    return paragraph.contains(file) && paragraph.contains("License: CC0");
                });
                QVERIFY2(free, name.c_str());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestElectronic)
#include "test_electronic.moc"
