// A real JACK server with a dummy driver, and a client that records and sends MIDI, for the jack tests.
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <jack/jack.h>
#include <jack/midiport.h>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace klangraum::test {

// The server that this process's JACK clients find, under a name of its own. start() false: `reason` says why.
class JackServer
{
public:
    JackServer()
    {
        // One name for all runs: of servers that were killed, JACK's register of eight reclaims only a namesake's.
        const std::string name = "klangraum-test";
        setenv("JACK_DEFAULT_SERVER", name.c_str(), 1);
        setenv("JACK_NO_START_SERVER", "1", 1);
        setenv("JACK_NO_AUDIO_RESERVATION", "1", 1);
        jack_set_error_function([](const char *) {});
        jack_set_info_function([](const char *) {});
        m_name = QString::fromStdString(name);
    }
    ~JackServer() { stop(); }

    bool start(int rate = 48000)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setChildProcessModifier([] {
            prctl(PR_SET_PDEATHSIG, SIGKILL); // no server outlives its test
            setpriority(PRIO_PROCESS, 0, -19); // where real-time scheduling is not allowed, this may be
        });
        m_process.start(
            "jackd",
            { "--realtime", "--no-mlock", "-n", m_name, "-d", "dummy", "-r", QString::number(rate), "-p", "256" });
        if (!m_process.waitForStarted(5000)) {
            reason = "jackd is not installed: install the package jackd2";
            return false;
        }
        // Not by a client of this process: libjack deletes all others when one is opened after a server's death.
        for (int i = 0; i < 100 && m_process.state() != QProcess::NotRunning; ++i) {
            if (answers())
                return true;
            QThread::msleep(50);
        }
        reason = "jackd does not start here: " + QString::fromUtf8(m_process.readAll()).simplified();
        return false;
    }
    void stop()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.terminate();
        if (!m_process.waitForFinished(3000))
            kill();
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished(3000);
    }

    QString reason;

private:
    bool answers() const
    {
        QProcess ask;
        ask.start("jack_lsp", { "-s", m_name });
        return ask.waitForFinished(5000) && ask.exitStatus() == QProcess::NormalExit && ask.exitCode() == 0;
    }

    QString m_name;
    QProcess m_process;
};

// Records two channels from "klangraum:outport 0" and 1 on (whatever plays into the system's playback ports), keeps
// the MIDI that comes in, and sends MIDI.
class JackRecorder
{
public:
    struct Midi
    {
        std::uint64_t frame = 0;
        unsigned char bytes[3] = {};
    };

    explicit JackRecorder(std::size_t seconds = 30)
        : left(48000 * seconds)
        , right(48000 * seconds)
        , midi(10000)
    {
        m_client = jack_client_open("recorder", JackNoStartServer, nullptr);
        if (!m_client)
            return;
        m_left = jack_port_register(m_client, "left", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
        m_right = jack_port_register(m_client, "right", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
        m_midiIn = jack_port_register(m_client, "midi-in", JACK_DEFAULT_MIDI_TYPE, JackPortIsInput, 0);
        m_midiOut = jack_port_register(m_client, "midi-out", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
        jack_set_process_callback(m_client, &JackRecorder::process, this);
        jack_activate(m_client);
    }
    ~JackRecorder()
    {
        if (m_client)
            jack_client_close(m_client);
    }
    bool open() const { return m_client != nullptr; }

    // Connects to the player's audio ports; false while there are none.
    bool connect()
    {
        const char **ports = jack_get_ports(m_client, "klangraum", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput);
        bool both = false;
        if (ports && ports[0] && ports[1]) {
            jack_connect(m_client, ports[0], "recorder:left");
            jack_connect(m_client, ports[1], "recorder:right");
            both = true;
        }
        jack_free(ports);
        return both;
    }
    void clear() { m_clear = true; }
    // Sends one message with the next block.
    void send(unsigned char a, unsigned char b, unsigned char c)
    {
        while (m_sending.load() != 0)
            QThread::msleep(1);
        m_message[0] = a;
        m_message[1] = b;
        m_message[2] = c;
        m_sending = 1;
    }
    std::size_t frames() const { return m_frames.load(); }
    std::size_t midiCount() const { return m_midiCount.load(); }

    std::vector<float> left, right;
    std::vector<Midi> midi;

private:
    static int process(jack_nframes_t count, void *self)
    {
        auto *d = static_cast<JackRecorder *>(self);
        if (d->m_clear.exchange(false)) {
            d->m_frames = 0;
            d->m_midiCount = 0;
        }
        const auto *l = static_cast<float *>(jack_port_get_buffer(d->m_left, count));
        const auto *r = static_cast<float *>(jack_port_get_buffer(d->m_right, count));
        const std::size_t at = d->m_frames.load();
        void *in = jack_port_get_buffer(d->m_midiIn, count);
        for (jack_nframes_t i = 0; i < jack_midi_get_event_count(in); ++i) {
            jack_midi_event_t event;
            const std::size_t index = d->m_midiCount.load();
            if (jack_midi_event_get(&event, in, i) == 0 && event.size <= 3 && index < d->midi.size()) {
                d->midi[index].frame = at + event.time;
                std::copy_n(event.buffer, event.size, d->midi[index].bytes);
                d->m_midiCount = index + 1;
            }
        }
        void *out = jack_port_get_buffer(d->m_midiOut, count);
        jack_midi_clear_buffer(out);
        if (d->m_sending.load() == 1) {
            jack_midi_event_write(out, 0, d->m_message, 3);
            d->m_sending = 0;
        }
        if (at + count <= d->left.size()) {
            std::copy_n(l, count, d->left.begin() + static_cast<std::ptrdiff_t>(at));
            std::copy_n(r, count, d->right.begin() + static_cast<std::ptrdiff_t>(at));
            d->m_frames = at + count;
        }
        return 0;
    }

    jack_client_t *m_client = nullptr;
    jack_port_t *m_left = nullptr, *m_right = nullptr, *m_midiIn = nullptr, *m_midiOut = nullptr;
    std::atomic<std::size_t> m_frames{ 0 }, m_midiCount{ 0 };
    std::atomic<bool> m_clear{ false };
    std::atomic<int> m_sending{ 0 };
    unsigned char m_message[3] = {};
};

} // namespace klangraum::test
