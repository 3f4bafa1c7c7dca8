// ChoiceModel: the choices that a model which makes sound gives the visitor (its styles of music), one column each;
// they stand where other models have an instrument. Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class ChoiceModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        NameRole = Qt::UserRole + 1, // "name": stable identifier
        LabelRole, // "label": in the language of the screen
        WordsRole, // "words": of its choices
        CurrentRole, // "current": index of the one chosen
    };

    explicit ChoiceModel(Session &session);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int count() const { return rowCount(); }

    Q_INVOKABLE void choose(int row, int choice); // outside: limited

    void adopt(const ModelDescription *model, const QString &language);
    void retranslate(const QString &language);
    void refresh(); // once a poll: follows the session

Q_SIGNALS:
    void countChanged();
    void moved(double distance); // by the visitor

private:
    struct Row
    {
        Control control;
        int current = 0;
    };
    int chosen(const Control &control) const;

    Session &m_session;
    std::vector<Row> m_rows;
    QString m_language = QStringLiteral("en");
};

} // namespace klangraum
