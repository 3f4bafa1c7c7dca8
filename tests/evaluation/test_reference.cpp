// Features, distances, densities, overlap and KL against reference.py: the same from NumPy and SciPy, to 1e-6.
#include "../music/musictest.h"
#include "evaluation/comparison.h"
#include "evaluation/distances.h"
#include "music/atomicfile.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace klangraum;
using nlohmann::json;

namespace {

const QString kPython = QStringLiteral("/usr/bin/python3");

json exported(const std::vector<Score> &pieces)
{
    json list = json::array();
    for (const Score &piece : pieces) {
        json notes = json::array();
        for (const Note &note : piece.notes)
            notes.push_back({ note.start, note.duration, note.pitch, note.voice,
                              piece.voices[static_cast<std::size_t>(note.voice)].percussion });
        json metres = json::array();
        for (const MetreChange &metre : piece.metres)
            metres.push_back({ metre.tick, metre.numerator, metre.denominator });
        list.push_back(
            { { "tpq", piece.ticksPerQuarter }, { "length", piece.length }, { "notes", notes }, { "metres", metres } });
    }
    return list;
}

// Random music on the grid of 24 ticks a quarter, with odd metres and changes of metre in some pieces.
std::vector<Score> pieces(std::uint32_t seed, int count)
{
    std::vector<Score> made;
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(count); ++i) {
        Score score = test::randomScore(seed + i).withTicksPerQuarter(24);
        score.metres = { { 0, i % 4 == 1 ? 3 : 4, i % 5 == 2 ? 8 : 4 } };
        if (i % 3 == 0)
            score.metres.push_back({ 100, 6, 8 }); // cuts a bar short
        score.length = std::max<Tick>(score.length, 1);
        score.normalise();
        made.push_back(score);
    }
    return made;
}

bool near(double a, double b)
{
    return std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(b));
}

std::string differing(const std::vector<double> &found, const json &expected, const std::string &where)
{
    if (found.size() != expected.size())
        return where + ": " + std::to_string(found.size()) + " numbers, expected " + expected.dump().substr(0, 200);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const json &value = expected[i];
        const bool same = value.is_number() && std::isfinite(value.get<double>()) ? near(found[i], value.get<double>())
                                                                                  : std::isinf(found[i]);
        if (!same)
            return where + ", number " + std::to_string(i) + ": " + std::to_string(found[i]) + ", expected " +
                value.dump();
    }
    return {};
}

std::string differing(const DensityComparison &found, const json &expected, const std::string &where)
{
    if (expected.is_null())
        return {}; // SciPy has no density; overlap.h says what stands here, test_densities.cpp checks it
    const auto list = [](const Agreement &agreement) {
        return std::vector<double>{ agreement.overlap, agreement.klForward, agreement.klBackward };
    };
    const std::string common = differing(list(found.commonGrid), expected["common-grid"], where + ", common grid");
    return common.empty() ? differing(list(found.mgeval), expected["mgeval-compatible"], where + ", mgeval") : common;
}

std::string differing(const DistanceSummary &found, const json &expected, const std::string &where)
{
    if (expected.size() < 5)
        return found.count == expected[0].get<std::size_t>() ? "" : where + ": another number of distances";
    return differing(std::vector<double>{ static_cast<double>(found.count), found.mean, found.deviation, found.lowest,
                                          found.highest },
                     expected, where);
}

} // namespace

class TestReference : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    // The script's answer; null with a reason in m_reason where it cannot run.
    json answer(const std::vector<Score> &samples, const std::vector<Score> &reference, std::size_t bars)
    {
        const std::string file = m_folder.filePath("notes.json").toStdString();
        writeFileAtomically(
            file,
            json{ { "samples", exported(samples) }, { "reference", exported(reference) }, { "bars", bars } }.dump());
        QProcess process;
        process.start(kPython, { KLANGRAUM_SOURCE_DIR "/tests/evaluation/reference.py", QString::fromStdString(file) });
        if (!process.waitForFinished(120000) || process.exitCode() != 0) {
            m_reason = process.readAllStandardError();
            return nullptr;
        }
        // Python writes NaN and Infinity as such.
        return json::parse(process.readAllStandardOutput().replace("Infinity", "null").toStdString(), nullptr, false);
    }
    QByteArray m_reason;

private Q_SLOTS:
    void initTestCase()
    {
        QProcess process;
        process.start(kPython, { "-c", "import numpy, scipy" });
        if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
            QSKIP("python3 with NumPy and SciPy is not installed (python3-numpy, python3-scipy)");
    }

    void agree_data()
    {
        QTest::addColumn<std::uint32_t>("seed");
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("reference");
        QTest::newRow("a dozen") << 100u << 12 << 10;
        QTest::newRow("more") << 500u << 16 << 14;
        QTest::newRow("three") << 900u << 3 << 3;
    }

    void agree()
    {
        QFETCH(std::uint32_t, seed);
        QFETCH(int, samples);
        QFETCH(int, reference);
        const std::vector<Score> ours = pieces(seed, samples);
        const std::vector<Score> theirs = pieces(seed + 50, reference);
        const Comparison comparison = compareSets(ours, theirs);
        const json expected = answer(ours, theirs, comparison.bars);
        QVERIFY2(expected.is_object(), m_reason.constData());
        const FeatureSet set = FeatureSet::of(ours);
        int compared = 0;
        for (std::size_t f = 0; f < features().size(); ++f) {
            const Feature &each = features()[f];
            for (std::size_t i = 0; i < ours.size(); ++i) {
                const json &value = expected["values"]["samples"][i][each.name];
                std::vector<double> found = each.compute(MusicView(ours[i]));
                if (each.kind == FeatureKind::Bars)
                    found.resize(comparison.bars * each.width, 0.0);
                json list = value.is_array() ? value : value.is_null() ? json::array() : json::array({ value });
                if (each.kind == FeatureKind::Groups) {
                    list = json::array();
                    for (const json &group : value) {
                        list.insert(list.end(), group.begin(), group.end());
                        list.push_back(-1);
                    }
                }
                const std::string difference = differing(found, list, each.name + " of piece " + std::to_string(i));
                QVERIFY2(difference.empty(), difference.c_str());
            }
            const FeatureComparison &found = comparison.features[f];
            const json &numbers = expected["comparison"][each.name];
            for (const std::string &difference :
                 { differing(found.samples.intra, numbers["intra-samples"], each.name + " intra samples"),
                   differing(found.reference.intra, numbers["intra-reference"], each.name + " intra reference"),
                   differing(found.inter, numbers["inter"], each.name + " inter"),
                   differing(found.samplesInter, numbers["samples-inter"], each.name + " samples : inter"),
                   differing(found.referenceInter, numbers["reference-inter"], each.name + " reference : inter"),
                   differing(found.samplesReference, numbers["samples-reference"],
                             each.name + " samples : reference") })
                QVERIFY2(difference.empty(), difference.c_str());
            compared += numbers["samples-inter"].is_null() ? 0 : 1;
        }
        QVERIFY2(compared >= (samples > 3 ? 19 : 12), qPrintable(QString::number(compared)));
    }
};

QTEST_GUILESS_MAIN(TestReference)
#include "test_reference.moc"
