#include "theme.h"

#include "music/error.h"

#include <QFile>
#include <QFontDatabase>
#include <QJsonArray>
#include <QJsonDocument>
#include <QQmlEngine>

namespace klangraum {

namespace {

QJsonValue lookUp(const QJsonObject &root, const QString &path)
{
    QJsonValue value = root;
    for (const QString &key : path.split(QLatin1Char('.')))
        value = value.toObject().value(key);
    return value;
}

} // namespace

Theme &Theme::instance()
{
    static Theme theme;
    return theme;
}

Theme *Theme::create(QQmlEngine *, QJSEngine *)
{
    QJSEngine::setObjectOwnership(&instance(), QJSEngine::CppOwnership);
    return &instance();
}

Theme::Theme()
{
    QFile file(QStringLiteral(":/klangraum/tokens.json"));
    if (!file.open(QIODevice::ReadOnly))
        throw Error("theme: the resource tokens.json is missing from the program");
    m_tokens = QJsonDocument::fromJson(file.readAll()).object();
    const struct
    {
        QColor *color;
        const char *path;
    } colors[] = {
        { &stage, "color.background.stage" },
        { &bg, "color.background.bg" },
        { &surface1, "color.background.surface1" },
        { &surface2, "color.background.surface2" },
        { &surface3, "color.background.surface3" },
        { &sheet, "color.background.sheet" },
        { &panel, "color.background.panel" },
        { &faderTrack, "color.background.faderTrack" },
        { &faderFill, "color.background.faderFill" },
        { &paper, "color.background.paper" },
        { &hair, "color.line.hair" },
        { &line, "color.line.line" },
        { &control, "color.line.control" },
        { &t1, "color.text.t1" },
        { &t2, "color.text.t2" },
        { &t3, "color.text.t3" },
        { &disabled, "color.text.disabled" },
        { &onPaper, "color.text.onPaper" },
        { &onPaperSecondary, "color.text.onPaperSecondary" },
        { &you, "color.you" },
        { &youDim, "color.you.dim" },
        { &onYou, "color.you.onYou" },
        { &ink, "color.ink" },
        { &ok, "color.status.ok" },
        { &okChip, "color.status.okChip" },
        { &warn, "color.status.warn" },
        { &error, "color.status.error" },
        { &errorSurface, "color.status.errorSurface" },
        { &info, "color.status.info" },
        { &queued, "color.status.queued" },
        { &cursor, "color.data.cursor" },
        { &generated, "color.data.generated" },
        { &bassText, "color.bassAsText" },
    };
    for (const auto &entry : colors)
        *entry.color = color(QString::fromLatin1(entry.path));
    for (const QString name : { "soprano", "alto", "tenor", "bass" }) {
        m_voices << color(QStringLiteral("color.voices.") + name);
        m_voicesOnPaper << color(QStringLiteral("color.voicesOnPaper.") + name);
    }
    const struct
    {
        int *ms;
        const char *name;
    } motions[] = {
        { &pressMs, "press" },
        { &releaseMs, "release" },
        { &toggleMs, "toggle" },
        { &sheetMs, "sheet" },
        { &dialogMs, "dialog" },
        { &cardSwitchMs, "cardSwitch" },
        { &gripMs, "grip" },
        { &puckToTargetMs, "puckToTarget" },
        { &noteOnFlashMs, "noteOnFlash" },
        { &noteOffFadeMs, "noteOffFade" },
        { &probabilityCrossfadeMs, "probabilityCrossfade" },
        { &inkDryMs, "inkDry" },
        { &trailFadeMs, "trailFade" },
        { &hintGhostMs, "hintGhost" },
    };
    for (const auto &entry : motions)
        *entry.ms = lookUp(m_tokens, QStringLiteral("motion.%1.ms").arg(QLatin1String(entry.name))).toInt();
}

QColor Theme::color(const QString &path) const
{
    const QJsonValue value = lookUp(m_tokens, path);
    const QColor result(value.isObject() ? value.toObject().value(QLatin1String("hex")).toString() : value.toString());
    if (!result.isValid())
        throw Error("theme: tokens.json has no colour \"" + path.toStdString() + "\"");
    return result;
}

QGradientStops Theme::mapGradient() const
{
    QGradientStops stops;
    for (const QJsonValue &stop : lookUp(m_tokens, QStringLiteral("color.map.gradient")).toArray())
        stops.append({ stop[0].toDouble(), QColor(stop[1].toString()) });
    return stops;
}

void Theme::sequential(QColor (&stops)[3]) const
{
    const QJsonArray colors = lookUp(m_tokens, QStringLiteral("color.data.sequential")).toArray();
    for (int i = 0; i < 3; ++i)
        stops[i] = QColor(colors.at(i).toString());
}

QFont Theme::font(const QString &style, qreal scale) const
{
    const QJsonObject type = lookUp(m_tokens, QStringLiteral("type.") + style).toObject();
    const QString family = type.value(QLatin1String("family")).toString();
    QFont font;
    // "Inter Display" and "JetBrains Mono" are packages of their own: fall back within the kind.
    if (family.startsWith(QLatin1String("JetBrains")))
        font.setFamilies({ family, QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace") });
    else
        font.setFamilies(
            { family, QStringLiteral("Inter"), QStringLiteral("DejaVu Sans"), QStringLiteral("sans-serif") });
    font.setPixelSize(qMax(1, qRound(type.value(QLatin1String("px")).toDouble() * scale)));
    font.setWeight(QFont::Weight(type.value(QLatin1String("weight")).toInt(500)));
    font.setLetterSpacing(QFont::AbsoluteSpacing, type.value(QLatin1String("letterSpacingPx")).toDouble() * scale);
    return font;
}

QFont Theme::bolder(QFont font) const
{
    font.setWeight(QFont::Weight(qMin(900, font.weight() + 100)));
    return font;
}

qreal Theme::radius(const QString &name) const
{
    return lookUp(m_tokens, QStringLiteral("radius.") + name).toDouble() * m_scale;
}

void Theme::setWindowSize(qreal width, qreal height)
{
    const qreal scale = qMax(0.1, qMin(width / 1920.0, height / 1080.0));
    if (qFuzzyCompare(scale, m_scale))
        return;
    m_scale = scale;
    Q_EMIT scaleChanged();
}

int Theme::hairline() const
{
    return qMax(1, qRound(m_scale));
}

QColor Theme::voice(int voice) const
{
    return m_voices.at(qMax(0, voice) % m_voices.size());
}

QColor Theme::voiceOnPaper(int voice) const
{
    return m_voicesOnPaper.at(qMax(0, voice) % m_voicesOnPaper.size());
}

} // namespace klangraum
