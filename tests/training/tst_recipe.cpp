// Recipes: the shipped ones are read, --set overrides, and every mistake is named.
#include "music/atomicfile.h"
#include "music/error.h"
#include "training/recipe.h"

#include <QtTest>

using namespace klangraum;

namespace {

const char *const good = R"(
name = "toy"
family = "toy"
source = "Klangraum"
description.en = "A toy"
description.de = "Ein Spielzeug"
[model]
width = 4
[training]
epochs = 7
batch = 16
[optimizer.main]
type = "adamw"
learning-rate = 3e-4
schedule = "cosine"
warmup-steps = 10
[optimizer.critic]
type = "rmsprop"
)";

std::string refusal(const std::string &toml, const std::vector<std::string> &set = {})
{
    try {
        parseRecipe(toml, "toy.toml", set);
        return "";
    } catch (const Error &error) {
        return error.what();
    }
}

} // namespace

class RecipeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads();
    void overrides();
    void mistakes_data();
    void mistakes();
    void jsonRoundTrip();
    void shipped();
};

void RecipeTest::reads()
{
    const Recipe recipe = parseRecipe(good, "toy.toml");
    QCOMPARE(recipe.name, std::string("toy"));
    QCOMPARE(recipe.description.de, std::string("Ein Spielzeug"));
    QCOMPARE(recipe.model.at("width").get<int>(), 4);
    QCOMPARE(recipe.training.epochs, std::int64_t(7));
    QCOMPARE(recipe.optimizer("main").learningRate, 3e-4);
    QCOMPARE(recipe.optimizer("critic").type, std::string("rmsprop"));
    QCOMPARE(recipe.optimizer("generator").type, std::string("adamw")); // as main
}

void RecipeTest::overrides()
{
    const Recipe recipe = parseRecipe(good, "toy.toml",
                                      { "training.batch=8", "optimizer.main.learning-rate=1e-2", "model.name=wide",
                                        "optimizer.main.betas=[0.5, 0.9]", "optimizer.prior.type=sgd" });
    QCOMPARE(recipe.training.batch, std::int64_t(8));
    QCOMPARE(recipe.optimizer("main").learningRate, 1e-2);
    QCOMPARE(recipe.optimizer("main").betas.front(), 0.5);
    QCOMPARE(recipe.model.at("name").get<std::string>(), std::string("wide"));
    QCOMPARE(recipe.optimizer("prior").type, std::string("sgd"));
}

void RecipeTest::mistakes_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("words");
    QTest::newRow("syntax") << "epochs = 7"
                            << "epochs = = 7"
                            << "toy.toml, line 10";
    QTest::newRow("unknown key") << "epochs"
                                 << "epoch"
                                 << "unknown key 'epoch', did you mean 'epochs'";
    QTest::newRow("unknown optimizer key") << "learning-rate"
                                           << "learning_rate"
                                           << "did you mean 'learning-rate'";
    QTest::newRow("unknown table") << "[training]"
                                   << "[trainig]"
                                   << "did you mean 'training'";
    QTest::newRow("missing") << "family = \"toy\""
                             << ""
                             << "'family' is missing";
    QTest::newRow("type") << "batch = 16"
                          << "batch = \"many\""
                          << "'batch' is no whole number";
    QTest::newRow("range") << "batch = 16"
                           << "batch = 0"
                           << "'batch' is 0, expected 1";
    QTest::newRow("optimizer type") << "\"adamw\""
                                    << "\"adamx\""
                                    << "'adamx', expected adam";
    QTest::newRow("schedule") << "\"cosine\""
                              << "\"sine\""
                              << "'sine', expected constant";
    QTest::newRow("not a number") << "3e-4"
                                  << "nan"
                                  << "'learning-rate' is no number";
}

void RecipeTest::mistakes()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, words);
    const QString text = QString(good).replace(from, to);
    QVERIFY(text != QString(good));
    const std::string message = refusal(text.toStdString());
    QVERIFY2(QString::fromStdString(message).contains(words), message.c_str());
    for (const char *wrong : { "training.batch", "=4", "training.batchs=4", "name.part=4" })
        QVERIFY2(!refusal(good, { wrong }).empty(), wrong);
    const std::string precision = refusal(good, { "training.precision=half" });
    QVERIFY2(precision.find("\"half\", expected float32 or bfloat16") != std::string::npos, precision.c_str());
}

void RecipeTest::jsonRoundTrip()
{
    const Recipe recipe = parseRecipe(good, "toy.toml", { "training.ema-decay=0.99" });
    const nlohmann::json json = toJson(recipe);
    QVERIFY(toJson(recipeFromJson(json, "run.json")) == json);
    QVERIFY(nlohmann::json::parse(json.dump()) == json);
}

void RecipeTest::shipped()
{
    const std::filesystem::path models = KLANGRAUM_SOURCE_DIR "/models";
    const auto recipes = installedRecipes({ models });
    QVERIFY(!recipes.empty());
    for (const InstalledRecipe &recipe : recipes) {
        QVERIFY2(recipe.problem.empty(), recipe.problem.c_str());
        QVERIFY2(!recipe.source.empty() && !recipe.description.de.empty(), recipe.name.c_str());
    }
    QCOMPARE(openRecipe("vae-image", { models }).training.batch, std::int64_t(32));
    try {
        openRecipe("vae-imago", { models });
        QFAIL("an unknown recipe was opened");
    } catch (const Error &error) {
        QVERIFY(std::string(error.what()).find("vae-image") != std::string::npos);
    }
    QTemporaryDir folder;
    QDir(folder.path()).mkdir("recipes");
    writeFileAtomically(folder.filePath("recipes/bad.toml").toStdString(), "name = ");
    const auto broken = installedRecipes({ folder.path().toStdString() });
    QCOMPARE(broken.size(), std::size_t(1));
    QVERIFY(!broken.front().problem.empty());
}

QTEST_APPLESS_MAIN(RecipeTest)
#include "tst_recipe.moc"
