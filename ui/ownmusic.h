// OwnMusic: a piece of the visitor's on the stage. A network that writes note after note sings the melody of a file;
// one with a latent space finds the place of the piece, or of a phrase that was just played, on its map and goes on
// from there. Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>
#include <QUrl>

namespace klangraum {

class Thinking;

class OwnMusicModel : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(OwnMusic)
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(bool onMap READ onMap NOTIFY changed)
    Q_PROPERTY(double x READ x NOTIFY changed) // pad units
    Q_PROPERTY(double y READ y NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed) // of the file; empty: it was played

public:
    OwnMusicModel(Session &session, Thinking &thinking);

    bool onMap() const { return m_session.ownMusic().onMap; }
    double x() const { return m_session.ownMusic().x; }
    double y() const { return m_session.ownMusic().y; }
    QString name() const { return m_name; }

    Q_INVOKABLE void bring(const QUrl &midiFile); // said() tells how it went
    void refresh(); // once a poll

Q_SIGNALS:
    void changed();
    void placed(); // the pad stands where the music is
    void said(const klangraum::Notice &notice);

private:
    void refuse(const std::string &why);

    Session &m_session;
    Thinking &m_thinking;
    QString m_name, m_brought; // brought: asked for, not yet answered
    std::uint64_t m_serial = 0;
};

} // namespace klangraum
