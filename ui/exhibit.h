// Exhibit: the view model of the whole screen. Polls the Session once a frame and tells QML what has changed; lists
// and groups of properties hang on it (cards, controls, voices, pad, keep, midi). Painted items read the raw notes
// through the C++ accessors when rollChanged(), openZoneChanged() or ticked() says so.
//
// Thread rule: GUI thread only. References returned by roll() and openZone() hold until the next poll().
#pragma once

#include "cardmodel.h"
#include "choicemodel.h"
#include "controlmodel.h"
#include "gesturelog.h"
#include "keepmodel.h"
#include "midimap.h"
#include "noticemodel.h"
#include "ownmusic.h"
#include "pad.h"
#include "patterns.h"
#include "taptempo.h"
#include "thinking.h"
#include "trainingroom.h"
#include "translations.h"
#include "voicemodel.h"

#include "runtime/session.h"
#include "runtime/settings.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QQuickWindow>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

class QJSEngine;
class QQmlEngine;

namespace klangraum {

class Exhibit : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

    Q_PROPERTY(bool playing READ playing WRITE setPlaying NOTIFY playingChanged)
    Q_PROPERTY(int bar READ bar NOTIFY beatChanged) // from 1
    Q_PROPERTY(int beat READ beat NOTIFY beatChanged) // from 1
    Q_PROPERTY(int beatsPerBar READ beatsPerBar NOTIFY beatChanged)
    Q_PROPERTY(double bpm READ bpm WRITE setBpm NOTIFY bpmChanged)
    Q_PROPERTY(int program READ program WRITE setProgram NOTIFY programChanged) // General MIDI 0-127
    Q_PROPERTY(bool late READ late NOTIFY lateChanged) // the network is behind the playhead
    Q_PROPERTY(bool restarting READ restarting NOTIFY restartingChanged) // the network stopped and comes back
    Q_PROPERTY(bool soundless READ soundless NOTIFY soundlessChanged) // no loudspeaker
    Q_PROPERTY(QString honestWork READ honestWork NOTIFY honestChanged) // "VAE decoder: 2.6 ms on CPU", empty: unknown
    Q_PROPERTY(QString honestData READ honestData NOTIFY honestChanged) // "trained on 382 chorales"
    Q_PROPERTY(bool makesSound READ makesSound NOTIFY modelChanged) // the style is sound, not notes
    Q_PROPERTY(bool steersTempo READ steersTempo NOTIFY modelChanged) // the visitor sets the tempo
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged) // "en", "de"
    Q_PROPERTY(bool keysInUse READ keysInUse NOTIFY keysInUseChanged) // a key came after the last touch
    Q_PROPERTY(klangraum::CardModel *cards READ cards CONSTANT)
    Q_PROPERTY(klangraum::ControlModel *controls READ controls CONSTANT)
    Q_PROPERTY(klangraum::ChoiceModel *choices READ choices CONSTANT)
    Q_PROPERTY(klangraum::VoiceModel *voices READ voices CONSTANT)
    Q_PROPERTY(klangraum::Pad *pad READ pad CONSTANT)
    Q_PROPERTY(klangraum::KeepModel *keep READ keep CONSTANT)
    Q_PROPERTY(klangraum::MidiMap *midi READ midi CONSTANT)
    Q_PROPERTY(klangraum::NoticeModel *notices READ notices CONSTANT)
    Q_PROPERTY(klangraum::Thinking *thinking READ thinking CONSTANT)
    Q_PROPERTY(klangraum::Patterns *patterns READ patterns CONSTANT)
    Q_PROPERTY(klangraum::OwnMusicModel *own READ own CONSTANT)
    Q_PROPERTY(klangraum::TrainingRoom *training READ training CONSTANT)

