#include "generators/midinet/midinet.h"

#include "generators/adversarial/duelfamily.h"
#include "generators/adversarial/rollmedium.h"
#include "generators/midinet/midinetnet.h"

namespace klangraum {

Family midiNetFamily()
{
    using namespace adversarial;
    return duelFamily("midinet", [](JsonReader &model) {
        Contest contest;
        contest.options.read(model);
        RollOptions roll{ 64, 64, 16, true, 0 };
        roll.read(model);
        MidiNetOptions options;
        options.steps = roll.steps;
        options.read(model);
        contest.medium = std::make_shared<RollMedium>(roll);
        contest.duel = std::make_shared<MidiNet>(options);
        return contest;
    });
}

} // namespace klangraum
