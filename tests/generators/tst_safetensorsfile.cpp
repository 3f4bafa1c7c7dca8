// The safetensors reader without torch: valid files, hostile files, and a seeded mutation test (runs under asan).
#include "generators/filehash.h"
#include "generators/safetensorsfile.h"
#include "music/atomicfile.h"

#include <QtTest>

#include <random>

using namespace klangraum;

namespace {

std::string file(const std::string &header, std::size_t dataBytes)
{
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < 8; ++i)
        bytes[i] = static_cast<char>((header.size() >> (8 * i)) & 255);
    return bytes + header + std::string(dataBytes, 'x');
}

SafetensorsHeader parse(const std::string &bytes)
{
    return parseSafetensors(std::as_bytes(std::span(bytes)), "test.safetensors");
}

std::string refusal(const std::string &bytes)
{
    try {
        parse(bytes);
        return "";
    } catch (const Error &error) {
        return error.what();
    }
}

std::string sample()
{
    std::vector<TensorEntry> entries{
        { "ids", TensorType::I64, { 3 }, 0, 0 },    { "conv.weight", TensorType::F32, { 4, 2, 3, 3 }, 0, 0 },
        { "scale", TensorType::F32, {}, 0, 0 },     { "half", TensorType::F16, { 5 }, 0, 0 },
        { "none", TensorType::U8, { 0, 7 }, 0, 0 }, { "mask", TensorType::Bool, { 2, 2 }, 0, 0 }
    };
    std::string bytes = layOutSafetensors(entries, { { "format", "klangraum" } });
    return bytes + std::string(entries.back().end, '\1');
}

} // namespace

class SafetensorsFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip();
    void hostile_data();
    void hostile();
    void mutations();
    void atomicWriteKeepsTheOldFile();
};

void SafetensorsFileTest::roundTrip()
{
    const std::string bytes = sample();
    const SafetensorsHeader header = parse(bytes);
    QCOMPARE(header.dataStart % 8, std::uint64_t(0));
    QCOMPARE(header.tensors.size(), std::size_t(6));
    QCOMPARE(header.metadata.at("format"), std::string("klangraum"));
    for (const TensorEntry &entry : header.tensors) {
        QCOMPARE(entry.end - entry.begin, entry.elements() * tensorTypeSize(entry.type));
        if (entry.name == "conv.weight")
            QCOMPARE(entry.shape, (std::vector<std::int64_t>{ 4, 2, 3, 3 }));
        if (entry.name == "scale")
            QCOMPARE(entry.elements(), std::uint64_t(1));
    }
    QCOMPARE(parse(file("{}", 0)).tensors.size(), std::size_t(0));
}

