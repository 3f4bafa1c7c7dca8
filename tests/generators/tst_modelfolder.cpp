// Model folders: listed whatever is wrong with them, refused whole, written as a whole.
#include <torch/torch.h>

#include "generators/filehash.h"
#include "generators/imagevae/imagevaedescription.h"
#include "generators/modelfolder.h"
#include "generators/steering.h"
#include "music/atomicfile.h"

#include <QtTest>

using namespace klangraum;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

Corpus corpus()
{
    Corpus corpus;
    corpus.name = "scales";
    for (int i = 0; i < 3; ++i) {
        CorpusPiece piece;
        piece.title = "Scale " + std::to_string(i);
        piece.score.voices.push_back({ "A", 0, false });
        for (int k = 0; k < 16; ++k)
            piece.score.notes.push_back({ 240 * k, 240, 50 + 5 * i + k % 8, 80, 0 });
        piece.score.length = 3840;
        piece.score.normalise();
        corpus.pieces.push_back(piece);
    }
    return corpus;
}

json write(const fs::path &folder)
{
    torch::manual_seed(3);
    ImageVaeNet net(ImageVaeOptions::fromJson({ { "dense", 4 } }));
    json model = describeImageVae(net, corpus(), torch::kCPU);
    model.update(json{ { "format", modelFormat },
                       { "name", folder.filename().string() },
                       { "family", "vae-image" },
                       { "recipe", "vae-image" },
                       { "source", "a test" },
                       { "corpus", "scales" },
                       { "licence", "none" },
                       { "model", { { "dense", 4 } } } });
    writeModelFolder(folder, model, net, "# card\n", Storage::Half);
    return json::parse(readText(folder / "model.json"));
}

std::string refusal(const fs::path &folder)
{
    try {
        openModel(folder);
        return "";
    } catch (const Error &error) {
        return error.what();
    }
}

} // namespace

class ModelFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void roundTrip();
    void listing();
    void damagedDescriptions_data();
    void damagedDescriptions();
    void damagedWeights();
    void places();
    void steering();

private:
    QTemporaryDir m_folder;
    fs::path m_model;
    json m_json;
};

void ModelFolderTest::initTestCase()
{
    m_model = m_folder.filePath("models/good").toStdString();
    m_json = write(m_model);
}

void ModelFolderTest::roundTrip()
{
    const ModelDescription description = descriptionFromJson(m_json, "model.json");
    QCOMPARE(description.name, std::string("good"));
    QCOMPARE(description.parameters, m_json.at("parameters").get<std::uint64_t>());
    QCOMPARE(description.bytes, std::uint64_t(fs::file_size(m_model / "weights.safetensors")));
    QCOMPARE(description.map.size(), std::size_t(3));
    QCOMPARE(description.map.front().piece, std::string("Scale 0"));
    QCOMPARE(description.controls.size(), std::size_t(4));
    QVERIFY(description.controls.front().kind == ControlKind::Pad);
    QCOMPARE(description.controls[2].words.size(), std::size_t(5));
    json again = toJson(description);
    for (const auto &[key, value] : again.items())
        QVERIFY2(m_json.at(key) == value, key.c_str());
    QCOMPARE(readText(m_model / "card.md"), std::string("# card\n"));
    QVERIFY(openModel(m_model)->description().controls.size() == 4);
    // Written again over itself: no leftovers beside it.
    write(m_model);
    QCOMPARE(QDir(m_folder.filePath("models")).entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList{ "good" });
    // A folder that is no model is not replaced.
    fs::create_directories(m_folder.filePath("other").toStdString());
    writeFileAtomically(m_folder.filePath("other/thesis.txt").toStdString(), "years of work");
    QVERIFY_EXCEPTION_THROWN(write(m_folder.filePath("other").toStdString()), Error);
    QVERIFY(fs::exists(m_folder.filePath("other/thesis.txt").toStdString()));
}

void ModelFolderTest::listing()
{
    QTemporaryDir folder;
    const fs::path place = folder.path().toStdString();
    fs::copy(m_model, place / "later");
    fs::copy(m_model, place / "first");
    json json = m_json;
    json["stage"] = 1;
    writeFileAtomically(place / "first" / "model.json", json.dump());
    fs::create_directories(place / "broken");
    writeFileAtomically(place / "broken" / "model.json", "{");
    fs::copy(m_model, place / "weightless");
    fs::remove(place / "weightless" / "weights.safetensors");
    fs::copy(m_model, place / "unknown");
    json["family"] = "nobody";
    json["stage"] = 2;
    writeFileAtomically(place / "unknown" / "model.json", json.dump());
    fs::create_directories(place / "recipes");
    const auto models = installedModels({ place, m_folder.filePath("models").toStdString(), place / "none" });
    std::vector<std::string> names;
    std::vector<std::string> broken;
    for (const InstalledModel &model : models) {
        names.push_back(model.description.name);
        if (!model.problem.empty())
            broken.push_back(model.description.name);
    }
    QCOMPARE(names.front(), std::string("first"));
    QCOMPARE(names.size(), std::size_t(6));
    std::sort(broken.begin(), broken.end());
    QCOMPARE(broken, (std::vector<std::string>{ "broken", "unknown", "weightless" }));
    try {
        openModel("goood", std::vector<fs::path>{ place });
        QFAIL("an unknown model was opened");
    } catch (const Error &error) {
        QVERIFY(std::string(error.what()).find("later") != std::string::npos);
    }
    QVERIFY_EXCEPTION_THROWN(openModel("broken", std::vector<fs::path>{ place }), Error);
}

