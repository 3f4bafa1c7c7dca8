#include "generators/lstm2droll/lstm2droll.h"

#include "generators/lstm2droll/lstm2drollnet.h"
#include "generators/steps/stepfamily.h"

namespace klangraum {

Family lstm2dRollFamily()
{
    return steps::stepFamily("lstm2d-roll", [](const nlohmann::json &model) {
        return std::make_shared<steps::Lstm2dRollNet>(steps::Lstm2dOptions::fromJson(model));
    });
}

} // namespace klangraum
