// KeepModel: the dialog "Your piece": what was kept, where its files are, and listening to it again.
// Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class KeepModel : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(QString status READ status NOTIFY stateChanged) // "idle", "saving", "saved", "failed"
    Q_PROPERTY(double progress READ progress NOTIFY progressChanged) // 0..1
    Q_PROPERTY(bool open READ isOpen NOTIFY stateChanged) // the dialog is shown
    Q_PROPERTY(QString title READ title NOTIFY textChanged) // "Chorale no. 417"
    Q_PROPERTY(QString facts READ facts NOTIFY textChanged) // "16 bars · 0:42 min · D minor · 92 bpm"
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    Q_PROPERTY(QString folder READ folder NOTIFY stateChanged)
    Q_PROPERTY(QStringList fileNames READ fileNames NOTIFY stateChanged) // in the folder
    Q_PROPERTY(
        bool isSound READ isSound NOTIFY stateChanged) // what was kept is sound, not notes: WAV and FLAC, no MIDI
    Q_PROPERTY(bool listening READ listening NOTIFY listeningChanged) // the kept piece plays
    Q_PROPERTY(double listenPosition READ listenPosition NOTIFY listenPositionChanged) // 0..1
    Q_PROPERTY(QString midiSize READ midiSize NOTIFY textChanged) // "MIDI, 3 KB"
    Q_PROPERTY(QString wavSize READ wavSize NOTIFY textChanged) // "WAV, 7.4 MB"
    Q_PROPERTY(QString flacSize READ flacSize NOTIFY textChanged) // "FLAC, 4.1 MB"

public:
    explicit KeepModel(Session &session);

    QString status() const { return m_status; }
    double progress() const { return m_progress; }
    bool isOpen() const { return m_open; }
    QString title() const { return m_title; }
    QString facts() const { return m_facts; }
    QString problem() const { return m_problem; }
    QString folder() const { return m_folder; }
    QStringList fileNames() const;
    bool isSound() const { return state().sound != nullptr; }
    bool listening() const { return m_listening; }
    double listenPosition() const { return m_listenPosition; }
    QString midiSize() const;
    QString wavSize() const;
    QString flacSize() const;
    const KeepState &state() const { return m_session.keepState(); }
    const Score &score() const { return state().score; } // what was kept: notes as heard

    void setFolder(const std::filesystem::path &folder); // where pieces go; empty: Klangraum in the user's music folder
    void setStyle(const Text &title) { m_style = title; }
    void setGain(double gain) { m_gain = gain; }
    void start(int bars);
    Q_INVOKABLE void close();
    Q_INVOKABLE void toggleListening();

    void refresh(const QString &language); // once a poll
    void retranslate(const QString &language);

Q_SIGNALS:
    void stateChanged();
    void progressChanged();
    void textChanged();
    void scoreChanged();
    void listeningChanged();
    void listenPositionChanged();

private:
    QString fileSize(const QString &kind, const std::filesystem::path &file) const;

    Session &m_session;
    QString m_status = QStringLiteral("idle");
    bool m_listening = false;
    double m_listenPosition = 0;
    double m_progress = 0, m_gain = 0.8;
    bool m_open = false;
    Text m_style, m_keptStyle;
    QString m_title, m_facts, m_problem, m_folder, m_language = QStringLiteral("en");
    int m_number = 0;
};

} // namespace klangraum
