// Panels by their names: titles in the language of the screen, and which scalars a panel draws.
//
// A panel of scalars is "scalar:NAME"; it draws NAME of every phase that logged it ("train/NAME", "validation/NAME"),
// or a scalar without phase ("steps-per-second"), and NAME/corpus, the same measure of the corpus. Groups of the design
// ("group:reconstruction", ...) stand for the names that families give the same thing; a family that logs anything else
// has its panel by that name, without code.
#pragma once

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace klangraum {

enum class CurveRole {
    Train,
    Validation,
    Generator,
    Discriminator,
    Real, // what the discriminator says of it
    Generated,
    CorpusItself, // a measure of the corpus beside the same of what is generated
    SamplesThemselves,
    Other,
};

struct PanelScalar
{
    std::string scalar; // as in the log: "train/loss"
    CurveRole role = CurveRole::Other;
};

// What panel `id` draws of a run that logs `scalars` (sorted names); empty: no data for this model.
std::vector<PanelScalar> panelScalars(const QString &id, const std::vector<std::string> &scalars);
// A panel for every scalar, groups first.
QStringList scalarPanels(const std::vector<std::string> &scalars);

// The panels of curves in the order in which a run that logs `scalars` is worth being shown: groups that have something
// to show, then whether a latent space collapses, then what both train and validation log, then measures of the
// validation, then the rest.
QStringList worthShowing(const std::vector<std::string> &scalars);
// Whether two networks learn against each other, by the panels of worthShowing().
bool showsDuel(const QStringList &worth);

bool isCurvePanel(const QString &id);
// Panels that a run of sound has in the place of musicPanels(): "spectra".
QStringList soundPanels();
// "latent", "notes", "pitch-transitions", "length-transitions", "distances:FEATURE" (evaluation/features.h)
const QStringList &musicPanels();
// FEATURE of "distances:FEATURE"; empty for any other panel.
QString distanceFeature(const QString &id);
QString featureTitle(const QString &feature);

QString panelTitle(const QString &id);
QString roleName(CurveRole role); // "train", "validation", ...

} // namespace klangraum
