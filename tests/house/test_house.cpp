// The rules of ARCHITECTURE.md that a machine can check: named paths exist, rooms include only downwards, no Qt in
// the engine, no torch within reach of the screen, files of a readable length, texts complete in both languages.
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

namespace {

const QString kRoot = QStringLiteral(KLANGRAUM_SOURCE_DIR);

QString read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QStringList sources(const QString &folder, const QStringList &filters = { "*.h", "*.cpp" })
{
    QStringList found;
    QDirIterator it(kRoot + '/' + folder, filters, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        found << QDir(kRoot).relativeFilePath(it.next());
    found.sort();
    return found;
}

struct Include
{
    QString name;
    bool quoted = false;
};

QList<Include> includes(const QString &file)
{
    static const QRegularExpression pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])",
                                            QRegularExpression::MultilineOption);
    QList<Include> found;
    for (auto it = pattern.globalMatch(read(kRoot + '/' + file)); it.hasNext();) {
        const auto match = it.next();
        found.append({ match.captured(2), match.captured(1) == "\"" });
    }
    return found;
}

bool isTorch(const QString &include)
{
    return include.startsWith("torch/") || include.startsWith("ATen/") || include.startsWith("c10/");
}

bool isQt(const QString &include)
{
    static const QRegularExpression pattern("^(Q[A-Z]|[Qq]t[A-Z0-9])");
    return pattern.match(include).hasMatch();
}

// The file that a quoted include of `from` names, relative to the root; empty where it is none of ours.
QString resolve(const QString &from, const QString &include)
{
    for (const QString &base : { QFileInfo(from).path(), QStringLiteral("engine"), QStringLiteral("ui"), QString() }) {
        const QString path = QDir::cleanPath(base.isEmpty() ? include : base + '/' + include);
        if (QFileInfo(kRoot + '/' + path).isFile())
            return path;
    }
    return {};
}

// How `file` reaches a torch header, as a chain of includes; empty where it does not.
QString torchChain(const QString &file, QSet<QString> &seen)
{
    if (seen.contains(file))
        return {};
    seen.insert(file);
    for (const Include &include : includes(file)) {
        if (isTorch(include.name))
            return file + " -> " + include.name;
        const QString next = include.quoted ? resolve(file, include.name) : QString();
        if (next.isEmpty())
            continue;
        const QString chain = torchChain(next, seen);
        if (!chain.isEmpty())
            return file + " -> " + chain;
    }
    return {};
}

QString room(const QString &path) // "engine/music/score.h" or "music/score.h" -> "music"
{
    return path.section('/', path.startsWith("engine/") ? 1 : 0, path.startsWith("engine/") ? 1 : 0);
}

} // namespace

