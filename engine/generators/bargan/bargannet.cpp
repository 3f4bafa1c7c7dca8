#include "generators/bargan/bargannet.h"

#include "generators/jsonreader.h"

namespace klangraum::bargan {
namespace {

void copyWeights(const torch::nn::Module &from, const torch::nn::Module &to)
{
    const torch::NoGradGuard noGrad;
    const auto copy = [](const auto &known, auto targets) {
        for (auto &target : targets)
            target.value().copy_(known[target.key()]);
    };
    copy(from.named_parameters(), to.named_parameters());
    copy(from.named_buffers(), to.named_buffers());
}

} // namespace

void BarGanOptions::read(JsonReader &reader)
{
    duelShare = reader.number("duel-share", duelShare, 0, 1);
    matchTeacher = reader.number("match-teacher", matchTeacher, 0, 1e6);
    teacherSteps = reader.integer("teacher-steps", teacherSteps, 1, 1000);
    teacherGuidance = reader.number("teacher-guidance", teacherGuidance, 0, 10);
    criticHead = reader.integer("critic-head", criticHead, 1, 4096);
}

BarCritic::BarCritic(const latent::LatentOptions &latent, const BarGanOptions &options)
    : m_flow(register_module("prior", std::make_shared<latent::FlowPrior>(latent)))
    , m_head(register_module("head", torch::nn::Linear(latent.priorWidth, options.criticHead)))
    , m_out(register_module("out",
                            torch::nn::Linear(((latent.parts ? latent.segments() : 1) + 1) * options.criticHead, 1)))
{
}

adversarial::Verdict BarCritic::forward(const torch::Tensor &z, const torch::Tensor &labels)
{
    adversarial::Verdict verdict;
    verdict.features = m_flow->features(z, torch::ones({ z.size(0) }, z.options().requires_grad(false)), labels);
    const torch::Tensor h = torch::gelu(m_head(verdict.features));
    verdict.score = m_out(torch::cat({ h.flatten(1), h.mean(1) }, 1)).squeeze(1);
    return verdict;
}

BarGan::BarGan(std::shared_ptr<latent::LatentNet> net, const BarGanOptions &options)
    : m_options(options)
    , m_net(register_module("generator", std::move(net)))
    , m_critic(register_module("critic", std::make_shared<BarCritic>(m_net->options(), options)))
{
    if (!m_net->flow())
        throw Error("bar-gan: its generator is a flow over vectors; set prior-blocks to 1 or more and codes = 0");
    m_begun = register_buffer("begun", torch::zeros({ 1 }));
    if (options.matchTeacher <= 0)
        return;
    latent::LatentOptions patient = m_net->options();
    patient.priorSteps = options.teacherSteps;
    patient.priorGuidance = options.teacherGuidance;
    m_teacher = std::make_shared<latent::FlowPrior>(patient);
    register_module("teacher", m_teacher);
    m_taught = register_buffer("taught", torch::zeros({ 1 }));
}

void BarGan::begin()
{
    if (m_begun.item<float>() == 0) {
        copyWeights(*m_net->flow(), m_critic->flow());
        m_begun.fill_(1);
    }
    // A training that goes on with a packaged model has a critic and no teacher yet.
    if (m_teacher && m_taught.item<float>() == 0) {
        copyWeights(*m_net->flow(), *m_teacher);
        m_taught.fill_(1);
    }
}

torch::Tensor BarGan::noise(std::int64_t count, at::Generator random) const
{
    return torch::randn({ count, m_net->options().dimensions }, random) * std::sqrt(m_net->options().priorTemperature);
}

torch::Tensor BarGan::make(const torch::Tensor &noise, const torch::Tensor &condition)
{
    return m_net->flow()->flow(noise, condition);
}

adversarial::Verdict BarGan::judge(const adversarial::Sight &sight)
{
    return m_critic->forward(sight.music, sight.condition);
}

std::vector<torch::Tensor> BarGan::generatorParameters() const
{
    return m_net->flow()->parameters();
}

torch::Tensor BarGan::distanceToTeacher(const torch::Tensor &made, const torch::Tensor &noise,
                                        const torch::Tensor &condition)
{
    torch::Tensor wanted;
    {
        const torch::NoGradGuard noGrad;
        wanted = m_teacher->flow(noise, condition);
    }
    return (made - wanted).square().mean();
}

torch::Tensor BarGan::standardised(const torch::Tensor &z) const
{
    return (z - m_net->space()->mean) / m_net->space()->scale;
}

torch::Tensor BarGan::unstandardised(const torch::Tensor &z) const
{
    return z * m_net->space()->scale + m_net->space()->mean;
}

} // namespace klangraum::bargan
