// MidiMap: which MIDI controller moves what, learnt by touch, with soft takeover: a knob moves a control only after it
// has met the control's position, so nothing jumps.
//
// Targets are the names of faders ("surprise", "tempo"), "map.x", "map.y", "sound" and "morph".
// Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <map>

namespace klangraum {

class MidiMap : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(bool learning READ learning WRITE setLearning NOTIFY learningChanged)
    Q_PROPERTY(QString target READ target NOTIFY targetChanged) // the control that waits for a knob

public:
    static constexpr double kMeet = 0.04; // a knob this near has met its control

    struct Move
    {
        QString target;
        double value = 0; // 0..1
        bool takesOver = false; // false: the knob has not met the control yet
        int controller = -1;
    };

    MidiMap();
    void setControllers(const std::map<std::string, int> &named); // learnt ones over the defaults
    const std::map<std::string, int> &learnt() const { return m_learnt; }

    bool learning() const { return m_learning; }
    void setLearning(bool learning);
    QString target() const { return m_target; }
    Q_INVOKABLE void toggleLearning() { setLearning(!m_learning); }
    // While learning: the control that was touched.
    Q_INVOKABLE void touch(const QString &target);
    Q_INVOKABLE int controller(const QString &target) const; // -1: none

    // What an event means. `position` tells where a target stands now, 0..1. An empty target: nothing to do.
    template <typename Position> Move take(const MidiControlEvent &event, Position position)
    {
        const QString target = begin(event);
        return target.isEmpty() ? Move() : follow(target, event, position(target));
    }
    Q_INVOKABLE void forget(const QString &target); // the control was moved by hand: the knob has to meet it again
    void keepMet(const QString &target); // it was the knob that moved it

Q_SIGNALS:
    void learningChanged();
    void targetChanged();
    void learned(const QString &target, int controller);

private:
    QString begin(const MidiControlEvent &event); // learns, or finds the target
    Move follow(const QString &target, const MidiControlEvent &event, double position);
    QString targetOf(int controller) const;

    std::map<std::string, int> m_controllers, m_learnt;
    struct Knob
    {
        double last = -1;
        bool met = false;
    };
    std::map<QString, Knob> m_knobs;
    bool m_learning = false;
    QString m_target;
};

} // namespace klangraum
