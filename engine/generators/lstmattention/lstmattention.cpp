#include "generators/lstmattention/lstmattention.h"

#include "generators/lstmattention/lstmattentionnet.h"
#include "generators/steps/stepfamily.h"

namespace klangraum {

Family lstmAttentionFamily()
{
    return steps::stepFamily("lstm-attention", [](const nlohmann::json &model) {
        steps::LstmOptions options;
        options.step.codec = { steps::Coding::Voices, 4 };
        options.step.window = 96;
        options.step.hop = 16;
        options.hidden = 256;
        options.layers = 2;
        options.dropout = 0.2;
        return std::make_shared<steps::LstmAttentionNet>(
            steps::LstmOptions::fromJson(model, "lstm-attention", options));
    });
}

} // namespace klangraum
