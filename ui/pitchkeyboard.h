// PitchKeyboard: the piano keys at the left edge of the roll, as many as the roll has rows; sounding keys are lit in
// the colour of their voice. Also paints the rows behind the roll (PitchRows): both follow the same scale.
//
// Thread rule: GUI thread. Painted when the range or the lit keys change.
#pragma once

#include "pianorollscale.h"
#include "rolltileitem.h"

#include <QtQml/qqmlregistration.h>

#include <map>

namespace klangraum {

class PitchKeyboard : public RollTileItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<QColor> whiteColors MEMBER m_white NOTIFY paletteChanged)
    Q_PROPERTY(QColor blackColor MEMBER m_black NOTIFY paletteChanged)
    Q_PROPERTY(QColor gapColor MEMBER m_gap NOTIFY paletteChanged)
public:
    explicit PitchKeyboard(QQuickItem *parent = nullptr);

    void setScale(const PianoRollScale &scale);
    // MIDI pitch to the colour of the voice that sounds it.
    void setLit(const std::map<int, QColor> &lit);
    const std::map<int, QColor> &lit() const { return m_lit; }

Q_SIGNALS:
    void paletteChanged();

protected:
    void paintImage() override;

private:
    PianoRollScale m_scale;
    std::map<int, QColor> m_lit;
    QList<QColor> m_white{ QColor(0x6E, 0x6D, 0x69), QColor(0xA9, 0xA6, 0x9E), QColor(0xC9, 0xC5, 0xBB) };
    QColor m_black{ 0x10, 0x12, 0x15 };
    QColor m_gap{ 0x0A, 0x0B, 0x0D };
};

// What never moves behind the notes: the stage's colour, the rows of the black keys a shade lighter, a line between
// B and C, and the light that falls back from the playhead. One opaque image.
class PitchRows : public RollTileItem
{
    Q_OBJECT
public:
    using RollTileItem::RollTileItem;
    void setScale(const PianoRollScale &scale);
    void setStage(const QColor &stage);
    void setPlayhead(double x); // px

protected:
    void paintImage() override;

private:
    PianoRollScale m_scale;
    QColor m_stage{ 0x08, 0x09, 0x0C };
    double m_playhead = 0;
};

} // namespace klangraum
