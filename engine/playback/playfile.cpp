#include "playback/playfile.h"

#include "music/error.h"
#include "playback/sequencer.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace klangraum {

std::unique_ptr<Plan> planOfScore(const Score &score, std::uint64_t serial, Tick restTicks)
{
    if (score.notes.empty())
        throw Error((score.title.empty() ? std::string("the piece") : "\"" + score.title + "\"") +
                    " has no notes: nothing to play");
    const Score music = score.ticksPerQuarter == kTicksPerQuarter ? score : score.withTicksPerQuarter(kTicksPerQuarter);

    auto plan = std::make_unique<Plan>();
    plan->serial = serial;
    plan->gridTicks = 1;
    std::vector<std::size_t> planVoice(music.voices.size(), 0);
    for (std::size_t i = 0; i < music.voices.size(); ++i) {
        const Voice &voice = music.voices[i];
        const PlanVoice sound{ static_cast<std::uint8_t>(std::clamp(voice.program, 0, 127)), voice.percussion };
        const bool share = music.voices.size() > kVisitorVoice;
        const auto same = std::find_if(plan->voices.begin(), plan->voices.end(), [&](const PlanVoice &other) {
            return share && other.program == sound.program && other.percussion == sound.percussion;
        });
        planVoice[i] = static_cast<std::size_t>(same - plan->voices.begin());
        if (same == plan->voices.end() && plan->voices.size() < kVisitorVoice)
            plan->voices.push_back(sound);
        else if (same == plan->voices.end())
            planVoice[i] = plan->voices.size() - 1;
    }
    Tick last = 0;
    plan->notes = music.notes;
    for (Note &note : plan->notes) {
        const auto voice = static_cast<std::size_t>(std::max(0, note.voice));
        note.voice = voice < planVoice.size() ? static_cast<int>(planVoice[voice]) : 0;
        last = std::max(last, note.end());
    }
    plan->end = std::max(music.length, last + restTicks);
    plan->tempi = music.tempi;
    if (plan->tempi.empty() || plan->tempi.front().tick > 0)
        plan->tempi.insert(plan->tempi.begin(), TempoChange{});
    makePlayable(*plan);
    return plan;
}

} // namespace klangraum
