// CardModel: the installed models as style cards, in the order of their stage.
// Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

#include <map>

namespace klangraum {

class CardModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(int current READ current NOTIFY currentChanged) // -1: none
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        TitleRole = Qt::UserRole + 1, // "title": in the language of the screen
        SubtitleRole, // "subtitle"
        StatusRole, // "status": "ready", "loading", "failed", "unavailable"
        ProblemRole, // "problem": why it cannot play, one line
        PatternRole, // "pattern": the picture on the card: "voices", "melody", "hands", "steps"
        StepsRole, // "steps": of the pattern "steps" of an audio model: 4 rows of 16, 0..1; empty: not known
        SelectedRole, // "selected": the style that plays or is about to
    };

    explicit CardModel(Session &session);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int current() const { return m_current; }
    int count() const { return rowCount(); }
    Q_INVOKABLE void select(int index); // nothing happens for a model that cannot play

    void refresh(const QString &language); // after a poll that changed something

Q_SIGNALS:
    void currentChanged();
    void countChanged();

private:
    struct Row
    {
        QString title, subtitle, status, problem, pattern;
        QVariantList steps;
        bool selected = false;
        bool operator==(const Row &) const = default;
    };
    std::vector<Row> rows(const QString &language);
    QVariantList steps(int index);

    Session &m_session;
    std::vector<Row> m_rows;
    std::map<int, QVariantList> m_steps; // heard of models that do not bring theirs
    int m_current = -1;
};

} // namespace klangraum