public:
    // `session` outlives the exhibit. Settings are written back to `settingsFile` when a controller is learnt or the
    // language changes; an empty path keeps them in memory.
    Exhibit(Session &session, const Settings &settings, const std::filesystem::path &settingsFile,
            QObject *parent = nullptr);
    ~Exhibit() override;
    static Exhibit *create(QQmlEngine *engine, QJSEngine *); // for QML: the one that the program made

    // Polls with this window's frames instead of a timer, so that the picture scrolls evenly.
    Q_INVOKABLE void attach(QQuickWindow *window);
    void poll();

    bool playing() const { return m_playing; }
    void setPlaying(bool playing);
    int bar() const { return m_bar; }
    int beat() const { return m_beat; }
    int beatsPerBar() const { return m_beatsPerBar; }
    double bpm() const { return m_bpm; }
    void setBpm(double quartersPerMinute);
    int program() const { return m_program; }
    void setProgram(int program);
    bool late() const { return m_transport.late && m_playing; }
    bool restarting() const { return m_restarting; }
    bool soundless() const { return m_soundless; }
    QString honestWork() const { return m_honestWork; }
    QString honestData() const { return m_honestData; }
    QString language() const { return m_translations.language(); }
    void setLanguage(const QString &language);

    bool keysInUse() const { return m_keysInUse; }
    CardModel *cards() { return &m_cards; }
    ControlModel *controls() { return &m_controls; }
    ChoiceModel *choices() { return &m_choices; }
    VoiceModel *voices() { return &m_voices; }
    bool makesSound() const { return m_session.makesSound(); }
    bool steersTempo() const { return m_controls.row(QStringLiteral("tempo")) >= 0; }
    Pad *pad() { return &m_pad; }
    KeepModel *keep() { return &m_keep; }
    MidiMap *midi() { return &m_midi; }
    NoticeModel *notices() { return &m_notices; }
    Thinking *thinking() { return &m_thinking; }
    Patterns *patterns() { return &m_patterns; }
    OwnMusicModel *own() { return &m_own; }
    TrainingRoom *training() { return &m_training; }

    Q_INVOKABLE void togglePlaying() { setPlaying(!playing()); }
    Q_INVOKABLE void tapTempo();
    Q_INVOKABLE void toggleLanguage();
    Q_INVOKABLE void surprise();
    Q_INVOKABLE void selectStyle(int index);
    Q_INVOKABLE void keepPiece();

    // For painted items.
    const std::vector<RollNote> &roll() const { return m_session.roll(); }
    quint64 rollSerial() const { return m_session.rollSerial(); }
    const OpenZone &openZone() const { return m_session.openZone(); }
    Tick writeHead() const { return m_session.writeHead(); }
    const std::vector<SoundSpan> &sound() const { return m_session.sound(); }
    const TransportState &transport() const { return m_transport; } // as of the last poll
    // Playhead, smoothed between the blocks of the sound: what is drawn.
    double tick() const { return m_tick; }
    const GestureLog &gestures() const { return m_gestures; }

Q_SIGNALS:
    void ticked(); // once a poll: tick() has moved
    void rollChanged(); // rollSerial() rose
    void openZoneChanged(); // openZone().serial rose, or the write head moved
    void soundChanged(); // sound() is another
    void gesturesChanged();
    void playingChanged();
    void beatChanged();
    void bpmChanged();
    void programChanged();
    void lateChanged();
    void restartingChanged();
    void soundlessChanged();
    void honestChanged();
    void languageChanged();
    void keysInUseChanged();
    void modelChanged(); // another style plays: controls, voices and map are new

protected:
    bool eventFilter(QObject *watched, QEvent *event) override; // of the window: key or touch?

private:
    static constexpr qint64 kSettleMs = 500; // after this long without agreement the sound is right
    static constexpr qint64 kLoopSettleMs = 2500; // about the tempo of loops: one has to be made first

    void pollTransport();
    void pollMusic();
    void pollSound();
    void pollNotices();
    void pollMidi();
    void adoptModel();
    void retranslate();
    void updateHonestLine();
    void moved(double distance); // the visitor moved something
    void save();

    Session &m_session;
    Settings m_settings;
    std::filesystem::path m_settingsFile;
    Translations m_translations;
    TransportState m_transport;
    double m_tick = 0;
    QElapsedTimer m_sincePoll, m_clock;
    // What the visitor wants; the sound follows a block later.
    bool m_playing = false;
    double m_bpm = 92;
    qint64 m_playingSetAt = -kSettleMs, m_bpmSetAt = -kSettleMs; // of m_clock, ms
    int m_bar = 1, m_beat = 1, m_beatsPerBar = 4;
    int m_program = 19; // church organ
    int m_model = -2;
    bool m_keysInUse = false, m_restarting = false, m_soundless = false, m_late = false;
    quint64 m_restartSerial = 0;
    quint64 m_rollSerial = 0, m_openSerial = 0, m_soundSerial = 0;
    Tick m_writeHead = -1;
    qint64 m_honestAt = 0;
    QString m_honestWork, m_honestData;
    double m_movedNow = 0;

    CardModel m_cards;
    ControlModel m_controls;
    ChoiceModel m_choices;
    VoiceModel m_voices;
    Pad m_pad;
    KeepModel m_keep;
    MidiMap m_midi;
    NoticeModel m_notices;
    Thinking m_thinking;
    Patterns m_patterns;
    OwnMusicModel m_own;
    TrainingRoom m_training;
    GestureLog m_gestures;
    TapTempo m_tap;
    QTimer m_timer;
    QPointer<QQuickWindow> m_window;
};

} // namespace klangraum
