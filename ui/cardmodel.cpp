#include "cardmodel.h"

#include "translations.h"

namespace klangraum {

namespace {

QString statusName(ModelStatus status)
{
    switch (status) {
    case ModelStatus::Ready:
        return QStringLiteral("ready");
    case ModelStatus::Loading:
        return QStringLiteral("loading");
    case ModelStatus::Failed:
        return QStringLiteral("failed");
    case ModelStatus::Unavailable:
        break;
    }
    return QStringLiteral("unavailable");
}

QString patternName(const ModelDescription &model)
{
    if (model.output == "audio")
        return QStringLiteral("steps");
    for (const Voice &voice : model.voices) {
        if (voice.percussion)
            return QStringLiteral("steps");
    }
    if (model.voices.size() >= 3)
        return QStringLiteral("voices");
    return model.voices.size() == 1 ? QStringLiteral("melody") : QStringLiteral("hands");
}

} // namespace

CardModel::CardModel(Session &session)
    : m_session(session)
{
}

int CardModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant CardModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return row.title;
    case SubtitleRole:
        return row.subtitle;
    case StatusRole:
        return row.status;
    case ProblemRole:
        return row.problem;
    case PatternRole:
        return row.pattern;
    case StepsRole:
        return row.steps;
    case SelectedRole:
        return row.selected;
    default:
        return {};
    }
}

QHash<int, QByteArray> CardModel::roleNames() const
{
    return { { TitleRole, "title" },      { SubtitleRole, "subtitle" }, { StatusRole, "status" },
             { ProblemRole, "problem" },  { PatternRole, "pattern" },   { StepsRole, "steps" },
             { SelectedRole, "selected" } };
}

void CardModel::select(int index)
{
    if (index < 0 || index >= rowCount())
        return;
    const ModelStatus status = m_session.models()[size_t(index)].status;
    if (status == ModelStatus::Ready && index != m_session.currentModel())
        m_session.selectModel(index);
}

// What the model brings, else what has been heard of it.
QVariantList CardModel::steps(int index)
{
    const ModelDescription &model = m_session.models()[size_t(index)].description;
    if (model.output != "audio")
        return {};
    const auto list = [](const std::vector<float> &steps) {
        QVariantList values;
        for (const float step : steps)
            values.append(double(step));
        return values;
    };
    if (!m_steps.contains(index) && index == m_session.currentModel() && !m_session.soundSteps().empty())
        m_steps[index] = list(m_session.soundSteps());
    return m_steps.contains(index) ? m_steps[index] : QVariantList();
}

std::vector<CardModel::Row> CardModel::rows(const QString &language)
{
    std::vector<Row> rows;
    for (const ModelCard &card : m_session.models()) {
        const ModelDescription &model = card.description;
        QString title = inLanguage(model.title, language);
        if (title.isEmpty())
            title = QString::fromStdString(model.name);
        rows.push_back({ title, inLanguage(model.subtitle, language), statusName(card.status),
                         QString::fromStdString(card.problem), patternName(model), steps(int(rows.size())),
                         int(rows.size()) == m_session.currentModel() });
    }
    return rows;
}

void CardModel::refresh(const QString &language)
{
    std::vector<Row> fresh = rows(language);
    if (fresh.size() != m_rows.size()) {
        beginResetModel();
        m_rows = std::move(fresh);
        endResetModel();
        Q_EMIT countChanged();
    } else {
        for (size_t i = 0; i < fresh.size(); ++i) {
            if (fresh[i] == m_rows[i])
                continue;
            m_rows[i] = std::move(fresh[i]);
            Q_EMIT dataChanged(index(int(i)), index(int(i)));
        }
    }
    if (m_current != m_session.currentModel()) {
        m_current = m_session.currentModel();
        Q_EMIT currentChanged();
    }
}

} // namespace klangraum
