#include "generators/lstmnote/lstmnote.h"

#include "generators/steps/lstmnet.h"
#include "generators/steps/stepfamily.h"

namespace klangraum {

Family lstmNoteFamily()
{
    return steps::stepFamily("lstm-note", [](const nlohmann::json &model) {
        steps::LstmOptions options;
        options.step.codec = { steps::Coding::Top, 4 };
        options.step.window = 32;
        options.step.hop = 16;
        options.hidden = 512;
        options.layers = 2;
        options.dropout = 0.5;
        return std::make_shared<steps::LstmNet>(steps::LstmOptions::fromJson(model, "lstm-note", options));
    });
}

} // namespace klangraum
