// The recorded sounds that the composer of electronic pieces plays beside its own synthesis: drums from Debian's
// package `sonic-pi-samples`, those only that its copyright file puts under CC0. They come from the package, where the
// build has audio libraries, or from one file they were packed into (`klangraum compose --pack FILE`), which needs
// none.
#pragma once

#include "corpus/electronic/drumsynth.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace klangraum {

// The names the composer uses, without ".flac", by their part: "kick", "snare", "hat", "open-hat", "crash",
// "percussion", "tick". All CC0.
const std::map<std::string, std::vector<std::string>> &recordedSoundNames();

class SoundBank
{
public:
    SoundBank() = default; // empty: the composer's own synthesis only

    // From the folder of the package. Empty where it is not installed or this build has no audio libraries.
    static SoundBank installed(const std::filesystem::path &folder = "/usr/share/sonic-pi/samples");
    // From a pack. Throws Error for a file that is none or is damaged.
    static SoundBank fromPack(const std::filesystem::path &file);
    void pack(const std::filesystem::path &file) const; // throws Error

    bool empty() const { return m_sounds.empty(); }
    std::size_t size() const { return m_sounds.size(); }
    // Mono at the corpus's rate, the loudest frame 1. Null where the bank does not have it.
    const Sound *find(const std::string &name) const;
    // What a corpus made with them says: which sounds, and their licence.
    std::string describe() const;

private:
    std::map<std::string, Sound> m_sounds;
};

} // namespace klangraum
