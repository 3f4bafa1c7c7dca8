#include "generators/bargan/bargannet.h"

#include "generators/jsonreader.h"

#include <algorithm>

namespace klangraum::bargan {
namespace {

constexpr std::int64_t moodCount = 1024;
constexpr std::int64_t moodNumbers = 5; // activity, mode, height, surprise, key
constexpr std::int64_t tail = 2; // beats before the window that the discriminator reads with it

} // namespace

void BarGanOptions::read(JsonReader &reader)
{
    chorale.read(reader);
    duelShare = reader.number("duel-share", duelShare, 0, 1);
    criticWidth = reader.integer("critic-width", criticWidth, 8, 4096);
    criticBlocks = reader.integer("critic-blocks", criticBlocks, 0, 32);
}

torch::Tensor conditionOf(const torch::Tensor &before, const torch::Tensor &known, const torch::Tensor &conditions)
{
    return torch::cat({ (before * known.view({ -1, 1, 1 })).flatten(1), known.unsqueeze(1), conditions }, 1);
}

BarCritic::BarCritic(const BarGanOptions &options)
    : m_latent(options.chorale.latent)
    , m_in(register_module("in", torch::nn::Linear(m_latent, options.criticWidth)))
    , m_known(register_module(
          "known", torch::nn::Linear(chorale::beats * m_latent + 1 + chorale::conditionCount, options.criticWidth)))
    , m_out(register_module("out", torch::nn::Linear((chorale::beats + 1) * options.criticWidth, 1)))
    , m_places(register_parameter("places", 0.1 * torch::randn({ tail + chorale::beats, options.criticWidth })))
{
    for (std::int64_t i = 0; i < options.criticBlocks; ++i)
        m_blocks.push_back(
            register_module("block" + std::to_string(i), std::make_shared<chorale::BeatBlock>(options.criticWidth)));
}

adversarial::Verdict BarCritic::forward(const torch::Tensor &latents, const torch::Tensor &condition)
{
    const torch::Tensor before =
        condition.narrow(1, (chorale::beats - tail) * m_latent, tail * m_latent).view({ -1, tail, m_latent });
    adversarial::Verdict verdict;
    verdict.features = m_in(torch::cat({ before, latents }, 1)) + m_places + m_known(condition).unsqueeze(1);
    torch::Tensor h = verdict.features;
    for (const auto &block : m_blocks)
        h = block->forward(h);
    h = torch::gelu(h.narrow(1, tail, chorale::beats));
    verdict.score = m_out(torch::cat({ h.flatten(1), h.mean(1) }, 1)).squeeze(1);
    return verdict;
}

BarGan::BarGan(const BarGanOptions &options, std::shared_ptr<chorale::ChoraleVaeNet> chorale)
    : m_options(options)
    , m_chorale(register_module("generator", std::move(chorale)))
    , m_critic(register_module("critic", std::make_shared<BarCritic>(options)))
    , m_moods(register_buffer("moods", torch::zeros({ moodCount, moodNumbers })))
{
}

torch::Tensor BarGan::noise(std::int64_t count, at::Generator random) const
{
    return torch::randn({ count, chorale::beats, m_options.chorale.latent }, random);
}

torch::Tensor BarGan::make(const torch::Tensor &noise, const torch::Tensor &condition)
{
    const std::int64_t latents = chorale::beats * m_options.chorale.latent;
    const torch::Tensor before = condition.narrow(1, 0, latents).view_as(noise);
    const chorale::PriorContext context = m_chorale->context(before, condition.select(1, latents),
                                                             condition.narrow(1, latents + 1, chorale::conditionCount));
    torch::Tensor z = noise;
    const auto count = static_cast<double>(m_options.chorale.flowSteps);
    for (std::int64_t i = 0; i < m_options.chorale.flowSteps; ++i) {
        const torch::Tensor now = torch::full({ z.size(0) }, static_cast<double>(i) / count, z.options());
        z = z + m_chorale->velocity(z, now, context) / count;
    }
    return z;
}

adversarial::Verdict BarGan::judge(const adversarial::Sight &sight)
{
    return m_critic->forward(sight.music, sight.condition);
}

std::vector<torch::Tensor> BarGan::generatorParameters() const
{
    std::vector<torch::Tensor> parameters;
    for (const auto &item : m_chorale->named_parameters())
        if (item.key().starts_with("prior"))
            parameters.push_back(item.value());
    return parameters;
}

void BarGan::setMoods(const std::vector<Mood> &moods)
{
    const torch::NoGradGuard noGrad;
    torch::Tensor table = torch::zeros({ moodCount, moodNumbers });
    float *row = table.data_ptr<float>();
    const std::size_t count = std::max<std::size_t>(moods.size(), moodCount); // evenly spread, or again from the first
    for (std::int64_t i = 0; i < moodCount && !moods.empty(); ++i, row += moodNumbers) {
        const Mood &mood = moods[static_cast<std::size_t>(i) * count / moodCount % moods.size()];
        const std::array<float, moodNumbers> values{ mood.conditions.activity, mood.conditions.mode,
                                                     mood.conditions.height, mood.conditions.surprise,
                                                     static_cast<float>(mood.key) };
        std::copy(values.begin(), values.end(), row);
    }
    m_moods.copy_(table);
}

Mood BarGan::mood(double share) const
{
    const auto row = static_cast<std::int64_t>(share * moodCount);
    const torch::Tensor values = m_moods[std::clamp<std::int64_t>(row, 0, moodCount - 1)].to(torch::kCPU).contiguous();
    const float *number = values.data_ptr<float>();
    Mood mood;
    mood.conditions.activity = number[0];
    mood.conditions.mode = number[1];
    mood.conditions.height = number[2];
    mood.conditions.surprise = number[3];
    mood.key = static_cast<int>(std::lround(std::clamp(number[4], -60.0F, 60.0F)));
    return mood;
}

} // namespace klangraum::bargan
