#include "runlistmodel.h"

namespace klangraum {

namespace {

// What is wrong with a run, in a line; empty where nothing is.
QString troubleOf(const RunRow &row)
{
    if (!row.problem.isEmpty())
        return row.problem;
    const bool ended = row.state == QLatin1String("failed") || row.state == QLatin1String("interrupted");
    return ended ? row.reason : QString();
}

} // namespace

RunListModel::RunListModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

int RunListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant RunListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RunRow &row = m_rows.at(index.row());
    switch (role) {
    case FolderRole:
        return row.folder;
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case StateRole:
        return row.state;
    case DetailRole: {
        const QString trouble = troubleOf(row);
        return trouble.isEmpty() ? row.family : trouble;
    }
    case CountRole:
        if (row.state == QLatin1String("queued") || !troubleOf(row).isEmpty())
            return QString();
        return QStringLiteral(" · %1/%2").arg(row.epoch).arg(row.epochs);
    case ProgressRole:
        return row.progress;
    case TrendRole: {
        QVariantList trend;
        for (const double value : row.trend)
            trend << value;
        return trend;
    }
    case CurrentRole:
        return row.folder == m_current;
    case OverlaidRole:
        return m_overlaid.contains(row.folder);
    }
    return {};
}

QHash<int, QByteArray> RunListModel::roleNames() const
{
    return { { FolderRole, "folder" }, { NameRole, "name" },       { StateRole, "runState" },
             { DetailRole, "detail" }, { CountRole, "count" },     { ProgressRole, "progress" },
             { TrendRole, "trend" },   { CurrentRole, "current" }, { OverlaidRole, "overlaid" } };
}

void RunListModel::setRows(const QVector<RunRow> &rows)
{
    const auto sameFolder = [](const RunRow &a, const RunRow &b) { return a.folder == b.folder; };
    if (rows.size() == m_rows.size() && std::equal(rows.begin(), rows.end(), m_rows.begin(), sameFolder)) {
        for (int i = 0; i < rows.size(); ++i) {
            if (rows[i] == m_rows[i])
                continue;
            m_rows[i] = rows[i];
            Q_EMIT dataChanged(index(i), index(i));
        }
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
    Q_EMIT countChanged();
}

void RunListModel::setShown(const QString &current, const QStringList &overlaid)
{
    if (current == m_current && overlaid == m_overlaid)
        return;
    m_current = current;
    m_overlaid = overlaid;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1), { CurrentRole, OverlaidRole });
}

void RunListModel::retranslate()
{
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

QString RunListModel::stateText(const QString &state)
{
    if (state == QLatin1String("queued"))
        return tr("queued");
    if (state == QLatin1String("running"))
        return tr("training");
    if (state == QLatin1String("paused"))
        return tr("paused");
    if (state == QLatin1String("finished"))
        return tr("finished");
    if (state == QLatin1String("failed"))
        return tr("failed");
    if (state == QLatin1String("stopped"))
        return tr("stopped");
    if (state == QLatin1String("interrupted"))
        return tr("interrupted");
    return state == QLatin1String("damaged") ? tr("damaged") : state;
}

} // namespace klangraum
