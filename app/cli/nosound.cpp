// sound.h in a build without sound.
#include "music/atomicfile.h"
#include "music/error.h"
#include "music/wavfile.h"
#include "sound.h"

namespace klangraum {

namespace {

[[noreturn]] void refuse(const std::string &what)
{
    throw Error(what + ": this klangraum was built without sound; build it with KLANGRAUM_AUDIO=ON");
}

} // namespace

void writeSound(const Piece &piece, const std::filesystem::path &file, const Settings &,
                const std::function<void(double)> &)
{
    if (const auto *clip = std::get_if<AudioClip>(&piece)) {
        writeFileAtomically(file, wavFile(*clip));
        return;
    }
    refuse(file.string());
}

bool hasSound()
{
    return false;
}

nlohmann::json soundDevices(const Settings &)
{
    const auto none = nlohmann::json::array();
    return { { "audio", none },
             { "midi-outputs", none },
             { "midi-inputs", none },
             { "problem", "this klangraum was built without sound (KLANGRAUM_AUDIO=OFF)" } };
}

std::vector<BenchmarkResult> benchSound(const Settings &)
{
    refuse("bench export");
}

void playScore(const Score &, const Settings &, const PlayRequest &)
{
    refuse("play");
}

void playModel(const ModelToPlay &, const Settings &, const PlayRequest &)
{
    refuse("play");
}

} // namespace klangraum
