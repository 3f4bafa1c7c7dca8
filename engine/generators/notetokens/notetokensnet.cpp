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
}

torch::Tensor NoteTokensNet::minds(const torch::Tensor &rows, LstmState &state)
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
    return m_share(minds).view({ minds.size(0), minds.size(1), m_options.slots, m_options.width });
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

torch::Tensor NoteTokensNet::logits(const torch::Tensor &context, const torch::Tensor &rows,
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
    torch::Tensor u = torch::relu(context + summed(m_slotTable, rows));
    u = u + torch::relu(torch::addmm(m_middleBias[slot], u, m_middle[slot]));
    return finished(torch::addmm(m_outBias[slot], u, m_out[slot]), references, floors);
}

} // namespace klangraum::tokens
