// Surprises: how little the network had expected what it wrote, one bar an onset: the most surprising of the notes that
// begin there. What the visitor overruled stands out. Old rows leave at the front, new ones come at the end.
// Thread rule: GUI thread.
#pragma once

#include "generators/generator.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <deque>
#include <utility>
#include <vector>

namespace klangraum {

class Surprises : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Thinking")

public:
    enum Role {
        TickRole = Qt::UserRole, // "tick"
        BitsRole, // "bits"
        ForcedRole, // "forced"
        PitchRole // "pitch": of the leading voice, MIDI; -1: it does not begin there
    };

    using QAbstractListModel::QAbstractListModel;
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void set(const std::vector<NoteSurprise> &notes, Tick oldest); // ticks absolute; rows before `oldest` leave
    void clear();

private:
    struct Row
    {
        Tick tick = 0;
        double bits = 0;
        int pitch = -1;
        bool forced = false;
        bool operator==(const Row &) const = default;
    };
    std::deque<Row> m_rows; // by tick
};

} // namespace klangraum
