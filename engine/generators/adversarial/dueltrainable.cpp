#include "generators/adversarial/dueltrainable.h"

#include "generators/adversarial/dueldescription.h"
#include "generators/adversarial/duellosses.h"
#include "generators/adversarial/portrait.h"
#include "music/error.h"

#include <cmath>

namespace klangraum::adversarial {
namespace {

constexpr double mostLoss = 1e7; // beyond it, or at weights of this size, nothing is learned any more
constexpr double mostWeight = 100;
constexpr std::int64_t portraitPieces = 64;

// While it lives these parameters take no part in the graph: the generator's update needs none of their gradients.
class Untouched
{
public:
    explicit Untouched(std::vector<torch::Tensor> parameters)
        : m_parameters(std::move(parameters))
    {
        for (torch::Tensor &parameter : m_parameters)
            parameter.set_requires_grad(false);
    }
    ~Untouched()
    {
        for (torch::Tensor &parameter : m_parameters)
            parameter.set_requires_grad(true);
    }
    Untouched(const Untouched &) = delete;
    Untouched &operator=(const Untouched &) = delete;

private:
    std::vector<torch::Tensor> m_parameters;
};

double shareOf(const torch::Tensor &truth)
{
    return truth.to(torch::kFloat32).mean().item<double>();
}

// Batch normalisation knows no batch of one: it is shown twice.
Sight atLeastTwo(const Sight &sight, const StepContext &context)
{
    if (!context.training || sight.music.size(0) > 1)
        return sight;
    const auto twice = [](const torch::Tensor &x) { return x.defined() ? torch::cat({ x, x }) : x; };
    return { twice(sight.music), twice(sight.condition) };
}

// Its scores in float32, in mixed precision too.
Verdict judged(Duel &duel, const Sight &sight)
{
    Verdict verdict = duel.judge(sight);
    verdict.score = verdict.score.to(torch::kFloat32);
    return verdict;
}

// The scores of several batches one after the other, each after the same condition: in one go where every piece is
// judged by itself.
torch::Tensor scoresOf(Duel &duel, const std::vector<torch::Tensor> &batches, const torch::Tensor &condition)
{
    if (!duel.judgesBatches())
        return judged(duel,
                      { torch::cat(batches),
                        condition.defined() ? torch::cat(std::vector<torch::Tensor>(batches.size(), condition))
                                            : condition })
            .score;
    std::vector<torch::Tensor> scores;
    for (const torch::Tensor &music : batches)
        scores.push_back(judged(duel, { music, condition }).score);
    return torch::cat(scores);
}

} // namespace

DuelTrainable::DuelTrainable(Contest contest)
    : m_contest(std::move(contest))
{
}

std::vector<Update> DuelTrainable::updates(const StepContext &)
{
    return { { m_contest.options.criticName(), static_cast<int>(m_contest.options.criticSteps),
               m_contest.duel->criticParameters() },
             { "generator", static_cast<int>(m_contest.options.generatorSteps),
               m_contest.duel->generatorParameters() } };
}

std::unique_ptr<TrainingData> DuelTrainable::data(const Corpus &corpus, Split split)
{
    return m_contest.medium->data(corpus, split);
}

Sight DuelTrainable::sightOf(const Batch &batch, const StepContext &)
{
    return { batch.at(0), batch.size() > 1 ? batch[1] : torch::Tensor() };
}

torch::Tensor DuelTrainable::blurred(const torch::Tensor &music, const StepContext &context) const
{
    if (m_contest.options.instanceNoise <= 0 || !context.training)
        return music;
    return music + m_contest.options.instanceNoise * torch::randn(music.sizes(), context.random).to(music.device());
}

Losses DuelTrainable::losses(const std::string &update, const Batch &batch, const StepContext &context)
{
    const Sight real = atLeastTwo(sightOf(batch, context), context);
    Losses losses = update == "generator" ? generatorLosses(real, context) : criticLosses(real, context);
    const double total = losses.total.item<double>();
    if (context.training && std::abs(total) > mostLoss)
        throw Error("the duel has diverged: the loss of update '" + update + "' is " + std::to_string(total) +
                    " at step " + std::to_string(context.step) +
                    "; the last good checkpoint is kept (try a lower learning-rate, a gradient-penalty or clip)");
    return losses;
}

Losses DuelTrainable::criticLosses(const Sight &real, const StepContext &context)
{
    const std::int64_t count = real.music.size(0);
    torch::Tensor made;
    {
        const torch::NoGradGuard noGrad;
        made =
            m_contest.duel->make(m_contest.duel->noise(count, context.random).to(real.music.device()), real.condition);
    }
    const Sight shown{ blurred(real.music, context), real.condition };
    const Sight answer{ blurred(made, context), real.condition };
    std::vector<torch::Tensor> pieces{ shown.music, answer.music };
    if (m_contest.options.noiseShown && context.training)
        pieces.push_back(torch::rand(made.sizes(), context.random).to(made.device()));
    const torch::Tensor scores = scoresOf(*m_contest.duel, pieces, real.condition);
    const torch::Tensor realScore = scores.narrow(0, 0, count);
    const torch::Tensor madeScore = scores.narrow(0, count, count);
    const torch::Tensor generated = scores.narrow(0, count, scores.size(0) - count);
    Losses losses;
    losses.total = criticLoss(m_contest.options, realScore, generated);
    if (context.training) {
        m_contest.duel->remember(realScore.detach(), madeScore.detach());
        torch::Tensor penalty;
        const auto every = static_cast<double>(m_contest.options.penaltyEvery);
        const auto add = [&](double weight, const std::function<torch::Tensor()> &of) {
            if (weight > 0 && context.step % m_contest.options.penaltyEvery == 0)
                penalty = penalty.defined() ? penalty + every * weight * of() : every * weight * of();
        };
        add(m_contest.options.gradientPenalty,
            [&] { return gradientPenalty(*m_contest.duel, shown, answer.music, context.random); });
        add(m_contest.options.realPenalty, [&] { return zeroPenalty(*m_contest.duel, shown); });
        add(m_contest.options.generatedPenalty, [&] { return zeroPenalty(*m_contest.duel, answer); });
        if (penalty.defined()) {
            losses.scalars["penalty"] = penalty.item<double>();
            losses.total = losses.total + penalty;
        }
        if (m_contest.options.drift > 0)
            losses.total = losses.total + m_contest.options.drift * realScore.square().mean();
        if (m_contest.options.weightPenalty > 0)
            losses.total = losses.total +
                m_contest.options.weightPenalty * squaredWeights(*m_contest.duel->named_children()["critic"]);
    }
    const torch::NoGradGuard noGrad;
    const bool logits = m_contest.options.game == Game::Entropy;
    const torch::Tensor line =
        logits ? torch::zeros({}, realScore.options()) : 0.5 * (realScore.mean() + madeScore.mean());
    losses.scalars["accuracy/real"] = shareOf(realScore > line);
    losses.scalars["accuracy/generated"] = shareOf(madeScore < line);
    losses.scalars["score/real"] = realScore.mean().item<double>();
    losses.scalars["score/generated"] = madeScore.mean().item<double>();
    return losses;
}

Losses DuelTrainable::generatorLosses(const Sight &real, const StepContext &context)
{
    const Untouched critic(m_contest.duel->criticParameters());
    const torch::Tensor noise = m_contest.duel->noise(real.music.size(0), context.random).to(real.music.device());
    const torch::Tensor made = m_contest.duel->make(noise, real.condition);
    const Verdict verdict = judged(*m_contest.duel, { blurred(made, context), real.condition });
    Verdict known;
    if (m_contest.options.game == Game::Relativistic || m_contest.options.matchFeatures > 0) {
        const torch::NoGradGuard noGrad;
        known = judged(*m_contest.duel, { blurred(real.music, context), real.condition });
    }
    Losses losses;
    losses.total = generatorLoss(m_contest.options, known.score, verdict.score);
    if (m_contest.options.matchData > 0)
        losses.total = losses.total + m_contest.options.matchData * matching(real.music, made);
    if (m_contest.options.matchFeatures > 0)
        losses.total = losses.total + m_contest.options.matchFeatures * matching(known.features, verdict.features);
    if (m_contest.options.activationPenalty > 0)
        losses.total = losses.total +
            m_contest.options.activationPenalty * activation(made, m_contest.options.activationThreshold);
    if (m_contest.options.weightPenalty > 0)
        losses.total = losses.total +
            m_contest.options.weightPenalty * squaredWeights(*m_contest.duel->named_children()["generator"]);
    if (const torch::Tensor extra = generatorExtra(made, noise, real.condition); extra.defined()) {
        losses.scalars["extra"] = extra.item<double>();
        losses.total = losses.total + extra;
    }
    return losses;
}

torch::Tensor DuelTrainable::generatorExtra(const torch::Tensor &, const torch::Tensor &, const torch::Tensor &)
{
    return {};
}

void DuelTrainable::afterUpdate(const std::string &update, const StepContext &context)
{
    const torch::NoGradGuard noGrad;
    const bool generator = update == "generator";
    const std::vector<torch::Tensor> parameters =
        generator ? m_contest.duel->generatorParameters() : m_contest.duel->criticParameters();
    // Arjovsky, Chintala, Bottou 2017, algorithm 1, line 7.
    if (!generator && m_contest.options.clip > 0)
        for (torch::Tensor parameter : parameters)
            parameter.clamp_(-m_contest.options.clip, m_contest.options.clip);
    // Saturated networks and clipped critics hide from their losses that the weights have run away.
    for (const torch::Tensor &parameter : parameters)
        if (const double size = parameter.square().mean().sqrt().item<double>(); !(size < mostWeight))
            throw Error("the duel has diverged: the weights of update '" + update + "' have the size " +
                        std::to_string(size) + " after step " + std::to_string(context.step) +
                        "; the last good checkpoint is kept (try a lower learning-rate)");
}

std::map<std::string, double> DuelTrainable::validate(const TrainingData &data, const StepContext &context)
{
    const std::int64_t count = std::min(portraitPieces, data.size());
    std::vector<std::int64_t> items;
    for (std::int64_t i = 0; i < count; ++i)
        items.push_back(i * data.size() / count);
    if (items.empty())
        return {};
    const torch::Tensor real = sightOf(data.batch(items, context), context).music.to(torch::kCPU);
    std::vector<Score> scores;
    for (std::int64_t i = 0; i < count; ++i)
        scores.push_back(m_contest.medium->decode({ real[i] }, {}));
    return { { "distance", distance(portraitOf(sample(portraitPieces, 1)), portraitOf(scores)) } };
}

std::optional<Score> DuelTrainable::read(const Score &score) const
{
    return m_contest.medium->read(score);
}

std::vector<Score> DuelTrainable::sample(int count, std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    m_contest.duel->eval();
    const at::Generator random = at::detail::createCPUGenerator(seed);
    torch::Tensor condition = m_contest.medium->conditionAfter({});
    std::vector<Score> scores;
    constexpr std::int64_t atOnce = 64;
    for (std::int64_t left = count; left > 0; left -= atOnce) {
        const torch::Tensor noise = m_contest.duel->noise(std::min(left, atOnce), random).to(m_contest.duel->device());
        torch::Tensor before = condition;
        if (condition.defined()) {
            std::vector<std::int64_t> shape = condition.sizes().vec();
            shape[0] = noise.size(0);
            before = condition.expand(shape).to(m_contest.duel->device());
        }
        const torch::Tensor made = m_contest.duel->make(noise, before).to(torch::kCPU);
        for (std::int64_t i = 0; i < made.size(0); ++i)
            scores.push_back(m_contest.medium->decode({ made[i] }, {}));
    }
    return scores;
}

double verdictOf(const Duel &duel, const DuelOptions &options, double score)
{
    return options.game == Game::Entropy ? 1 / (1 + std::exp(-score)) : duel.between(score);
}

std::optional<double> judgeScore(const Contest &contest, const Score &score)
{
    const torch::NoGradGuard noGrad;
    contest.duel->eval();
    try {
        Sight sight = contest.medium->encode(score);
        sight.music = sight.music.to(contest.duel->device());
        if (sight.condition.defined())
            sight.condition = sight.condition.to(contest.duel->device());
        return verdictOf(*contest.duel, contest.options, contest.duel->judge(sight).score.item<double>());
    } catch (const Error &) { // nothing that the discriminator could hear
        return std::nullopt;
    }
}

nlohmann::json DuelTrainable::describe(const Corpus &corpus)
{
    m_contest.duel->eval();
    return describeDuel(medium(), corpus);
}

} // namespace klangraum::adversarial
