#include "evaluation/bounds.h"

#include "evaluation/noteevents.h"
#include "music/error.h"

#include <algorithm>

namespace klangraum {

namespace {

WindowExtent extentOf(const std::vector<NoteEvent> &events, double quarters)
{
    WindowExtent extent;
    extent.notes = static_cast<std::int64_t>(events.size());
    if (events.empty())
        return extent;
    const auto [lowest, highest] = std::minmax_element(
        events.begin(), events.end(), [](const NoteEvent &a, const NoteEvent &b) { return a.pitch < b.pitch; });
    extent.lowest = lowest->pitch;
    extent.highest = highest->pitch;
    extent.density = quarters > 0 ? static_cast<double>(events.size()) / quarters : 0;
    return extent;
}

} // namespace

WindowExtent extentOf(const Score &window)
{
    return extentOf(noteEvents(window), static_cast<double>(window.length) / std::max(1, window.ticksPerQuarter));
}

WindowExtent extentOf(const VoiceGrid &window)
{
    return extentOf(noteEvents(window), static_cast<double>(window.steps) / std::max(1, window.stepsPerQuarter));
}

CorpusBounds CorpusBounds::fit(const std::vector<WindowExtent> &windows)
{
    CorpusBounds bounds;
    std::vector<double> densities;
    for (const WindowExtent &window : windows) {
        densities.push_back(window.density);
        if (window.notes == 0)
            continue;
        bounds.lowest = std::min(bounds.lowest, window.lowest);
        bounds.highest = std::max(bounds.highest, window.highest);
    }
    if (bounds.lowest > bounds.highest)
        throw Error("corpus bounds: no window has a note");
    // The 99th percentile as the smallest value that at least 99 in 100 windows do not exceed.
    std::sort(densities.begin(), densities.end());
    const std::size_t rank = (densities.size() * 99 + 99) / 100; // ceil(0.99 n), from 1
    bounds.densest = densities[std::max<std::size_t>(rank, 1) - 1];
    return bounds;
}

bool CorpusBounds::inRange(const WindowExtent &window) const
{
    return window.notes == 0 || (window.lowest >= lowest && window.highest <= highest);
}

BoundsReport CorpusBounds::check(const std::vector<WindowExtent> &samples) const
{
    BoundsReport report;
    for (const WindowExtent &sample : samples) {
        ++report.samples;
        report.empty += sample.notes == 0;
        report.outsideRange += !inRange(sample);
        report.tooDense += isTooDense(sample);
        report.outside += !inRange(sample) || isTooDense(sample);
    }
    return report;
}

} // namespace klangraum
