#include "runtime/listener.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace klangraum {

Listener::Listener(PlayerOptions options)
    : m_options(std::move(options))
{
    m_options.midiIn.clear(); // both stay with the live music
    m_options.midiOut.clear();
}

Listener::~Listener()
{
    stop();
}

void Listener::start(const Score &score, int program, double gain)
{
    stop();
    m_score = score.withTicksPerQuarter(kTicksPerQuarter);
    m_program = program;
    m_options.gain = gain;
    m_coming = std::async(std::launch::async, [options = m_options] { return std::make_unique<Player>(options); });
    m_listening = true;
}

void Listener::stop()
{
    if (m_coming.valid())
        m_coming.get();
    if (m_player)
        m_player->stop();
    m_player.reset();
    m_listening = false;
}

void Listener::begin()
{
    m_player = m_coming.get();
    auto plan = std::make_unique<Plan>();
    plan->notes = m_score.notes;
    plan->end = m_score.length;
    plan->serial = 1;
    m_player->setProgram(m_program);
    m_player->postPlan(std::move(plan));
    m_nextTempo = 0;
    m_player->setPlaying(true);
    m_player->start();
}

bool Listener::poll()
{
    if (!m_listening)
        return false;
    if (m_coming.valid()) {
        if (m_coming.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
            begin();
        else
            return false;
    }
    std::vector<HeardEvent> heard;
    m_player->drainHeard(heard);
    const double tick = m_player->state().tick;
    while (m_nextTempo < m_score.tempi.size() && double(m_score.tempi[m_nextTempo].tick) <= tick)
        m_player->setTempo(m_score.tempi[m_nextTempo++].quartersPerMinute);
    if (tick < double(m_score.length))
        return false;
    stop();
    return true;
}

double Listener::position() const
{
    if (!m_player || m_score.length <= 0)
        return 0;
    return std::clamp(m_player->state().tick / double(m_score.length), 0.0, 1.0);
}

} // namespace klangraum
