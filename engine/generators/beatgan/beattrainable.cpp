#include "generators/beatgan/beattrainable.h"

#include "generators/audio/spectrum.h"
#include "generators/beatgan/beatdescription.h"
#include "generators/seeded.h"

#include <algorithm>
#include <cmath>

namespace klangraum::beat {
namespace {

constexpr std::int64_t firstSounds = 1400; // that the atoms are made of
constexpr std::uint64_t firstSeed = 1;
constexpr std::int64_t mostValidated = 64; // loops
constexpr std::int64_t validatedAtOnce = 8;
constexpr double codeNoise = 0.1; // that a decoder learns to bear, and that gives the codes their scale
constexpr double codePull = 0.01; // of their squares

torch::Tensor waveDistance(const torch::Tensor &made, const torch::Tensor &real)
{
    return ((made - real).square().sum(1) / (real.square().sum(1) + 1)).mean();
}

torch::Tensor drawn(const Posterior &posterior, const StepContext &context)
{
    return posterior.mean +
        posterior.deviation * torch::randn(posterior.mean.sizes(), context.random).to(posterior.mean.device());
}

void learn(const std::vector<torch::Tensor> &parameters, bool learns)
{
    for (const torch::Tensor &parameter : parameters)
        parameter.requires_grad_(learns);
}

} // namespace

BeatTrainable::BeatTrainable(const BeatOptions &options)
    : m_net(std::make_shared<BeatNet>(options))
    , m_generator(m_net->generatorParameters())
    , m_critics(m_net->criticParameters())
{
}

bool BeatTrainable::hasCritics(const StepContext &context) const
{
    return m_net->options().criticWeight > 0 && context.progress >= m_net->options().criticFrom;
}

std::vector<Update> BeatTrainable::updates(const StepContext &context)
{
    if (hasCritics(context))
        return { { "critic", 1, m_critics }, { "main", 1, m_generator } };
    return { { "main", 1, m_generator } };
}

std::unique_ptr<TrainingData> BeatTrainable::data(const Corpus &corpus, Split split)
{
    auto data = std::make_unique<BeatData>(corpus, split, *m_net);
    if (split == Split::Train && !m_net->hasAtoms()) {
        const torch::Device device = m_net->device();
        m_net->to(torch::kCPU);
        m_net->setAtoms(data->soundsAtSteps(firstSounds, firstSeed));
        m_net->to(device);
    }
    return data;
}

BeatTrainable::Made BeatTrainable::make(const Batch &batch, const StepContext &context)
{
    const torch::Tensor condition = part(batch, Part::Condition);
    Made made;
    made.code = m_net->code(part(batch, Part::Features), condition);
    made.posterior = m_net->posterior(made.code.detach(), condition);
    made.z = context.training ? drawn(made.posterior, context) : made.posterior.mean;
    made.pattern = m_net->pattern(made.z, condition);
    torch::Tensor heard = made.code;
    if (context.training) {
        heard = heard + codeNoise * torch::randn(heard.sizes(), context.random).to(heard.device());
        if (hasCritics(context)) { // the second half of the batch
            const std::int64_t half = heard.size(0) / 2;
            heard = torch::cat({ heard.narrow(0, 0, half), made.pattern.slice(0, half) });
        }
    } else {
        heard = made.pattern;
    }
    made.sound = m_net->stretch(m_net->mixture(heard, condition), numbersOf(part(batch, Part::Frames)),
                                numbersOf(part(batch, Part::From)), part(batch, Part::Sound).size(1));
    return made;
}

torch::Tensor BeatTrainable::drawnPattern(const Batch &batch, const StepContext &context)
{
    const audio::SoundSpace &space = m_net->space();
    const torch::Tensor condition = part(batch, Part::Condition);
    const torch::Tensor chance =
        torch::randn({ condition.size(0), m_net->options().dimensions() }, context.random).to(condition.device());
    return m_net->pattern(chance * space.scale + space.mean, condition);
}

Losses BeatTrainable::losses(const std::string &update, const Batch &batch, const StepContext &context)
{
    return update == "critic" ? criticLosses(batch, context) : mainLosses(batch, context);
}

Losses BeatTrainable::mainLosses(const Batch &batch, const StepContext &context)
{
    const BeatOptions &options = m_net->options();
    const torch::Tensor real = part(batch, Part::Sound);
    const torch::Tensor condition = part(batch, Part::Condition);
    const Made made = make(batch, context);
    if (context.training)
        m_net->space().follow(made.z.detach());
    const torch::Tensor wave = waveDistance(made.sound, real);
    const torch::Tensor spectral = audio::spectralDistance(made.sound, real);
    const torch::Tensor code = (made.pattern - made.code.detach()).square().mean();
    const torch::Tensor spread = made.posterior.deviation;
    const torch::Tensor kl =
        0.5 * (made.posterior.mean.square() + spread.square() - 2 * spread.log() - 1).sum(1).mean();
    Losses losses{ options.waveWeight * wave + options.spectralWeight * spectral + options.codeWeight * code +
                       options.klWeight * kl + codePull * made.code.square().mean(),
                   { { "wave", wave.item<double>() },
                     { "spectral", spectral.item<double>() },
                     { "code", code.item<double>() },
                     { "kl", kl.item<double>() } } };
    if (!hasCritics(context) || !context.training)
        return losses;
    learn(m_critics, false);
    std::vector<std::vector<torch::Tensor>> theirs;
    {
        const torch::NoGradGuard noGrad;
        theirs = m_net->spectrogramCritics()->forward(real);
    }
    const auto ours = m_net->spectrogramCritics()->forward(made.sound);
    const torch::Tensor patterns = m_net->patternCritic()->forward(
        torch::cat({ made.pattern, drawnPattern(batch, context) }), torch::cat({ condition, condition }));
    torch::Tensor hinge = -patterns.mean();
    torch::Tensor matching = torch::zeros({}, made.sound.options());
    for (std::size_t critic = 0; critic < ours.size(); ++critic) {
        hinge = hinge - ours[critic].back().mean();
        for (std::size_t layer = 0; layer + 1 < ours[critic].size(); ++layer)
            matching = matching + (ours[critic][layer] - theirs[critic][layer]).abs().mean();
    }
    learn(m_critics, true);
    losses.scalars["matching"] = matching.item<double>();
    losses.scalars["score/generated"] = -hinge.item<double>();
    losses.total = losses.total + options.criticWeight * hinge + options.matchingWeight * matching;
    return losses;
}

Losses BeatTrainable::criticLosses(const Batch &batch, const StepContext &context)
{
    const torch::Tensor real = part(batch, Part::Sound);
    const torch::Tensor condition = part(batch, Part::Condition);
    Made made;
    torch::Tensor patterns;
    {
        const torch::NoGradGuard noGrad;
        made = make(batch, context);
        patterns = torch::cat({ made.code, made.pattern, drawnPattern(batch, context) });
    }
    torch::Tensor hinge = torch::zeros({}, real.options());
    double hits = 0;
    double misses = 0;
    const auto judge = [&](const torch::Tensor &theirs, const torch::Tensor &ours) {
        hinge = hinge + torch::relu(1 - theirs).mean() + torch::relu(1 + ours).mean();
        hits += (theirs > 0).to(torch::kFloat32).mean().item<double>();
        misses += (ours < 0).to(torch::kFloat32).mean().item<double>();
    };
    const auto theirs = m_net->spectrogramCritics()->forward(real);
    const auto ours = m_net->spectrogramCritics()->forward(made.sound);
    for (std::size_t critic = 0; critic < ours.size(); ++critic)
        judge(theirs[critic].back(), ours[critic].back());
    const torch::Tensor verdicts =
        m_net->patternCritic()->forward(patterns, torch::cat({ condition, condition, condition }));
    judge(verdicts.slice(0, 0, condition.size(0)), verdicts.slice(0, condition.size(0)));
    const auto critics = static_cast<double>(ours.size() + 1);
    return { hinge, { { "accuracy/real", hits / critics }, { "accuracy/generated", misses / critics } } };
}

std::map<std::string, double> BeatTrainable::validate(const TrainingData &data, const StepContext &context)
{
    const torch::NoGradGuard noGrad;
    double sum = 0;
    double count = 0;
    StepContext here = context;
    here.training = false;
    for (std::int64_t begin = 0; begin < std::min(data.size(), mostValidated); begin += validatedAtOnce) {
        std::vector<std::int64_t> items;
        for (std::int64_t i = begin; i < std::min({ data.size(), mostValidated, begin + validatedAtOnce }); ++i)
            items.push_back(i * data.size() / std::min(data.size(), mostValidated));
        const Losses losses = mainLosses(data.batch(items, here), here);
        const auto weight = static_cast<double>(items.size());
        sum += weight * losses.scalars.at("spectral");
        count += weight;
    }
    return count > 0 ? std::map<std::string, double>{ { "distance", sum / count } } : std::map<std::string, double>{};
}

std::vector<AudioClip> BeatTrainable::sampleAudio(int count, std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    const BeatOptions &options = m_net->options();
    std::vector<AudioClip> clips;
    for (int i = 0; i < count; ++i) {
        const std::uint64_t place = seed + static_cast<std::uint64_t>(i);
        const auto style =
            static_cast<std::size_t>(seededUniform(place, 0, 5) * static_cast<double>(options.styles.size()));
        std::vector<double> styles(options.styles.size(), 0.0);
        styles[style] = 1;
        const std::int64_t frames =
            options.framesAt(options.slowest + seededUniform(place, 0, 6) * (options.fastest - options.slowest));
        const torch::Tensor condition =
            m_net->condition(styles, options.tempoOf(frames)).unsqueeze(0).to(m_net->device());
        const torch::Tensor sound =
            m_net
                ->stretch(m_net->mixture(m_net->pattern(m_net->space().drawn(place).z, condition), condition),
                          { frames }, { 0 }, frames)[0]
                .clamp(-1, 1)
                .to(torch::kCPU)
                .contiguous();
        clips.push_back({ options.sampleRate, 1, { sound.data_ptr<float>(), sound.data_ptr<float>() + frames } });
    }
    return clips;
}

nlohmann::json BeatTrainable::describe(const Corpus &corpus)
{
    return describeBeat(m_net, corpus);
}

} // namespace klangraum::beat
