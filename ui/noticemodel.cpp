#include "noticemodel.h"

#include <algorithm>

namespace klangraum {

NoticeModel::NoticeModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

int NoticeModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant NoticeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Notice &notice = m_rows[size_t(index.row())].notice;
    switch (role) {
    case Qt::DisplayRole:
    case TextRole:
        return text(notice);
    case KindRole:
        if (notice.kind == Notice::Kind::Error)
            return QStringLiteral("error");
        return notice.kind == Notice::Kind::Warning ? QStringLiteral("warning") : QStringLiteral("info");
    case CodeRole:
        return QString::fromStdString(notice.code);
    default:
        return {};
    }
}

QHash<int, QByteArray> NoticeModel::roleNames() const
{
    return { { TextRole, "text" }, { KindRole, "kind" }, { CodeRole, "code" } };
}

QString NoticeModel::text(const Notice &notice) const
{
    if (notice.code == "no-audio" || notice.code == "audio-lost")
        return tr("No loudspeaker found");
    if (notice.code == "audio-back")
        return tr("The loudspeaker is back.");
    if (notice.code == "engine-restarting")
        return tr("The network stopped.") + QLatin1Char(' ') + tr("Restarting …");
    if (notice.code == "model-failed")
        return tr("This style cannot play.");
    if (notice.code == "cpu-fallback")
        return tr("The graphics card failed. The network runs on the CPU.");
    if (notice.code == "midi-learn")
        return tr("Touch a control, then move a knob.");
    if (notice.code == "network-late")
        return tr("The network is late. The loop before goes on.");
    if (notice.code == "melody-taken") //: %1: number of a bar
        return tr("Your melody begins in bar %1.").arg(QString::fromStdString(notice.text));
    if (notice.code == "music-placed") //: %1: a piece of the corpus
        return tr("Your music is on the map. The nearest piece: %1.").arg(QString::fromStdString(notice.text));
    if (notice.code == "music-refused")
        return tr("This style can do nothing with that music.");
    if (notice.code == "settings-not-saved")
        return tr("The settings could not be saved.");
    return QString::fromStdString(notice.text);
}

void NoticeModel::add(const Notice &notice, qint64 now)
{
    for (int row = 0; row < rowCount(); ++row) {
        Row &there = m_rows[size_t(row)];
        if (there.notice.code != notice.code)
            continue;
        there.notice = notice;
        if (there.until >= 0)
            there.until = now + kStay;
        Q_EMIT dataChanged(index(row), index(row));
        return;
    }
    beginInsertRows({}, rowCount(), rowCount());
    m_rows.push_back({ notice, now + kStay });
    endInsertRows();
    Q_EMIT countChanged();
}

void NoticeModel::hold(const QString &code, bool on)
{
    const std::string key = code.toStdString();
    const auto it = std::ranges::find_if(m_rows, [&key](const Row &row) { return row.notice.code == key; });
    if (on && it == m_rows.end()) {
        add({ Notice::Kind::Warning, key, {} }, 0);
        m_rows.back().until = -1;
    } else if (on) {
        it->until = -1;
    } else if (it != m_rows.end() && it->until < 0) {
        dismiss(int(it - m_rows.begin()));
    }
}

void NoticeModel::expire(qint64 now)
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (m_rows[size_t(row)].until >= 0 && m_rows[size_t(row)].until <= now)
            dismiss(row);
    }
}

void NoticeModel::retranslate()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), { TextRole });
}

void NoticeModel::dismiss(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
    Q_EMIT countChanged();
}

} // namespace klangraum
