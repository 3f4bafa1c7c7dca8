#include "generators/steps/steptrainable.h"

#include "generators/steps/stepdata.h"
#include "generators/steps/stepdescription.h"
#include "generators/steps/stepwriter.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>

namespace klangraum::steps {
namespace {

constexpr int sampleSteps = 64;
constexpr double sampleTempo = 100; // quarters a minute
constexpr std::int64_t chunk = 512; // windows at once
constexpr std::int64_t mostItems = 256; // that the unigram is measured on

// How often each class is on, as logits.
torch::Tensor unigramOf(const std::vector<std::vector<Step>> &pieces, const Codec &codec)
{
    std::vector<double> on(static_cast<std::size_t>(codec.classes()), 0.5);
    double steps = 1;
    for (const auto &piece : pieces)
        for (const Step &step : piece) {
            ++steps;
            for (const int each : step)
                ++on[static_cast<std::size_t>(each)];
        }
    torch::Tensor logits = torch::zeros({ codec.classes() });
    for (std::size_t i = 0; i < on.size(); ++i) {
        const double share = on[i] / steps;
        logits[static_cast<std::int64_t>(i)] = codec.heads() == 0 ? std::log(share / (1 - share)) : std::log(share);
    }
    return logits;
}

} // namespace

StepTrainable::StepTrainable(std::shared_ptr<StepNet> net)
    : m_net(std::move(net))
{
}

std::vector<Update> StepTrainable::updates(const StepContext &)
{
    return { { "main", 1, m_net->parameters() } };
}

std::unique_ptr<TrainingData> StepTrainable::data(const Corpus &corpus, Split split)
{
    auto data = std::make_unique<StepData>(corpus, split, m_net->stepOptions());
    if (split == Split::Train)
        m_unigram = unigramOf(data->pieces(), m_net->stepOptions().codec);
    return data;
}

torch::Tensor stepNats(const torch::Tensor &logits, const torch::Tensor &target, const Codec &codec)
{
    if (codec.heads() == 0)
        return torch::binary_cross_entropy_with_logits(logits, target, {}, {}, at::Reduction::None).sum(2);
    const std::int64_t width = codec.classes() / codec.heads();
    const auto split = [&](const torch::Tensor &x) { return x.view({ x.size(0), x.size(1), codec.heads(), width }); };
    return -(torch::log_softmax(split(logits), 3) * split(target)).sum({ 2, 3 });
}

Losses StepTrainable::losses(const std::string &, const Batch &batch, const StepContext &)
{
    return meanNats(m_net->foretell(batch[0].narrow(1, 0, batch[0].size(1) - 1), nullptr), batch);
}

// `logits` of the last steps of each row: all, or only the one that the network foretells.
Losses StepTrainable::meanNats(const torch::Tensor &logits, const Batch &batch) const
{
    const torch::Tensor &steps = batch[0];
    const std::int64_t from = steps.size(1) - 1 - logits.size(1);
    const torch::Tensor nats =
        stepNats(logits, steps.narrow(1, from + 1, logits.size(1)).contiguous(), m_net->stepOptions().codec);
    const torch::Tensor mask = batch[1].narrow(1, from, logits.size(1));
    return { (nats * mask).sum() / mask.sum().clamp_min(1), {} };
}

std::map<std::string, double> StepTrainable::validate(const TrainingData &data, const StepContext &context)
{
    std::vector<std::int64_t> items;
    for (std::int64_t i = 0; i < std::min(data.size(), mostItems); ++i)
        items.push_back(i * data.size() / std::min(data.size(), mostItems));
    if (!m_unigram.defined() || items.empty())
        return {};
    const Batch batch = data.batch(items, context);
    const std::int64_t window = batch[0].size(1) - 1;
    const torch::Tensor logits =
        m_unigram.to(batch[0].device()).expand({ batch[0].size(0), m_net->onlyLast() ? 1 : window, m_unigram.size(0) });
    return { { "unigram", meanNats(logits.contiguous(), batch).total.item<double>() } };
}

std::optional<Score> StepTrainable::read(const Score &score) const
{
    const Codec &codec = m_net->stepOptions().codec;
    if (!codec.fits(score))
        return std::nullopt;
    return codec.decode(codec.encode(score), score.tempi.empty() ? sampleTempo : score.tempi.front().quartersPerMinute);
}

std::vector<Score> StepTrainable::sample(int count, std::uint64_t seed)
{
    m_net->eval();
    const StepWriter writer(m_net);
    const Codec &codec = m_net->stepOptions().codec;
    std::vector<Score> scores;
    for (int i = 0; i < count; ++i) {
        WriterState state = writer.begin(seed + static_cast<std::uint64_t>(i));
        std::vector<Step> steps;
        for (int step = 0; step < sampleSteps; ++step)
            steps.push_back(writer.step(state, {}).step);
        scores.push_back(codec.decode(steps, sampleTempo));
    }
    return scores;
}

nlohmann::json StepTrainable::describe(const Corpus &corpus)
{
    m_net->eval();
    return describeSteps(m_net, corpus);
}

std::vector<KeyProbabilities> StepTrainable::keyProbabilities(std::span<const KeySet> piece)
{
    return keyProbabilitiesOf(*m_net, piece);
}

std::vector<KeyProbabilities> keyProbabilitiesOf(StepNet &net, std::span<const KeySet> piece)
{
    const StepOptions &options = net.stepOptions();
    if (options.codec.coding != Coding::Roll)
        throw Error("likelihood: this model chooses one note of a voice, it defines no probability for each key; "
                    "models of piano rolls do");
    const torch::NoGradGuard noGrad;
    net.eval();
    const auto device = net.parameters().front().device();
    std::vector<Step> steps{ options.codec.silence() };
    for (const KeySet &keys : piece) {
        Step step;
        for (std::size_t key = 0; key < pianoKeys; ++key)
            if (keys.test(key + lowestKey))
                step.push_back(static_cast<int>(key));
        steps.push_back(step);
    }
    steps.pop_back(); // nothing follows the last
    torch::Tensor probabilities;
    if (net.onlyLast()) { // a window before every step
        std::vector<torch::Tensor> found;
        const auto count = static_cast<std::int64_t>(steps.size());
        for (std::int64_t begin = 0; begin < count; begin += chunk) {
            std::vector<std::vector<Step>> rows;
            for (std::int64_t at = begin; at < std::min(count, begin + chunk); ++at) {
                std::vector<Step> row(static_cast<std::size_t>(options.window), options.codec.silence());
                for (std::int64_t i = 0; i < options.window && at - i >= 0; ++i)
                    row[static_cast<std::size_t>(options.window - 1 - i)] = steps[static_cast<std::size_t>(at - i)];
                rows.push_back(std::move(row));
            }
            found.push_back(net.foretell(tensorOf(rows, options.codec).to(device), nullptr).squeeze(1));
        }
        probabilities = torch::cat(found);
    } else {
        StepState state;
        probabilities = net.foretell(tensorOf({ steps }, options.codec).to(device), &state)[0];
    }
    probabilities = torch::sigmoid(probabilities).to(torch::kCPU, torch::kFloat64).contiguous();
    std::vector<KeyProbabilities> result(piece.size());
    for (std::size_t i = 0; i < piece.size(); ++i)
        std::copy_n(probabilities.data_ptr<double>() + i * pianoKeys, pianoKeys, result[i].begin());
    return result;
}

} // namespace klangraum::steps
