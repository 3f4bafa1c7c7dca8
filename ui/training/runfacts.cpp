#include "runfacts.h"

#include "axisscale.h"
#include "runfiles.h"

#include "training/eventlog.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace klangraum {

namespace {

using nlohmann::json;

constexpr std::size_t kTrend = 40; // points of the small curve
constexpr int kSpeeds = 80;

const json &at(const json &value, const char *key)
{
    static const json none;
    return value.is_object() && value.contains(key) ? value.at(key) : none;
}

QString text(const json &value)
{
    return value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
}

QString gigabytes(double bytes, const QString &language)
{
    const double size = bytes / 1e9;
    return QLocale(language).toString(size, 'f', size < 10 ? 1 : 0);
}

// Which of the scalars of the newest epoch the small curve follows; empty: none of them is a loss.
std::string trendScalar(const std::set<std::string> &names)
{
    for (const char *name : { "validation/loss", "train/loss", "train/generator/loss" })
        if (names.contains(name))
            return name;
    for (const char *phase : { "validation/", "train/" })
        for (const std::string &name : names)
            if (name.starts_with(phase) && name.ends_with("/loss"))
                return name;
    return {};
}

double newest(const EventTable &table, const char *name)
{
    const auto it = table.series.find(name);
    return it == table.series.end() || it->second.values.empty() ? std::nan("") : it->second.values.back();
}

} // namespace

RunRow rowOf(const RunSummary &summary)
{
    RunRow row;
    row.folder = QString::fromStdString(summary.folder.string());
    row.name = runName(summary.folder);
    row.family = QString::fromStdString(summary.family);
    row.state = QString::fromStdString(summary.state);
    row.reason = QString::fromStdString(summary.reason);
    row.epoch = summary.epoch;
    row.epochs = summary.epochs;
    row.progress = summary.epochs > 0 ? std::clamp(double(summary.epoch) / double(summary.epochs), 0.0, 1.0) : 0;
    row.problem = QString::fromStdString(summary.problem);
    if (!row.problem.isEmpty())
        row.state = QStringLiteral("damaged");
    return row;
}

QVector<double> trendOf(const RunReader &run)
{
    std::set<std::string> names;
    for (const auto &[name, series] : run.epochs().series)
        if (!series.rows.empty() && series.rows.back() + 1 == run.epochs().size())
            names.insert(name);
    const auto it = run.epochs().series.find(trendScalar(names));
    if (it == run.epochs().series.end())
        return {};
    const auto &values = it->second.values;
    QVector<double> trend;
    const std::size_t every = std::max<std::size_t>(1, values.size() / kTrend);
    for (std::size_t i = 0; i < values.size(); i += every)
        trend << values[i];
    return trend;
}

QVector<double> trendOf(const std::filesystem::path &folder)
{
    QVector<double> trend;
    try {
        std::vector<json> epochs;
        for (json &event : lastEvents(folder / "events.jsonl"))
            if (text(at(event, "type")) == QLatin1String("epoch"))
                epochs.push_back(std::move(event));
        std::set<std::string> names;
        if (!epochs.empty())
            for (const auto &entry : epochs.back().items())
                names.insert(entry.key());
        const std::string scalar = trendScalar(names);
        for (const json &epoch : epochs)
            if (const json &value = at(epoch, scalar.c_str()); value.is_number())
                trend << value.get<double>();
    } catch (const std::exception &) {
        return {}; // the summary says what is wrong
    }
    return trend.size() > qsizetype(kTrend) ? trend.mid(trend.size() - qsizetype(kTrend)) : trend;
}

QString factsOf(const json &info, const QString &language)
{
    const json &recipe = at(info, "recipe"), &model = at(recipe, "model"), &training = at(recipe, "training");
    QStringList facts;
    const auto add = [&](const QString &label, const json &value) {
        if (value.is_number_integer())
            facts << label + QString::number(value.get<std::int64_t>());
        else if (value.is_number())
            facts << label + axisText(value.get<double>(), language);
    };
    const auto name = [&](const QString &name) {
        if (!name.isEmpty())
            facts << name;
    };
    name(text(at(recipe, "name")));
    add(QStringLiteral("z="), at(model, "latent"));
    const json &parameters = at(info, "parameters");
    if (parameters.is_number())
        facts << QLocale(language).toString(parameters.get<double>() / 1e6, 'f', 1) + QStringLiteral(" M");
    name(text(at(at(info, "corpus"), "name")));
    add(QStringLiteral("batch "), at(training, "batch"));
    const json &optimizers = at(recipe, "optimizer");
    if (optimizers.is_object() && !optimizers.empty())
        add(QStringLiteral("lr "), at(optimizers.front(), "learning-rate"));
    add(QStringLiteral("seed "), at(training, "seed"));
    return facts.join(QStringLiteral(" · "));
}

