// The windows of a corpus of chorales, in memory as bytes, and the batches cut from them.
#pragma once

#include "generators/choralevae/choralewindow.h"
#include "generators/trainable.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace klangraum::chorale {

// What a window is asked to be: ranks among the training windows as normal deviates, 0 in the middle.
struct Conditions
{
    float activity = 0; // onsets
    float mode = 0; // minor below, major above 0
    float height = 0; // mean pitch: (MIDI - 61.4) / 3
    float surprise = 0;
    float first = 0; // 1: a piece begins here
    float last = 0; // 1: a piece ends here
    float added = 0; // 1: music added to the corpus proper to learn more from, see isAdded()
};
inline constexpr int conditionCount = 7;
inline constexpr double middlePitch = 61.4; // MIDI, mean of the chorales
inline constexpr double pitchScale = 3.0; // semitones

// Quantiles of a measure over the training windows, for ranks and back.
class RankTable
{
public:
    static constexpr int size = 65;
    RankTable() { m_values.fill(0); }
    explicit RankTable(const std::array<float, size> &values)
        : m_values(values)
    {
    }
    static RankTable fit(std::vector<double> values);
    float deviate(double value) const; // about -2.6..2.6
    const std::array<float, size> &values() const { return m_values; }

private:
    std::array<float, size> m_values{};
};

// How windows are measured: counted once, on the training split.
struct Measures
{
    IntervalTable intervals;
    RankTable activity, mode, surprise;
    std::array<float, 12> keys{}; // how often pieces stand in each key; sums to 1

    Conditions of(const ChoraleWindow &window) const;
};

struct Item
{
    ChoraleWindow window{};
    Conditions conditions;
    std::int32_t piece = 0; // in Corpus::pieces
    std::int32_t version = 0; // in Store::versions
    std::int32_t start = 0; // step in the piece
    std::int32_t previous = -1; // the item before it; before the first of a piece its last; -1: none
    bool natural = false; // not moved by an octave to lie higher or lower than the piece does
};

// A piece in the key of C, in one of its octaves.
struct Version
{
    VoiceGrid grid;
    int shift = 0; // semitones from the piece to C
};

struct Store
{
    std::vector<Version> versions;
    std::vector<Item> items; // windows that begin on every other measure's first beat
};

// Whether a piece lies outside the folders train, valid and test of a corpus that has such folders.
bool isAdded(const Corpus &corpus, const CorpusPiece &piece);

// Every piece of the split that is four voices: windows of two measures, one measure apart, in C, in each octave whose
// middle lies within ten semitones of the chorales' own. Conditions are left at 0.
std::shared_ptr<Store> makeStore(const Corpus &corpus, Split split);
Measures measure(const Store &store, const Corpus &corpus);
void setConditions(Store &store, const Measures &measures);

// A batch: windows [batch, 32, 4] int64; windows before them [batch, 32, 4]; whether there is one [batch];
// conditions [batch, 7]; indices of the items [batch] int64.
class ChoraleData : public TrainingData
{
public:
    // While `progress` is below `share`, training windows begin on any beat and are moved by up to six semitones.
    ChoraleData(std::shared_ptr<const Store> store, double share)
        : m_store(std::move(store))
        , m_share(share)
    {
    }
    std::int64_t size() const override { return static_cast<std::int64_t>(m_store->items.size()); }
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override;
    std::int64_t piece(std::int64_t item) const override
    {
        return m_store->items[static_cast<std::size_t>(item)].piece;
    }
    const Store &store() const { return *m_store; }

private:
    std::shared_ptr<const Store> m_store;
    double m_share;
};

// [32, 4] int64 to a window and back.
void writeWindow(const ChoraleWindow &window, std::int64_t *cells);
torch::Tensor tensorOf(const std::vector<ChoraleWindow> &windows); // [n, 32, 4] int64
std::vector<ChoraleWindow> windowsOf(const torch::Tensor &cells); // [n, 32, 4], any integer type

} // namespace klangraum::chorale
