#include "generators/notetokens/notestep.h"

#include "generators/lstmloops.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace klangraum::tokens {
namespace {

// The rows of a table, summed.
std::vector<float> sumOf(const torch::Tensor &table, const std::int64_t *rows, int count)
{
    const auto width = static_cast<std::size_t>(table.size(1));
    std::vector<float> sum(width, 0.0F);
    for (int i = 0; i < count; ++i) {
        const float *row = table.data_ptr<float>() + rows[i] * table.size(1);
        for (std::size_t k = 0; k < width; ++k)
            sum[k] += row[k];
    }
    return sum;
}

torch::Tensor vectorOf(const float *values, std::int64_t size)
{
    return torch::from_blob(const_cast<float *>(values), { size });
}

} // namespace

NoteStep::NoteStep(const NoteTokensNet &net)
    : m_options(net.options())
    , m_layout(net.options())
{
    const torch::NoGradGuard noGrad;
    const auto plain = [](const torch::Tensor &x) { return x.detach().to(torch::kCPU, torch::kFloat32).contiguous(); };
    const auto parameters = net.named_parameters();
    for (std::int64_t number = 0; number < m_options.parts; ++number) {
        const std::string prefix = number == 0 ? "" : "part-" + std::to_string(number) + ".";
        const auto weight = [&](const std::string &name) { return plain(parameters[prefix + name]); };
        Part part{
            weight("step-table"), weight("slot-table"), {}, weight("share.weight"), weight("share.bias"), {}, {}, {}, {}
        };
        for (std::int64_t i = 0; i < m_options.layers; ++i) {
            const std::string layer = "_l" + std::to_string(i);
            part.layers.push_back({ weight("lstm.weight_ih" + layer), weight("lstm.weight_hh" + layer),
                                    weight("lstm.bias_ih" + layer) + weight("lstm.bias_hh" + layer) });
        }
        const auto slots = [&](const std::string &name) { return parameters[prefix + name].detach().unbind(0); };
        for (const torch::Tensor &each : slots("middle"))
            part.middle.push_back(plain(each).t());
        for (const torch::Tensor &each : slots("out"))
            part.out.push_back(plain(each).t());
        for (const torch::Tensor &each : slots("middle-bias"))
            part.middleBias.push_back(plain(each[0]));
        for (const torch::Tensor &each : slots("out-bias"))
            part.outBias.push_back(plain(each[0]));
        m_parts.push_back(std::move(part));
    }
}

StepBeginning NoteStep::begin(const std::int64_t *rows, const LstmState &before) const
{
    const std::int64_t hidden = m_options.hidden;
    const std::int64_t width = m_options.width;
    const auto layers = static_cast<std::int64_t>(m_parts.front().layers.size());
    const auto parts = static_cast<std::int64_t>(m_parts.size());
    StepBeginning step{ torch::empty({ parts * hidden }), torch::empty({ m_options.slots, parts * width }), {} };
    const auto goOn = [&](const torch::Tensor &state) {
        return state.defined() ? state.to(torch::kCPU, torch::kFloat32).contiguous().clone()
                               : torch::zeros({ parts * layers, 1, hidden });
    };
    step.lstm = { goOn(before.hidden), goOn(before.cell) };
    for (std::int64_t number = 0; number < parts; ++number) {
        const Part &part = m_parts[static_cast<std::size_t>(number)];
        std::vector<float> x = sumOf(part.stepTable, rows, m_layout.stepEntries());
        for (float &each : x)
            each = std::max(each, 0.0F);
        const float *read = x.data();
        for (std::int64_t i = 0; i < layers; ++i) {
            const Layer &layer = part.layers[static_cast<std::size_t>(i)];
            float *h = step.lstm.hidden.data_ptr<float>() + (number * layers + i) * hidden;
            float *c = step.lstm.cell.data_ptr<float>() + (number * layers + i) * hidden;
            const torch::Tensor gates = torch::addmv(torch::addmv(layer.bias, layer.input, vectorOf(read, hidden)),
                                                     layer.recurrent, vectorOf(h, hidden));
            lstmCell(gates.data_ptr<float>(), h, c, hidden);
            read = h;
        }
        std::copy_n(read, hidden, step.mind.data_ptr<float>() + number * hidden);
        step.context.narrow(1, number * width, width)
            .copy_(torch::addmv(part.shareBias, part.share, vectorOf(read, hidden)).view({ m_options.slots, width }));
    }
    return step;
}

void NoteStep::partLogits(const Part &part, int slot, const float *context, const std::int64_t *rows,
                          const std::int64_t *references, int floor, double *to) const
{
    const auto place = static_cast<std::size_t>(slot);
    std::vector<float> u = sumOf(part.slotTable, rows, m_layout.slotEntries());
    for (std::size_t k = 0; k < u.size(); ++k)
        u[k] = std::max(u[k] + context[k], 0.0F);
    const auto width = static_cast<std::int64_t>(u.size());
    const torch::Tensor middle = torch::addmv(part.middleBias[place], part.middle[place], vectorOf(u.data(), width));
    const float *more = middle.data_ptr<float>();
    for (std::size_t k = 0; k < u.size(); ++k)
        u[k] += std::max(more[k], 0.0F);
    const torch::Tensor raw = torch::addmv(part.outBias[place], part.out[place], vectorOf(u.data(), width));
    const float *from = raw.data_ptr<float>();
    std::copy_n(from, classes, to);
    for (int r = 0; r < m_layout.references(); ++r) { // by intervals: relativelogits.h
        const auto cell = static_cast<int>(references[r]);
        if (cell >= rest)
            continue;
        const float *interval = from + classes + r * intervals + reach - cell;
        for (int key = std::max(0, cell - reach); key <= std::min(pianoKeys - 1, cell + reach); ++key)
            to[key] += static_cast<double>(interval[key]);
    }
    if (m_options.notes != NoteOrder::Voices && floor >= 0)
        std::fill_n(to, std::min(floor, pianoKeys - 1) + 1, -std::numeric_limits<double>::infinity());
}

void NoteStep::logits(int slot, const StepBeginning &step, const std::int64_t *rows, const std::int64_t *references,
                      int floor, double *to) const
{
    const float *context = step.context.data_ptr<float>() + slot * step.context.size(1);
    if (m_parts.size() == 1) {
        partLogits(m_parts.front(), slot, context, rows, references, floor, to);
    } else { // the mean of their probabilities
        std::fill_n(to, classes, 0.0);
        std::array<double, classes> one{};
        for (std::size_t number = 0; number < m_parts.size(); ++number) {
            partLogits(m_parts[number], slot, context + static_cast<std::int64_t>(number) * m_options.width, rows,
                       references, floor, one.data());
            const double most = *std::max_element(one.begin(), one.end());
            double sum = 0;
            for (double &each : one)
                sum += each = std::exp(each - most);
            for (std::size_t cell = 0; cell < classes; ++cell)
                to[cell] += one[cell] / sum;
        }
        for (int cell = 0; cell < classes; ++cell)
            to[cell] = std::log(to[cell] / static_cast<double>(m_parts.size()));
    }
}

} // namespace klangraum::tokens
