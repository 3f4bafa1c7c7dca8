#include "generators/bargan/bargantrainable.h"

#include "generators/adversarial/portrait.h"
#include "generators/bargan/bargandescription.h"
#include "generators/choralevae/choraledescription.h"
#include "generators/choralevae/choralescore.h"
#include "music/error.h"

namespace klangraum::bargan {
namespace {

constexpr double noDuelYet = 10; // a distance that no duel has
constexpr std::int64_t comparedWindows = 256;
constexpr std::int64_t firstCondition = 4; // chorale::Conditions::first: in a duel a beginning is any window that is
                                           // written without one before

Score asScore(const chorale::ChoraleWindow &window, int shift)
{
    return chorale::scoreOf({ window }, shift, chorusVoices(), chorale::initialTempo);
}

} // namespace

adversarial::Sight BarMedium::encode(const Score &score) const
{
    const std::optional<chorale::ChoraleWindow> window = chorale::firstWindowOf(score);
    if (!window)
        throw Error("expected four voices that sing one note at a time and begin within two measures");
    chorale::ChoraleVaeNet &net = m_net->chorale();
    const torch::Tensor music = net.standardised(net.encode(chorale::tensorOf({ *window }).to(m_net->device())).mean);
    const chorale::Conditions found = net.measures().of(*window);
    const torch::Tensor conditions =
        torch::tensor({ found.activity, found.mode, found.height, found.surprise, 0.0F, 0.0F, 0.0F }).unsqueeze(0);
    return { music,
             conditionOf(torch::zeros_like(music), torch::zeros({ 1 }, music.options()),
                         conditions.to(music.device())) };
}

Score BarMedium::decode(const std::vector<torch::Tensor> &windows, const adversarial::Touch &touch) const
{
    std::vector<chorale::ChoraleWindow> decoded;
    for (const torch::Tensor &window : windows)
        decoded.push_back(chorale::decodeLatent(m_net->chorale(), window.unsqueeze(0).to(m_net->device()), 0).window);
    return chorale::scoreOf(decoded, touch.shift, chorusVoices(), chorale::initialTempo);
}

std::vector<ProbabilityCell> BarMedium::cells(const torch::Tensor &window, const adversarial::Touch &touch) const
{
    const torch::Tensor latent = window.unsqueeze(0).to(m_net->device());
    return chorale::windowOf(chorale::decodeLatent(m_net->chorale(), latent, touch.shift), chorusVoices(),
                             chorale::initialTempo)
        .cells;
}

std::optional<Score> BarMedium::read(const Score &score) const
{
    return fitsVoiceGrid(score, chorale::voices) ? std::optional(score) : std::nullopt;
}

BarGanTrainable::BarGanTrainable(const BarGanOptions &options, const adversarial::DuelOptions &rules)
    : BarGanTrainable(options, rules, std::make_unique<chorale::ChoraleVaeTrainable>(options.chorale))
{
}

BarGanTrainable::BarGanTrainable(const BarGanOptions &options, const adversarial::DuelOptions &rules,
                                 std::unique_ptr<chorale::ChoraleVaeTrainable> chorale)
    : BarGanTrainable(rules, std::make_shared<BarGan>(options, chorale->net()), std::move(chorale))
{
}

BarGanTrainable::BarGanTrainable(const adversarial::DuelOptions &rules, std::shared_ptr<BarGan> net,
                                 std::unique_ptr<chorale::ChoraleVaeTrainable> &&chorale)
    : DuelTrainable({ net, std::make_shared<BarMedium>(net), rules })
    , m_chorale(std::move(chorale))
    , m_net(std::move(net))
{
}

bool BarGanTrainable::duels(const StepContext &context) const
{
    return context.progress >= 1 - m_net->options().duelShare;
}

StepContext BarGanTrainable::beforeDuel(const StepContext &context) const
{
    StepContext before = context;
    before.progress = std::min(1.0, context.progress / std::max(1e-9, 1 - m_net->options().duelShare));
    return before;
}

std::vector<Update> BarGanTrainable::updates(const StepContext &context)
{
    return duels(context) ? DuelTrainable::updates(context) : m_chorale->updates(beforeDuel(context));
}

std::unique_ptr<TrainingData> BarGanTrainable::data(const Corpus &corpus, Split split)
{
    std::unique_ptr<TrainingData> data = m_chorale->data(corpus, split);
    if (split != Split::Train)
        return data;
    const auto &store = static_cast<const chorale::ChoraleData &>(*data).store();
    std::vector<Mood> proper, all;
    for (const chorale::Item &item : store.items)
        if (item.natural) {
            all.push_back({ item.conditions, -store.versions[static_cast<std::size_t>(item.version)].shift });
            if (item.conditions.added == 0)
                proper.push_back(all.back());
        }
    m_net->setMoods(proper.empty() ? all : proper);
    return data;
}

Losses BarGanTrainable::losses(const std::string &update, const Batch &batch, const StepContext &context)
{
    const bool duel = update != "main" && update != "prior";
    return duel ? DuelTrainable::losses(update, batch, context) : m_chorale->losses(update, batch, beforeDuel(context));
}

void BarGanTrainable::afterUpdate(const std::string &update, const StepContext &context)
{
    if (update != "main" && update != "prior")
        DuelTrainable::afterUpdate(update, context);
}

adversarial::Sight BarGanTrainable::sightOf(const Batch &batch, const StepContext &context)
{
    const chorale::PriorBatch taught = m_chorale->priorBatch(batch, context);
    torch::Tensor conditions = taught.conditions.clone();
    conditions.select(1, firstCondition).zero_();
    return { taught.target, conditionOf(taught.before, taught.known, conditions) };
}

std::map<std::string, double> BarGanTrainable::validate(const TrainingData &data, const StepContext &context)
{
    const torch::NoGradGuard noGrad;
    const auto &store = static_cast<const chorale::ChoraleData &>(data).store();
    std::vector<Score> scores;
    std::vector<const chorale::Item *> natural;
    for (const chorale::Item &item : store.items)
        if (item.natural)
            natural.push_back(&item);
    const std::size_t count = std::min<std::size_t>(comparedWindows, natural.size());
    std::vector<chorale::ChoraleWindow> windows;
    for (std::size_t i = 0; i < count; ++i) {
        const chorale::Item &item = *natural[i * natural.size() / count];
        windows.push_back(item.window);
        scores.push_back(asScore(item.window, -store.versions[static_cast<std::size_t>(item.version)].shift));
    }
    if (windows.empty())
        return {};
    chorale::ChoraleVaeNet &net = m_net->chorale();
    const auto found =
        chorale::windowsOf(net.decode(net.encode(chorale::tensorOf(windows).to(m_net->device())).mean).argmax(3));
    chorale::OnsetCount onsets;
    for (std::size_t i = 0; i < count; ++i)
        onsets.add(windows[i], found[i]);
    double distance = noDuelYet + 1 - onsets.f1();
    if (duels(context))
        distance = adversarial::distance(adversarial::portraitOf(sample(static_cast<int>(comparedWindows), 1)),
                                         adversarial::portraitOf(scores));
    return { { "onset-f1", onsets.f1() }, { "distance", distance } };
}

std::vector<Score> BarGanTrainable::sample(int count, std::uint64_t seed)
{
    m_net->eval();
    std::vector<Score> scores;
    for (const chorale::DecodedWindow &window : BarWriter(m_net).begin(seed, count))
        scores.push_back(asScore(window.window, window.shift));
    return scores;
}

nlohmann::json BarGanTrainable::describe(const Corpus &corpus)
{
    m_net->eval();
    return describeBarGan(m_net, corpus);
}

} // namespace klangraum::bargan
