// A player whose clock the test turns by hand, and commands for an engine thread.
#pragma once

#include "runtime/enginethread.h"

#include <atomic>
#include <mutex>

namespace klangraum {

// Holds the last plan; the test sets the tick.
class HandPlayer final : public PlanPort
{
public:
    bool postPlan(std::unique_ptr<Plan> plan) override
    {
        const std::lock_guard lock(m_mutex);
        if (refuse > 0) {
            --refuse;
            return false;
        }
        if (!waiting)
            m_state.planSerial = plan->serial;
        last = std::move(plan);
        ++count;
        return true;
    }
    TransportState transport() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_state;
    }
    void setTick(double tick)
    {
        const std::lock_guard lock(m_mutex);
        m_state.tick = tick;
    }
    // What was posted last begins now.
    void takeEffect()
    {
        const std::lock_guard lock(m_mutex);
        m_state.planSerial = last ? last->serial : 0;
    }
    void setSampleRate(double rate)
    {
        const std::lock_guard lock(m_mutex);
        m_state.sampleRate = rate;
    }
    Plan plan() const
    {
        const std::lock_guard lock(m_mutex);
        return last ? *last : Plan{};
    }

    std::unique_ptr<Plan> last;
    int count = 0;
    int refuse = 0;
    std::atomic<bool> waiting{ false }; // plans wait for takeEffect()

private:
    mutable std::mutex m_mutex;
    TransportState m_state;
};

inline EngineCommand select(int model, std::uint64_t seed = 1)
{
    EngineCommand command;
    command.kind = EngineCommand::Kind::SelectModel;
    command.model = model;
    command.seed = seed;
    return command;
}

inline EngineCommand steer(double x)
{
    EngineCommand command;
    command.steering.values["map.x"] = x;
    command.time = std::chrono::steady_clock::now();
    return command;
}

} // namespace klangraum
