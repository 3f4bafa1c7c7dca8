#include "generators/growingwgan/growingtrainable.h"

#include "generators/audio/spectrum.h"
#include "generators/gradientpenalty.h"
#include "generators/growingwgan/growingdescription.h"

#include <algorithm>

namespace klangraum::growing {
namespace {

constexpr std::int64_t mostCompared = 32; // segments
constexpr std::int64_t comparedAtOnce = 4;
constexpr std::int64_t comparedWindow = 256; // frames
constexpr double worseLevel = 100; // what a level is better than the one before, whatever its spectrum
constexpr double silence = 1e-4;

} // namespace

GrowingTrainable::GrowingTrainable(const GrowingOptions &options)
    : m_net(std::make_shared<GrowingNet>(options))
    , m_generator(m_net->generator->parameters())
    , m_critic(m_net->critic->parameters())
{
}

std::vector<Update> GrowingTrainable::updates(const StepContext &)
{
    return { { "critic", static_cast<int>(m_net->options().criticSteps), m_critic }, { "generator", 1, m_generator } };
}

std::int64_t GrowingTrainable::batchSize(const StepContext &context, std::int64_t) const
{
    const GrowingOptions &options = m_net->options();
    return options.batch[static_cast<std::size_t>(options.stageAt(context.epoch, 0).level - 1)];
}

std::unique_ptr<TrainingData> GrowingTrainable::data(const Corpus &corpus, Split split)
{
    return std::make_unique<GrowingData>(corpus, split, m_net->options());
}

Losses GrowingTrainable::losses(const std::string &update, const Batch &batch, const StepContext &context)
{
    const GrowingOptions &options = m_net->options();
    const Stage stage = options.stageAt(context.epoch, context.part);
    if (context.training)
        m_net->setStage(stage);
    const std::string ofLevel = "level-" + std::to_string(stage.level) + "/";
    const torch::Tensor z = part(batch, Part::Latent);
    if (update == "generator") {
        for (const torch::Tensor &parameter : m_critic)
            parameter.requires_grad_(false);
        const torch::Tensor loss = -m_net->critic->forward(m_net->generator->forward(z, stage), stage).mean();
        for (const torch::Tensor &parameter : m_critic)
            parameter.requires_grad_(true);
        return { loss, { { ofLevel + "generator", loss.item<double>() } } };
    }
    const torch::Tensor real = part(batch, Part::Sound);
    torch::Tensor made;
    {
        const torch::NoGradGuard noGrad;
        made = m_net->generator->forward(z, stage);
    }
    const torch::Tensor scores = m_net->critic->forward(real, stage);
    const torch::Tensor distance = scores.mean() - m_net->critic->forward(made, stage).mean();
    Losses losses{ -distance,
                   { { "level", static_cast<double>(stage.level) },
                     { "alpha", stage.alpha },
                     { "distance", distance.item<double>() },
                     { ofLevel + "distance", distance.item<double>() } } };
    if (!context.training)
        return losses;
    const torch::Tensor penalty =
        gradientPenalty([&](const torch::Tensor &sound) { return m_net->critic->forward(sound, stage); }, real, made,
                        part(batch, Part::Mix));
    losses.total = losses.total + options.penalty * penalty;
    losses.scalars["penalty"] = penalty.item<double>();
    if (stage.level + 1 >= options.levels()) {
        const torch::Tensor drift = scores.square().mean();
        losses.total = losses.total + options.drift * drift;
        losses.scalars["drift"] = drift.item<double>();
    }
    return losses;
}

std::map<std::string, double> GrowingTrainable::validate(const TrainingData &data, const StepContext &context)
{
    const torch::NoGradGuard noGrad;
    const GrowingOptions &options = m_net->options();
    const Stage stage = options.stageAt(context.epoch, context.part);
    const std::int64_t count = std::min(data.size(), mostCompared);
    const std::int64_t window = std::min(comparedWindow, options.framesOf(stage.level));
    torch::Tensor theirs, ours;
    for (std::int64_t begin = 0; begin < count; begin += comparedAtOnce) {
        std::vector<std::int64_t> items;
        for (std::int64_t i = begin; i < std::min(count, begin + comparedAtOnce); ++i)
            items.push_back(i * data.size() / count);
        const Batch batch = data.batch(items, context);
        const auto sum = [&](torch::Tensor &total, const torch::Tensor &sound) {
            const torch::Tensor power = audio::magnitudes(sound, window, window / 2).square().mean(1).sum(0);
            total = total.defined() ? total + power : power;
        };
        sum(theirs, part(batch, Part::Sound));
        sum(ours, m_net->generator->forward(part(batch, Part::Latent), stage));
    }
    if (!theirs.defined())
        return {};
    const auto of = static_cast<double>(count);
    const double spectrum =
        ((ours / of + silence * silence).log() - (theirs / of + silence * silence).log()).abs().mean().item<double>() /
        2;
    return { { "spectrum", spectrum },
             { "selection", spectrum + worseLevel * static_cast<double>(options.levels() - stage.level) } };
}

std::vector<AudioClip> GrowingTrainable::sampleAudio(int count, std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    const GrowingOptions &options = m_net->options();
    const Stage stage = m_net->stage();
    std::vector<AudioClip> clips;
    for (int i = 0; i < count; ++i) {
        const torch::Tensor z =
            torch::rand({ 1, options.latent }, at::detail::createCPUGenerator(seed + static_cast<std::uint64_t>(i))) *
                2 -
            1;
        const torch::Tensor sound =
            m_net->generator->forward(z.to(m_net->device()), stage)[0].to(torch::kCPU).contiguous();
        clips.push_back({ options.sampleRate >> options.halvings(stage.level),
                          1,
                          { sound.data_ptr<float>(), sound.data_ptr<float>() + sound.size(0) } });
    }
    return clips;
}

nlohmann::json GrowingTrainable::describe(const Corpus &corpus)
{
    return describeGrowing(m_net, corpus);
}

} // namespace klangraum::growing