void SafetensorsFileTest::hostile_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word"); // that the message must hold
    const auto row = [](const char *name, const std::string &bytes, const char *word) {
        QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())) << QString(word);
    };
    const auto tensor = [](const char *type, const char *shape, const char *offsets) {
        return std::string("{\"dtype\":\"") + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    };
    std::string huge = file("{}", 64);
    huge.replace(0, 8, std::string("\0\0\0\0\1\0\0\0", 8)); // 4 GB
    std::string enormous = file("{}", 64);
    enormous.replace(0, 8, std::string("\377\377\377\377\377\377\377\377", 8));
    row("empty", "", "8");
    row("short", "1234567", "8");
    row("header of 4 GB", huge, "4294967296");
    row("header of 2^64", enormous, "header");
    row("not json", file("{nonsense", 0), "JSON");
    row("a list", file("[1,2]", 0), "'{'");
    row("no header", file("", 0), "'{'");
    row("deep", file("{\"a\":" + std::string(20000, '[') + std::string(20000, ']') + "}", 0), "nested");
    row("duplicate", file("{\"a\":" + tensor("U8", "[4]", "[0,4]") + ",\"a\":" + tensor("U8", "[4]", "[4,8]") + "}", 8),
        "twice");
    row("past the end", file("{\"a\":" + tensor("U8", "[9]", "[0,9]") + "}", 8), "byte 9 of 8");
    row("backwards", file("{\"a\":" + tensor("U8", "[0]", "[4,0]") + "}", 8), "byte");
    row("overlap", file("{\"a\":" + tensor("U8", "[4]", "[0,4]") + ",\"b\":" + tensor("U8", "[4]", "[2,6]") + "}", 6),
        "overlap");
    row("hole", file("{\"a\":" + tensor("U8", "[4]", "[0,4]") + ",\"b\":" + tensor("U8", "[4]", "[6,10]") + "}", 10),
        "hole");
    row("bytes left", file("{\"a\":" + tensor("U8", "[4]", "[0,4]") + "}", 5), "4 of 5");
    row("wrong length", file("{\"a\":" + tensor("F32", "[4]", "[0,8]") + "}", 8), "shape");
    row("overflow", file("{\"a\":" + tensor("F32", "[4294967296,4294967296,4294967296]", "[0,0]") + "}", 0), "shape");
    row("overflow to zero", file("{\"a\":" + tensor("F32", "[281474976710656,65536]", "[0,0]") + "}", 0), "shape");
    row("negative", file("{\"a\":" + tensor("U8", "[-4]", "[0,4]") + "}", 4), "shape");
    row("fraction", file("{\"a\":" + tensor("U8", "[4]", "[0,4.5]") + "}", 4), "offsets");
    row("type", file("{\"a\":" + tensor("F8", "[4]", "[0,4]") + "}", 4), "type");
    row("missing key", file("{\"a\":{\"dtype\":\"U8\"}}", 0), "exactly");
    row("metadata", file("{\"__metadata__\":{\"a\":1}}", 0), "__metadata__");
    for (const std::size_t cut : { std::size_t(9), std::size_t(40), sample().size() - 1 })
        row(("truncated at " + std::to_string(cut)).c_str(), sample().substr(0, cut), "");
}

void SafetensorsFileTest::hostile()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);
    const std::string message = refusal(bytes.toStdString());
    QVERIFY(!message.empty());
    QVERIFY2(QString::fromStdString(message).contains(word), message.c_str());
    QVERIFY(message.find('\n') == std::string::npos);
}

// Whatever happens to the bytes: refused with one line, or every tensor lies within the file.
void SafetensorsFileTest::mutations()
{
    const std::string original = sample();
    std::mt19937 random(20221101);
    int refused = 0;
    constexpr int rounds = 20000;
    for (int i = 0; i < rounds; ++i) {
        std::string bytes = original;
        const int edits = 1 + static_cast<int>(random() % 4);
        for (int edit = 0; edit < edits && !bytes.empty(); ++edit) {
            const std::size_t at = random() % bytes.size();
            switch (random() % 5) {
            case 0:
                bytes[at] = static_cast<char>(random() & 255);
                break;
            case 1:
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
                break;
            case 2:
                bytes.erase(at, 1 + random() % 8);
                break;
            case 3:
                bytes.insert(at, 1, "0123456789[]{},:\"-.e"[random() % 20]);
                break;
            default:
                bytes.resize(at);
            }
        }
        try {
            const SafetensorsHeader header = parse(bytes);
            for (const TensorEntry &entry : header.tensors) {
                QVERIFY(entry.begin <= entry.end && header.dataStart + entry.end <= bytes.size());
                QCOMPARE(entry.elements() * tensorTypeSize(entry.type), entry.end - entry.begin);
            }
        } catch (const Error &) {
            ++refused;
        }
    }
    QVERIFY(refused > rounds / 2);
    QVERIFY(refused < rounds); // data bytes may change: such a file is still well-formed
}

void SafetensorsFileTest::atomicWriteKeepsTheOldFile()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("a.txt").toStdString();
    writeFileAtomically(path, "old");
    QVERIFY_EXCEPTION_THROWN(writeFileAtomically(path / "below", "new"), Error);
    QCOMPARE(readText(path), std::string("old"));
    const std::string hash = fileHash(path);
    writeFileAtomically(path, "new");
    QCOMPARE(readText(path), std::string("new"));
    QVERIFY(fileHash(path) != hash);
    QCOMPARE(hash.size(), std::size_t(32));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{ "a.txt" });
    QVERIFY_EXCEPTION_THROWN(readText(path, 2), Error);
}

QTEST_APPLESS_MAIN(SafetensorsFileTest)
#include "tst_safetensorsfile.moc"
