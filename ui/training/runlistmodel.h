// RunListModel: the rail. Rows follow the folder of runs; the order is that of the watching thread.
// Thread rule: GUI thread.
#pragma once

#include "roomview.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class RunListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by TrainingRoom")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        FolderRole = Qt::UserRole + 1, // "folder"
        NameRole, // "name"
        StateRole, // "runState": queued, running, paused, stopped, finished, failed, interrupted, damaged
        DetailRole, // "detail": the family, or why it failed
        CountRole, // "count": " · 60/150"; empty where the detail is no family
        ProgressRole, // "progress": 0..1
        TrendRole, // "trend": list of numbers
        CurrentRole, // "current": its panels are shown
        OverlaidRole, // "overlaid": drawn over the current one
    };

    explicit RunListModel(QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int count() const { return rowCount(); }

    void setRows(const QVector<RunRow> &rows);
    void setShown(const QString &current, const QStringList &overlaid);
    const QVector<RunRow> &rows() const { return m_rows; }
    void retranslate();
    // The word for a state, in the language of the screen.
    static QString stateText(const QString &state);

Q_SIGNALS:
    void countChanged();

private:
    QVector<RunRow> m_rows;
    QString m_current;
    QStringList m_overlaid;
};

} // namespace klangraum
