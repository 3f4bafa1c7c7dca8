#include "runtime/listener.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace klangraum {
namespace {

constexpr double defaultTempo = 120; // quarters a minute, of a piece that names none
constexpr std::chrono::seconds keptSilent{ 8 }; // how long a player without a piece is kept
constexpr Tick forever = Tick(1) << 40; // the end of a silent plan

} // namespace

Listener::Listener(PlayerOptions options)
    : m_options(std::move(options))
{
    m_options.midiIn.clear(); // both stay with the live music
    m_options.midiOut.clear();
}

Listener::~Listener()
{
    if (m_coming.valid())
        m_player = m_coming.get();
    if (m_player)
        m_player->stop();
}

void Listener::take(const Score &score, int program, double gain, int passes)
{
    m_score = score.withTicksPerQuarter(kTicksPerQuarter);
    m_score.length = std::max<Tick>(1, m_score.length);
    m_sound.reset();
    m_program = program;
    m_options.gain = gain;
    m_passes = std::max(1, passes);
    m_listening = true;
}

void Listener::start(const Score &score, int program, double gain, int passes)
{
    take(score, program, gain, passes);
    open();
}

void Listener::start(std::shared_ptr<const Loop> sound, Tick ticks, double gain)
{
    Score score;
    score.ticksPerQuarter = kTicksPerQuarter;
    score.length = ticks;
    take(score, m_program, gain, 1);
    m_sound = std::move(sound);
    open();
}

void Listener::open()
{
    if (m_player)
        begin(static_cast<Tick>(std::ceil(m_player->state().tick)));
    else if (!m_coming.valid())
        m_coming = std::async(std::launch::async, [options = m_options] { return std::make_unique<Player>(options); });
}

void Listener::change(const Score &score, int program, double gain, int passes)
{
    if (!m_listening || !m_player) {
        start(score, program, gain, passes);
        return;
    }
    const auto played = std::max<Tick>(0, static_cast<Tick>(m_player->state().tick) - m_begin);
    const Tick pass = m_begin + played / m_score.length * m_score.length;
    take(score, program, gain, passes);
    begin(pass);
}

void Listener::post(std::unique_ptr<Plan> plan)
{
    plan->gridTicks = 1; // at once
    plan->serial = ++m_serial;
    m_player->postPlan(std::move(plan));
}

// The passes lie one after the other on the player's timeline from `at` on.
void Listener::begin(Tick at)
{
    m_begin = at;
    auto plan = std::make_unique<Plan>();
    plan->notes.reserve(m_score.notes.size() * static_cast<std::size_t>(m_passes));
    for (int pass = 0; pass < m_passes; ++pass) {
        const Tick from = at + pass * m_score.length;
        plan->tempi.push_back({ from, m_score.tempi.empty() ? defaultTempo : m_score.tempi.front().quartersPerMinute });
        for (const TempoChange &change : m_score.tempi)
            plan->tempi.push_back({ from + change.tick, change.quartersPerMinute });
        for (Note note : m_score.notes) {
            note.start += from;
            plan->notes.push_back(note);
        }
    }
    plan->end = at + m_passes * m_score.length;
    plan->loop = m_sound;
    plan->loopOrigin = at;
    m_player->setProgram(m_program);
    m_player->setGain(m_options.gain);
    post(std::move(plan));
}

void Listener::stop()
{
    if (m_listening && m_player) {
        auto silence = std::make_unique<Plan>();
        silence->end = forever;
        post(std::move(silence));
    }
    m_listening = false;
    m_silentSince = std::chrono::steady_clock::now();
}

bool Listener::poll()
{
    if (m_coming.valid() && m_coming.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
        m_player = m_coming.get();
        m_serial = 0;
        if (m_listening)
            begin(0);
        m_player->setPlaying(true);
        m_player->start();
    }
    if (!m_player)
        return false;
    std::vector<HeardEvent> heard;
    m_player->drainHeard(heard);
    m_player->collectGarbage();
    if (!m_listening) {
        if (std::chrono::steady_clock::now() - m_silentSince > keptSilent)
            m_closing = std::async(std::launch::async, [player = std::move(m_player)] { player->stop(); });
        return false;
    }
    if (m_player->state().tick < static_cast<double>(m_begin + m_passes * m_score.length))
        return false;
    stop();
    return true;
}

double Listener::position() const
{
    if (!m_listening || !m_player)
        return 0;
    const double played = std::max(0.0, m_player->state().tick - static_cast<double>(m_begin));
    return std::fmod(played, static_cast<double>(m_score.length)) / static_cast<double>(m_score.length);
}

} // namespace klangraum
