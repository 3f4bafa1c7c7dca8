#include "playback/soundpicture.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace klangraum {

namespace {

constexpr int kWindow = 2048; // frames of the spectrum: 43 ms at 48 kHz
constexpr int kSteps = 16; // of a bar of four beats

} // namespace

bool SoundPicture::whole() const
{
    return columns > 0 && std::all_of(there.begin(), there.end(), [](std::uint8_t made) { return made != 0; });
}

bool SoundPicturing::add(const Loop &loop, SoundPicture &picture)
{
    if (picture.columns == 0) {
        picture.columns = static_cast<std::size_t>(loop.beats() * SoundPicture::kColumnsPerBeat);
        picture.there.assign(picture.columns, 0);
        picture.low.assign(picture.columns, 0);
        picture.high.assign(picture.columns, 0);
        picture.levels.assign(picture.columns * SoundPicture::kBands, 0);
    }
    if (m_rate != loop.sampleRate()) {
        m_rate = loop.sampleRate();
        m_mel.emplace(m_rate, kWindow, SoundPicture::kBands);
        m_window.resize(kWindow);
        m_levels.resize(SoundPicture::kBands);
    }
    bool any = false;
    const std::size_t frames = loop.frames();
    const double width = static_cast<double>(frames) / static_cast<double>(picture.columns);
    for (std::size_t column = 0; column < picture.columns; ++column) {
        if (picture.there[column])
            continue;
        const auto begin = static_cast<std::size_t>(static_cast<double>(column) * width);
        const auto end = static_cast<std::size_t>(static_cast<double>(column + 1) * width);
        // A window that looks ahead: a hit stands where it begins.
        const std::size_t first = (begin + frames - std::min<std::size_t>(kWindow / 8, frames)) % frames;
        if (!loop.covers(first, std::max<std::size_t>(kWindow, kWindow / 8 + end - begin)))
            continue;
        const auto at = [&](std::size_t frame) {
            return 0.5F * (loop.left(frame % frames) + loop.right(frame % frames));
        };
        float low = at(begin), high = low;
        for (std::size_t frame = begin + 1; frame < end; ++frame) {
            low = std::min(low, at(frame));
            high = std::max(high, at(frame));
        }
        for (std::size_t i = 0; i < m_window.size(); ++i)
            m_window[i] = at(first + i);
        (*m_mel)(m_window, m_levels);
        for (std::size_t band = 0; band < m_levels.size(); ++band) {
            const float share = (m_levels[band] - SoundPicture::kFloor) / (SoundPicture::kTop - SoundPicture::kFloor);
            picture.levels[column * SoundPicture::kBands + band] =
                static_cast<std::uint8_t>(std::lround(255 * std::clamp(share, 0.0F, 1.0F)));
        }
        picture.low[column] = low;
        picture.high[column] = high;
        picture.there[column] = 1;
        any = true;
    }
    return any;
}

std::vector<float> stepPattern(const SoundPicture &picture)
{
    constexpr std::size_t kColumnsPerStep = SoundPicture::kColumnsPerBeat / 4;
    constexpr std::size_t kBar = kColumnsPerStep * kSteps;
    constexpr std::array<std::array<int, 2>, 4> kRows{ { { 0, 3 }, { 16, 30 }, { 38, 48 }, { 3, 10 } } };
    std::vector<float> pattern;
    if (!picture.whole() || picture.columns % kBar != 0)
        return pattern;
    pattern.assign(kRows.size() * kSteps, 0);
    const auto level = [&](std::size_t column, const std::array<int, 2> &row) {
        float sum = 0;
        for (int band = row[0]; band < row[1]; ++band)
            sum += static_cast<float>(picture.levels[column * SoundPicture::kBands + static_cast<std::size_t>(band)]);
        return sum / static_cast<float>(255 * (row[1] - row[0]));
    };
    for (std::size_t row = 0; row < kRows.size(); ++row) {
        const auto steps = pattern.begin() + static_cast<std::ptrdiff_t>(row * kSteps);
        for (std::size_t column = 0; column < picture.columns; ++column) {
            // How much louder the band becomes here; a hit belongs to the nearest step.
            const std::size_t before = (column + picture.columns - 2) % picture.columns;
            const float rise = std::max(0.0F, level(column, kRows[row]) - level(before, kRows[row]));
            const std::size_t step = (column + kColumnsPerStep / 2) % kBar / kColumnsPerStep % kSteps;
            steps[static_cast<std::ptrdiff_t>(step)] += rise * rise;
        }
        const float most = *std::max_element(steps, steps + kSteps);
        if (most > 0)
            std::transform(steps, steps + kSteps, steps, [most](float value) { return std::sqrt(value / most); });
    }
    return pattern;
}

} // namespace klangraum
