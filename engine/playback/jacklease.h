// JackLease: held beside every JACK client of this process, so that a dying server does no harm. After a server's death
// libjack deletes all clients that are left when the next one is opened; whoever closes one of them after that uses
// freed memory. So: a lease is taken before a client is opened and given back after it is closed, and while leases
// of a dead server are out, no new ones are given.
//
// A client of our own watches the server while leases are out. Any thread; waits for the server, never real-time safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace klangraum {

// A client of the server that takes sound, as RtAudio numbers them (RtApiJack::getDeviceInfo).
struct JackOutput
{
    std::string name;
    unsigned number = 0;
    int channels = 0;
};

class JackLease
{
public:
    // Empty where no server answers, or clients of a dead one have not been closed yet.
    static std::optional<JackLease> acquire();
    // Whether leases are out whose server has died: their holders are to close their clients. Lock-free.
    static bool mustClose();
    // What the server offers, without opening another client: RtAudio's own list opens one for every question, and a
    // server that dies in between takes the clients of others along.
    std::vector<JackOutput> outputs() const;
    unsigned sampleRate() const; // Hz
    // A holder's client heard of the server's death, perhaps before the watching one did. Lock-free.
    static void serverDied();

    ~JackLease();
    JackLease(JackLease &&other) noexcept;
    JackLease &operator=(JackLease &&other) noexcept;

private:
    JackLease() = default;
    void release();
    bool m_held = true;
};

} // namespace klangraum
