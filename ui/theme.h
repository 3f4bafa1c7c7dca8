// Theme: colours, type, spacing and motion of the screen, read from assets/tokens.json. The only source of such values,
// for QML (singleton Theme) and for painted items (Theme::instance()).
//
// Every length of the design is for 1920 x 1080; multiply it by `s`. Hairlines: Theme.hairline.
// Thread rule: GUI thread; painted items read it in paint() only for values that do not change (colours).
#pragma once

#include <QBrush>
#include <QColor>
#include <QFont>
#include <QJsonObject>
#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <QVector>

class QJSEngine;
class QQmlEngine;

namespace klangraum {

class Theme : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

    Q_PROPERTY(qreal s READ s NOTIFY scaleChanged)
    Q_PROPERTY(int hairline READ hairline NOTIFY scaleChanged)
    Q_PROPERTY(QColor stage MEMBER stage CONSTANT)
    Q_PROPERTY(QColor bg MEMBER bg CONSTANT)
    Q_PROPERTY(QColor surface1 MEMBER surface1 CONSTANT)
    Q_PROPERTY(QColor surface2 MEMBER surface2 CONSTANT)
    Q_PROPERTY(QColor surface3 MEMBER surface3 CONSTANT)
    Q_PROPERTY(QColor sheet MEMBER sheet CONSTANT)
    Q_PROPERTY(QColor panel MEMBER panel CONSTANT)
    Q_PROPERTY(QColor faderTrack MEMBER faderTrack CONSTANT)
    Q_PROPERTY(QColor faderFill MEMBER faderFill CONSTANT)
    Q_PROPERTY(QColor paper MEMBER paper CONSTANT)
    Q_PROPERTY(QColor hair MEMBER hair CONSTANT)
    Q_PROPERTY(QColor line MEMBER line CONSTANT)
    Q_PROPERTY(QColor control MEMBER control CONSTANT)
    Q_PROPERTY(QColor t1 MEMBER t1 CONSTANT)
    Q_PROPERTY(QColor t2 MEMBER t2 CONSTANT)
    Q_PROPERTY(QColor t3 MEMBER t3 CONSTANT)
    Q_PROPERTY(QColor disabled MEMBER disabled CONSTANT)
    Q_PROPERTY(QColor onPaper MEMBER onPaper CONSTANT)
    Q_PROPERTY(QColor onPaperSecondary MEMBER onPaperSecondary CONSTANT)
    Q_PROPERTY(QColor you MEMBER you CONSTANT)
    Q_PROPERTY(QColor youDim MEMBER youDim CONSTANT)
    Q_PROPERTY(QColor onYou MEMBER onYou CONSTANT)
    Q_PROPERTY(QColor ink MEMBER ink CONSTANT)
    Q_PROPERTY(QColor ok MEMBER ok CONSTANT)
    Q_PROPERTY(QColor okChip MEMBER okChip CONSTANT)
    Q_PROPERTY(QColor warn MEMBER warn CONSTANT)
    Q_PROPERTY(QColor error MEMBER error CONSTANT)
    Q_PROPERTY(QColor errorSurface MEMBER errorSurface CONSTANT)
    Q_PROPERTY(QColor info MEMBER info CONSTANT)
    Q_PROPERTY(QColor queued MEMBER queued CONSTANT)
    Q_PROPERTY(QColor cursor MEMBER cursor CONSTANT)
    Q_PROPERTY(QColor generated MEMBER generated CONSTANT)
    Q_PROPERTY(QColor bassText MEMBER bassText CONSTANT)
    Q_PROPERTY(QFont h1 READ h1 NOTIFY scaleChanged)
    Q_PROPERTY(QFont h2 READ h2 NOTIFY scaleChanged)
    Q_PROPERTY(QFont title READ title NOTIFY scaleChanged)
    Q_PROPERTY(QFont action READ action NOTIFY scaleChanged)
    Q_PROPERTY(QFont label READ label NOTIFY scaleChanged)
    Q_PROPERTY(QFont body READ body NOTIFY scaleChanged)
    Q_PROPERTY(QFont small READ small NOTIFY scaleChanged)
    Q_PROPERTY(QFont dataXL READ dataXL NOTIFY scaleChanged)
    Q_PROPERTY(QFont data READ data NOTIFY scaleChanged)
    Q_PROPERTY(QFont deskTitle READ deskTitle NOTIFY scaleChanged)
    Q_PROPERTY(QFont deskBody READ deskBody NOTIFY scaleChanged)
    Q_PROPERTY(QFont deskData READ deskData NOTIFY scaleChanged)
    Q_PROPERTY(qreal rollRadius READ rollRadius NOTIFY scaleChanged)
    Q_PROPERTY(qreal cardRadius READ cardRadius NOTIFY scaleChanged)
    Q_PROPERTY(qreal buttonRadius READ buttonRadius NOTIFY scaleChanged)
    Q_PROPERTY(qreal padRadius READ padRadius NOTIFY scaleChanged)
    Q_PROPERTY(qreal faderRadius READ faderRadius NOTIFY scaleChanged)
    Q_PROPERTY(qreal gripRadius READ gripRadius NOTIFY scaleChanged)
    Q_PROPERTY(qreal panelRadius READ panelRadius NOTIFY scaleChanged)
    Q_PROPERTY(qreal chipRadius READ chipRadius NOTIFY scaleChanged)
    Q_PROPERTY(qreal sheetRadius READ sheetRadius NOTIFY scaleChanged)
    Q_PROPERTY(qreal tileRadius READ tileRadius NOTIFY scaleChanged)
    Q_PROPERTY(int pressMs MEMBER pressMs CONSTANT)
    Q_PROPERTY(int releaseMs MEMBER releaseMs CONSTANT)
    Q_PROPERTY(int toggleMs MEMBER toggleMs CONSTANT)
    Q_PROPERTY(int sheetMs MEMBER sheetMs CONSTANT)
    Q_PROPERTY(int dialogMs MEMBER dialogMs CONSTANT)
    Q_PROPERTY(int cardSwitchMs MEMBER cardSwitchMs CONSTANT)
    Q_PROPERTY(int gripMs MEMBER gripMs CONSTANT)
    Q_PROPERTY(int puckToTargetMs MEMBER puckToTargetMs CONSTANT)
    Q_PROPERTY(int noteOnFlashMs MEMBER noteOnFlashMs CONSTANT)
    Q_PROPERTY(int noteOffFadeMs MEMBER noteOffFadeMs CONSTANT)
    Q_PROPERTY(int probabilityCrossfadeMs MEMBER probabilityCrossfadeMs CONSTANT)
    Q_PROPERTY(int inkDryMs MEMBER inkDryMs CONSTANT)
    Q_PROPERTY(int trailFadeMs MEMBER trailFadeMs CONSTANT)
    Q_PROPERTY(int hintGhostMs MEMBER hintGhostMs CONSTANT)

public:
    static Theme &instance();
    static Theme *create(QQmlEngine *, QJSEngine *); // for QML; the one instance

