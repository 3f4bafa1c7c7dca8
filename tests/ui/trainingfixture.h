// A real training for tests of the training room: `klangraum train vae-image` on the embedded corpus, small enough for
// seconds, made once a test program; and copies of it to write into.
#pragma once

#include "curvepicture.h"
#include "screenfixture.h"

#include "training/eventlog.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>

#include <filesystem>

namespace klangraum {

class RealRun
{
public:
    // Empty where it went well, else what the trainer said.
    QString train(int epochs)
    {
        QProcess trainer;
        trainer.start(program(), arguments(run(), epochs));
        if (!trainer.waitForFinished(240000) || trainer.exitCode() != 0)
            return QString::fromUtf8(trainer.readAllStandardError()) + trainer.errorString();
        return {};
    }
    static QString program() { return QStringLiteral(KLANGRAUM_CLI); }
    static QStringList arguments(const QString &run, int epochs)
    {
        QStringList list{ "train", "vae-image", "--run", run, "--epochs", QString::number(epochs), "--quiet" };
        list << "--threads"
             << "1";
        for (const char *set : { "training.batch=32", "training.samples=6", "training.validation-items=32",
                                 "training.held-out=0.9", "model.dense=8" })
            list << "--set" << set;
        return list;
    }
    QString folder() const { return m_folder.path() + "/runs"; }
    QString run() const { return folder() + "/vae-image-01"; }
    QString copy(const QString &name) const
    {
        const QString target = folder() + '/' + name;
        std::filesystem::copy(run().toStdString(), target.toStdString(), std::filesystem::copy_options::recursive);
        return target;
    }
    std::vector<nlohmann::json> events(const QString &run, const char *type) const
    {
        std::vector<nlohmann::json> found;
        for (const auto &event : validEvents((run + "/events.jsonl").toStdString())) {
            if (event.value("type", "") == type)
                found.push_back(event);
        }
        return found;
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s cannot be written", qPrintable(path));
    }

private:
    QTemporaryDir m_folder;
};

// The window on the training room.
class RoomScreen : public Screen
{
public:
    explicit RoomScreen(const QString &folder, QSize size = QSize(1280, 720))
        : Screen(size)
        , room(exhibit->training())
    {
        room->setFolder(folder);
        room->setExportFolder(this->folder.path() + "/exports");
        key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        if (!QTest::qWaitFor([this] { return room->isOpen() && find("runRail") != nullptr; }, 10000))
            qFatal("the training room did not open");
    }
    template <typename Picture> const Picture *picture(const QString &id) const
    {
        const int slot = int(room->panels().indexOf(id));
        const PanelPtr shown = room->picture(slot); // of another panel until the answer has come
        return shown && shown->id == id ? dynamic_cast<const Picture *>(shown.get()) : nullptr;
    }
    // Of a panel of curves; 0 until it is shown.
    std::size_t lines(const QString &id) const
    {
        const auto *curves = picture<CurvePicture>(id);
        return curves ? curves->lines.size() : 0;
    }
    TrainingRoom *room;
};

} // namespace klangraum
