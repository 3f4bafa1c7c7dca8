#include "generators/wganattention/wganattention.h"

#include "generators/adversarial/duelfamily.h"
#include "generators/adversarial/rollmedium.h"
#include "generators/wganattention/wganattentionnet.h"

namespace klangraum {

Family wganAttentionFamily()
{
    using namespace adversarial;
    return duelFamily("wgan-attention", [](JsonReader &model) {
        Contest contest;
        contest.options.game = Game::Wasserstein;
        contest.options.read(model);
        RollOptions roll{ 32, 4, 4, false, 0 };
        roll.read(model);
        WganAttentionOptions options;
        options.steps = roll.steps;
        options.read(model);
        contest.medium = std::make_shared<RollMedium>(roll);
        contest.duel = std::make_shared<WganAttention>(options);
        return contest;
    });
}

} // namespace klangraum
