// CardPattern: the small picture on a style card: "voices", "melody", "hands" or "steps".
// Painted when kind, palette or size change. Thread rule: a QQuickPaintedItem.
#pragma once

#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

namespace klangraum {

class CardPattern : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString kind READ kind WRITE setKind NOTIFY kindChanged)
    Q_PROPERTY(QVariantList steps READ steps WRITE setSteps NOTIFY stepsChanged) // CardModel's; empty: an example
    Q_PROPERTY(bool onPaper READ onPaper WRITE setOnPaper NOTIFY onPaperChanged) // the darker inks

public:
    explicit CardPattern(QQuickItem *parent = nullptr);
    QString kind() const { return m_kind; }
    void setKind(const QString &kind);
    QVariantList steps() const { return m_steps; }
    void setSteps(const QVariantList &steps);
    bool onPaper() const { return m_onPaper; }
    void setOnPaper(bool onPaper);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void kindChanged();
    void stepsChanged();
    void onPaperChanged();

private:
    QString m_kind;
    QVariantList m_steps;
    bool m_onPaper = false;
};

} // namespace klangraum
