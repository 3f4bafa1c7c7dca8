#include "generators/transformerroll/transformerroll.h"

#include "generators/steps/stepfamily.h"
#include "generators/transformerroll/transformerrollnet.h"

namespace klangraum {

Family transformerRollFamily()
{
    return steps::stepFamily("transformer-roll", [](const nlohmann::json &model) {
        return std::make_shared<steps::TransformerRollNet>(steps::TransformerOptions::fromJson(model));
    });
}

} // namespace klangraum