    // s = min(width / 1920, height / 1080).
    Q_INVOKABLE void setWindowSize(qreal width, qreal height);
    qreal s() const { return m_scale; }
    int hairline() const;
    // Colour of voice 0 (soprano) to 3 (bass) and on, over dark or on paper.
    Q_INVOKABLE QColor voice(int voice) const;
    Q_INVOKABLE QColor voiceOnPaper(int voice) const;
    // A colour by its path in tokens.json, "map.isoStroke" excepted (prose); throws Error for one that is not there.
    QColor color(const QString &path) const;
    // The next heavier weight, for dark letters on light: they look thinner than light ones on dark.
    Q_INVOKABLE QFont bolder(QFont font) const;
    // Gradient of the map: stops of tokens.json map.gradient.
    QGradientStops mapGradient() const;
    // Low, middle and high end of tokens.json data.sequential.
    void sequential(QColor (&stops)[3]) const;
    // A type style of tokens.json at the current scale, or at another.
    QFont font(const QString &style) const { return font(style, m_scale); }
    Q_INVOKABLE QFont font(const QString &style, qreal scale) const;

    QFont h1() const { return font(QStringLiteral("h1")); }
    QFont h2() const { return font(QStringLiteral("h2")); }
    QFont title() const { return font(QStringLiteral("title")); }
    QFont action() const { return font(QStringLiteral("action")); }
    QFont label() const { return font(QStringLiteral("label")); }
    QFont body() const { return font(QStringLiteral("body")); }
    QFont small() const { return font(QStringLiteral("small")); }
    QFont dataXL() const { return font(QStringLiteral("dataXL")); }
    QFont data() const { return font(QStringLiteral("data")); }
    QFont deskTitle() const { return font(QStringLiteral("deskTitle")); }
    QFont deskBody() const { return font(QStringLiteral("deskBody")); }
    QFont deskData() const { return font(QStringLiteral("deskData")); }
    qreal rollRadius() const { return radius(QStringLiteral("roll")); }
    qreal cardRadius() const { return radius(QStringLiteral("card")); }
    qreal buttonRadius() const { return radius(QStringLiteral("button")); }
    qreal padRadius() const { return radius(QStringLiteral("pad")); }
    qreal faderRadius() const { return radius(QStringLiteral("fader")); }
    qreal gripRadius() const { return radius(QStringLiteral("grip")); }
    qreal panelRadius() const { return radius(QStringLiteral("panel")); }
    qreal chipRadius() const { return radius(QStringLiteral("chip")); }
    qreal sheetRadius() const { return radius(QStringLiteral("sheet")); }
    qreal tileRadius() const { return radius(QStringLiteral("tile")); }

    QColor stage, bg, surface1, surface2, surface3, sheet, panel, faderTrack, faderFill, paper, hair, line, control, t1,
        t2, t3, disabled, onPaper, onPaperSecondary, you, youDim, onYou, ink, ok, okChip, warn, error, errorSurface,
        info, queued, cursor, generated, bassText;
    int pressMs = 0, releaseMs = 0, toggleMs = 0, sheetMs = 0, dialogMs = 0, cardSwitchMs = 0, gripMs = 0,
        puckToTargetMs = 0, noteOnFlashMs = 0, noteOffFadeMs = 0, probabilityCrossfadeMs = 0, inkDryMs = 0,
        trailFadeMs = 0, hintGhostMs = 0;

Q_SIGNALS:
    void scaleChanged();

private:
    Theme();
    qreal radius(const QString &name) const;

    QJsonObject m_tokens;
    qreal m_scale = 1.0;
    QVector<QColor> m_voices, m_voicesOnPaper;
};

} // namespace klangraum
