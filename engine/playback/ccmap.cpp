#include "playback/ccmap.h"

#include <cmath>
#include <utility>

namespace klangraum {

namespace {

constexpr double kNear = 1.5 / 127; // a knob this close has caught up

} // namespace

std::map<std::string, int> CcMap::defaults()
{
    return { { "map.x", 16 },    { "map.y", 17 }, { "surprise", 19 }, { "density", 20 },
             { "register", 21 }, { "tempo", 22 }, { "sound", 23 },    { "morph", 1 } };
}

CcMap::CcMap(std::map<std::string, int> controls)
    : m_controls(std::move(controls))
{
    std::erase_if(m_controls, [](const auto &entry) { return entry.second < 0 || entry.second > 127; });
}

void CcMap::learn(const std::string &control)
{
    m_learning = control;
}

std::string CcMap::controlOf(int cc)
{
    if (cc < 0 || cc > 127)
        return {};
    if (!m_learning.empty()) {
        std::erase_if(m_controls, [cc](const auto &entry) { return entry.second == cc; });
        m_knobs.erase(m_learning);
        m_controls[std::exchange(m_learning, {})] = cc;
    }
    for (const auto &[control, number] : m_controls) {
        if (number == cc)
            return control;
    }
    return {};
}

bool CcMap::takesOver(const std::string &control, double value, double current)
{
    const auto known = m_knobs.find(control);
    const bool crossed = known != m_knobs.end() && (known->second.value - current) * (value - current) <= 0;
    const bool held = known != m_knobs.end() && known->second.holds;
    const bool holds = held || crossed || std::abs(value - current) <= kNear;
    m_knobs[control] = { value, holds };
    return holds;
}

std::optional<double> CcMap::waiting(const std::string &control) const
{
    const auto knob = m_knobs.find(control);
    if (knob == m_knobs.end() || knob->second.holds)
        return std::nullopt;
    return knob->second.value;
}

void CcMap::release(const std::string &control)
{
    const auto knob = m_knobs.find(control);
    if (knob != m_knobs.end())
        knob->second.holds = false;
}

} // namespace klangraum
