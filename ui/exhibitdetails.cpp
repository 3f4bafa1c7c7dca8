// The exhibit's smaller duties: MIDI controllers and the line that says which network works how fast.
#include "exhibit.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace klangraum {

namespace {

constexpr std::array kPrograms{ 0, 19, 48, 52, 81 }; // piano, organ, strings, choir, synth

} // namespace

void Exhibit::pollMidi()
{
    for (const MidiControlEvent &event : m_session.takeMidiControls()) {
        const auto sound = std::ranges::find(kPrograms, m_program) - kPrograms.begin();
        const MidiMap::Move move = m_midi.take(event, [&](const QString &target) {
            if (target == QLatin1String("map.x"))
                return (m_pad.x() + 1) / 2;
            if (target == QLatin1String("map.y"))
                return (m_pad.y() + 1) / 2;
            if (target == QLatin1String("sound"))
                return (double(sound) + 0.5) / double(kPrograms.size());
            return target == QLatin1String("morph") ? double(m_pad.morphPosition())
                                                    : double(m_controls.position(m_controls.row(target)));
        });
        if (move.target.isEmpty())
            continue;
        if (const int row = m_controls.row(move.target); row >= 0)
            m_controls.setController(row, move.controller, move.takesOver ? -1 : move.value);
        if (!move.takesOver)
            continue;
        if (move.target == QLatin1String("map.x")) {
            m_pad.moveBy(move.value * 2 - 1 - m_pad.x(), 0);
            m_midi.keepMet(move.target);
        } else if (move.target == QLatin1String("map.y")) {
            m_pad.moveBy(0, move.value * 2 - 1 - m_pad.y());
            m_midi.keepMet(move.target);
        } else if (move.target == QLatin1String("sound")) {
            setProgram(kPrograms[size_t(std::min(4.0, move.value * 5))]);
        } else if (move.target == QLatin1String("morph")) {
            m_pad.slide(move.value);
        } else {
            m_controls.setPosition(m_controls.row(move.target), move.value);
        }
    }
}

void Exhibit::updateHonestLine()
{
    m_honestAt = m_clock.elapsed();
    QString work, data;
    if (m_model >= 0) {
        const ModelDescription &model = m_session.models()[size_t(m_model)].description;
        const auto median = m_session.medianMilliseconds();
        if (median) {
            //: What runs, how long one call takes, on what
            work = tr("%1: %2 ms on %3")
                       .arg(inLanguage(model.backend, language()), QLocale(language()).toString(*median, 'f', 1),
                            QString::fromStdString(m_session.computeDevice()));
            data = inLanguage(model.trainedOn, language());
        }
    }
    if (work == m_honestWork && data == m_honestData)
        return;
    m_honestWork = work;
    m_honestData = data;
    Q_EMIT honestChanged();
}

} // namespace klangraum
