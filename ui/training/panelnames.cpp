#include "panelnames.h"

#include "evaluation/features.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <optional>
#include <set>

namespace klangraum {

namespace {

constexpr const char *kContext = "Panels";
const std::string kOfCorpus = "/corpus";
const QString kScalar = QStringLiteral("scalar:");
const QString kSound = QStringLiteral("scalar:sound/");
const QString kDistances = QStringLiteral("distances:");
const QString kGroup = QStringLiteral("group:");

QString translated(const char *text)
{
    return QCoreApplication::translate(kContext, text);
}

struct NameParts
{
    std::string phase, name;
};

NameParts split(const std::string &scalar)
{
    for (const char *phase : { "train", "validation" }) {
        const std::string prefix = std::string(phase) + "/";
        if (scalar.starts_with(prefix))
            return { phase, scalar.substr(prefix.size()) };
    }
    return { "", scalar };
}

bool has(const std::string &name, std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(),
                       [&](const char *word) { return name.find(word) != std::string::npos; });
}

bool isAccuracy(const std::string &name)
{
    return has(name, { "accuracy" });
}

bool isCritic(const std::string &name)
{
    return has(name, { "discriminator", "critic" });
}

CurveRole roleOf(const NameParts &scalar)
{
    return scalar.phase == "train"     ? CurveRole::Train
        : scalar.phase == "validation" ? CurveRole::Validation
                                       : CurveRole::Other;
}

std::vector<PanelScalar> matching(const std::vector<std::string> &scalars, auto &&role)
{
    std::vector<PanelScalar> found;
    for (const std::string &scalar : scalars) {
        const NameParts parts = split(scalar);
        if (const auto which = role(parts))
            found.push_back({ scalar, *which });
    }
    return found;
}

using Role = std::optional<CurveRole>;

Role sideOf(const std::string &name)
{
    return has(name, { "generator" }) ? Role(CurveRole::Generator)
        : isCritic(name)              ? Role(CurveRole::Discriminator)
                                      : Role();
}

std::vector<PanelScalar> group(const QString &name, const std::vector<std::string> &scalars)
{
    if (name == QLatin1String("reconstruction")) {
        auto found = matching(scalars, [](const NameParts &part) -> Role {
            return !part.phase.empty() && (part.name == "reconstruction" || part.name == "reconstruction-loss")
                ? Role(roleOf(part))
                : Role();
        });
        if (found.empty())
            found = matching(scalars, [](const NameParts &part) -> Role {
                return !part.phase.empty() && part.name == "loss" ? Role(roleOf(part)) : Role();
            });
        return found;
    }
    if (name == QLatin1String("adversarial")) {
        // The losses of the two updates; where a family names them otherwise, whatever is called so.
        for (const bool strict : { true, false }) {
            const auto found = matching(scalars, [strict](const NameParts &part) -> Role {
                if (part.phase != "train" || isAccuracy(part.name) || (strict && !part.name.ends_with("/loss")) ||
                    has(part.name, { "penalty", "norm", "/real", "/fake" }))
                    return {};
                return sideOf(part.name);
            });
            if (!found.empty())
                return found;
        }
        return {};
    }
    if (name == QLatin1String("gradients"))
        return matching(scalars, [](const NameParts &part) -> Role {
            return part.phase.empty() && part.name.starts_with("gradient-norm/") ? sideOf(part.name) : Role();
        });
    if (name == QLatin1String("collapse"))
        return matching(scalars, [](const NameParts &part) -> Role {
            return part.name == "duel/distance"       ? Role(CurveRole::SamplesThemselves)
                : part.name == "duel/corpus-distance" ? Role(CurveRole::CorpusItself)
                                                      : Role();
        });
    return matching(scalars, [](const NameParts &part) -> Role {
        if (part.phase != "train" || !isAccuracy(part.name))
            return {};
        return has(part.name, { "real" })             ? Role(CurveRole::Real)
            : has(part.name, { "fake", "generated" }) ? Role(CurveRole::Generated)
                                                      : Role();
    });
}

// Whether a latent space or a codebook is used at all, and how far a network has grown.
bool saysFirst(const QString &panel)
{
    return panel == QLatin1String("scalar:kl") || panel == QLatin1String("scalar:active-units") ||
        panel == QLatin1String("scalar:codebook/perplexity") || panel == QLatin1String("scalar:alpha");
}

// "NAME/corpus" is NAME of the corpus, and stands in the panel of NAME.
bool isCorpusOf(const std::string &scalar, const std::string &name)
{
    return scalar.size() == name.size() + kOfCorpus.size() && scalar.starts_with(name) && scalar.ends_with(kOfCorpus);
}

} // namespace

