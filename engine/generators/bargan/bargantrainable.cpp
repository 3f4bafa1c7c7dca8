#include "generators/bargan/bargantrainable.h"

#include "generators/adversarial/portrait.h"
#include "generators/jsonreader.h"
#include "generators/latent/latentdescription.h"
#include "generators/latent/latentfamilies.h"
#include "music/error.h"

namespace klangraum::bargan {
namespace {

constexpr double noDuelYet = 10; // a distance that no duel has
constexpr std::int64_t comparedWindows = 256;

} // namespace

std::unique_ptr<TrainingData> BarMedium::data(const Corpus &corpus, Split split)
{
    return std::make_unique<latent::LatentData>(corpus, split, m_duel->net()->options());
}

adversarial::Sight BarMedium::encode(const Score &score) const
{
    const latent::LatentOptions &options = m_duel->net()->options();
    const latent::TokenGrid window =
        options.grammar.window(options.grammar.encode(score), 0, static_cast<int>(options.steps));
    if (options.grammar.onsets(window) == 0)
        throw Error("expected notes within the first " + std::to_string(options.steps) + " steps");
    const torch::Tensor z =
        m_duel->net()->posterior(latent::tensorOf({ window }, options.grammar).to(m_duel->device())).mean;
    adversarial::Sight sight{ m_duel->standardised(z), {} };
    if (options.labels() > 0)
        sight.condition =
            torch::full({ 1 }, latent::labelOf(options, latent::scaleOf(score), window), torch::kInt64).to(z.device());
    return sight;
}

Score BarMedium::decode(const std::vector<torch::Tensor> &windows, const adversarial::Touch &) const
{
    const latent::Grammar &grammar = m_duel->net()->options().grammar;
    latent::TokenGrid all;
    for (const torch::Tensor &window : windows) {
        const torch::Tensor z = m_duel->unstandardised(window.unsqueeze(0).to(m_duel->device()));
        const latent::TokenGrid grid = latent::gridsOf(m_duel->net()->draw(z, 0, {}).tokens).front();
        all.insert(all.end(), grid.begin(), grid.end());
    }
    return grammar.decode(all, latent::sampleTempo);
}

Tick BarMedium::windowTicks() const
{
    return m_duel->net()->options().steps * stepTicks();
}

Tick BarMedium::stepTicks() const
{
    return adversarial::ticksPerQuarter / m_duel->net()->options().grammar.stepsPerQuarter;
}

adversarial::Contest contestOf(const nlohmann::json &model)
{
    JsonReader reader(model, "bar-gan: [model]");
    adversarial::DuelOptions rules;
    rules.game = adversarial::Game::Relativistic;
    rules.read(reader);
    BarGanOptions options;
    options.read(reader);
    const auto duel = std::make_shared<BarGan>(latent::readLatentNet("chorale-space", reader), options);
    reader.refuseUnknown();
    return { duel, std::make_shared<BarMedium>(duel), rules };
}

BarGanTrainable::BarGanTrainable(const adversarial::Contest &contest)
    : DuelTrainable(contest)
    , m_duel(std::dynamic_pointer_cast<BarGan>(contest.duel))
    , m_latent("bar-gan", m_duel->net())
{
}

bool BarGanTrainable::duels(const StepContext &context) const
{
    return context.progress >= 1 - m_duel->options().duelShare;
}

StepContext BarGanTrainable::beforeDuel(const StepContext &context) const
{
    StepContext before = context;
    before.progress = std::min(1.0, context.progress / std::max(1e-9, 1 - m_duel->options().duelShare));
    return before;
}

std::vector<Update> BarGanTrainable::updates(const StepContext &context)
{
    return duels(context) ? DuelTrainable::updates(context) : m_latent.updates(beforeDuel(context));
}

std::unique_ptr<TrainingData> BarGanTrainable::data(const Corpus &corpus, Split split)
{
    return m_latent.data(corpus, split);
}

Losses BarGanTrainable::losses(const std::string &update, const Batch &batch, const StepContext &context)
{
    const bool duel = update != "main" && update != "prior";
    if (duel && context.training)
        m_duel->begin();
    return duel ? DuelTrainable::losses(update, batch, context) : m_latent.losses(update, batch, beforeDuel(context));
}

void BarGanTrainable::afterUpdate(const std::string &update, const StepContext &context)
{
    if (update != "main" && update != "prior")
        DuelTrainable::afterUpdate(update, context);
}

adversarial::Sight BarGanTrainable::sightOf(const Batch &batch, const StepContext &context)
{
    const torch::NoGradGuard noGrad;
    if (context.training)
        m_latent.ensureSpace();
    const torch::Tensor &x = batch.at(0);
    const latent::Posterior posterior = m_duel->net()->posterior(x);
    const torch::Tensor chance = torch::randn(posterior.mean.sizes(), context.random).to(x.device());
    return { m_duel->standardised(posterior.mean + m_duel->net()->options().targetNoise * posterior.deviation * chance),
             batch.size() > 1 ? batch[1] : torch::Tensor() };
}

torch::Tensor BarGanTrainable::generatorExtra(const torch::Tensor &made, const torch::Tensor &noise,
                                              const torch::Tensor &condition)
{
    const double weight = m_duel->options().matchTeacher;
    return weight > 0 ? weight * m_duel->distanceToTeacher(made, noise, condition) : torch::Tensor();
}

std::map<std::string, double> BarGanTrainable::validate(const TrainingData &data, const StepContext &context)
{
    const torch::NoGradGuard noGrad;
    const auto &windows = dynamic_cast<const latent::LatentData &>(data);
    const std::int64_t count = std::min(comparedWindows, windows.size());
    if (count == 0)
        return {};
    std::map<std::string, double> result;
    if (!duels(context)) {
        result = m_latent.validate(data, beforeDuel(context));
        result["distance"] = noDuelYet + 1 - result["note-f1"];
        return result;
    }
    const latent::Grammar &grammar = m_duel->net()->options().grammar;
    std::vector<Score> scores;
    for (std::int64_t i = 0; i < count; ++i)
        scores.push_back(grammar.decode(windows.window(i * windows.size() / count), latent::sampleTempo));
    return { { "distance",
               adversarial::distance(adversarial::portraitOf(sample(static_cast<int>(comparedWindows), 1)),
                                     adversarial::portraitOf(scores)) } };
}

nlohmann::json BarGanTrainable::describe(const Corpus &corpus)
{
    m_duel->eval();
    return latent::describeLatent("bar-gan", *m_duel->net(), corpus);
}

} // namespace klangraum::bargan
