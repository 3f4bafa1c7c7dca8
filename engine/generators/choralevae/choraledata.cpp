#include "generators/choralevae/choraledata.h"

#include "corpus/splits.h"

#include <algorithm>
#include <cmath>

namespace klangraum::chorale {
namespace {

constexpr int hop = 16; // steps between windows
constexpr double mostRegister = 10; // semitones from middlePitch
constexpr double naturalRegister = 4; // semitones
constexpr int beatSteps = 4;

// Acklam's rational approximation of the normal distribution's inverse, central part extended by its tails.
double normalDeviate(double p)
{
    constexpr std::array<double, 6> a{ -39.69683028665376, 220.9460984245205,  -275.9285104469687,
                                       138.3577518672690,  -30.66479806614716, 2.506628277459239 };
    constexpr std::array<double, 5> b{ -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972,
                                       -13.28068155288572 };
    constexpr std::array<double, 6> c{ -0.007784894002430293, -0.3223964580411365, -2.400758277161838,
                                       -2.549732539343734,    4.374664141464968,   2.938163982698783 };
    constexpr std::array<double, 4> d{ 0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416 };
    if (p < 0.02425) {
        const double q = std::sqrt(-2 * std::log(p));
        return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
            ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    }
    if (p > 1 - 0.02425)
        return -normalDeviate(1 - p);
    const double q = p - 0.5;
    const double r = q * q;
    return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
        (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

double meanPitch(const VoiceGrid &grid)
{
    double sum = 0;
    double count = 0;
    for (const std::int16_t pitch : grid.pitch)
        if (pitch >= 0) {
            sum += pitch;
            ++count;
        }
    return count > 0 ? sum / count : middlePitch;
}

std::int64_t draw(at::Generator random, std::int64_t low, std::int64_t high)
{
    return torch::randint(low, high, { 1 }, random, torch::kInt64).item<std::int64_t>();
}

} // namespace

RankTable RankTable::fit(std::vector<double> values)
{
    std::array<float, size> table{};
    std::sort(values.begin(), values.end());
    for (int i = 0; i < size && !values.empty(); ++i) {
        const double place = static_cast<double>(i) / (size - 1) * static_cast<double>(values.size() - 1);
        table[static_cast<std::size_t>(i)] = static_cast<float>(values[static_cast<std::size_t>(std::lround(place))]);
    }
    return RankTable(table);
}

float RankTable::deviate(double value) const
{
    const auto target = static_cast<float>(value);
    const auto low = std::lower_bound(m_values.begin(), m_values.end(), target);
    const auto high = std::upper_bound(m_values.begin(), m_values.end(), target);
    double place = 0.5 * static_cast<double>((low - m_values.begin()) + (high - m_values.begin()) - 1);
    if (low == high) { // between two quantiles
        if (low == m_values.begin())
            place = 0;
        else if (low == m_values.end())
            place = size - 1;
        else
            place = static_cast<double>(low - m_values.begin()) - 1 +
                static_cast<double>((target - *(low - 1)) / (*low - *(low - 1)));
    }
    const double rank = std::clamp((place + 0.3) / (size - 1 + 0.6), 0.0047, 0.9953);
    return static_cast<float>(normalDeviate(rank));
}

Conditions Measures::of(const ChoraleWindow &window) const
{
    Conditions conditions;
    conditions.activity = activity.deviate(densityOf(window));
    conditions.mode = mode.deviate(modeOf(window));
    conditions.height = static_cast<float>((registerOf(window) - middlePitch) / pitchScale);
    conditions.surprise = surprise.deviate(intervals.surpriseOf(window));
    return conditions;
}

bool isAdded(const Corpus &corpus, const CorpusPiece &piece)
{
    if (splitOfFolder(piece.file))
        return false;
    return std::any_of(corpus.pieces.begin(), corpus.pieces.end(),
                       [](const CorpusPiece &other) { return splitOfFolder(other.file).has_value(); });
}

std::shared_ptr<Store> makeStore(const Corpus &corpus, Split split)
{
    auto store = std::make_shared<Store>();
    for (std::size_t index = 0; index < corpus.pieces.size(); ++index) {
        const CorpusPiece &piece = corpus.pieces[index];
        if (piece.split != split || !fitsVoiceGrid(piece.score, voices))
            continue;
        const VoiceGrid grid = toVoiceGrid(piece.score, 4, voices);
        if (grid.steps < steps)
            continue;
        const double middle = meanPitch(grid);
        const int tonic = tonicOf(grid);
        const bool added = isAdded(corpus, piece);
        for (int shift = -tonic - 24; shift <= 24; shift += 12) {
            const double distance = middle + shift - middlePitch;
            if (std::abs(distance) > mostRegister)
                continue;
            const auto version = static_cast<std::int32_t>(store->versions.size());
            const auto begin = static_cast<std::int32_t>(store->items.size());
            store->versions.push_back({ grid, shift });
            for (int start = 0; start + steps <= grid.steps; start += hop) {
                Item item;
                item.window = windowOf(grid, start, shift);
                if (isEmpty(item.window))
                    continue;
                item.piece = static_cast<std::int32_t>(index);
                item.version = version;
                item.start = start;
                item.natural = std::abs(distance) <= naturalRegister;
                item.conditions.added = added ? 1.0F : 0.0F;
                item.conditions.first = start == 0 ? 1.0F : 0.0F;
                item.conditions.last = start + steps + hop > grid.steps ? 1.0F : 0.0F;
                for (std::size_t other = store->items.size(); other-- > static_cast<std::size_t>(begin);)
                    if (store->items[other].start == start - steps)
                        item.previous = static_cast<std::int32_t>(other);
                store->items.push_back(item);
            }
            const auto end = static_cast<std::int32_t>(store->items.size());
            if (end > begin && store->items[static_cast<std::size_t>(begin)].start == 0)
                store->items[static_cast<std::size_t>(begin)].previous = end - 1;
        }
    }
    return store;
}

Measures measure(const Store &store, const Corpus &corpus)
{
    Measures measures;
    std::vector<ChoraleWindow> windows;
    std::vector<double> activity;
    std::vector<double> mode;
    std::vector<double> surprise;
    for (const Item &item : store.items)
        windows.push_back(item.window);
    measures.intervals = IntervalTable::fit(windows);
    for (const ChoraleWindow &window : windows) {
        activity.push_back(densityOf(window));
        mode.push_back(modeOf(window));
        surprise.push_back(measures.intervals.surpriseOf(window));
    }
    measures.activity = RankTable::fit(std::move(activity));
    measures.mode = RankTable::fit(std::move(mode));
    measures.surprise = RankTable::fit(std::move(surprise));
    // Keys: half from the training pieces, half from the held-out ones, which no added music has spread over all keys.
    for (const Split split : { Split::Train, Split::Valid }) {
        std::array<float, 12> keys{};
        float sum = 0;
        for (const CorpusPiece &piece : corpus.pieces)
            if (piece.split == split && fitsVoiceGrid(piece.score, voices)) {
                ++keys[static_cast<std::size_t>(tonicOf(toVoiceGrid(piece.score, 4, voices)))];
                ++sum;
            }
        for (std::size_t i = 0; i < 12 && sum > 0; ++i)
            measures.keys[i] += keys[i] / sum;
    }
    float sum = 0;
    for (const float share : measures.keys)
        sum += share;
    for (float &share : measures.keys)
        share = sum > 0 ? share / sum : 1.0F / 12;
    return measures;
}

void setConditions(Store &store, const Measures &measures)
{
    for (Item &item : store.items) {
        const Conditions flags = item.conditions;
        item.conditions = measures.of(item.window);
        item.conditions.first = flags.first;
        item.conditions.last = flags.last;
        item.conditions.added = flags.added;
    }
}

void writeWindow(const ChoraleWindow &window, std::int64_t *target)
{
    std::copy(window.begin(), window.end(), target);
}

torch::Tensor tensorOf(const std::vector<ChoraleWindow> &windows)
{
    torch::Tensor tensor = torch::empty({ static_cast<std::int64_t>(windows.size()), steps, voices }, torch::kInt64);
    for (std::size_t i = 0; i < windows.size(); ++i)
        writeWindow(windows[i], tensor.data_ptr<std::int64_t>() + i * cells);
    return tensor;
}

std::vector<ChoraleWindow> windowsOf(const torch::Tensor &tensor)
{
    const torch::Tensor bytes = tensor.to(torch::kCPU, torch::kUInt8).contiguous();
    std::vector<ChoraleWindow> windows(static_cast<std::size_t>(bytes.size(0)));
    for (std::size_t i = 0; i < windows.size(); ++i)
        std::copy_n(bytes.data_ptr<std::uint8_t>() + i * cells, cells, windows[i].begin());
    return windows;
}

Batch ChoraleData::batch(const std::vector<std::int64_t> &items, const StepContext &context) const
{
    const auto count = static_cast<std::int64_t>(items.size());
    torch::Tensor windows = torch::empty({ count, steps, voices }, torch::kInt64);
    torch::Tensor before = torch::full({ count, steps, voices }, rest, torch::kInt64);
    torch::Tensor known = torch::zeros({ count });
    torch::Tensor conditions = torch::empty({ count, conditionCount });
    torch::Tensor index = torch::empty({ count }, torch::kInt64);
    const bool augment = context.training && context.progress < m_share;
    for (std::int64_t i = 0; i < count; ++i) {
        const Item &item = m_store->items[static_cast<std::size_t>(items[static_cast<std::size_t>(i)])];
        ChoraleWindow window = item.window;
        if (augment) {
            const Version &version = m_store->versions[static_cast<std::size_t>(item.version)];
            const auto offset = static_cast<int>(draw(context.random, 0, hop / beatSteps)) * beatSteps;
            const auto move = static_cast<int>(draw(context.random, -12, 7)); // below -6: stays in C
            if (item.start + offset + steps <= version.grid.steps)
                window = windowOf(version.grid, item.start + offset, version.shift);
            window = transposed(window, move < -6 ? 0 : move);
        }
        writeWindow(window, windows.data_ptr<std::int64_t>() + i * cells);
        if (item.previous >= 0) {
            writeWindow(m_store->items[static_cast<std::size_t>(item.previous)].window,
                        before.data_ptr<std::int64_t>() + i * cells);
            known.data_ptr<float>()[i] = 1;
        }
        const Conditions &asked = item.conditions;
        float *row = conditions.data_ptr<float>() + i * conditionCount;
        const std::array<float, conditionCount> values{ asked.activity, asked.mode, asked.height, asked.surprise,
                                                        asked.first,    asked.last, asked.added };
        std::copy(values.begin(), values.end(), row);
        index.data_ptr<std::int64_t>()[i] = items[static_cast<std::size_t>(i)];
    }
    return { windows.to(context.device), before.to(context.device), known.to(context.device),
             conditions.to(context.device), index };
}

} // namespace klangraum::chorale
