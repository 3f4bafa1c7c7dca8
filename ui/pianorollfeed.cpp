#include "pianorollfeed.h"

namespace klangraum {

void PianoRollFeed::setExhibit(Exhibit *exhibit)
{
    if (exhibit == m_exhibit)
        return;
    if (m_exhibit) {
        disconnect(m_exhibit, nullptr, this, nullptr);
        disconnect(m_exhibit->voices(), nullptr, this, nullptr);
    }
    m_exhibit = exhibit;
    if (m_exhibit) {
        connect(m_exhibit, &Exhibit::rollChanged, this, &PianoRollFeed::music);
        connect(m_exhibit, &Exhibit::openZoneChanged, this, &PianoRollFeed::music);
        connect(m_exhibit, &Exhibit::ticked, this, &PianoRollFeed::tick);
        connect(m_exhibit, &Exhibit::beatChanged, this, &PianoRollFeed::music);
        connect(m_exhibit, &Exhibit::gesturesChanged, this, &PianoRollFeed::gestures);
        connect(m_exhibit, &Exhibit::modelChanged, this, &PianoRollFeed::everything);
        connect(m_exhibit->voices(), &VoiceModel::mutesChanged, this, &PianoRollFeed::mutes);
    }
    everything();
    Q_EMIT changed();
}

void PianoRollFeed::setNotes(PianoRollNotes *notes)
{
    m_notes = notes;
    everything();
    Q_EMIT changed();
}

void PianoRollFeed::setLane(GestureLaneCurve *lane)
{
    m_lane = lane;
    everything();
    Q_EMIT changed();
}

void PianoRollFeed::everything()
{
    mutes();
    music();
    gestures();
    tick();
}

void PianoRollFeed::music()
{
    if (!m_exhibit || !m_notes)
        return;
    m_notes->setBeatsPerBar(m_exhibit->beatsPerBar());
    m_notes->setNotes(m_exhibit->roll(), m_exhibit->rollSerial(), m_exhibit->writeHead());
    m_notes->setOpenZone(m_exhibit->openZone());
}

void PianoRollFeed::mutes()
{
    if (!m_exhibit || !m_notes)
        return;
    std::uint32_t mask = 0;
    for (int voice = 0; voice < std::min(m_exhibit->voices()->rowCount(), 32); ++voice)
        mask |= m_exhibit->voices()->muted(voice) ? std::uint32_t{ 1 } << voice : 0U;
    m_notes->setMuted(mask);
}

void PianoRollFeed::gestures()
{
    if (m_exhibit && m_lane)
        m_lane->setLog(m_exhibit->gestures());
}

void PianoRollFeed::tick()
{
    if (m_exhibit && m_notes)
        m_notes->advance(m_exhibit->tick(), m_exhibit->late());
}

} // namespace klangraum