std::vector<PanelScalar> panelScalars(const QString &id, const std::vector<std::string> &scalars)
{
    if (id.startsWith(kGroup))
        return group(id.mid(kGroup.size()), scalars);
    std::vector<PanelScalar> found;
    const std::string name = id.mid(kScalar.size()).toStdString();
    for (const std::string &scalar : scalars) {
        const NameParts parts = split(scalar);
        if (parts.name == name)
            found.push_back({ scalar, roleOf(parts) });
        else if (isCorpusOf(scalar, name))
            found.push_back({ scalar, CurveRole::CorpusItself });
    }
    if (found.size() > 1 && found.back().role == CurveRole::CorpusItself)
        found.front().role = CurveRole::SamplesThemselves;
    return found;
}

QStringList scalarPanels(const std::vector<std::string> &scalars)
{
    QStringList panels{ kGroup + QStringLiteral("reconstruction"), kGroup + QStringLiteral("adversarial"),
                        kGroup + QStringLiteral("accuracy"), kGroup + QStringLiteral("collapse"),
                        kGroup + QStringLiteral("gradients") };
    QSet<QString> seen;
    for (const std::string &scalar : scalars) {
        const QString name = QString::fromStdString(split(scalar).name);
        const bool ofCorpus = scalar.ends_with(kOfCorpus) &&
            std::ranges::binary_search(scalars, scalar.substr(0, scalar.size() - kOfCorpus.size()));
        if (ofCorpus || seen.contains(name))
            continue;
        seen.insert(name);
        panels << kScalar + name;
    }
    return panels;
}

QStringList worthShowing(const std::vector<std::string> &scalars)
{
    QStringList groups, first, both, validation, rest;
    std::set<std::string> grouped; // what the groups show needs no panel of its own
    for (const QString &panel : scalarPanels(scalars)) {
        const std::vector<PanelScalar> found = panelScalars(panel, scalars);
        const auto is = [&found](CurveRole role) {
            return std::ranges::any_of(found, [role](const PanelScalar &scalar) { return scalar.role == role; });
        };
        if (panel.startsWith(kGroup))
            for (const PanelScalar &scalar : found)
                grouped.insert(scalar.scalar);
        else if (std::ranges::all_of(found, [&](const PanelScalar &one) { return grouped.contains(one.scalar); }))
            continue;
        if (found.empty())
            continue;
        (panel.startsWith(kGroup)                                                              ? groups
             : saysFirst(panel)                                                                ? first
             : panel.startsWith(kSound) || (is(CurveRole::Train) && is(CurveRole::Validation)) ? both
             : is(CurveRole::Validation)                                                       ? validation
                                                                                               : rest)
            << panel;
    }
    return groups + first + both + validation + rest;
}

bool showsDuel(const QStringList &worth)
{
    return worth.contains(kGroup + QStringLiteral("adversarial")) ||
        worth.contains(kGroup + QStringLiteral("collapse"));
}

bool isCurvePanel(const QString &id)
{
    return id.startsWith(kScalar) || id.startsWith(kGroup);
}

QStringList soundPanels()
{
    return { QStringLiteral("spectra") };
}

const QStringList &musicPanels()
{
    static const QStringList panels = [] {
        QStringList list{ QStringLiteral("latent"), QStringLiteral("notes"), QStringLiteral("pitch-transitions"),
                          QStringLiteral("length-transitions") };
        for (const Feature &feature : features())
            list << kDistances + QString::fromStdString(feature.name);
        return list;
    }();
    return panels;
}

QString distanceFeature(const QString &id)
{
    return id.startsWith(kDistances) ? id.mid(kDistances.size()) : QString();
}

