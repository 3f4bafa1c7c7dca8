#include "generators/notetokens/notetokensnet.h"

#include "generators/notetokens/relativelogits.h"

#include <cmath>
#include <limits>

namespace klangraum::tokens {
namespace {

namespace F = torch::nn::functional;

constexpr double tableDeviation = 0.1; // of the vectors' first values
constexpr double slotDeviation = 0.05;

// rows [..., entries] of `table` summed -> [..., width]
torch::Tensor summed(const torch::Tensor &table, const torch::Tensor &rows)
{
    const auto options = F::EmbeddingBagFuncOptions().mode(torch::kSum);
    std::vector<std::int64_t> sizes = rows.sizes().vec();
    sizes.back() = table.size(1);
    return F::embedding_bag(rows.reshape({ -1, rows.size(-1) }), table, options).view(sizes);
}

torch::Tensor floorTable()
{
    torch::Tensor table = torch::zeros({ classes + 1, classes });
    for (int floor = 0; floor < classes; ++floor) // the last row: anything goes
        for (int key = 0; key <= std::min(floor, pianoKeys - 1); ++key)
            table[floor][key] = -std::numeric_limits<float>::infinity();
    return table;
}

// The mean of what the parts say, as logits.
torch::Tensor averaged(const std::vector<torch::Tensor> &logits)
{
    if (logits.size() == 1)
        return logits[0];
    std::vector<torch::Tensor> logs;
    for (const torch::Tensor &each : logits)
        logs.push_back(torch::log_softmax(each, -1));
    return torch::logsumexp(torch::stack(logs), 0) - std::log(static_cast<double>(logs.size()));
}

} // namespace

NoteTokensNet::NoteTokensNet(const NoteTokensOptions &options)
    : m_options(options)
    , m_layout(options)
    , m_floors(floorTable())
{
    const std::int64_t slots = options.slots;
    const std::int64_t width = options.width;
    const std::int64_t outputs = classes + m_layout.references() * intervals;
    m_stepTable =
        register_parameter("step-table", tableDeviation * torch::randn({ m_layout.stepRows(), options.hidden }));
    m_slotTable = register_parameter("slot-table", slotDeviation * torch::randn({ m_layout.slotRows(), width }));
    m_lstm = register_module("lstm",
                             torch::nn::LSTM(torch::nn::LSTMOptions(options.hidden, options.hidden)
                                                 .num_layers(options.layers)
                                                 .dropout(options.layers > 1 ? options.dropout : 0)
                                                 .batch_first(true)));
    m_share = register_module("share", torch::nn::Linear(options.hidden, slots * width));
    const auto matrix = [&](const std::string &name, std::int64_t to) {
        const double bound = 1 / std::sqrt(static_cast<double>(width));
        return register_parameter(name, bound * (2 * torch::rand({ slots, width, to }) - 1));
    };
    m_middle = matrix("middle", width);
    m_middleBias = register_parameter("middle-bias", torch::zeros({ slots, 1, width }));
    m_out = matrix("out", outputs);
    m_centres = register_buffer("centres", torch::full({ slots }, 40.0));
    m_outBias = register_parameter("out-bias", torch::zeros({ slots, 1, outputs }));
    if (options.keysWeight > 0) {
        m_keyMiddle = register_module("key-middle", torch::nn::Linear(options.hidden, width));
        m_keyOut =
            register_module("key-out", torch::nn::Linear(width, pianoKeys + m_layout.earlierEntries() * intervals));
        const torch::NoGradGuard noGrad;
        constexpr double rare = -4; // a key seldom sounds
        m_keyOut->bias.narrow(0, 0, pianoKeys).fill_(rare);
    }
    NoteTokensOptions single = options;
    single.parts = 1;
    for (std::int64_t part = 1; part < options.parts; ++part)
        m_others.push_back(register_module("part-" + std::to_string(part), std::make_shared<NoteTokensNet>(single)));
}

torch::Tensor NoteTokensNet::minds(const torch::Tensor &rows, LstmState &state)
{
    if (m_others.empty())
        return ownMinds(rows, state);
    const bool known = state.hidden.defined();
    std::vector<torch::Tensor> minds, hidden, cell;
    for (std::size_t part = 0; part <= m_others.size(); ++part) {
        LstmState own;
        if (known) {
            const auto first = static_cast<std::int64_t>(part) * m_options.layers;
            own = { state.hidden.narrow(0, first, m_options.layers).contiguous(),
                    state.cell.narrow(0, first, m_options.layers).contiguous() };
        }
        minds.push_back((part == 0 ? *this : *m_others[part - 1]).ownMinds(rows, own));
        hidden.push_back(own.hidden);
        cell.push_back(own.cell);
    }
    state = { torch::cat(hidden, 0), torch::cat(cell, 0) };
    return torch::cat(minds, -1);
}

torch::Tensor NoteTokensNet::ownMinds(const torch::Tensor &rows, LstmState &state)
{
    torch::Tensor x = torch::relu(summed(m_stepTable, rows));
    x = torch::dropout(x, m_options.inputDropout, is_training());
    std::tuple<torch::Tensor, std::tuple<torch::Tensor, torch::Tensor>> result;
    if (state.hidden.defined())
        result = m_lstm(x, std::make_tuple(state.hidden, state.cell));
    else
        result = m_lstm(x);
    std::tie(state.hidden, state.cell) = std::get<1>(result);
    return torch::dropout(std::get<0>(result), m_options.dropout, is_training());
}

torch::Tensor NoteTokensNet::share(const torch::Tensor &minds)
{
    std::vector<torch::Tensor> shared;
    for (std::size_t part = 0; part <= m_others.size(); ++part) {
        NoteTokensNet &net = part == 0 ? *this : *m_others[part - 1];
        shared.push_back(
            net.m_share(minds.narrow(-1, static_cast<std::int64_t>(part) * m_options.hidden, m_options.hidden))
                .view({ minds.size(0), minds.size(1), m_options.slots, m_options.width }));
    }
    return shared.size() == 1 ? shared[0] : torch::cat(shared, -1);
}

torch::Tensor NoteTokensNet::finished(const torch::Tensor &raw, const torch::Tensor &references,
                                      const torch::Tensor &floors)
{
    const torch::Tensor keys = raw.narrow(1, 0, pianoKeys) +
        relativeLogits(raw.narrow(1, classes, m_layout.references() * intervals), references);
    const torch::Tensor all = torch::cat({ keys, raw.narrow(1, pianoKeys, 1) }, 1);
    if (m_options.notes == NoteOrder::Voices)
        return all;
    if (m_floors.device() != all.device())
        m_floors = m_floors.to(all.device());
    return all + m_floors.index_select(0, torch::where(floors < 0, torch::full_like(floors, classes), floors));
}

std::vector<torch::Tensor> NoteTokensNet::eachLogits(const torch::Tensor &context, const torch::Tensor &rows,
                                                     const torch::Tensor &references, const torch::Tensor &floors)
{
    const std::int64_t width = m_options.width;
    std::vector<torch::Tensor> each{ ownLogits(context.narrow(-1, 0, width), rows, references, floors) };
    for (std::size_t other = 0; other < m_others.size(); ++other) {
        const torch::Tensor part = context.narrow(-1, static_cast<std::int64_t>(other + 1) * width, width);
        each.push_back(m_others[other]->ownLogits(part, rows, references, floors));
    }
    return each;
}

torch::Tensor NoteTokensNet::logits(const torch::Tensor &context, const torch::Tensor &rows,
                                    const torch::Tensor &references, const torch::Tensor &floors)
{
    return averaged(eachLogits(context, rows, references, floors));
}

torch::Tensor NoteTokensNet::ownLogits(const torch::Tensor &context, const torch::Tensor &rows,
                                       const torch::Tensor &references, const torch::Tensor &floors)
{
    torch::Tensor u = torch::relu(context + summed(m_slotTable, rows)).transpose(0, 1); // [slots, n, width]
    u = torch::dropout(u, m_options.dropout, is_training());
    u = u + torch::relu(torch::baddbmm(m_middleBias, u, m_middle));
    const torch::Tensor raw = torch::baddbmm(m_outBias, u, m_out).transpose(0, 1); // [n, slots, outputs]
    return finished(raw.reshape({ -1, raw.size(2) }), references.reshape({ -1, references.size(2) }),
                    floors.reshape({ -1 }))
        .view({ context.size(0), m_options.slots, classes });
}

torch::Tensor NoteTokensNet::slotLogits(int slot, const torch::Tensor &context, const torch::Tensor &rows,
                                        const torch::Tensor &references, const torch::Tensor &floors)
{
    const std::int64_t width = m_options.width;
    std::vector<torch::Tensor> each{ ownSlotLogits(slot, context.narrow(-1, 0, width), rows, references, floors) };
    for (std::size_t other = 0; other < m_others.size(); ++other) {
        const torch::Tensor part = context.narrow(-1, static_cast<std::int64_t>(other + 1) * width, width);
        each.push_back(m_others[other]->ownSlotLogits(slot, part, rows, references, floors));
    }
    return averaged(each);
}

torch::Tensor NoteTokensNet::ownSlotLogits(int slot, const torch::Tensor &context, const torch::Tensor &rows,
                                           const torch::Tensor &references, const torch::Tensor &floors)
{
    torch::Tensor u = torch::relu(context + summed(m_slotTable, rows));
    u = u + torch::relu(torch::addmm(m_middleBias[slot], u, m_middle[slot]));
    return finished(torch::addmm(m_outBias[slot], u, m_out[slot]), references, floors);
}

torch::Tensor NoteTokensNet::ownKeyLogits(const torch::Tensor &minds, const torch::Tensor &earlier)
{
    torch::Tensor u = torch::relu(m_keyMiddle(minds));
    u = torch::dropout(u, m_options.dropout, is_training());
    const torch::Tensor raw = m_keyOut(u);
    return raw.narrow(1, 0, pianoKeys) + relativeLogits(raw.narrow(1, pianoKeys, earlier.size(1) * intervals), earlier);
}

std::vector<torch::Tensor> NoteTokensNet::eachKeyLogits(const torch::Tensor &minds, const torch::Tensor &earlier)
{
    const std::int64_t hidden = m_options.hidden;
    std::vector<torch::Tensor> each{ ownKeyLogits(minds.narrow(-1, 0, hidden), earlier) };
    for (std::size_t other = 0; other < m_others.size(); ++other)
        each.push_back(m_others[other]->ownKeyLogits(
            minds.narrow(-1, static_cast<std::int64_t>(other + 1) * hidden, hidden), earlier));
    return each;
}

torch::Tensor NoteTokensNet::keyProbabilities(const torch::Tensor &minds, const torch::Tensor &earlier)
{
    return torch::sigmoid(torch::stack(eachKeyLogits(minds, earlier))).mean(0);
}

} // namespace klangraum::tokens
