// Pad: the sound map's state: where the puck stands, the corpus as points, the words of the axes, the pins A and B and
// the morph between them. Coordinates are the pad's own, -1..1, x to the right, y up.
//
// Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QObject>
#include <QPointF>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class Pad : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")

    Q_PROPERTY(bool available READ available NOTIFY modelChanged) // false: this network has no map
    Q_PROPERTY(bool loading READ loading NOTIFY modelChanged) // no network is ready yet
    Q_PROPERTY(qreal x READ x NOTIFY positionChanged)
    Q_PROPERTY(qreal y READ y NOTIFY positionChanged)
    Q_PROPERTY(qreal spread READ spread NOTIFY spreadChanged) // 0..1: how far the network may stray
    Q_PROPERTY(bool touched READ touched NOTIFY touchedChanged) // a finger is on the pad
    Q_PROPERTY(int pieces READ pieces NOTIFY modelChanged) // points of the map
    Q_PROPERTY(QString leftWord READ leftWord NOTIFY wordsChanged)
    Q_PROPERTY(QString rightWord READ rightWord NOTIFY wordsChanged)
    Q_PROPERTY(QString bottomWord READ bottomWord NOTIFY wordsChanged)
    Q_PROPERTY(QString topWord READ topWord NOTIFY wordsChanged)
    Q_PROPERTY(QPointF pinA READ pinA NOTIFY pinsChanged)
    Q_PROPERTY(QPointF pinB READ pinB NOTIFY pinsChanged)
    Q_PROPERTY(bool morphing READ morphing WRITE setMorphing NOTIFY morphingChanged)
    Q_PROPERTY(bool canWithinBar READ canWithinBar NOTIFY modelChanged) // the morph may go on within the bar
    Q_PROPERTY(bool withinBar READ withinBar WRITE setWithinBar NOTIFY withinBarChanged)
    Q_PROPERTY(qreal morphPosition READ morphPosition NOTIFY positionChanged) // 0 at A, 1 at B

public:
    static constexpr int kMorphBars = 8; // from A to B, and as many back

    explicit Pad(Session &session);

    bool available() const { return m_available; }
    bool loading() const { return m_loading; }
    qreal x() const { return m_position.x(); }
    qreal y() const { return m_position.y(); }
    qreal spread() const { return m_spread; }
    bool touched() const { return m_touched; }
    int pieces() const { return int(points().size()); }
    QString leftWord() const { return m_left; }
    QString rightWord() const { return m_right; }
    QString bottomWord() const { return m_bottom; }
    QString topWord() const { return m_top; }
    QPointF pinA() const { return m_pins[0]; }
    QPointF pinB() const { return m_pins[1]; }
    bool morphing() const { return m_morphing; }
    void setMorphing(bool morphing);
    bool canWithinBar() const { return m_canWithinBar; }
    bool withinBar() const { return m_session.control("morph") > 0.5; }
    void setWithinBar(bool within);
    qreal morphPosition() const { return m_morphPosition; }
    // The corpus on the map; landmarks among them. Valid until modelChanged().
    const std::vector<MapPoint> &points() const;

    // A finger: press(), then drag() any number of times, then release(). While morphing, a drag along the line from A
    // to B slides on it and one off the line releases the morph.
    Q_INVOKABLE void press(qreal x, qreal y);
    Q_INVOKABLE void drag(qreal x, qreal y);
    Q_INVOKABLE void release();
    Q_INVOKABLE void moveBy(qreal dx, qreal dy); // arrow keys
    Q_INVOKABLE void moveTo(qreal x, qreal y); // at once: landmarks, MIDI
    Q_INVOKABLE void home(); // the centre of the map
    // Long press: A, then B, alternately. Returns 0 for A, 1 for B.
    Q_INVOKABLE int dropPin(qreal x, qreal y);
    Q_INVOKABLE void setPin(int pin, qreal x, qreal y); // pin: 0 for A, 1 for B
    Q_INVOKABLE void setPinHere(int pin) { setPin(pin, x(), y()); }
    Q_INVOKABLE void toggleMorph() { setMorphing(!m_morphing); }

    // For Exhibit.
    void follow(qreal x, qreal y); // the network has moved there already
    void slide(qreal position); // along the morph's line by hand: 0 at A, 1 at B
    void retranslate(const QString &language);
    void adopt(const ModelDescription *model, const QString &language);
    void refresh(double tick, int beatsPerBar); // once a poll: follows the engine, moves the morph
    void setSpread(qreal spread);

Q_SIGNALS:
    void modelChanged(); // points() is new
    void positionChanged();
    void spreadChanged();
    void touchedChanged();
    void wordsChanged();
    void pinsChanged();
    void morphingChanged();
    void withinBarChanged();
    void moved(double distance); // by the visitor, in pad units
    void jumped(); // the position leapt (surprise, landmark, home): a puck may glide there

private:
    void place(QPointF position, bool byVisitor);
    void send(); // to the network
    void startMorph(qreal phase);
    QPointF onLine(qreal t) const { return m_pins[0] + (m_pins[1] - m_pins[0]) * t; }

    Session &m_session;
    const ModelDescription *m_model = nullptr;
    bool m_canWithinBar = false; // a choice called "morph"
    bool m_available = false, m_loading = true, m_touched = false;
    QPointF m_position;
    qreal m_low = -1, m_high = 1; // range of the model's pad
    qreal m_initial = 0;
    qreal m_spread = 0;
    QString m_left, m_right, m_bottom, m_top;
    QPointF m_pins[2];
    int m_nextPin = 0;
    bool m_morphing = false;
    qreal m_morphPosition = 0;
    double m_morphStartTick = -1; // where the phase is 0; below 0: not known yet
    qreal m_morphPhase = 0; // 0..2: A to B to A
    double m_morphSentTick = -1e9;
    double m_morphPerQuarter = 0; // share of the way
};

} // namespace klangraum
