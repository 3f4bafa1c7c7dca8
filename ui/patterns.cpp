#include "patterns.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kGolden = 0.618033988749895; // hues of neighbouring numbers lie far apart

bool sameGroup(const CodeGroup &a, const CodeGroup &b)
{
    return a.start == b.start && a.duration == b.duration && a.codes == b.codes;
}

} // namespace

Patterns::Patterns(Session &session)
    : m_session(session)
{
}

int Patterns::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_groups.size());
}

QVariant Patterns::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = std::size_t(index.row());
    const CodeGroup &group = m_groups[row];
    const int code = group.codes.empty() ? 0 : group.codes.front();
    switch (role) {
    case TickRole:
        return qint64(group.start);
    case TicksRole:
        return qint64(group.duration);
    case CodeRole:
        return code;
    case HueRole:
        return std::fmod(code * kGolden, 1.0);
    case YoursRole:
        return bool(m_yours[row]);
    case OpenRole:
        return isOpen(group);
    }
    return {};
}

QHash<int, QByteArray> Patterns::roleNames() const
{
    return { { TickRole, "tick" }, { TicksRole, "ticks" }, { CodeRole, "code" },
             { HueRole, "hue" },   { YoursRole, "yours" }, { OpenRole, "open" } };
}

bool Patterns::isOpen(const CodeGroup &group) const
{
    return group.start >= m_session.writeHead();
}

void Patterns::swap(int row)
{
    if (row < 0 || row >= rowCount() || m_groups[std::size_t(row)].book < 2)
        return;
    const CodeGroup &group = m_groups[std::size_t(row)];
    if (group.codes.empty() || !isOpen(group))
        return;
    m_session.swapCode(row, 0, (group.codes.front() + 1) % group.book);
    m_yours[std::size_t(row)] = true;
    Q_EMIT dataChanged(index(row), index(row));
}

void Patterns::refresh()
{
    const std::vector<CodeGroup> &groups = m_session.codes();
    const bool was = available();
    if (groups.size() != m_groups.size() || (!groups.empty() && groups.front().start != m_groups.front().start)) {
        beginResetModel();
        m_groups = groups;
        m_yours.assign(m_groups.size(), false);
        m_opens = 0;
        endResetModel();
    } else if (!std::equal(groups.begin(), groups.end(), m_groups.begin(), sameGroup)) {
        m_groups = groups;
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
    std::size_t opens = m_opens;
    while (opens < m_groups.size() && !isOpen(m_groups[opens]))
        ++opens;
    if (opens != m_opens) {
        Q_EMIT dataChanged(index(int(m_opens)), index(int(opens) - 1), { OpenRole });
        m_opens = opens;
    }
    if (was != available())
        Q_EMIT availableChanged();
}

} // namespace klangraum