QString featureTitle(const QString &feature)
{
    static const char *const titles[] = {
        QT_TRANSLATE_NOOP("Panels", "Pitch count"),
        QT_TRANSLATE_NOOP("Panels", "Pitch count per bar"),
        QT_TRANSLATE_NOOP("Panels", "Note count"),
        QT_TRANSLATE_NOOP("Panels", "Note count per bar"),
        QT_TRANSLATE_NOOP("Panels", "Pitch-class histogram"),
        QT_TRANSLATE_NOOP("Panels", "Pitch-class histogram per bar"),
        QT_TRANSLATE_NOOP("Panels", "Pitch range"),
        QT_TRANSLATE_NOOP("Panels", "Mean interval"),
        QT_TRANSLATE_NOOP("Panels", "Mean inter-onset interval"),
        QT_TRANSLATE_NOOP("Panels", "Note-length histogram"),
        QT_TRANSLATE_NOOP("Panels", "Pitch-class transition matrix"),
        QT_TRANSLATE_NOOP("Panels", "Note-length transition matrix"),
        QT_TRANSLATE_NOOP("Panels", "Mean pitch"),
        QT_TRANSLATE_NOOP("Panels", "Deviation of pitch"),
        QT_TRANSLATE_NOOP("Panels", "Pitch groups"),
        QT_TRANSLATE_NOOP("Panels", "Polyphony"),
        QT_TRANSLATE_NOOP("Panels", "Empty-bar rate"),
        QT_TRANSLATE_NOOP("Panels", "Qualified-note rate"),
        QT_TRANSLATE_NOOP("Panels", "Scale consistency"),
        QT_TRANSLATE_NOOP("Panels", "Groove consistency"),
    };
    for (const Feature &known : features()) {
        if (feature.toStdString() != known.name)
            continue;
        for (const char *title : titles) {
            if (known.title == title)
                return translated(title);
        }
        return QString::fromStdString(known.title);
    }
    return feature;
}

