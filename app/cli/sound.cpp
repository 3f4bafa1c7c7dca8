#include "sound.h"

#include "music/error.h"
#include "playback/benchmarks.h"
#include "playback/offlinerender.h"
#include "playback/player.h"
#include "playback/wavwriter.h"

#include <chrono>
#include <thread>

namespace klangraum {

void writeSound(const Piece &piece, const std::filesystem::path &file, const Settings &settings,
                const std::function<void(double)> &progress)
{
    if (const auto *clip = std::get_if<AudioClip>(&piece)) {
        writeWav(*clip, file);
        return;
    }
    RenderOptions options;
    options.soundFont = settings.soundFont;
    options.gain = settings.gain;
    renderScoreToWav(std::get<Score>(piece), file, options, [&](double done) {
        progress(done);
        return true;
    });
}

bool hasSound()
{
    return true;
}

std::vector<BenchmarkResult> benchSound(const Settings &settings)
{
    const ExportBenchmark wav = benchmarkExport(120, 0, settings.soundFont);
    const CallbackBenchmark callback = benchmarkCallback(settings.bufferFrames, 30, 0, settings.soundFont);
    return { { "export", wav.timesRealTime, "x real time", "goal: at least 50 times real time" },
             { "audio callback p99", callback.p99Milliseconds, "ms",
               std::to_string(callback.blockFrames) + " frames last " +
                   std::to_string(callback.blockMilliseconds).substr(0, 4) + " ms" } };
}

nlohmann::json soundDevices(const Settings &settings)
{
    PlayerOptions options;
    options.api = settings.audioApi;
    options.device = settings.audioDevice;
    options.soundFont = settings.soundFont;
    Player player(options);
    player.start();
    player.refreshAudioDevices();
    // The list is made by the player's supervisor; a machine without any device answers with an empty one.
    for (int i = 0; i < 30 && player.audioDevices().empty(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    nlohmann::json answer = { { "audio", nlohmann::json::array() },
                              { "midi-outputs", player.midiOutputs() },
                              { "midi-inputs", player.midiInputs() },
                              { "problem", player.audioProblem() } };
    for (const AudioDevice &device : player.audioDevices())
        answer["audio"].push_back({ { "api", device.api },
                                    { "name", device.name },
                                    { "channels", device.outputChannels },
                                    { "default", device.isDefault } });
    player.stop();
    return answer;
}

} // namespace klangraum
