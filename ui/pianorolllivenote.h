// PianoRollLiveNote: one sounding note: its glowing body (moves with the roll), the dot where it meets the playhead and
// the beam back to its key (both stand still). Three painted images; a fade at note-off sets opacities only.
//
// Thread rule: GUI thread.
#pragma once

#include "pianorollscale.h"
#include "rolltileitem.h"

namespace klangraum {

// One of the three images.
class PianoRollGlow : public RollTileItem
{
    Q_OBJECT
public:
    enum class Part { Body, Dot, Beam };
    PianoRollGlow(Part part, QQuickItem *parent);
    // Body: `size` is the note's own, without its glow.
    void setLook(const VoiceMark &mark, const QSizeF &size, double unit);
    double margin() const; // px of glow around a body or a dot

protected:
    void paintImage() override;

private:
    Part m_part;
    VoiceMark m_mark;
    QSizeF m_size;
    double m_unit = 1;
};

class PianoRollLiveNote
{
public:
    PianoRollLiveNote(QQuickItem *bodies, QQuickItem *dots, QQuickItem *beams);

    bool on() const { return m_on; }
    bool idle() const { return !m_on && m_fade <= 0; }
    const Note &note() const { return m_note; }
    // Begins to sound, or goes on with another end.
    void show(const Note &note, const VoiceMark &mark, const PianoRollScale &scale);
    // `origin`: tick of the left edge of the layer of bodies.
    void place(const PianoRollScale &scale, Tick origin, double playheadX, double keyboardWidth);
    void release() { m_on = false; }
    void hide();
    // Fades by `seconds` of 260 ms once released.
    void fade(double seconds);

private:
    void setOpacity(double opacity);

    PianoRollGlow m_body, m_dot, m_beam;
    Note m_note;
    VoiceMark m_mark;
    bool m_on = false;
    double m_fade = 0; // 1: as sounding, 0: gone
};

} // namespace klangraum
