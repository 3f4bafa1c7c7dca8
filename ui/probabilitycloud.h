// ProbabilityCloud: the loose cells of what is still open, one per step, pitch and voice; opacity and height follow
// the probability. Painted when the zone changes, moved by a transform.
//
// Invariants: only cells inside the shown range and the item's width are painted; cells are stamped from a small
// cache (voice and 16 levels), never drawn as paths one by one.
// Thread rule: GUI thread.
#pragma once

#include "pianorollscale.h"
#include "rolltileitem.h"
#include "runtime/session.h"

namespace klangraum {

class ProbabilityCloud : public RollTileItem
{
    Q_OBJECT
public:
    explicit ProbabilityCloud(QQuickItem *parent = nullptr);

    // `zone` is copied where its serial is new. Where it has no cells, its likeliest notes stand for them.
    void setZone(const OpenZone &zone, const PianoRollScale &scale);
    void setPalette(const QList<QColor> &voices);
    void setDimmed(std::uint32_t voiceMask);
    Tick firstTick() const { return m_firstTick; }

    // Opacity of a cell: faint cells stay visible, sure cells stay short of a heard note.
    static double cellOpacity(double probability);

protected:
    void paintImage() override;

private:
    QImage stamp(int voice, int level) const;

    static constexpr int kLevels = 16;
    std::uint64_t m_serial = 0;
    Tick m_firstTick = 0;
    Tick m_stepTicks = 120;
    std::vector<ProbabilityCell> m_cells;
    PianoRollScale m_scale;
    QList<QColor> m_voices;
    std::uint32_t m_dimmed = 0;
    std::vector<QImage> m_stamps; // [voice * kLevels + level]
    qreal m_stampRatio = 0;
};

} // namespace klangraum
