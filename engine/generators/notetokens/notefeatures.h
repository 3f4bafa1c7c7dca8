// What the network reads before it writes a note, as row numbers of two tables of learned vectors: one for a step as a
// whole, one for each slot of it. Plain arithmetic, the same for training, scoring and playing; no torch.
//
// A slot is a voice (soprano, bass, alto, tenor: the outer voices are written first) or a place in the ascending notes
// of a step. A cell is a piano key, 0 to 87, or `rest`. Held and repeated notes are not told apart.
#pragma once

#include "generators/framemodel.h"
#include "generators/notetokens/notetokensoptions.h"
#include "music/score.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace klangraum::tokens {

inline constexpr int mostSlots = 8;
inline constexpr int rest = pianoKeys; // no note in this slot; in ascending notes: no further note
inline constexpr int classes = pianoKeys + 1;
inline constexpr int reach = 24; // semitones of an interval that is learned as such
inline constexpr int intervals = 2 * reach + 1;
inline constexpr int longestHeld = 16; // steps; longer is not told apart

using Frame = std::array<std::uint8_t, mostSlots>; // cells; slots that the model has not are `rest`

inline constexpr Frame emptyFrame = [] {
    Frame frame{};
    frame.fill(rest);
    return frame;
}();

// What is known before a step. A function of the frames so far.
struct Past
{
    Frame previous = emptyFrame; // the step before
    Frame older = emptyFrame; // in each slot the cell before that one began
    std::array<std::uint8_t, mostSlots> held{}; // steps that `previous` has lasted; 0 before the first step

    void add(const Frame &frame);
};

int moved(int cell, int semitones); // by octaves back where it would leave the piano
// Slots before `first` hold no pitch and stay.
Frame moved(const Frame &frame, int semitones, int first);
Past moved(const Past &past, int semitones, int first);

// The tables' rows. `key`: semitones by which the music was moved, where the network is told.
class Layout
{
public:
    explicit Layout(const NoteTokensOptions &options);
    int slots() const { return m_slots; }
    int stepRows() const { return m_stepRows; }
    int stepEntries() const { return m_stepEntries; } // a step
    int slotRows() const { return m_slotRows; }
    int slotEntries() const { return m_slotEntries; } // a slot
    int earlierEntries() const { return 2 * m_slots; } // pitches that keys are measured from
    int references() const { return m_slots + 1; } // pitches that a slot's candidates are measured from
    // `place`: steps since the piece began. Each writes its number of entries.
    void step(const Past &past, std::int64_t place, int key, std::int64_t *rows) const;
    void slot(const Past &past, std::int64_t place, const Frame &written, int slot, std::int64_t *rows) const;
    // Cells: the slot's own last two, then the slots written before it; `rest` where there is none.
    void references(const Past &past, const Frame &written, int slot, std::int64_t *cells) const;
    // Cells: of each slot the last two; `rest` where there is none.
    void earlier(const Past &past, std::int64_t *cells) const;
    // The cell above which a slot must lie: the slot before; `rest`: there are no more notes; -1: any.
    int floor(const Frame &written, int slot) const;

private:
    int m_slots, m_stepsPerBar;
    NoteOrder m_notes;
    bool m_knownKey;
    int m_stepRows = 0, m_stepEntries = 0, m_slotRows = 0, m_slotEntries = 0;
};

// The first slot that holds a pitch: 1 in a tune, whose slot 0 holds key 0 where the melody strikes, else `rest`.
int firstPitch(const NoteTokensOptions &options);
// The voice that sings a slot; -1: none. Of four voices, high to low, 0 3 1 2.
int voiceOf(const NoteTokensOptions &options, int slot);
bool inSet(const NoteTokensOptions &options, int slot); // its voice sounds a set of notes, slot by slot
// The slot of a voice that sings one note at a time; -1: there is none.
int slotOf(const NoteTokensOptions &options, int voice);
// Whether the slot's cell sounded before as the same note, and whether it is struck; never both, neither for silence.
bool goesOn(const NoteTokensOptions &options, const Frame &frame, const Frame &before, int slot);
bool begins(const NoteTokensOptions &options, const Frame &frame, const Frame &before, int slot);

// Frames of a piece on the model's grid. `fits` says whether the model can read it at all.
bool fits(const Score &score, const NoteTokensOptions &options);
std::vector<Frame> framesOf(const Score &score, const NoteTokensOptions &options);
// The same from evaluation files; notes for which there is no slot or key are counted in `lost`.
Frame frameOf(const KeySet &keys, int slots, int &lost);
Frame frameOf(std::span<const int> voices, int slots, int &lost);

} // namespace klangraum::tokens
