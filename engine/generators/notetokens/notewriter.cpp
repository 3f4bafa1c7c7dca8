#include "generators/notetokens/notewriter.h"

#include "generators/seeded.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <utility>

namespace klangraum::tokens {
namespace {

// Tunables: what the ends of the sliders mean.
constexpr double coolest = 0.45, hottest = 1.55; // temperatures
constexpr double leastMass = 0.80, mostMass = 1.0; // of the choices that are kept (top-p)
constexpr double holdReach = 2.6; // nats by which holding a note is favoured or not
constexpr double heightReach = 9; // semitones, each way
constexpr double heightWidth = 8; // semitones: how firmly voices are kept around where they should lie
// Against notes that never end: nats by which holding on is disfavoured, by steps held. After a last chord the network
// has never seen anything go on.
constexpr std::array<double, longestHeld + 1> fatigue{ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.25, 0.5, 1, 2, 6 };
constexpr int longestPause = 3; // steps of a tune's melody, after which each further one is disfavoured by a nat
constexpr double memoryShare = 0.35; // of the past's word in the next note
constexpr double leastSense = 1e-4; // probability below which the past is not listened to
constexpr double memorySharpness = 14; // of attention
constexpr std::size_t longestMemory = 256; // steps
constexpr std::size_t mostChoices = 5;
constexpr double impossible = 1e-7; // what cannot be sung is no choice

using Weights = std::array<double, classes>;

void normalise(Weights &weights)
{
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double &weight : weights)
        weight /= sum;
}

Weights softmax(const Weights &logits)
{
    const double most = *std::max_element(logits.begin(), logits.end());
    Weights weights{};
    for (std::size_t i = 0; i < classes; ++i)
        weights[i] = std::exp(logits[i] - most);
    normalise(weights);
    return weights;
}

// Keeps the likeliest cells that hold `mass` together (Holtzman and others, nucleus sampling, 2020).
void keepNucleus(Weights &weights, double mass)
{
    std::array<std::size_t, classes> order{};
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
    double kept = 0;
    for (const std::size_t cell : order) {
        if (kept >= mass)
            weights[cell] = 0;
        kept += weights[cell];
    }
    normalise(weights);
}

std::vector<Choice> likeliest(const Weights &weights, const Weights &alone)
{
    std::vector<Choice> choices;
    choices.reserve(classes);
    for (int cell = 0; cell < classes; ++cell)
        if (alone[static_cast<std::size_t>(cell)] > impossible)
            choices.push_back({ cell, static_cast<float>(weights[static_cast<std::size_t>(cell)]),
                                static_cast<float>(alone[static_cast<std::size_t>(cell)]) });
    std::sort(choices.begin(), choices.end(), [](const Choice &a, const Choice &b) {
        return std::tie(b.probability, b.before, a.cell) < std::tie(a.probability, a.before, b.cell);
    });
    if (choices.size() > mostChoices)
        choices.resize(mostChoices);
    return choices;
}

} // namespace

Frame sounding(Frame frame, const Wish &wish)
{
    for (std::size_t slot = static_cast<std::size_t>(std::max(wish.voices, 1)); slot < mostSlots; ++slot)
        frame[slot] = rest;
    return frame;
}

NoteWriter::NoteWriter(std::shared_ptr<NoteTokensNet> net)
    : m_net(std::move(net))
    , m_step(*m_net)
{
    const torch::Tensor centres = m_net->centres().to(torch::kCPU, torch::kFloat64).contiguous();
    std::copy_n(centres.data_ptr<double>(), centres.size(0), m_centres.begin());
}

WrittenStep NoteWriter::step(WriterState &state, const Wish &wish) const
{
    std::array<int, mostSlots> free{};
    free.fill(-1);
    return step(state, wish, free);
}

void NoteWriter::prepare(WriterState &state) const
{
    if (state.next)
        return;
    const c10::InferenceMode inference;
    std::vector<std::int64_t> rows(static_cast<std::size_t>(m_net->layout().stepEntries()));
    m_net->layout().step(state.past, state.place, 0, rows.data());
    state.next = m_step.begin(rows.data(), state.lstm);
}

