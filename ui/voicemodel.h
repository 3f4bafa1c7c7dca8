// VoiceModel: the voices of the music that plays, with their mutes, for the legend.
// Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class VoiceModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")

public:
    enum Role {
        NameRole = Qt::UserRole + 1, // "name": in the language of the screen
        VoiceRole, // "voice": its number, for Theme.voice()
        MutedRole, // "muted"
    };

    explicit VoiceModel(Session &session);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void toggle(int voice);
    Q_INVOKABLE bool muted(int voice) const;

    void adopt(const ModelDescription *model);
    void retranslate();

Q_SIGNALS:
    void mutesChanged();

private:
    Session &m_session;
    std::vector<std::string> m_names;
    std::vector<bool> m_muted;
};

} // namespace klangraum
