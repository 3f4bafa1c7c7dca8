#include "generators/lstmroll/lstmroll.h"

#include "generators/steps/lstmnet.h"
#include "generators/steps/stepfamily.h"

namespace klangraum {

Family lstmRollFamily()
{
    return steps::stepFamily("lstm-roll", [](const nlohmann::json &model) {
        steps::LstmOptions options;
        options.step.codec = { steps::Coding::Roll, 4 };
        options.step.window = 80;
        options.step.hop = 40;
        options.hidden = 512;
        options.layers = 1;
        options.dropout = 0.3;
        return std::make_shared<steps::LstmNet>(steps::LstmOptions::fromJson(model, "lstm-roll", options));
    });
}

} // namespace klangraum