WrittenStep NoteWriter::step(WriterState &state, const Wish &wish, const std::array<int, mostSlots> &given) const
{
    const c10::InferenceMode inference;
    const Layout &layout = m_net->layout();
    prepare(state);
    const StepBeginning beginning = *std::exchange(state.next, std::nullopt);
    WrittenStep result;
    std::vector<std::int64_t> slotRows(static_cast<std::size_t>(layout.slotEntries()));
    std::vector<std::int64_t> references(static_cast<std::size_t>(layout.references()));
    const torch::Tensor mind =
        torch::nn::functional::normalize(beginning.mind, torch::nn::functional::NormalizeFuncOptions().dim(0));
    if (state.minds.defined()) {
        const torch::Tensor attention = torch::softmax(memorySharpness * torch::mv(state.minds, mind), 0).contiguous();
        result.attention.assign(attention.data_ptr<float>(), attention.data_ptr<float>() + attention.size(0));
    }

    const double temperature = coolest * std::pow(hottest / coolest, wish.surprise);
    const double mass = leastMass + (mostMass - leastMass) * wish.surprise;
    for (int slot = 0; slot < layout.slots(); ++slot) {
        const auto place = static_cast<std::size_t>(slot);
        layout.slot(state.past, state.place, result.frame, slot, slotRows.data());
        layout.references(state.past, result.frame, slot, references.data());
        Weights plain{};
        m_step.logits(slot, beginning, slotRows.data(), references.data(), layout.floor(result.frame, slot),
                      plain.data());
        const Weights alone = softmax(plain);

        Weights steered = plain;
        const bool pitched = slot >= firstPitch(m_net->options());
        const bool tune = m_net->options().notes == NoteOrder::Tune;
        const double target = m_centres[place] + 2 * heightReach * (wish.height - 0.5);
        for (int cell = 0; cell < pianoKeys && pitched; ++cell) {
            const double away = (cell - target) / heightWidth;
            steered[static_cast<std::size_t>(cell)] -= 0.5 * away * away;
        }
        const std::size_t hold = state.past.previous[place];
        if (!pitched) { // a tune's strike: more of them or fewer, and no long silence
            steered[rest] += 2 * holdReach * (0.5 - wish.density);
            if (state.past.previous[1] >= rest)
                steered[rest] -= std::max(0, state.past.held[1] - longestPause);
        } else if (state.place > 0)
            steered[hold] +=
                (tune && slot == 1 ? 0 : 2 * holdReach * (0.5 - wish.density)) - fatigue[state.past.held[place]];
        for (double &logit : steered)
            logit /= temperature;
        Weights weights = softmax(steered);
        keepNucleus(weights, mass);
        if (wish.memory > 0 && pitched && !result.attention.empty()) {
            // The past has a say in where to go, not in whether to go: else what is held would be held for ever.
            Weights remembered{};
            double recalled = 0;
            for (std::size_t i = 0; i < result.attention.size(); ++i)
                if (const std::size_t cell = state.written[i][place]; cell != hold && alone[cell] > leastSense) {
                    remembered[cell] += static_cast<double>(result.attention[i]);
                    recalled += static_cast<double>(result.attention[i]);
                }
            const double share = recalled > 1e-6 ? memoryShare * wish.memory : 0;
            const double leaving = 1 - weights[hold];
            for (std::size_t cell = 0; cell < classes && share > 0; ++cell)
                if (cell != hold)
                    weights[cell] = (1 - share) * weights[cell] + share * leaving * remembered[cell] / recalled;
            normalise(weights);
        }
        result.choices[place] = likeliest(weights, alone);

        int cell = given[place];
        if (cell < 0) {
            double left = seededUniform(state.seed, state.drawn, static_cast<std::uint64_t>(slot));
            cell = 0;
            for (int i = 0; i < classes; ++i) {
                if (weights[static_cast<std::size_t>(i)] <= 0)
                    continue;
                cell = i;
                left -= weights[static_cast<std::size_t>(i)];
                if (left < 0)
                    break;
            }
        }
        result.frame[place] = static_cast<std::uint8_t>(cell);
        result.surprise[place] = static_cast<float>(-std::log(std::max(alone[static_cast<std::size_t>(cell)], 1e-7)));
    }

    state.lstm = beginning.lstm;
    state.past.add(result.frame);
    ++state.place;
    ++state.drawn;
    remember(state, mind.unsqueeze(0), { result.frame });
    return result;
}

void NoteWriter::read(WriterState &state, const std::vector<Frame> &frames) const
{
    if (frames.empty())
        return;
    const c10::InferenceMode inference;
    const Layout &layout = m_net->layout();
    const auto count = static_cast<std::int64_t>(frames.size());
    torch::Tensor rows = torch::empty({ 1, count, layout.stepEntries() }, torch::kInt64);
    for (std::int64_t i = 0; i < count; ++i) {
        layout.step(state.past, state.place, 0, rows.data_ptr<std::int64_t>() + i * layout.stepEntries());
        state.past.add(frames[static_cast<std::size_t>(i)]);
        ++state.place;
        ++state.drawn;
    }
    state.next.reset();
    for (torch::Tensor *each : { &state.lstm.hidden, &state.lstm.cell })
        if (each->defined())
            *each = each->to(m_net->device());
    const torch::Tensor minds =
        m_net->minds(rows.to(m_net->device()), state.lstm)[0].to(torch::kCPU); // [steps, hidden]
    remember(state, torch::nn::functional::normalize(minds, torch::nn::functional::NormalizeFuncOptions().dim(1)),
             frames);
}

void NoteWriter::remember(WriterState &state, const torch::Tensor &minds, const std::vector<Frame> &frames) const
{
    state.minds = state.minds.defined() ? torch::cat({ state.minds, minds }) : minds;
    state.written.insert(state.written.end(), frames.begin(), frames.end());
    if (state.written.size() > longestMemory) {
        const std::size_t surplus = state.written.size() - longestMemory;
        state.minds = state.minds.narrow(0, static_cast<std::int64_t>(surplus), longestMemory);
        state.written.erase(state.written.begin(), state.written.begin() + static_cast<std::ptrdiff_t>(surplus));
    }
}

} // namespace klangraum::tokens
