// PanelPicture: what one panel of the training room holds, ready to be painted: on the screen, or into a PNG.
// Made by the watching thread, then never changed: any thread may read and paint it.
#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QString>

#include <memory>

namespace klangraum {

// How a picture is painted: sizes of the design times `s`.
struct PanelStyle
{
    qreal s = 1;
    QString language = QStringLiteral("en");
    QFont title, body, data;

    static PanelStyle at(qreal scale, const QString &language);
    // A colour of tokens.json, "data.real".
    static QColor color(const char *path);
};

enum class PanelState {
    Live,
    Loading, // nothing yet: the first epoch is not over
    NoData, // this model logs nothing of the kind
    Failed, // problem() says why
};

class PanelPicture
{
public:
    virtual ~PanelPicture();

    QString id; // "scalar:loss", "latent", ...
    QString title; // in English for scalars without a known name; translated by title()
    PanelState state = PanelState::NoData;
    QString problem; // Failed: one line
    int epoch = -1; // what it shows; -1: the whole run

    // The title in the language of the program.
    QString translatedTitle() const;
    // Everything below the title. `area` in pixels.
    void paint(QPainter &painter, const QRectF &area, const PanelStyle &style) const;
    // The same numbers as a table: a header line, "." decimals, "NaN" by name.
    virtual QString csv() const = 0;

protected:
    virtual void paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const = 0;
    // Legend at the upper right of the panel, above `area`: filled squares, or dashes.
    struct Key
    {
        QString text;
        QColor color;
        bool dash = false;
    };
    static void paintKeys(QPainter &painter, const QRectF &area, const PanelStyle &style, const QVector<Key> &keys);
    static void paintFigure(QPainter &painter, const QRectF &area, const PanelStyle &style,
                            const QString &text); // "overlap 0.95" at the lower right
    static void paintNote(QPainter &painter, const QRectF &area, const PanelStyle &style,
                          const QString &text); // at the lower left
    // A curve of `color`, the ground under it down to `bottom` filled.
    static void paintFilled(QPainter &painter, const QPolygonF &line, qreal bottom, const QColor &color,
                            const PanelStyle &style);
    static void paintRealAndGenerated(QPainter &painter, const QRectF &area, const PanelStyle &style); // paintKeys()
    static QString translated(const char *text); // QT_TRANSLATE_NOOP("PanelPicture", ...)
    static QString number(double value); // of a table: eight digits, "NaN" by name
    static void paintText(QPainter &painter, const QPointF &at, Qt::Alignment alignment, const QString &text);
};

using PanelPtr = std::shared_ptr<const PanelPicture>;

} // namespace klangraum
