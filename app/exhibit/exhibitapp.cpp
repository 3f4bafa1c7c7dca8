#include "exhibitapp.h"

#include "exhibit.h"
#include "theme.h"

#include "music/error.h"
#include "training/epochgenerator.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QQmlApplicationEngine>
#include <QQmlExtensionPlugin>
#include <QQuickWindow>

#include <cstdio>
#include <cstdlib>
#include <memory>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

namespace klangraum {

namespace {

int refuse(int status, const QString &message)
{
    std::fprintf(stderr, "klangraum-exhibit: %s\n", qUtf8Printable(message));
    return status;
}

// Qt aborts with a long text where a display cannot be opened.
void explainFatal(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    std::fprintf(stderr, "klangraum-exhibit: %s\n", qUtf8Printable(message.section(QLatin1Char('\n'), 0, 0)));
    if (type != QtFatalMsg)
        return;
    std::fputs("klangraum-exhibit: no display could be opened; without one, `klangraum generate` writes MIDI and WAV\n",
               stderr);
    std::_Exit(1);
}

bool hasDisplay(int argc, char **argv)
{
    const auto given = [](const char *name) {
        const char *value = std::getenv(name);
        return value && *value;
    };
    if (given("DISPLAY") || given("WAYLAND_DISPLAY") || given("QT_QPA_PLATFORM"))
        return true;
    for (int i = 1; i < argc; ++i) {
        if (qstrcmp(argv[i], "-platform") == 0)
            return true;
    }
    return false;
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        QStringLiteral("Steer a trained network through music, see it, hear it, keep it."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        { QStringLiteral("models"), QStringLiteral("Look for models here first; repeatable."), QStringLiteral("DIR") },
        { QStringLiteral("audio-api"), QStringLiteral("ALSA, PulseAudio or JACK."), QStringLiteral("NAME") },
        { QStringLiteral("audio-device"), QStringLiteral("Sound output, by name."), QStringLiteral("NAME") },
        { QStringLiteral("no-sound"), QStringLiteral("Open no sound output.") },
        { QStringLiteral("midi-in"), QStringLiteral("MIDI keyboard or controller."), QStringLiteral("PORT") },
        { QStringLiteral("midi-out"), QStringLiteral("Play the notes on this port too."), QStringLiteral("PORT") },
        { QStringLiteral("device"), QStringLiteral("The network runs on auto, cpu or cuda."), QStringLiteral("NAME") },
        { QStringLiteral("fullscreen"), QStringLiteral("Fill the screen.") },
        { QStringLiteral("size"), QStringLiteral("Size of the window."), QStringLiteral("WIDTHxHEIGHT") },
        { QStringLiteral("language"), QStringLiteral("en or de."), QStringLiteral("CODE") },
        { QStringLiteral("seed"), QStringLiteral("The same music every time."), QStringLiteral("N") },
        { QStringLiteral("config"), QStringLiteral("Settings file."), QStringLiteral("FILE") },
        { QStringLiteral("melody"), QStringLiteral("A MIDI file, sung as soon as a style that listens plays."),
          QStringLiteral("FILE") },
        { QStringLiteral("train"), QStringLiteral("Open the training room, with the runs in DIR.") },
        { QStringLiteral("screenshot"), QStringLiteral("Save a picture of the window and leave."),
          QStringLiteral("FILE") },
        { QStringLiteral("after"), QStringLiteral("Seconds before the picture (10)."), QStringLiteral("SECONDS"),
          QStringLiteral("10") },
    });
}

SessionOptions sessionOptions(const QCommandLineParser &parser, const Settings &settings)
{
    SessionOptions options;
    for (const QString &folder : parser.values(QStringLiteral("models")))
        options.modelFolders.emplace_back(folder.toStdString());
    options.modelFolders.insert(options.modelFolders.end(), settings.modelFolders.begin(), settings.modelFolders.end());
    const auto choose = [&parser](const char *name, const std::string &otherwise) {
        const QString option = QString::fromLatin1(name);
        return parser.isSet(option) ? parser.value(option).toStdString() : otherwise;
    };
    options.compute = choose("device", settings.computeDevice);
    options.threads = settings.computeThreads;
    options.audioApi = choose("audio-api", settings.audioApi);
    options.audioDevice = choose("audio-device", settings.audioDevice);
    options.bufferFrames = settings.bufferFrames;
    options.sound = !parser.isSet(QStringLiteral("no-sound"));
    options.midiIn = choose("midi-in", settings.midiIn);
    options.midiOut = choose("midi-out", settings.midiOut);
    options.soundFont = settings.soundFont;
    options.loopsAtOnce = settings.loopsAtOnce;
    options.seed = parser.value(QStringLiteral("seed")).toULongLong();
    return options;
}

QSize windowSize(const QString &text)
{
    const QStringList parts = text.split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

int run(QGuiApplication &app, const QCommandLineParser &parser)
{
    const QString config = parser.value(QStringLiteral("config"));
    const std::filesystem::path file =
        config.isEmpty() ? Settings::defaultFile() : std::filesystem::path(config.toStdString());
    Settings settings = Settings::load(file);
    if (parser.isSet(QStringLiteral("language"))) {
        const QString language = parser.value(QStringLiteral("language"));
        if (!Translations::has(language))
            return refuse(2, QStringLiteral("--language: expected en or de, found \"%1\"").arg(language));
        settings.language = language.toStdString();
    }
    QSize size(1920, 1080);
    if (parser.isSet(QStringLiteral("size"))) {
        size = windowSize(parser.value(QStringLiteral("size")));
        if (size.width() < 320 || size.height() < 180)
            return refuse(2,
                          QStringLiteral("--size: expected WIDTHxHEIGHT such as 1920x1080, found \"%1\"")
                              .arg(parser.value(QStringLiteral("size"))));
    }

    Session session(sessionOptions(parser, settings));
    Exhibit exhibit(session, settings, file);
    exhibit.training()->setOpener(
        [](const std::filesystem::path &run, std::int64_t epoch) { return openEpoch(run, epoch); });
    if (parser.isSet(QStringLiteral("train"))) {
        const QStringList folders = parser.positionalArguments();
        if (!folders.isEmpty() && !QFileInfo(folders.first()).isDir())
            return refuse(
                1,
                QStringLiteral("%1: there is no such folder; expected a run or a folder of runs").arg(folders.first()));
        if (!folders.isEmpty())
            exhibit.training()->setFolder(folders.first());
        exhibit.training()->setOpen(true);
    }
    if (const QString melody = parser.value(QStringLiteral("melody")); !melody.isEmpty()) {
        if (!QFileInfo(melody).isFile())
            return refuse(1, QStringLiteral("%1: there is no such file; expected a MIDI file").arg(melody));
        const auto waiting = std::make_shared<QMetaObject::Connection>();
        *waiting =
            QObject::connect(exhibit.thinking(), &Thinking::availableChanged, &exhibit, [&exhibit, melody, waiting] {
                if (!exhibit.thinking()->available())
                    return;
                QObject::disconnect(*waiting);
                exhibit.own()->bring(QUrl::fromLocalFile(melody));
            });
    }
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    QObject::connect(&exhibit, &Exhibit::languageChanged, &engine, &QQmlEngine::retranslate);
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Klangraum/Main.qml")));
    if (engine.rootObjects().isEmpty())
        return refuse(1, QStringLiteral("the screen could not be built; the lines above say why"));
    auto *window = qobject_cast<QQuickWindow *>(engine.rootObjects().constFirst());
    window->resize(size);
    if (settings.fullscreen || parser.isSet(QStringLiteral("fullscreen")))
        window->showFullScreen();
    else
        window->show();

    int status = 0;
    if (parser.isSet(QStringLiteral("screenshot"))) {
        const QString picture = parser.value(QStringLiteral("screenshot"));
        QTimer::singleShot(int(parser.value(QStringLiteral("after")).toDouble() * 1000), window, [&, window, picture] {
            if (!window->grabWindow().save(picture))
                status = refuse(1, QStringLiteral("%1: the picture could not be written").arg(picture));
            app.quit();
        });
    }
    const int ended = app.exec();
    return ended != 0 ? ended : status;
}

} // namespace

int runExhibit(int argc, char **argv)
{
    if (!hasDisplay(argc, argv))
        return refuse(1,
                      QStringLiteral("no display: neither DISPLAY nor WAYLAND_DISPLAY is set; "
                                     "without one, `klangraum generate` writes MIDI and WAV"));
    const auto before = qInstallMessageHandler(explainFatal);
    QGuiApplication app(argc, argv);
    qInstallMessageHandler(before);
    QGuiApplication::setApplicationName(QStringLiteral("klangraum-exhibit"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Klangraum"));
    QGuiApplication::setApplicationVersion(QStringLiteral(KLANGRAUM_VERSION));
    QCommandLineParser parser;
    addOptions(parser);
    parser.addPositionalArgument(QStringLiteral("DIR"), QStringLiteral("With --train: a run, or a folder of runs."),
                                 QStringLiteral("[DIR]"));
    if (!parser.parse(QGuiApplication::arguments()))
        return refuse(2, parser.errorText());
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp(0);
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    const auto rest = parser.positionalArguments().size();
    if (rest > (parser.isSet(QStringLiteral("train")) ? 1 : 0))
        return refuse(2, QStringLiteral("%1: unexpected").arg(parser.positionalArguments().last()));
    try {
        return run(app, parser);
    } catch (const std::exception &failure) {
        return refuse(1, QString::fromStdString(failure.what()));
    }
}

} // namespace klangraum
