#include "midimap.h"

#include <cmath>

namespace klangraum {

MidiMap::MidiMap()
{
    setControllers({});
}

void MidiMap::setControllers(const std::map<std::string, int> &named)
{
    m_controllers = { { "map.x", 16 },    { "map.y", 17 }, { "surprise", 19 }, { "density", 20 },
                      { "register", 21 }, { "tempo", 22 }, { "sound", 23 },    { "morph", 1 } };
    m_learnt.clear();
    for (const auto &[target, controller] : named) {
        std::erase_if(m_controllers,
                      [controller = controller](const auto &entry) { return entry.second == controller; });
        m_controllers[target] = controller;
        m_learnt[target] = controller;
    }
    m_knobs.clear();
}

void MidiMap::setLearning(bool learning)
{
    if (m_learning == learning)
        return;
    m_learning = learning;
    m_target.clear();
    Q_EMIT learningChanged();
    Q_EMIT targetChanged();
}

void MidiMap::touch(const QString &target)
{
    if (!m_learning || m_target == target)
        return;
    m_target = target;
    Q_EMIT targetChanged();
}

int MidiMap::controller(const QString &target) const
{
    const auto it = m_controllers.find(target.toStdString());
    return it == m_controllers.end() ? -1 : it->second;
}

QString MidiMap::targetOf(int controller) const
{
    for (const auto &[target, number] : m_controllers) {
        if (number == controller)
            return QString::fromStdString(target);
    }
    return {};
}

QString MidiMap::begin(const MidiControlEvent &event)
{
    if (m_learning && !m_target.isEmpty()) {
        const QString target = m_target;
        std::map<std::string, int> named = m_learnt;
        std::erase_if(named, [&event](const auto &entry) { return entry.second == event.cc; });
        named[target.toStdString()] = event.cc;
        setControllers(named);
        setLearning(false);
        Q_EMIT learned(target, event.cc);
    }
    return targetOf(event.cc);
}

MidiMap::Move MidiMap::follow(const QString &target, const MidiControlEvent &event, double position)
{
    Knob &knob = m_knobs[target];
    if (!knob.met) {
        const bool passed = knob.last >= 0 && (knob.last - position) * (event.value - position) <= 0;
        knob.met = passed || std::abs(event.value - position) <= kMeet;
    }
    knob.last = event.value;
    return { target, event.value, knob.met, event.cc };
}

void MidiMap::forget(const QString &target)
{
    const auto it = m_knobs.find(target);
    if (it != m_knobs.end())
        it->second.met = false;
}

void MidiMap::keepMet(const QString &target)
{
    m_knobs[target].met = true;
}

} // namespace klangraum
