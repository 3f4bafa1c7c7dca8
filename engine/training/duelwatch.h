// DuelWatch: calls the known failures of two networks that learn against each other, once where one begins and once
// where it ends, by the scalars of the steps alone, whatever the family. What it knows of a run reaches back `memory`
// steps: an object that was shown as much says the same as one that saw all. A plain value; no torch.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace klangraum {

struct DuelCall
{
    std::string code;
    bool begins = true; // false: it is over
};

class DuelWatch
{
public:
    static constexpr std::int64_t memory = 500; // steps
    // Before this step noise is all there is, and nothing is called.
    static constexpr std::int64_t firstCall = 100;
    static constexpr double muchCollapse = 0.5; // of CollapseReading::collapse: from here on it is called

    // The `step` event of a step; steps rise. What begins and ends with it.
    std::vector<DuelCall> take(const nlohmann::json &step);
    // What an earlier trainer had called and not taken back.
    void setActive(std::set<std::string> codes) { m_active = std::move(codes); }
    const std::set<std::string> &active() const { return m_active; }

    // Codes: "silence", "one-note", "collapse", "perfect-discriminator", "exploding-critic", "vanishing-gradient".
    static const std::vector<std::string> &codes();
    // In English: what is seen, and what usually helps; the screen translates by code. Of an unknown code itself.
    static std::string text(const std::string &code);

private:
    struct Value
    {
        std::int64_t step;
        double value;
    };
    using Values = std::deque<Value>;

    static void keep(Values &values, std::int64_t step, double value);
    void judge(std::vector<DuelCall> &calls, const std::string &code, bool seen, bool gone);

    std::map<std::string, Values> m_looks; // of the collapse meter
    Values m_real, m_generated; // accuracies of the discriminator
    std::map<std::string, Values> m_losses; // of updates that are not the generator, without sign
    std::map<std::string, Values> m_norms; // of gradients, by update
    std::set<std::string> m_active;
};

} // namespace klangraum
