#include "evaluation/onsetf1.h"

#include "evaluation/noteevents.h"

#include <algorithm>
#include <array>
#include <vector>

namespace klangraum {

namespace {

std::vector<std::array<int, 3>> keysOf(const std::vector<NoteEvent> &events, bool withVoice)
{
    std::vector<std::array<int, 3>> keys;
    keys.reserve(events.size());
    for (const NoteEvent &event : events)
        keys.push_back({ event.step, event.pitch, withVoice ? event.voice : 0 });
    std::sort(keys.begin(), keys.end());
    return keys;
}

OnsetMatch match(const std::vector<NoteEvent> &reference, const std::vector<NoteEvent> &estimate, bool withVoice)
{
    const auto a = keysOf(reference, withVoice);
    const auto b = keysOf(estimate, withVoice);
    std::vector<std::array<int, 3>> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
    return { static_cast<std::int64_t>(common.size()), static_cast<std::int64_t>(a.size()),
             static_cast<std::int64_t>(b.size()) };
}

double ratio(std::int64_t part, std::int64_t whole, bool bothEmpty)
{
    if (whole == 0)
        return bothEmpty ? 1.0 : 0.0;
    return static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

double OnsetMatch::precision() const
{
    return ratio(matched, estimate, reference == 0);
}
double OnsetMatch::recall() const
{
    return ratio(matched, reference, estimate == 0);
}
double OnsetMatch::f1() const
{
    return ratio(2 * matched, reference + estimate, true);
}

OnsetMatch &OnsetMatch::operator+=(const OnsetMatch &other)
{
    matched += other.matched;
    reference += other.reference;
    estimate += other.estimate;
    return *this;
}

OnsetMatch matchOnsets(const VoiceGrid &reference, const VoiceGrid &estimate)
{
    return match(noteEvents(reference), noteEvents(estimate), false);
}

OnsetMatch matchOnsets(const Score &reference, const Score &estimate, int stepsPerQuarter)
{
    return match(noteEvents(reference, stepsPerQuarter), noteEvents(estimate, stepsPerQuarter), false);
}

OnsetMatch matchVoiceOnsets(const VoiceGrid &reference, const VoiceGrid &estimate)
{
    return match(noteEvents(reference), noteEvents(estimate), true);
}

OnsetMatch matchVoiceOnsets(const Score &reference, const Score &estimate, int stepsPerQuarter)
{
    return match(noteEvents(reference, stepsPerQuarter), noteEvents(estimate, stepsPerQuarter), true);
}

} // namespace klangraum
