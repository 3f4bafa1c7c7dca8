// SoundTile: one bar of sound, painted once and moved by a transform; painted anew when another loop takes its place or
// more of the loop is there. Thread rule: GUI thread.
#pragma once

#include "rolltileitem.h"
#include "runtime/session.h"
#include "soundpainter.h"

#include <memory>
#include <vector>

namespace klangraum {

class SoundTile : public RollTileItem
{
    Q_OBJECT
public:
    explicit SoundTile(SoundPainter::Style style, QQuickItem *parent = nullptr);

    // The spans that reach into [barStart, barStart + barTicks), sorted.
    void setSpans(Tick barStart, Tick barTicks, const std::vector<SoundSpan> &spans);
    Tick barStart() const { return m_barStart; }

protected:
    void paintImage() override;

private:
    SoundPainter m_painter;
    Tick m_barStart = 0;
    Tick m_barTicks = 1920;
    std::vector<SoundSpan> m_spans;
};

// The part of the spans that sounds in [from, to).
std::vector<SoundSpan> spansIn(const std::vector<SoundSpan> &spans, Tick from, Tick to);

} // namespace klangraum
