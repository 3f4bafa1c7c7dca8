#include "generators/latent/sequencedecoder.h"

#include "generators/lstmloops.h"

namespace klangraum::latent {

SequenceDecoder::SequenceDecoder(const LatentOptions &options)
    : m_options(options)
    , m_rows(options.decoder == "flat" ? 1 : options.segments())
    , m_steps(options.steps / m_rows)
{
    const std::int64_t heads = std::max(options.grammar.heads(), 1);
    const std::int64_t classes = options.grammar.classes();
    std::int64_t width = options.dimensions; // of an embedding
    if (options.decoder != "flat") {
        width = options.conductor * (options.conductorBothWays ? 2 : 1);
        m_conductor =
            register_module("conductor",
                            torch::nn::LSTM(torch::nn::LSTMOptions(options.partDimensions(), options.conductor)
                                                .bidirectional(options.conductorBothWays)
                                                .batch_first(true)));
        width += options.skip ? options.partDimensions() : 0;
    }
    if (options.decoder == "frames") {
        m_frame = register_module("frame", PlayedLinear(width, options.hidden));
        m_out = register_module("out", PlayedLinear(options.hidden, m_steps * heads * classes));
        return;
    }
    const std::int64_t joined = options.decoder == "flat" && !options.join ? 0 : width;
    m_token = register_module("token", torch::nn::Embedding(heads * (classes + 1), options.embedding));
    m_start = register_module("start", PlayedLinear(width, 2 * options.hidden));
    m_lstm = register_module(
        "lstm",
        torch::nn::LSTM(torch::nn::LSTMOptions(heads * options.embedding + joined, options.hidden).batch_first(true)));
    m_out = register_module("out", PlayedLinear(options.hidden, heads * classes));
}

torch::Tensor SequenceDecoder::embeddings(const torch::Tensor &z)
{
    if (m_options.decoder == "flat")
        return z.unsqueeze(1);
    const std::int64_t segments = m_options.segments();
    const torch::Tensor parts = m_options.parts ? z.view({ z.size(0), segments, -1 })
                                                : z.unsqueeze(1).expand({ z.size(0), segments, z.size(1) });
    const torch::Tensor conducted = lstmOutputs(m_conductor, parts);
    return m_options.skip ? torch::cat({ conducted, parts }, 2) : conducted;
}

torch::Tensor SequenceDecoder::framesOf(const torch::Tensor &embeddings)
{
    return m_out(torch::relu(m_frame(embeddings)))
        .view({ embeddings.size(0), m_options.steps, std::max(m_options.grammar.heads(), 1),
                m_options.grammar.classes() });
}

torch::Tensor SequenceDecoder::inputs(const torch::Tensor &tokens)
{
    const std::int64_t heads = tokens.size(2);
    const torch::Tensor own = torch::arange(heads, tokens.options()) * (m_options.grammar.classes() + 1);
    return m_token(tokens + own).flatten(2);
}

torch::Tensor SequenceDecoder::logits(const torch::Tensor &z, const torch::Tensor &tokens)
{
    const torch::Tensor e = embeddings(z);
    if (m_options.decoder == "frames")
        return framesOf(e);
    const std::int64_t batch = z.size(0);
    const std::int64_t heads = tokens.size(2);
    const std::int64_t rows = batch * m_rows;
    const torch::Tensor own = tokens.reshape({ rows, m_steps, heads });
    const torch::Tensor nothing = torch::full({ rows, 1, heads }, m_options.grammar.classes(), tokens.options());
    const torch::Tensor before = torch::cat({ nothing, own.narrow(1, 0, m_steps - 1) }, 1);
    const torch::Tensor each = e.reshape({ rows, e.size(2) });
    const auto start = torch::tanh(m_start(each)).chunk(2, 1);
    torch::Tensor x = inputs(before);
    if (m_options.decoder != "flat" || m_options.join)
        x = torch::cat({ x, each.unsqueeze(1).expand({ rows, m_steps, each.size(1) }) }, 2);
    const auto state = std::make_tuple(start[0].unsqueeze(0).contiguous(), start[1].unsqueeze(0).contiguous());
    return m_out(std::get<0>(m_lstm(x, state))).view({ batch, m_options.steps, heads, m_options.grammar.classes() });
}

Drawn SequenceDecoder::draw(const torch::Tensor &z, const Choose &choose, bool probabilities)
{
    const torch::Tensor e = embeddings(z);
    const std::int64_t batch = z.size(0);
    const std::int64_t heads = std::max(m_options.grammar.heads(), 1);
    const std::int64_t classes = m_options.grammar.classes();
    const bool roll = m_options.grammar.heads() == 0;
    Drawn drawn;
    if (m_options.decoder == "frames") {
        const torch::Tensor all = framesOf(e);
        drawn.tokens = choose(all);
        if (roll)
            drawn.tokens = drawn.tokens.squeeze(2);
        if (probabilities)
            drawn.probabilities = roll ? torch::sigmoid(all) : torch::softmax(all, -1);
        return drawn;
    }
    const std::int64_t rows = batch * m_rows;
    const std::int64_t hidden = m_options.hidden;
    const torch::Tensor each = e.reshape({ rows, e.size(2) });
    const auto start = torch::tanh(m_start(each)).chunk(2, 1);
    torch::Tensor h = start[0];
    torch::Tensor c = start[1];
    const auto weights = m_lstm->named_parameters();
    const torch::Tensor input = weights["weight_ih_l0"]; // [4 hidden, heads * embedding + joined]
    const torch::Tensor recurrent = weights["weight_hh_l0"].t();
    const std::int64_t known = heads * m_options.embedding;
    torch::Tensor base = weights["bias_ih_l0"] + weights["bias_hh_l0"];
    base = input.size(1) > known ? torch::addmm(base, each, input.narrow(1, known, input.size(1) - known).t())
                                 : base.expand({ rows, 4 * hidden });
    const torch::Tensor read = input.narrow(1, 0, known).t();
    torch::Tensor before = torch::full({ rows, 1, heads }, classes, torch::kInt64).to(z.device());
    std::vector<torch::Tensor> tokens, chances;
    for (std::int64_t step = 0; step < m_steps; ++step) {
        torch::Tensor gates = torch::addmm(base, inputs(before).squeeze(1), read);
        gates = torch::addmm(gates, h, recurrent);
        const auto gate = gates.chunk(4, 1);
        c = torch::sigmoid(gate[1]) * c + torch::sigmoid(gate[0]) * torch::tanh(gate[2]);
        h = torch::sigmoid(gate[3]) * torch::tanh(c);
        const torch::Tensor one = m_out(h).view({ rows, heads, classes });
        const torch::Tensor token = choose(one);
        tokens.push_back(token);
        if (probabilities)
            chances.push_back(torch::softmax(one, -1));
        before = token.unsqueeze(1);
    }
    drawn.tokens = torch::stack(tokens, 1).view({ batch, m_options.steps, heads });
    if (probabilities)
        drawn.probabilities = torch::stack(chances, 1).view({ batch, m_options.steps, heads, classes });
    return drawn;
}

} // namespace klangraum::latent
