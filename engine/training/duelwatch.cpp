#include "training/duelwatch.h"

#include "training/eventlog.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace klangraum {
namespace {

// Where a failure begins, and where it is over again. The lengths are steps.
constexpr double littleCollapse = 0.35; // of CollapseReading::collapse
constexpr double mostPieces = 0.9, fewPieces = 0.5; // silent, or of one note
constexpr double perfect = 0.99, beatable = 0.95; // accuracy on real and on generated
constexpr std::int64_t accuracySpan = 100;
constexpr double hugeLoss = 1000, hugeNorm = 1e4; // on average
constexpr double growth = 100; // times the loss of 400 steps before, where it is more than `grownLoss`
constexpr double grownLoss = 10;
constexpr std::int64_t criticSpan = 50;
constexpr double noGradient = 1e-6; // norm of the generator's
constexpr double lostGradient = 1e-3; // times that of 400 steps before
constexpr std::int64_t gradientSpan = 100;
constexpr std::int64_t before = 400; // what is compared with lies between this and `memory` steps back
constexpr std::size_t fewest = 10; // values of a mean that says anything

// Mean over the steps above `from` up to `to`; nothing where there are too few.
template <typename Values> std::optional<double> mean(const Values &values, std::int64_t from, std::int64_t to)
{
    double sum = 0;
    std::size_t count = 0;
    for (const auto &value : values)
        if (value.step > from && value.step <= to) {
            sum += value.value;
            ++count;
        }
    return count >= fewest ? std::optional(sum / static_cast<double>(count)) : std::nullopt;
}

bool has(const std::string &text, const char *word)
{
    return text.find(word) != std::string::npos;
}

} // namespace

void DuelWatch::keep(Values &values, std::int64_t step, double value)
{
    values.push_back({ step, value });
    while (values.front().step <= step - memory)
        values.pop_front();
}

void DuelWatch::judge(std::vector<DuelCall> &calls, const std::string &code, bool seen, bool gone)
{
    const bool active = m_active.contains(code);
    if (!active && seen) {
        m_active.insert(code);
        calls.push_back({ code, true });
    } else if (active && gone) {
        m_active.erase(code);
        calls.push_back({ code, false });
    }
}

std::vector<DuelCall> DuelWatch::take(const nlohmann::json &event)
{
    const std::int64_t step = wholeIn(event, "step");
    bool looked = false;
    for (const auto &[key, entry] : event.items()) {
        const bool look = key.starts_with("duel/"), norm = key.starts_with("gradient-norm/");
        const bool accuracy = key.starts_with("train/") && has(key, "accuracy");
        const bool loss = key.starts_with("train/") && key.ends_with("/loss") && !has(key, "generator");
        if (!look && !norm && !accuracy && !loss)
            continue;
        const std::optional<double> value = scalarOf(entry);
        if (!value || !std::isfinite(*value))
            continue;
        if (look)
            keep(m_looks[key], step, *value);
        else if (norm)
            keep(m_norms[key], step, *value);
        else if (loss)
            keep(m_losses[key], step, std::abs(*value));
        else if (has(key, "/real"))
            keep(m_real, step, *value);
        else if (has(key, "/generated") || has(key, "/fake"))
            keep(m_generated, step, *value);
        looked = looked || look;
    }
    std::vector<DuelCall> calls;
    if (step < firstCall)
        return calls;
    if (looked) {
        // The two newest looks agree.
        const auto both = [this](const char *scalar, auto &&holds) {
            const Values &values = m_looks[scalar];
            return values.size() >= 2 && holds(values.back().value) && holds((values.end() - 2)->value);
        };
        for (const auto &[code, scalar] :
             { std::pair("silence", "duel/silent"), std::pair("one-note", "duel/one-note") })
            judge(calls, code, both(scalar, [](double share) { return share >= mostPieces; }),
                  both(scalar, [](double share) { return share < fewPieces; }));
        const bool told = m_active.contains("silence") || m_active.contains("one-note"); // the same in better words
        judge(calls, "collapse", !told && both("duel/collapse", [](double value) { return value >= muchCollapse; }),
              told || both("duel/collapse", [](double value) { return value < littleCollapse; }));
    }
    const auto real = mean(m_real, step - accuracySpan, step), generated = mean(m_generated, step - accuracySpan, step);
    const bool critic = m_losses.contains("train/critic/loss"); // one that tells them apart does what it should
    if (real && generated && !critic)
        judge(calls, "perfect-discriminator", std::min(*real, *generated) >= perfect,
              std::min(*real, *generated) < beatable);
    bool exploding = false, calm = true, known = false;
    for (const auto &[key, values] : m_losses) {
        const auto now = mean(values, step - criticSpan, step), then = mean(values, step - memory, step - before);
        const double most = std::max(grownLoss, then ? growth * *then : hugeLoss);
        known = known || now;
        exploding = exploding || (now && *now >= std::min(hugeLoss, most));
        calm = calm && (!now || *now < std::min(hugeLoss, most) / 2);
    }
    for (const auto &[key, values] : m_norms) {
        const auto now = mean(values, step - criticSpan, step);
        if (!now || has(key, "generator"))
            continue;
        known = true;
        exploding = exploding || *now >= hugeNorm;
        calm = calm && *now < hugeNorm / 2;
    }
    judge(calls, "exploding-critic", exploding, known && calm);
    if (const auto it = m_norms.find("gradient-norm/generator"); it != m_norms.end()) {
        const auto now = mean(it->second, step - gradientSpan, step);
        const auto then = mean(it->second, step - memory, step - before);
        const double least = std::max(noGradient, then ? lostGradient * *then : 0);
        if (now)
            judge(calls, "vanishing-gradient", *now<least, *now> 10 * noGradient && *now > 10 * least);
    }
    return calls;
}

const std::vector<std::string> &DuelWatch::codes()
{
    static const std::vector<std::string> all{ "silence",          "one-note",
                                               "collapse",         "perfect-discriminator",
                                               "exploding-critic", "vanishing-gradient" };
    return all;
}

std::string DuelWatch::text(const std::string &code)
{
    static const std::map<std::string, std::string> texts{
        { "silence",
          "the generator makes silence (an all-black picture); what usually helps: a lower learning rate of the "
          "discriminator, one-sided labels of 0.9, an activation penalty" },
        { "one-note",
          "the generator makes one note only; what usually helps: feature matching, noise at the discriminator's "
          "input, "
          "an earlier checkpoint" },
        { "collapse",
          "the generator makes nearly the same piece again and again; what usually helps: minibatch discrimination, a "
          "Wasserstein loss with gradient penalty, a lower learning rate" },
        { "perfect-discriminator",
          "the discriminator is always right, so the generator learns little; what usually helps: more generator "
          "steps, "
          "dropout or noise in the discriminator, one-sided labels" },
        { "exploding-critic",
          "the critic's loss grows without bound; what usually helps: a gradient penalty in the place of clipping, a "
          "lower learning rate, a drift term" },
        { "vanishing-gradient",
          "the generator's gradient has all but vanished; what usually helps: a Wasserstein loss, a wider clip or a "
          "gradient penalty, a weaker discriminator" },
    };
    const auto it = texts.find(code);
    return it == texts.end() ? code : it->second;
}

} // namespace klangraum
