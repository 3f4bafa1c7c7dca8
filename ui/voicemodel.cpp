#include "voicemodel.h"

namespace klangraum {

VoiceModel::VoiceModel(Session &session)
    : m_session(session)
{
}

int VoiceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_names.size());
}

QVariant VoiceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const std::string &name = m_names[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        if (name == "Soprano")
            return tr("Soprano");
        if (name == "Alto")
            return tr("Alto");
        if (name == "Tenor")
            return tr("Tenor");
        if (name == "Bass")
            return tr("Bass");
        if (name == "Melody")
            return tr("Melody");
        if (name == "Chords")
            return tr("Chords");
        return QString::fromStdString(name);
    case VoiceRole:
        return index.row();
    case MutedRole:
        return bool(m_muted[size_t(index.row())]);
    default:
        return {};
    }
}

QHash<int, QByteArray> VoiceModel::roleNames() const
{
    return { { NameRole, "name" }, { VoiceRole, "voice" }, { MutedRole, "muted" } };
}

void VoiceModel::toggle(int voice)
{
    if (voice < 0 || voice >= rowCount())
        return;
    m_muted[size_t(voice)] = !m_muted[size_t(voice)];
    m_session.setVoiceMuted(voice, m_muted[size_t(voice)]);
    Q_EMIT dataChanged(index(voice), index(voice), { MutedRole });
    Q_EMIT mutesChanged();
}

bool VoiceModel::muted(int voice) const
{
    return voice >= 0 && voice < rowCount() && m_muted[size_t(voice)];
}

void VoiceModel::adopt(const ModelDescription *model)
{
    for (int voice = 0; voice < rowCount(); ++voice) {
        if (m_muted[size_t(voice)])
            m_session.setVoiceMuted(voice, false);
    }
    beginResetModel();
    m_names.clear();
    if (model) {
        for (const Voice &voice : model->voices)
            m_names.push_back(voice.name);
    }
    m_muted.assign(m_names.size(), false);
    endResetModel();
    Q_EMIT mutesChanged();
}

void VoiceModel::retranslate()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), { NameRole });
}

} // namespace klangraum
