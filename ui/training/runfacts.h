// What the rail, the header and the meters say about a run, from its log and its run.json. Watching thread.
#pragma once

#include "roomview.h"

#include "training/runreader.h"

namespace klangraum {

RunRow rowOf(const RunSummary &summary);
// The newest losses of epochs, for the small curve: validation where there is one.
QVector<double> trendOf(const RunReader &run);
QVector<double> trendOf(const std::filesystem::path &folder); // from the end of the log only
// "vae-image · latent 2 · embedded · batch 32 · lr 1e-3 · seed 1"
QString factsOf(const nlohmann::json &info, const QString &language);
// Codes of warnings that hold: now, or at the end of an epoch where `epoch` is one.
QStringList warningsOf(const RunReader &run, int epoch);
QString deviceOf(const RunReader &run);
// Equal for runs that differ in their seed only.
QString groupOf(const nlohmann::json &info);
QVector<double> speedsOf(const RunReader &run); // steps a second, newest last
QVector<Meter> metersOf(const RunReader &run, const std::filesystem::path &folder, const QString &language);

} // namespace klangraum