class TestHouse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namedPathsExist()
    {
        const QString text = read(kRoot + "/ARCHITECTURE.md");
        QStringList named;
        // The picture of the rooms: one folder a line, two spaces a level.
        const QString tree = text.section("```", 1, 1);
        QStringList parents;
        static const QRegularExpression line(R"(^( *)([a-z.]+/)\s)");
        for (const QString &row : tree.split('\n')) {
            const auto match = line.match(row + ' ');
            if (!match.hasMatch())
                continue;
            parents.resize(match.capturedLength(1) / 2);
            parents << match.captured(2);
            named << parents.join("");
        }
        QVERIFY2(named.size() >= 15, "the picture of the rooms was not found");
        // Paths in running text.
        static const QRegularExpression inText(
            "`((?:app|engine|ui|assets|models|tests|packaging|cmake|\\.ci)/[^`*<> ]*)`");
        for (auto it = inText.globalMatch(text); it.hasNext();)
            named << it.next().captured(1);
        // Rooms and their headers are named without "engine/".
        static const QRegularExpression header("`([a-z]+/[a-z0-9]*(?:\\.h)?)`");
        const QStringList rooms = QDir(kRoot + "/engine").entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (auto it = header.globalMatch(text); it.hasNext();) {
            const QString path = it.next().captured(1);
            if (rooms.contains(path.section('/', 0, 0)))
                named << "engine/" + path;
        }
        for (const QString &path : named)
            QVERIFY2(QFileInfo::exists(kRoot + '/' + path), qPrintable("ARCHITECTURE.md names " + path));
    }

    void linksInDocumentsExist()
    {
        static const QRegularExpression link(R"(\]\(([^)#:]+)\))");
        for (const QString document : { "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md" }) {
            const QString text = read(kRoot + '/' + document);
            QVERIFY2(!text.isEmpty(), qPrintable(document));
            for (auto it = link.globalMatch(text); it.hasNext();) {
                const QString target = it.next().captured(1);
                QVERIFY2(QFileInfo::exists(kRoot + '/' + target), qPrintable(document + " links to " + target));
            }
        }
    }

    void engineAndCommandLineAreFreeOfQt()
    {
        QStringList files = sources("engine") + sources("app/cli");
        QVERIFY(files.size() > 10);
        for (const QString &file : files)
            for (const Include &include : includes(file))
                QVERIFY2(!isQt(include.name), qPrintable(file + " includes " + include.name));
    }

    void roomsIncludeOnlyDownwards()
    {
        const QStringList order{ "music", "playback", "corpus", "generators", "evaluation", "training", "runtime" };
        for (const QString &file : sources("engine")) {
            const auto own = order.indexOf(room(file));
            QVERIFY2(own >= 0, qPrintable(file + " is in no known room"));
            for (const Include &include : includes(file)) {
                const auto other = order.indexOf(room(include.name));
                QVERIFY2(other <= own, qPrintable(file + " includes " + include.name + ", which is above it"));
                QVERIFY2(!include.name.startsWith("ui/") && !include.name.startsWith("app/"), qPrintable(file));
            }
        }
    }

    void torchStaysAway()
    {
        for (const QString folder : { "ui", "app/exhibit", "engine/music", "engine/playback", "engine/corpus" }) {
            for (const QString &file : sources(folder)) {
                QSet<QString> seen;
                const QString chain = torchChain(file, seen);
                QVERIFY2(chain.isEmpty(), qPrintable(chain));
            }
        }
        for (const QString name : { "music", "playback", "corpus" }) {
            const QString lists = read(kRoot + "/engine/" + name + "/CMakeLists.txt");
            QVERIFY2(!lists.contains("torch", Qt::CaseInsensitive), qPrintable(name + " links torch"));
        }
    }

    void filesAreShort()
    {
        QStringList files;
        for (const QString folder : { "app", "engine", "ui", "tests" })
            files += sources(folder, { "*.h", "*.cpp", "*.qml", "*.py" });
        for (const QString &file : files) {
            const auto lines = read(kRoot + '/' + file).count('\n');
            // A test file is as long as its unit has cases.
            QVERIFY2(lines <= (file.startsWith("tests/") ? 520 : 400),
                     qPrintable(QString("%1 has %2 lines: is it about one thing?").arg(file).arg(lines)));
        }
    }

    void textsAreCompleteInBothLanguages()
    {
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(read(kRoot + "/assets/strings.json").toUtf8(), &error);
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
        const QJsonObject texts = document.object();
        QVERIFY(texts.size() > 50);
        static const QRegularExpression gap(R"(\{[a-z]+\})");
        for (auto it = texts.begin(); it != texts.end(); ++it) {
            QStringList gaps[2];
            const QString languages[2]{ "en", "de" };
            for (int i = 0; i < 2; ++i) {
                const QString text = it->toObject().value(languages[i]).toString();
                QVERIFY2(!text.trimmed().isEmpty(), qPrintable(it.key() + " has no text in " + languages[i]));
                for (auto match = gap.globalMatch(text); match.hasNext();)
                    gaps[i] << match.next().captured();
                gaps[i].sort();
            }
            QVERIFY2(gaps[0] == gaps[1], qPrintable(it.key() + " has other placeholders in German"));
        }
    }
};

QTEST_APPLESS_MAIN(TestHouse)
#include "test_house.moc"
