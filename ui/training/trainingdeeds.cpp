// What the training room does beyond looking: commands to runs, new runs, exports, and the sound of samples.
#include "panelexport.h"
#include "trainingroom.h"
#include "translations.h"

#include "generators/modelplaces.h"
#include "music/error.h"
#include "runtime/session.h"
#include "training/recipe.h"
#include "training/startrun.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <set>

namespace klangraum {

namespace {

constexpr int kTouchedPasses = 4; // how often a touched point is heard after the last movement

}

void TrainingRoom::report(const QString &path, const QString &problem)
{
    QMetaObject::invokeMethod(
        this,
        [this, path, problem] {
            if (!problem.isEmpty())
                say(problem, true);
            else if (!path.isEmpty())
                say(tr("Saved: %1").arg(path), false);
        },
        Qt::QueuedConnection);
}

void TrainingRoom::command(const RunOrder &order)
{
    const std::string folder = m_request.current.toStdString();
    m_watch.later([this, folder, order](RunWatch &) {
        try {
            RunFolder(folder).command(order);
        } catch (const std::exception &problem) {
            report({}, QString::fromStdString(problem.what()));
        }
    });
}

void TrainingRoom::resume()
{
    if (state() == QLatin1String("paused")) {
        command(RunCommand::Resume);
        return;
    }
    const std::string folder = m_request.current.toStdString();
    m_watch.later([this, folder](RunWatch &) {
        try {
            StartRun start;
            start.run = folder;
            resumeRun(start);
        } catch (const std::exception &problem) {
            report({}, QString::fromStdString(problem.what()));
        }
    });
}

void TrainingRoom::askChoices()
{
    const QString folder = m_request.folder;
    const QString language = m_request.language;
    const QString embedded = tr("The corpus that Klangraum composes itself");
    m_watch.later([this, folder, language, embedded](RunWatch &watch) {
        QVariantList recipes,
            corpora{ QVariantMap{ { QStringLiteral("file"), QString() }, { QStringLiteral("text"), embedded } } };
        for (const InstalledRecipe &recipe : installedRecipes(modelPlaces())) {
            if (!recipe.problem.empty())
                continue;
            QVariantMap entry{ { QStringLiteral("name"), QString::fromStdString(recipe.name) },
                               { QStringLiteral("text"), inLanguage(recipe.description, language) } };
            try {
                const TrainingRecipe training = loadRecipe(recipe.file).training;
                entry[QStringLiteral("epochs")] = int(training.epochs);
                entry[QStringLiteral("seed")] = int(training.seed);
            } catch (const std::exception &) {
                continue; // it changed since it was listed
            }
            recipes << entry;
        }
        // Corpora that the runs here were trained on.
        std::set<std::string> files;
        for (const RunRow &row : watch.runs()) {
            try {
                const auto info = RunFolder(row.folder.toStdString()).info();
                if (info.contains("corpus") && info["corpus"].is_object())
                    files.insert(info["corpus"].value("file", ""));
            } catch (const std::exception &) {
                continue; // the rail says what is wrong with it
            }
        }
        for (const std::string &file : files) {
            std::error_code error;
            if (!file.empty() && std::filesystem::exists(file, error))
                corpora << QVariantMap{ { QStringLiteral("file"), QString::fromStdString(file) },
                                        { QStringLiteral("text"),
                                          QFileInfo(QString::fromStdString(file)).fileName() } };
        }
        QMetaObject::invokeMethod(
            this,
            [this, recipes, corpora] {
                m_recipes = recipes;
                m_corpora = corpora;
                Q_EMIT choicesChanged();
            },
            Qt::QueuedConnection);
    });
}

void TrainingRoom::startRun(const QString &recipe, const QString &corpus, int epochs, int seed)
{
    const QString folder = m_request.folder;
    m_watch.later([this, recipe, corpus, epochs, seed, folder](RunWatch &) {
        try {
            StartRun start;
            start.recipe = recipe.toStdString();
            start.corpus = corpus.toStdString();
            // The next free number of that recipe.
            const QString stem = QFileInfo(recipe).completeBaseName();
            for (int number = 1;; ++number) {
                const QString path = QStringLiteral("%1/%2-%3").arg(folder, stem).arg(number, 2, 10, QLatin1Char('0'));
                if (QFileInfo::exists(path))
                    continue;
                start.run = path.toStdString();
                break;
            }
            start.set = { "training.epochs=" + std::to_string(epochs), "training.seed=" + std::to_string(seed) };
            klangraum::startRun(start);
            const QString made = QString::fromStdString(start.run.string());
            QMetaObject::invokeMethod(
                this, [this, made] { setCurrent(made); }, Qt::QueuedConnection);
        } catch (const std::exception &problem) {
            report({}, QString::fromStdString(problem.what()));
        }
    });
}

void TrainingRoom::exportPanels(const QString &format)
{
    PanelExport job;
    job.format = format;
    job.folder = m_exportFolder;
    if (job.folder.isEmpty())
        job.folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + QStringLiteral("/Klangraum");
    job.language = language();
    job.run = name();
    job.cursor = m_request.cursor;
    for (int slot = 0; slot < m_request.panels.size(); ++slot) {
        const PanelPtr panel = picture(slot);
        if (panel && (m_selected < 0 || m_selected == slot))
            job.panels << panel;
    }
    job.everything = m_selected < 0;
    m_watch.later([this, job](RunWatch &watch) {
        try {
            report(job.write(watch), {});
        } catch (const std::exception &problem) {
            report({}, QString::fromStdString(problem.what()));
        }
    });
}

void TrainingRoom::listen(const Score &score, int epoch)
{
    if (score.notes.empty()) {
        say(tr("This sample is silent."), false);
        return;
    }
    m_session.audition(score);
    m_soundLength = score.length;
    m_sounding = epoch;
    m_touched = false;
    if (epoch > 0)
        m_judge.hear(score, JudgeModel::Source::Sample);
    Q_EMIT soundChanged();
}

void TrainingRoom::listenTouched(const Score &score, int epoch)
{
    if (m_sounding >= 0 && !m_touched)
        stopSound();
    m_session.changeAudition(score, kTouchedPasses); // a silent point is heard as silence
    m_soundLength = score.length;
    m_sounding = epoch;
    m_touched = true;
    m_judge.hear(score, JudgeModel::Source::Sample);
    Q_EMIT soundChanged();
}

void TrainingRoom::setMaking(int pieces)
{
    if (pieces == m_making)
        return;
    m_making = pieces;
    Q_EMIT makingChanged();
}

void TrainingRoom::makeMany()
{
    if (m_making >= 0) {
        m_maker.cancel();
    } else if (m_view->shownEpoch > 0) {
        setMaking(0);
        m_maker.ask(m_request.current, m_view->shownEpoch);
    }
}

void TrainingRoom::stopSound()
{
    if (m_sounding < 0)
        return;
    m_session.listen(false);
    m_sounding = -1;
    m_journey = {};
    Q_EMIT soundChanged();
}

void TrainingRoom::playThumb(int epoch)
{
    const bool same = m_sounding == epoch && !travelling();
    stopSound();
    if (same)
        return;
    for (const Thumb &thumb : m_view->strip) {
        if (thumb.epoch == epoch && thumb.score)
            listen(*thumb.score, epoch);
    }
}

void TrainingRoom::playSelected()
{
    if (m_sounding >= 0)
        stopSound();
    else
        playThumb(m_view->shownEpoch);
}

void TrainingRoom::playLatent(double x, double y)
{
    m_latent.touch({ m_request.current.toStdString(), m_view->shownEpoch, x, y });
}

void TrainingRoom::travel()
{
    const bool on = travelling();
    stopSound();
    if (on)
        return;
    const QString folder = m_request.current;
    const int sample = m_request.sample, from = std::max(0, m_request.cursor);
    m_watch.later([this, folder, sample, from](RunWatch &watch) {
        try {
            const Journey journey = watch.journey(folder, sample, from);
            QMetaObject::invokeMethod(
                this,
                [this, folder, journey] {
                    if (journey.epochs.empty() || folder != m_request.current)
                        return;
                    stopSound();
                    listen(journey.score, journey.epochs.front());
                    if (m_sounding < 0)
                        return;
                    m_journey = journey;
                    setCursor(journey.epochs.front());
                    Q_EMIT soundChanged();
                },
                Qt::QueuedConnection);
        } catch (const std::exception &problem) {
            report({}, QString::fromStdString(problem.what()));
        }
    });
}

void TrainingRoom::refresh()
{
    if (m_open)
        m_judge.takeKeys(m_session.takeKeys());
    if (m_sounding >= 0 && !m_touched && m_session.listening())
        m_judge.follow(m_session.listenPosition());
    if (m_sounding < 0)
        return;
    if (!m_session.listening()) { // over
        m_sounding = -1;
        m_journey = {};
        Q_EMIT soundChanged();
        return;
    }
    if (!travelling())
        return;
    const Tick now = Tick(m_session.listenPosition() * double(m_soundLength));
    const auto next = std::ranges::upper_bound(m_journey.begins, now);
    const int epoch = m_journey.epochs[std::size_t(std::max<std::ptrdiff_t>(1, next - m_journey.begins.begin())) - 1];
    if (epoch == m_sounding)
        return;
    m_sounding = epoch;
    setCursor(epoch);
    Q_EMIT soundChanged();
}

} // namespace klangraum