void ModelFolderTest::damagedDescriptions_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::newRow("format") << "/format"
                            << "2";
    QTest::newRow("no name") << "/name"
                             << "null";
    QTest::newRow("output") << "/output"
                            << "\"smell\"";
    QTest::newRow("title") << "/title"
                           << "\"Choral\"";
    QTest::newRow("control kind") << "/controls/0/kind"
                                  << "\"wheel\"";
    QTest::newRow("control range") << "/controls/1/maximum"
                                   << "-5";
    QTest::newRow("control default") << "/controls/1/default"
                                     << "7";
    QTest::newRow("map point") << "/map/0"
                               << "[5, 0, \"far\"]";
    QTest::newRow("map text") << "/map"
                              << "\"none\"";
    QTest::newRow("axis") << "/controls/0/x-axis"
                          << "[{\"en\": \"one end\"}]";
    QTest::newRow("network") << "/model/dense"
                             << "8";
    QTest::newRow("network key") << "/model/width"
                                 << "8";
    QTest::newRow("network size") << "/model/dense"
                                  << "1e300";
    QTest::newRow("share") << "/generator/white-share"
                           << "2";
    QTest::newRow("no generator") << "/generator"
                                  << "4";
    QTest::newRow("hash") << "/weights-hash"
                          << "\"00\"";
    QTest::newRow("control missing") << "/controls"
                                     << "[]";
}

void ModelFolderTest::damagedDescriptions()
{
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QTemporaryDir folder;
    const fs::path copy = fs::path(folder.path().toStdString()) / "copy";
    fs::copy(m_model, copy);
    json json = m_json;
    json[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
    writeFileAtomically(copy / "model.json", json.dump());
    const std::string message = refusal(copy);
    QVERIFY(!message.empty());
    QVERIFY2(message.find('\n') == std::string::npos, message.c_str());
}

void ModelFolderTest::damagedWeights()
{
    QTemporaryDir folder;
    const fs::path copy = fs::path(folder.path().toStdString()) / "copy";
    fs::copy(m_model, copy);
    std::string bytes = readText(copy / "weights.safetensors");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 64);
    writeFileAtomically(copy / "weights.safetensors", bytes);
    QVERIFY(refusal(copy).find("damaged") != std::string::npos);
    // Consistent hash and size, but a tensor too many.
    TensorFile content = readSafetensors(m_model / "weights.safetensors");
    content.tensors["more"] = torch::ones({ 1 });
    writeSafetensors(copy / "weights.safetensors", content);
    json json = m_json;
    json["bytes"] = fs::file_size(copy / "weights.safetensors");
    json["weights-hash"] = fileHash(copy / "weights.safetensors");
    writeFileAtomically(copy / "model.json", json.dump());
    QVERIFY(refusal(copy).find("unknown: more") != std::string::npos);
}

void ModelFolderTest::places()
{
    const QByteArray before = qgetenv("KLANGRAUM_MODELS");
    const fs::path a = m_folder.filePath("models").toStdString();
    qputenv("KLANGRAUM_MODELS", ("/nowhere:" + a.string() + ":").c_str());
    const auto found = modelPlaces({ m_folder.path().toStdString(), "/nowhere/else" });
    qputenv("KLANGRAUM_MODELS", before);
    QVERIFY(found.size() >= 2);
    QVERIFY(fs::equivalent(found[0], m_folder.path().toStdString()));
    QVERIFY(fs::equivalent(found[1], a));
}

void ModelFolderTest::steering()
{
    const ModelDescription description = descriptionFromJson(m_json, "model.json");
    checkSteering(description, { { { "map.x", -1 }, { "density", 1 } } });
    for (const auto &[name, value] : std::map<std::string, double>{
             { "densty", 0.5 }, { "map", 0 }, { "density", 1.5 }, { "map.y", -1.01 }, { "surprise", std::nan("") } })
        QVERIFY_EXCEPTION_THROWN(checkSteering(description, { { { name, value } } }), Error);
    QCOMPARE(controlValue(description, { { { "density", 7 } } }, "density"), 1.0); // live: cut
    QCOMPARE(controlValue(description, {}, "surprise"), 0.25);
    QCOMPARE(padValue(description, { { { "map.x", 0.5 } } }, "map").x, 0.5);
}

QTEST_APPLESS_MAIN(ModelFolderTest)
#include "tst_modelfolder.moc"
