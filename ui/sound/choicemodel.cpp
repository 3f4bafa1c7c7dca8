#include "choicemodel.h"

#include "translations.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

ChoiceModel::ChoiceModel(Session &session)
    : m_session(session)
{
}

int ChoiceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant ChoiceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[size_t(index.row())];
    switch (role) {
    case NameRole:
        return QString::fromStdString(row.control.name);
    case Qt::DisplayRole:
    case LabelRole:
        return inLanguage(row.control.label, m_language);
    case WordsRole: {
        QStringList words;
        for (const Text &choice : row.control.choices)
            words.append(inLanguage(choice, m_language));
        return words;
    }
    case CurrentRole:
        return row.current;
    default:
        return {};
    }
}

QHash<int, QByteArray> ChoiceModel::roleNames() const
{
    return { { NameRole, "name" }, { LabelRole, "label" }, { WordsRole, "words" }, { CurrentRole, "current" } };
}

int ChoiceModel::chosen(const Control &control) const
{
    return std::clamp(int(std::lround(m_session.control(control.name))), 0, int(control.choices.size()) - 1);
}

void ChoiceModel::choose(int row, int choice)
{
    if (row < 0 || row >= rowCount())
        return;
    Row &changed = m_rows[size_t(row)];
    choice = std::clamp(choice, 0, int(changed.control.choices.size()) - 1);
    if (choice == changed.current)
        return;
    m_session.setControl(changed.control.name, choice);
    Q_EMIT moved(0.3);
    refresh();
}

void ChoiceModel::adopt(const ModelDescription *model, const QString &language)
{
    m_language = language;
    beginResetModel();
    m_rows.clear();
    if (model && model->output == "audio") {
        for (const Control &control : model->controls) {
            if (control.kind == ControlKind::Choice && !control.choices.empty())
                m_rows.push_back({ control, chosen(control) });
        }
    }
    endResetModel();
    Q_EMIT countChanged();
}

void ChoiceModel::retranslate(const QString &language)
{
    m_language = language;
    if (count() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), { LabelRole, WordsRole });
}

void ChoiceModel::refresh()
{
    for (int row = 0; row < rowCount(); ++row) {
        Row &each = m_rows[size_t(row)];
        const int now = chosen(each.control);
        if (std::exchange(each.current, now) != now)
            Q_EMIT dataChanged(index(row), index(row), { CurrentRole });
    }
}

} // namespace klangraum
