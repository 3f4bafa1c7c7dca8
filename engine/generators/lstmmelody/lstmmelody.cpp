#include "generators/lstmmelody/lstmmelody.h"

#include "generators/steps/lstmnet.h"
#include "generators/steps/stepfamily.h"

namespace klangraum {

Family lstmMelodyFamily()
{
    return steps::stepFamily("lstm-melody", [](const nlohmann::json &model) {
        steps::LstmOptions options;
        options.step.codec = { steps::Coding::Melody, 4 };
        options.step.window = 64;
        options.step.hop = 32;
        options.hidden = 256;
        options.layers = 1;
        options.dropout = 0.2;
        return std::make_shared<steps::LstmNet>(steps::LstmOptions::fromJson(model, "lstm-melody", options));
    });
}

} // namespace klangraum