QStringList warningsOf(const RunReader &run, int epoch)
{
    RunSummary then;
    if (epoch < 0) {
        then.warnings = run.summary().warnings;
    } else {
        // An event's epoch is the number of those that were over: it fell into the next one.
        for (const json &event : run.events())
            if (text(at(event, "type")) == QLatin1String("warning") && wholeIn(event, "epoch") < epoch)
                take(then, event);
    }
    QStringList codes;
    for (const RunWarning &warning : then.warnings)
        codes << QString::fromStdString(warning.code);
    return codes;
}

QString deviceOf(const RunReader &run)
{
    for (auto it = run.events().rbegin(); it != run.events().rend(); ++it) {
        if (text(at(*it, "type")) == QLatin1String("start"))
            return text(at(*it, "device"));
    }
    const QString device = text(at(run.info(), "device-text"));
    return device.isEmpty() ? QString::fromStdString(run.summary().device) : device;
}

QString groupOf(const json &info)
{
    if (!info.is_object())
        return {};
    try {
        json recipe = at(info, "recipe");
        if (recipe.is_object() && recipe.contains("training") && recipe["training"].is_object()) {
            recipe["training"].erase("seed");
            recipe["training"].erase("threads");
            recipe["training"].erase("epochs");
        }
        return QString::fromStdString(
            recipe.dump(-1, ' ', false, json::error_handler_t::replace) +
            at(at(info, "corpus"), "hash").dump(-1, ' ', false, json::error_handler_t::replace));
    } catch (const std::exception &) {
        return {};
    }
}

QVector<double> speedsOf(const RunReader &run)
{
    QVector<double> speeds;
    for (const EventTable *table : { &run.system(), &run.steps() }) {
        const auto it = table->series.find("steps-per-second");
        if (it == table->series.end() || it->second.values.size() < 2)
            continue;
        const auto &values = it->second.values;
        const std::size_t from = values.size() > std::size_t(kSpeeds) ? values.size() - std::size_t(kSpeeds) : 0;
        for (std::size_t i = from; i < values.size(); ++i)
            speeds << (std::isfinite(values[i]) ? values[i] : 0);
        break;
    }
    return speeds;
}

QVector<Meter> metersOf(const RunReader &run, const std::filesystem::path &folder, const QString &language)
{
    const EventTable &system = run.system();
    QVector<Meter> meters;
    const auto percent = [&](const char *id, const char *scalar) {
        const double value = newest(system, scalar);
        if (std::isfinite(value))
            meters << Meter{ QLatin1String(id), QLocale(language).toString(value * 100, 'f', 0) + QStringLiteral(" %"),
                             std::clamp(value, 0.0, 1.0) };
    };
    percent("gpu-load", "system/gpu-load");
    const double memory = newest(system, "system/gpu-memory"), total = newest(system, "system/gpu-memory-total");
    if (std::isfinite(memory) && total > 0)
        meters << Meter{ QStringLiteral("gpu-memory"),
                         gigabytes(memory, language) + QStringLiteral(" / ") + gigabytes(total, language) +
                             QStringLiteral(" GB"),
                         std::clamp(memory / total, 0.0, 1.0) };
    const double heat = newest(system, "system/gpu-temperature");
    if (std::isfinite(heat))
        meters << Meter{ QStringLiteral("gpu-temperature"),
                         QLocale(language).toString(heat, 'f', 0) + QStringLiteral(" °C"),
                         std::clamp(heat / 100, 0.0, 1.0) };
    percent("cpu", "system/cpu");
    const double resident = newest(system, "system/memory");
    if (std::isfinite(resident))
        meters << Meter{ QStringLiteral("memory"), gigabytes(resident, language) + QStringLiteral(" GB"), -1 };
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    if (!error && space.capacity > 0)
        meters << Meter{ QStringLiteral("disk"), gigabytes(double(space.available), language) + QStringLiteral(" GB"),
                         double(space.available) / double(space.capacity) };
    return meters;
}

} // namespace klangraum
