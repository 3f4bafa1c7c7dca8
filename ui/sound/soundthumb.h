// SoundThumb: a kept piece of sound, its spectrum or its outline. Painted when another piece has been kept.
// Thread rule: a QQuickPaintedItem.
#pragma once

#include "scorethumb.h"

namespace klangraum {

class SoundThumb : public PiecePicture
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool outline READ outline WRITE setOutline NOTIFY outlineChanged) // else its spectrum

public:
    using PiecePicture::PiecePicture;
    bool outline() const { return m_outline; }
    void setOutline(bool outline);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void outlineChanged();

private:
    bool m_outline = false;
};

} // namespace klangraum
