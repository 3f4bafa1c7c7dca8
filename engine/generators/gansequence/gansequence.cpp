#include "generators/gansequence/gansequence.h"

#include "generators/adversarial/duelfamily.h"
#include "generators/gansequence/sequencenet.h"

namespace klangraum {

Family ganSequenceFamily()
{
    using namespace adversarial;
    return duelFamily("gan-sequence", [](JsonReader &model) {
        Contest contest;
        contest.options.read(model);
        SequenceOptions options;
        options.read(model);
        const auto gan = std::make_shared<SequenceGan>(options);
        contest.duel = gan;
        contest.medium = std::make_shared<WordMedium>(gan->vocabulary(), options.steps, options.hop);
        return contest;
    });
}

} // namespace klangraum
