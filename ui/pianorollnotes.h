// PianoRollNotes: the notes of the roll and what is open ahead of them, on one time axis that moves under a fixed
// playhead. Owns one RollTile per bar and style, the ProbabilityCloud and up to 16 live notes; QML puts the
// keyboard, the playhead and the write head around it (PianoRoll.qml).
//
// Invariants: advance() moves layers and sets opacities, it paints nothing; setNotes() touches only the tiles whose
// notes changed, and spreads them over frames: what sounds and what is decided first, the past (still hidden under the
// playhead) in the next frame, the open zone in a frame without new notes. Tiles are pooled: their number depends on
// the width, not on the notes. Thread rule: GUI thread.
#pragma once

#include "pianorollscale.h"
#include "pitchkeyboard.h"
#include "runtime/session.h"

#include <QElapsedTimer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include <array>
#include <map>
#include <memory>
#include <vector>

namespace klangraum {

class PianoRollLiveNote;
class ProbabilityCloud;
class RollTile;

class PianoRollNotes : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(qreal unit READ unit WRITE setUnit NOTIFY scaleChanged) // px per px of the design
    Q_PROPERTY(qreal playheadX READ playheadX WRITE setPlayheadX NOTIFY scaleChanged) // px
    Q_PROPERTY(qreal keyboardWidth READ keyboardWidth WRITE setKeyboardWidth NOTIFY scaleChanged) // px
    Q_PROPERTY(klangraum::PitchKeyboard *keyboard READ keyboard WRITE setKeyboard NOTIFY scaleChanged)
    Q_PROPERTY(bool pitched READ pitched WRITE setPitched NOTIFY scaleChanged) // rows of pitches behind it
    Q_PROPERTY(qreal barWidth READ barWidth NOTIFY scaleChanged) // px
    Q_PROPERTY(qreal rowHeight READ rowHeight NOTIFY scaleChanged) // px a semitone
    Q_PROPERTY(int beatsPerBar READ beatsPerBar NOTIFY scaleChanged)
    Q_PROPERTY(int originBar READ originBar NOTIFY originChanged) // number of the leftmost bar, 1 is the first
    Q_PROPERTY(qreal layerX READ layerX NOTIFY layerXChanged) // px: where originBar begins
    Q_PROPERTY(qreal writeHeadX READ writeHeadX NOTIFY writeHeadXChanged) // px
    Q_PROPERTY(bool late READ late NOTIFY lateChanged)
public:
    explicit PianoRollNotes(QQuickItem *parent = nullptr);
    ~PianoRollNotes() override;

    // Data, in any order. Serials as in Session; setNotes() with a known serial and write head returns at once.
    void setNotes(const std::vector<RollNote> &notes, std::uint64_t serial, Tick writeHead);
    void setOpenZone(const OpenZone &zone);
    void setBeatsPerBar(int beats);
    void setMuted(std::uint32_t voiceMask);
    // Once a frame: the playhead stands at `tick`.
    void advance(double tick, bool late = false);
    // Forgets everything, as after a change of the session.
    void clear();

    qreal unit() const { return m_scale.unit; }
    void setUnit(qreal unit);
    qreal playheadX() const { return m_playheadX; }
    void setPlayheadX(qreal x);
    qreal keyboardWidth() const { return m_keyboardWidth; }
    void setKeyboardWidth(qreal width);
    bool pitched() const;
    void setPitched(bool pitched);
    PitchKeyboard *keyboard() const { return m_keyboard; }
    void setKeyboard(PitchKeyboard *keyboard);
    qreal barWidth() const { return m_scale.px(barTicks()); }
    int beatsPerBar() const { return m_beats; }
    int originBar() const { return static_cast<int>(m_originBar) + 1; }
    qreal layerX() const { return m_layerX; }
    qreal writeHeadX() const { return m_writeHeadX; }
    bool late() const { return m_late; }

    qreal rowHeight() const { return m_scale.rowHeight; }
    // Middle of the pitch's row, px; the pitch whose row is at `y`; px from layerX to `tick`.
    Q_INVOKABLE qreal yOf(int pitch) const { return m_scale.y(pitch); }
    Q_INVOKABLE int pitchAt(qreal y) const;
    Q_INVOKABLE qreal inLayer(qint64 tick) const { return m_scale.px(tick - m_originBar * barTicks()); }

    const PianoRollScale &scale() const { return m_scale; }
    // Where `tick` stands on the item now, px.
    qreal xOf(Tick tick) const;
    // Totals over all tiles, for tests and the benchmark.
    int tilePaints() const;
    int notesPainted() const;

Q_SIGNALS:
    void scaleChanged();
    void originChanged();
    void layerXChanged();
    void writeHeadXChanged();
    void lateChanged();

protected:
    void geometryChange(const QRectF &now, const QRectF &before) override;
    void updatePolish() override;

private:
    struct Bar
    {
        Tick number = -1; // from 0; -1: free
        std::uint64_t heardPrint = 0, decidedPrint = 0; // fingerprints of what the tiles show
        std::unique_ptr<RollTile> heard;
        std::unique_ptr<RollTile> decided;
    };

    static constexpr Tick kBarsBehind = 2; // bars left of the screen whose notes may reach into it
    static QList<QColor> voiceColors();
    Tick barTicks() const { return static_cast<Tick>(kTicksPerQuarter) * m_beats; }
    void layout();
    void fitRange();
    void setRange(int lowest, int rows);
    void assignBars();
    void fillHeard(Bar &bar);
    void fillDecided(Bar &bar);
    std::vector<RollNote>::const_iterator firstOf(const Bar &bar) const; // its first note
    void fillCloud();
    std::uint64_t fingerprint() const; // of m_scratch, scale and bar length
    void fillLive();
    void moveLayers();
    void updateWriteHead();
    Note clamped(const RollNote &note) const;

    PianoRollScale m_scale;
    qreal m_playheadX = 1214;
    qreal m_keyboardWidth = 104;
    int m_beats = 4;
    double m_tick = 0;
    QElapsedTimer m_sinceFrame;
    Tick m_originBar = 0;
    qreal m_layerX = 0;
    Tick m_writeHead = 0;
    qreal m_writeHeadX = 0;
    bool m_late = false;
    bool m_dirty = true; // everything is to be filled before the next frame
    bool m_newNotes = false; // what sounds and is decided is to be filled before the next frame
    bool m_newPast = false; // and the past in the frame after
    bool m_newZone = false;
    Tick m_fittedBar = -1;
    std::uint64_t m_serial = ~std::uint64_t{ 0 };
    std::uint32_t m_muted = 0;
    std::vector<RollNote> m_notes;
    std::vector<Note> m_scratch;
    OpenZone m_zone;

    // From back to front; each clip holds a layer that moves.
    QQuickItem *m_beams = nullptr;
    QQuickItem *m_heardClip = nullptr, *m_heardLayer = nullptr;
    QQuickItem *m_openClip = nullptr, *m_openLayer = nullptr;
    QQuickItem *m_decidedClip = nullptr, *m_decidedLayer = nullptr;
    QQuickItem *m_liveLayer = nullptr;
    QQuickItem *m_dots = nullptr;
    PitchRows *m_rows = nullptr;
    ProbabilityCloud *m_cloud = nullptr;
    PitchKeyboard *m_keyboard = nullptr;
    std::vector<Bar> m_bars;
    std::vector<std::unique_ptr<PianoRollLiveNote>> m_live;
};

} // namespace klangraum