QString panelTitle(const QString &id)
{
    static const struct
    {
        const char *id, *title;
    } titles[] = {
        { "group:reconstruction", QT_TRANSLATE_NOOP("Panels", "Reconstruction loss") },
        { "group:adversarial", QT_TRANSLATE_NOOP("Panels", "Adversarial loss") },
        { "group:accuracy", QT_TRANSLATE_NOOP("Panels", "Discriminator accuracy") },
        { "group:gradients", QT_TRANSLATE_NOOP("Panels", "Gradient norms") },
        { "group:collapse", QT_TRANSLATE_NOOP("Panels", "Collapse meter") },
        { "latent", QT_TRANSLATE_NOOP("Panels", "Latent space") },
        { "notes", QT_TRANSLATE_NOOP("Panels", "Note frequency") },
        { "pitch-transitions", QT_TRANSLATE_NOOP("Panels", "Pitch-class transitions") },
        { "length-transitions", QT_TRANSLATE_NOOP("Panels", "Note-length transitions") },
        { "spectra", QT_TRANSLATE_NOOP("Panels", "Spectrum") },
        { "scalar:loss", QT_TRANSLATE_NOOP("Panels", "Loss") },
        { "scalar:reconstruction", QT_TRANSLATE_NOOP("Panels", "Reconstruction loss") },
        { "scalar:kl", QT_TRANSLATE_NOOP("Panels", "KL divergence, nats") },
        { "scalar:kl-largest", QT_TRANSLATE_NOOP("Panels", "KL of the busiest dimension") },
        { "scalar:kl-median", QT_TRANSLATE_NOOP("Panels", "KL of the median dimension") },
        { "scalar:kl-smallest", QT_TRANSLATE_NOOP("Panels", "KL of the idlest dimension") },
        { "scalar:kl-weight", QT_TRANSLATE_NOOP("Panels", "Weight of the KL") },
        { "scalar:active-units", QT_TRANSLATE_NOOP("Panels", "Active units") },
        { "scalar:codebook/perplexity", QT_TRANSLATE_NOOP("Panels", "Perplexity of the codebook") },
        { "scalar:codebook/dead", QT_TRANSLATE_NOOP("Panels", "Dead codes") },
        { "scalar:gradient-norm", QT_TRANSLATE_NOOP("Panels", "Gradient norm") },
        { "scalar:gradient-norm/generator", QT_TRANSLATE_NOOP("Panels", "Gradient norm of the generator") },
        { "scalar:gradient-norm/discriminator", QT_TRANSLATE_NOOP("Panels", "Gradient norm of the discriminator") },
        { "scalar:gradient-norm/critic", QT_TRANSLATE_NOOP("Panels", "Gradient norm of the critic") },
        { "scalar:learning-rate", QT_TRANSLATE_NOOP("Panels", "Learning rate") },
        { "scalar:learning-rate/generator", QT_TRANSLATE_NOOP("Panels", "Learning rate of the generator") },
        { "scalar:learning-rate/discriminator", QT_TRANSLATE_NOOP("Panels", "Learning rate of the discriminator") },
        { "scalar:learning-rate/critic", QT_TRANSLATE_NOOP("Panels", "Learning rate of the critic") },
        { "scalar:duel/collapse", QT_TRANSLATE_NOOP("Panels", "Collapse, 1: all the same") },
        { "scalar:duel/silent", QT_TRANSLATE_NOOP("Panels", "Share of silent samples") },
        { "scalar:duel/one-note", QT_TRANSLATE_NOOP("Panels", "Share of samples with one pitch") },
        { "scalar:level", QT_TRANSLATE_NOOP("Panels", "Level of the growing network") },
        { "scalar:alpha", QT_TRANSLATE_NOOP("Panels", "Fade-in of the newest level, alpha") },
        { "scalar:sound/frechet/log-mel", QT_TRANSLATE_NOOP("Panels", "Fréchet distance: log-mel") },
        { "scalar:sound/frechet/mfcc", QT_TRANSLATE_NOOP("Panels", "Fréchet distance: MFCC") },
        { "scalar:sound/frechet/chroma", QT_TRANSLATE_NOOP("Panels", "Fréchet distance: pitch classes") },
        { "scalar:sound/frechet/onsets", QT_TRANSLATE_NOOP("Panels", "Fréchet distance: onsets") },
        { "scalar:sound/beat-strength", QT_TRANSLATE_NOOP("Panels", "Beat strength") },
        { "scalar:sound/tempo-stability", QT_TRANSLATE_NOOP("Panels", "Tempo stability") },
        { "scalar:sound/noise-floor", QT_TRANSLATE_NOOP("Panels", "Noise floor, dB") },
        { "scalar:sound/hiss", QT_TRANSLATE_NOOP("Panels", "Hiss, dB") },
        { "scalar:steps-per-second", QT_TRANSLATE_NOOP("Panels", "Steps per second") },
        { "scalar:seconds", QT_TRANSLATE_NOOP("Panels", "Seconds an epoch") },
    };
    for (const auto &entry : titles) {
        if (id == QLatin1String(entry.id))
            return translated(entry.title);
    }
    if (!distanceFeature(id).isEmpty())
        return translated(QT_TRANSLATE_NOOP("Panels", "Distances: %1")).arg(featureTitle(distanceFeature(id)));
    return id.startsWith(kScalar) ? id.mid(kScalar.size()) : id;
}

QString roleName(CurveRole role)
{
    switch (role) {
    case CurveRole::Train:
        return translated(QT_TRANSLATE_NOOP("Panels", "train"));
    case CurveRole::Validation:
        return translated(QT_TRANSLATE_NOOP("Panels", "validation"));
    case CurveRole::Generator:
        return translated(QT_TRANSLATE_NOOP("Panels", "generator"));
    case CurveRole::Discriminator:
        return translated(QT_TRANSLATE_NOOP("Panels", "discriminator"));
    case CurveRole::Real:
        return translated(QT_TRANSLATE_NOOP("Panels", "on real"));
    case CurveRole::Generated:
        return translated(QT_TRANSLATE_NOOP("Panels", "on generated"));
    case CurveRole::CorpusItself:
        return translated(QT_TRANSLATE_NOOP("Panels", "corpus"));
    case CurveRole::SamplesThemselves:
        return translated(QT_TRANSLATE_NOOP("Panels", "generated"));
    case CurveRole::Other:
        break;
    }
    return {};
}

} // namespace klangraum
