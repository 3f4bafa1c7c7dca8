#include "surprises.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace klangraum {

int Surprises::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant Surprises::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case TickRole:
        return qlonglong(row.tick);
    case BitsRole:
        return row.bits;
    case ForcedRole:
        return row.forced;
    case PitchRole:
        return row.pitch;
    }
    return {};
}

QHash<int, QByteArray> Surprises::roleNames() const
{
    return { { TickRole, "tick" }, { BitsRole, "bits" }, { ForcedRole, "forced" }, { PitchRole, "pitch" } };
}

void Surprises::set(const std::vector<NoteSurprise> &notes, Tick oldest)
{
    std::map<Tick, Row> fresh;
    for (const NoteSurprise &note : notes) {
        if (note.start < oldest || !std::isfinite(note.nats))
            continue;
        Row &row = fresh.try_emplace(note.start, Row{ note.start, 0, -1, false }).first->second;
        row.bits = std::max(row.bits, double(note.nats) / std::log(2.0));
        if (note.voice == 0)
            row.pitch = note.pitch;
        row.forced = row.forced || note.yours;
    }
    const auto gone = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.tick >= oldest; });
    if (gone != m_rows.begin()) {
        beginRemoveRows({}, 0, int(gone - m_rows.begin()) - 1);
        m_rows.erase(m_rows.begin(), gone);
        endRemoveRows();
    }
    // What is written anew begins at the first row that differs.
    auto next = fresh.begin();
    std::size_t same = 0;
    while (same < m_rows.size() && next != fresh.end() && m_rows[same] == next->second) {
        ++same;
        ++next;
    }
    if (same < m_rows.size()) {
        beginRemoveRows({}, int(same), int(m_rows.size()) - 1);
        m_rows.erase(m_rows.begin() + std::ptrdiff_t(same), m_rows.end());
        endRemoveRows();
    }
    if (next != fresh.end()) {
        beginInsertRows({}, int(same), int(same) + int(std::distance(next, fresh.end())) - 1);
        for (; next != fresh.end(); ++next)
            m_rows.push_back(next->second);
        endInsertRows();
    }
}

void Surprises::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

} // namespace klangraum
