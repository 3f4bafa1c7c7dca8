// Thinking: what the network thinks aloud, for the screen: its bets on the next note of the leading voice, the
// visitor's word against them, where it listens back to, and how surprised it was by what it wrote. A model that does
// not think aloud leaves `available` false and the sound map in its place.
//
// Thread rule: GUI thread. refresh() costs a comparison where nothing is new.
#pragma once

#include "nextnotes.h"
#include "surprises.h"

#include "runtime/session.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class Thinking : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(bool available READ available NOTIFY availableChanged)
    Q_PROPERTY(klangraum::NextNotes *bets READ bets CONSTANT) // of the leading voice, for the list
    Q_PROPERTY(klangraum::NextNotes *column READ column CONSTANT) // of all voices, for the roll
    Q_PROPERTY(klangraum::Surprises *surprises READ surprises CONSTANT)
    Q_PROPERTY(qint64 tick READ tick NOTIFY tickChanged) // where the next notes begin
    Q_PROPERTY(
        QVariantList lookBacks READ lookBacks NOTIFY lookBacksChanged) // [{ tick, pitch, weight }], strongest first
    Q_PROPERTY(int likeliest READ likeliest NOTIFY lookBacksChanged) // pitch of the best bet, where arcs meet; -1: none
    Q_PROPERTY(int listensToBar READ listensToBar NOTIFY lookBacksChanged) // from 1; 0: it does not say

public:
    static constexpr int kBets = 5; // rows of the list
    static constexpr int kLookBacks = 6; // arcs

    explicit Thinking(Session &session);

    bool available() const { return m_available; }
    NextNotes *bets() { return &m_bets; }
    NextNotes *column() { return &m_column; }
    Surprises *surprises() { return &m_surprises; }
    qint64 tick() const { return m_tick; }
    QVariantList lookBacks() const { return m_lookBacks; }
    int likeliest() const { return m_likeliest; }
    int listensToBar() const { return m_listensToBar; }

    // The leading voice begins the next beat with `pitch` (MIDI; -1: silence).
    Q_INVOKABLE void overrule(int pitch);
    // A key on the screen goes down or up.
    Q_INVOKABLE void press(int pitch);
    Q_INVOKABLE void release(int pitch);

    // The melody is sung from the next bar on, the network adds the other voices. Returns that bar, from 1. Throws
    // Error: see Session::harmonise().
    int harmonise(const Score &score);

    void adopt(const QString &language); // another model
    void retranslate(const QString &language);
    void refresh(int beatsPerBar); // once a poll

Q_SIGNALS:
    void availableChanged();
    void tickChanged();
    void lookBacksChanged();

private:
    void showBets();
    void showLookBacks(int beatsPerBar);

    Session &m_session;
    QString m_language = QStringLiteral("en");
    NextNotes m_bets, m_column;
    Surprises m_surprises;
    std::vector<NextNote> m_next;
    std::vector<LookBack> m_attention;
    std::size_t m_surpriseCount = 0;
    Tick m_surpriseEnd = -1;
    qint64 m_tick = -1;
    int m_forced = NextNotes::kNone; // pitch that the visitor chose for m_forcedTick
    qint64 m_forcedTick = -1;
    QVariantList m_lookBacks;
    int m_listensToBar = 0;
    int m_likeliest = -1;
    bool m_available = false;
};

} // namespace klangraum
