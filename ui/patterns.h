// Patterns: what a network with a codebook strings together, for the lane below the roll: each group of steps with its
// number, and a tap that puts another in its place. Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class Patterns : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(bool available READ available NOTIFY availableChanged) // this network has a codebook

public:
    enum Role {
        TickRole = Qt::UserRole, // "tick"
        TicksRole, // "ticks": how long it lasts
        CodeRole, // "code": of the coarsest level
        HueRole, // "hue": 0..1, the same for the same code
        YoursRole, // "yours": the visitor put it there
        OpenRole // "open": it does not sound yet, it may be swapped
    };

    explicit Patterns(Session &session);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool available() const { return !m_groups.empty(); }

    // Another code in the place of this one: the next of the book.
    Q_INVOKABLE void swap(int row);

    void refresh(); // once a poll

Q_SIGNALS:
    void availableChanged();

private:
    bool isOpen(const CodeGroup &group) const;

    Session &m_session;
    std::vector<CodeGroup> m_groups;
    std::vector<bool> m_yours;
    std::size_t m_opens = 0; // the first that is open
};

} // namespace klangraum
