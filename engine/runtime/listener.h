// Listener: plays a kept piece once, by a player of its own, so that the live music's plan and clock stay as they are.
// Thread rule: all methods belong to one thread (the GUI's). The player is made on a thread of its own, since loading
// the sound font takes a moment; start() does not wait for it.
#pragma once

#include "music/score.h"
#include "playback/player.h"

#include <future>
#include <memory>

namespace klangraum {

class Listener
{
public:
    explicit Listener(PlayerOptions options);
    ~Listener(); // waits for a player that is being made

    // From the beginning; with `program` (General MIDI) in every voice.
    void start(const Score &score, int program, double gain);
    void stop();
    // Moves on; true where listening() changed: the piece is over.
    bool poll();
    bool listening() const { return m_listening; }
    double position() const; // 0..1 of the piece

private:
    void begin();

    PlayerOptions m_options;
    std::future<std::unique_ptr<Player>> m_coming;
    std::unique_ptr<Player> m_player;
    Score m_score; // at kTicksPerQuarter
    int m_program = 0;
    std::size_t m_nextTempo = 0;
    bool m_listening = false;
};

} // namespace klangraum
