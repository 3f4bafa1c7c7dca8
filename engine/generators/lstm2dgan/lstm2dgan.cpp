#include "generators/lstm2dgan/lstm2dgan.h"

#include "generators/adversarial/duelfamily.h"
#include "generators/adversarial/rollmedium.h"
#include "generators/lstm2dgan/lstm2dgannet.h"

namespace klangraum {

Family lstm2dGanFamily()
{
    using namespace adversarial;
    return duelFamily("lstm2d-gan", [](JsonReader &model) {
        Contest contest;
        contest.options.read(model);
        RollOptions roll{ 80, 16, 4, false, 0 };
        roll.read(model);
        Lstm2dGanOptions options;
        options.steps = roll.steps;
        options.read(model);
        contest.medium = std::make_shared<RollMedium>(roll);
        contest.duel = std::make_shared<Lstm2dGan>(options);
        return contest;
    });
}

} // namespace klangraum
