// Listener: plays a piece by a player of its own, so that the live music's plan and clock stay as they are. The player
// stays for some seconds after the last piece, so that the next one begins at once.
//
// Thread rule: all methods belong to one thread (the GUI's). The player is made and closed on threads of its own, since
// loading the sound font and closing a device take a moment; start() and stop() wait for neither.
#pragma once

#include "music/score.h"
#include "playback/player.h"

#include <chrono>
#include <future>
#include <memory>

namespace klangraum {

class Listener
{
public:
    explicit Listener(PlayerOptions options);
    ~Listener(); // waits for a player that is being made or closed

    // From the beginning, `passes` times; with `program` (General MIDI) in every voice.
    void start(const Score &score, int program, double gain, int passes = 1);
    // The same with sound of its own, `ticks` of it.
    void start(std::shared_ptr<const Loop> sound, Tick ticks, double gain);
    // Another piece in the place of the one that plays, from the place in it that has been reached, for `passes` more
    // passes: notes that both share keep sounding. Where none plays: start().
    void change(const Score &score, int program, double gain, int passes = 1);
    void stop();
    // Moves on; true where listening() changed: the piece is over.
    bool poll();
    bool listening() const { return m_listening; }
    double position() const; // 0..1 of the pass

private:
    void open();
    void begin(Tick at);
    void post(std::unique_ptr<Plan> plan);
    void take(const Score &score, int program, double gain, int passes);

    PlayerOptions m_options;
    std::future<std::unique_ptr<Player>> m_coming;
    std::future<void> m_closing;
    std::unique_ptr<Player> m_player;
    std::chrono::steady_clock::time_point m_silentSince;
    Score m_score; // at kTicksPerQuarter
    std::shared_ptr<const Loop> m_sound; // instead of its notes
    int m_program = 0;
    int m_passes = 1;
    Tick m_begin = 0; // of the first pass, on the player's own timeline
    std::uint64_t m_serial = 0;
    bool m_listening = false;
};

} // namespace klangraum
