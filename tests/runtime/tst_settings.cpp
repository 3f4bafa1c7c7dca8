// klangraum.toml: what is saved is read back; what is wrong is named.
#include "music/error.h"
#include "runtime/settings.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace klangraum;

class TestSettings : public QObject
{
    Q_OBJECT

    std::string problem(const char *text)
    {
        const auto file = std::filesystem::path(m_folder.path().toStdString()) / "bad.toml";
        std::ofstream(file) << text;
        try {
            Settings::load(file);
        } catch (const Error &error) {
            return error.what();
        }
        return {};
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void missingFileGivesTheDefaults()
    {
        const Settings settings = Settings::load("/nonexistent/klangraum.toml");
        QCOMPARE(settings.bufferFrames, 256);
        QCOMPARE(settings.language, std::string("en"));
    }

    void roundTrip()
    {
        Settings settings;
        settings.modelFolders = { "/a/b", "c" };
        settings.audioApi = "JACK";
        settings.gain = 0.25;
        settings.midiControls = { { "density", 20 }, { "surprise", 19 } };
        settings.keepFolder = "/tmp/keep";
        settings.language = "de";
        settings.fullscreen = true;
        const auto file = std::filesystem::path(m_folder.path().toStdString()) / "new" / "klangraum.toml";
        settings.save(file);
        const Settings again = Settings::load(file);
        QCOMPARE(again.modelFolders, settings.modelFolders);
        QCOMPARE(again.audioApi, settings.audioApi);
        QCOMPARE(again.gain, settings.gain);
        QCOMPARE(again.midiControls, settings.midiControls);
        QCOMPARE(again.keepFolder, settings.keepFolder);
        QCOMPARE(again.language, settings.language);
        QCOMPARE(again.fullscreen, true);
    }

    void problemsAreNamed()
    {
        QVERIFY(problem("[audio]\nbufer-frames = 3\n").find("audio.bufer-frames") != std::string::npos);
        QVERIFY(problem("[audio]\nbuffer-frames = 9999999\n").find("64 to 4096") != std::string::npos);
        QVERIFY(problem("[audio]\ngain = \"loud\"\n").find("audio.gain") != std::string::npos);
        QVERIFY(problem("[audio\n").find("line 1") != std::string::npos);
        QVERIFY(problem("language = \"de\"\n").find("language") != std::string::npos);
        QVERIFY(problem("[midi.controls]\ndensity = 300\n").find("0 to 127") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
