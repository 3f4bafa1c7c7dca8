// What the training room does beyond looking: commands to runs, new runs, exports, many samples.
#include "panelexport.h"
#include "trainingroom.h"
#include "translations.h"

#include "generators/modelplaces.h"
#include "music/error.h"
#include "training/recipe.h"
#include "training/startrun.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <set>

namespace klangraum {

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

} // namespace klangraum
