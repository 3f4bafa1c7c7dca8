#include "playback/plan.h"

#include "playback/transport.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

void makePlayable(Plan &plan)
{
    std::erase_if(plan.notes, [](const Note &note) {
        return note.voice < 0 || note.voice >= kVisitorVoice || note.pitch < 0 || note.pitch > 127 ||
            note.velocity < 1 || note.start < 0 || note.duration < 1 || note.start > (Tick{ 1 } << 40) ||
            note.duration > (Tick{ 1 } << 40);
    });
    for (Note &note : plan.notes)
        note.velocity = std::min(note.velocity, 127);
    const auto byStart = [](const Note &a, const Note &b) { return a.start < b.start; };
    if (!std::is_sorted(plan.notes.begin(), plan.notes.end(), byStart))
        std::stable_sort(plan.notes.begin(), plan.notes.end(), byStart);
    plan.gridTicks = std::max<Tick>(1, plan.gridTicks);
    plan.barTicks = std::max<Tick>(1, plan.barTicks);
    plan.end = std::clamp<Tick>(plan.end, 0, kForever);
    plan.loopOrigin = std::clamp<Tick>(plan.loopOrigin, -(Tick{ 1 } << 40), Tick{ 1 } << 40);
    std::erase_if(plan.tempi, [](const TempoChange &tempo) {
        return !(tempo.quartersPerMinute > 0) || !std::isfinite(tempo.quartersPerMinute);
    });
    std::stable_sort(plan.tempi.begin(), plan.tempi.end(),
                     [](const TempoChange &a, const TempoChange &b) { return a.tick < b.tick; });
    for (PlanVoice &voice : plan.voices)
        voice.program = std::min<std::uint8_t>(voice.program, 127);
}

} // namespace klangraum
