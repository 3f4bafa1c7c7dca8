#include "generators/transformerroll/transformerrollnet.h"

#include "generators/jsonreader.h"

#include <cmath>
#include <limits>

namespace klangraum::steps {

TransformerOptions TransformerOptions::fromJson(const nlohmann::json &model)
{
    JsonReader reader(model, "transformer-roll: [model]");
    TransformerOptions options;
    options.step.codec = { Coding::Roll, 4 };
    options.step.window = 160;
    options.step.hop = 80;
    options.step.strongest = 10;
    options.step.least = 0.05;
    options.step.read(reader);
    options.blocks = reader.integer("blocks", options.blocks, 1, 48);
    options.heads = reader.integer("heads", options.heads, 1, pianoKeys);
    options.feedForward = reader.integer("feed-forward", options.feedForward, 1, 8192);
    options.dropout = reader.number("dropout", options.dropout, 0, 0.95);
    reader.refuseUnknown();
    if (pianoKeys % options.heads != 0)
        throw Error("transformer-roll: [model]: 'heads' must divide the 88 keys, found " +
                    std::to_string(options.heads));
    return options;
}

TransformerRollNet::TransformerRollNet(const TransformerOptions &options)
    : StepNet(options.step)
    , m_options(options)
{
    const auto linear = [&](const std::string &name, std::int64_t from, std::int64_t to) {
        return register_module(name, torch::nn::Linear(from, to));
    };
    const auto norm = [&](const std::string &name) {
        return register_module(name, torch::nn::LayerNorm(torch::nn::LayerNormOptions({ pianoKeys })));
    };
    for (std::int64_t i = 0; i < options.blocks; ++i) {
        const std::string at = std::to_string(i);
        m_blocks.push_back(
            { linear("project" + at, pianoKeys, 3 * pianoKeys), linear("merge" + at, pianoKeys, pianoKeys),
              linear("wide" + at, pianoKeys, options.feedForward),
              linear("narrow" + at, options.feedForward, pianoKeys), norm("first" + at), norm("second" + at) });
    }
    m_out = linear("out", pianoKeys, pianoKeys);
    const torch::Tensor place = torch::arange(options.step.window, torch::kFloat32).unsqueeze(1);
    const torch::Tensor rate =
        torch::exp(torch::arange(0, pianoKeys, 2, torch::kFloat32) * (-std::log(10000.0) / pianoKeys));
    m_places = torch::stack({ torch::sin(place * rate), torch::cos(place * rate) }, 2).flatten(1);
}

torch::Tensor TransformerRollNet::foretell(const torch::Tensor &x, StepState *state)
{
    if (!state)
        return pass(x, nullptr);
    // state[0]: what was read since the places began anew, [batch, steps, 88]; then keys and values by block.
    const std::int64_t window = m_options.step.window;
    std::vector<torch::Tensor> results;
    for (std::int64_t at = 0; at < x.size(1);) {
        const std::int64_t read = state->empty() ? 0 : state->front().size(1);
        if (read == window) {
            const torch::Tensor newer = state->front().narrow(1, window / 2, window - window / 2);
            state->clear();
            pass(newer, state);
            continue;
        }
        const std::int64_t count = std::min(window - read, x.size(1) - at);
        results.push_back(pass(x.narrow(1, at, count), state));
        at += count;
    }
    return torch::cat(results, 1);
}

torch::Tensor TransformerRollNet::pass(const torch::Tensor &x, StepState *state)
{
    const std::int64_t batch = x.size(0);
    const std::int64_t steps = x.size(1);
    const std::int64_t heads = m_options.heads;
    const std::int64_t past = state && !state->empty() ? state->front().size(1) : 0;
    if (m_places.device() != x.device())
        m_places = m_places.to(x.device());
    const auto dropped = [this](const torch::Tensor &each) {
        return torch::dropout(each, m_options.dropout, is_training());
    };
    torch::Tensor h = dropped(x + m_places.narrow(0, past, steps));
    const torch::Tensor here = torch::arange(steps, torch::kInt64).unsqueeze(1) + past;
    const torch::Tensor later = (torch::arange(past + steps, torch::kInt64).unsqueeze(0) > here).to(x.device());
    StepState carried{ past > 0 ? torch::cat({ state->front(), x }, 1) : x };
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        Block &block = m_blocks[i];
        const auto all =
            block.project(h).view({ batch, steps, 3, heads, pianoKeys / heads }).permute({ 2, 0, 3, 1, 4 });
        torch::Tensor keys = all[1]; // [batch, heads, steps, 88 / heads]
        torch::Tensor values = all[2];
        if (past > 0) {
            keys = torch::cat({ (*state)[1 + 2 * i], keys }, 2);
            values = torch::cat({ (*state)[2 + 2 * i], values }, 2);
        }
        carried.push_back(keys);
        carried.push_back(values);
        const torch::Tensor scores =
            torch::matmul(all[0], keys.transpose(2, 3)) / std::sqrt(static_cast<double>(pianoKeys / heads));
        const torch::Tensor weights =
            torch::softmax(scores.masked_fill(later, -std::numeric_limits<float>::infinity()), 3);
        if (i + 1 == m_blocks.size())
            m_attention = weights[0].mean(0)[-1].detach();
        const torch::Tensor attended =
            torch::matmul(weights, values).transpose(1, 2).reshape({ batch, steps, pianoKeys });
        h = block.first(h + dropped(block.merge(attended)));
        h = block.second(h + dropped(block.narrow(torch::relu(block.wide(h)))));
    }
    if (state)
        *state = std::move(carried);
    return m_out(h);
}

} // namespace klangraum::steps
