#include "generators/steps/stepwriter.h"

#include "generators/seeded.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace klangraum::steps {
namespace {

constexpr double surpriseReach = 2.2; // the temperature is multiplied or divided by at most this
constexpr double densityReach = 2.5; // nats by which notes are favoured over silence and holding, or not
constexpr double heightReach = 0.12; // nats a semitone
constexpr int middleKey = 39; // C4
constexpr std::size_t mostChoices = 5;
constexpr float leastChoice = 0.01F;

std::vector<double> softmax(std::vector<double> logits)
{
    const double most = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (double &logit : logits)
        sum += logit = std::exp(logit - most);
    for (double &logit : logits)
        logit /= sum;
    return logits;
}

double sigmoid(double x)
{
    return 1 / (1 + std::exp(-x));
}

} // namespace

StepWriter::StepWriter(std::shared_ptr<StepNet> net)
    : m_net(std::move(net))
{
}

WriterState StepWriter::begin(std::uint64_t seed) const
{
    WriterState state;
    state.seed = seed;
    state.last = m_net->stepOptions().codec.silence();
    return state;
}

torch::Tensor StepWriter::next(WriterState &state) const
{
    const StepOptions &options = m_net->stepOptions();
    const torch::Device device = m_net->parameters().front().device();
    torch::Tensor logits;
    if (m_net->onlyLast()) {
        state.past.push_back(state.last);
        while (state.past.size() < static_cast<std::size_t>(options.window))
            state.past.insert(state.past.begin(), options.codec.silence());
        if (state.past.size() > static_cast<std::size_t>(options.window))
            state.past.erase(state.past.begin());
        logits = m_net->foretell(tensorOf({ state.past }, options.codec).to(device), nullptr);
    } else {
        logits = m_net->foretell(tensorOf({ { state.last } }, options.codec).to(device), &state.net);
    }
    return logits[0][-1].to(torch::kCPU, torch::kFloat64).contiguous();
}

void StepWriter::read(WriterState &state, const std::vector<Step> &steps) const
{
    if (steps.empty())
        return;
    const c10::InferenceMode inference;
    const StepOptions &options = m_net->stepOptions();
    std::vector<Step> known{ state.last };
    known.insert(known.end(), steps.begin(), steps.end() - 1);
    if (m_net->onlyLast())
        state.past.insert(state.past.end(), known.begin(), known.end());
    else
        m_net->foretell(tensorOf({ known }, options.codec).to(m_net->parameters().front().device()), &state.net);
    if (state.past.size() > static_cast<std::size_t>(options.window))
        state.past.erase(state.past.begin(), state.past.end() - static_cast<std::ptrdiff_t>(options.window));
    state.last = steps.back();
    state.drawn += steps.size();
}

WrittenStep StepWriter::step(WriterState &state, const Wish &wish, const Step &given) const
{
    const c10::InferenceMode inference;
    const StepOptions &options = m_net->stepOptions();
    const Codec &codec = options.codec;
    const torch::Tensor logits = next(state);
    const double *plain = logits.data_ptr<double>();
    const double temperature = options.temperature * std::pow(surpriseReach, 2 * wish.surprise - 1);
    const double tilt = heightReach * 2 * (wish.height - 0.5);
    const double favour = densityReach * 2 * (wish.density - 0.5);
    const auto keyOf = [&](int on) {
        const std::vector<int> pitches = codec.pitches({ on });
        return pitches.empty() ? -1 : pitches.front() - lowestKey;
    };
    WrittenStep result;
    const torch::Tensor attention = m_net->attention();
    if (attention.defined()) {
        const torch::Tensor flat = attention.to(torch::kCPU).contiguous();
        result.attention.assign(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
    }
    if (codec.heads() == 0) {
        std::vector<Choice> keys;
        for (int on = 0; on < codec.classes(); ++on) {
            const double steered = (plain[on] + favour + tilt * (on - middleKey)) / temperature;
            keys.push_back({ on, static_cast<float>(sigmoid(steered)), static_cast<float>(sigmoid(plain[on])) });
        }
        std::stable_sort(keys.begin(), keys.end(),
                         [](const Choice &a, const Choice &b) { return a.probability > b.probability; });
        result.choices.assign(keys.begin(), keys.begin() + mostChoices);
        std::int64_t count = 0;
        for (const Choice &key : keys) {
            const bool forced = std::find(given.begin(), given.end(), key.on) != given.end();
            const bool allowed = (options.strongest == 0 || count < options.strongest) &&
                static_cast<double>(key.probability) >= options.least;
            const double chance = seededUniform(state.seed, state.drawn, static_cast<std::uint64_t>(key.on));
            if (!forced && !(allowed && given.empty() && chance < static_cast<double>(key.probability)))
                continue;
            ++count;
            result.step.push_back(key.on);
            result.surprise[key.on] = -std::log(std::max(key.before, 1e-7F));
        }
        std::sort(result.step.begin(), result.step.end());
    } else {
        const int width = codec.classes() / codec.heads();
        for (int head = 0; head < codec.heads(); ++head) {
            const int base = head * width;
            std::vector<double> steered(plain + base, plain + base + width);
            const std::vector<double> alone = softmax(steered);
            for (int i = 0; i < width; ++i) {
                const int key = keyOf(base + i);
                // What brings no new note: silence, a hold, or the same key again.
                const bool idle =
                    key < 0 || std::find(state.last.begin(), state.last.end(), base + i) != state.last.end();
                steered[static_cast<std::size_t>(i)] += key < 0 ? 0 : tilt * (key - middleKey);
                steered[static_cast<std::size_t>(i)] -= idle ? favour : 0;
                steered[static_cast<std::size_t>(i)] /= temperature;
            }
            if (codec.coding == Coding::Melody) // the music has no end
                steered[melodyEnd] = -1e9;
            std::vector<double> weights = softmax(steered);
            std::vector<int> order(static_cast<std::size_t>(width));
            std::iota(order.begin(), order.end(), 0);
            std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
                return weights[static_cast<std::size_t>(a)] > weights[static_cast<std::size_t>(b)];
            });
            for (std::size_t i = 0; i < static_cast<std::size_t>(options.skip) && i + 1 < order.size(); ++i)
                weights[static_cast<std::size_t>(order[i])] = 0;
            const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
            std::vector<Choice> choices;
            for (const int i : order)
                choices.push_back({ base + i, static_cast<float>(weights[static_cast<std::size_t>(i)] / sum),
                                    static_cast<float>(alone[static_cast<std::size_t>(i)]) });
            std::stable_sort(choices.begin(), choices.end(),
                             [](const Choice &a, const Choice &b) { return a.probability > b.probability; });
            double left = seededUniform(state.seed, state.drawn, static_cast<std::uint64_t>(head)) * sum;
            int on = choices.front().on;
            for (const Choice &choice : choices) {
                left -= weights[static_cast<std::size_t>(choice.on - base)];
                on = choice.on;
                if (left < 0)
                    break;
            }
            for (const int wanted : given)
                on = wanted >= base && wanted < base + width ? wanted : on;
            result.step.push_back(on);
            result.surprise[on] =
                static_cast<float>(-std::log(std::max(alone[static_cast<std::size_t>(on - base)], 1e-7)));
            for (std::size_t i = 0; i < mostChoices && choices[i].probability > leastChoice; ++i)
                result.choices.push_back(choices[i]);
        }
    }
    state.last = result.step;
    ++state.drawn;
    return result;
}

} // namespace klangraum::steps
