#include "corpus/electronic/soundbank.h"

#include "corpus/audiofile.h"
#include "corpus/bytes.h"
#include "corpus/samplebytes.h"
#include "music/atomicfile.h"
#include "music/error.h"

#include <xxhash.h>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr std::string_view magic = "KLGSOUND";
constexpr std::uint64_t largestPack = 60'000'000; // bytes

std::string hashOf(std::string_view bytes)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
    return { reinterpret_cast<const char *>(canonical.digest), sizeof canonical.digest };
}

} // namespace

const std::map<std::string, std::vector<std::string>> &recordedSoundNames()
{
    static const std::map<std::string, std::vector<std::string>> names{
        { "kick",
          { "bd_808", "bd_ada", "bd_fat", "bd_gas", "bd_haus", "bd_klub", "bd_pure", "bd_sone", "bd_tek", "bd_zome",
            "drum_heavy_kick", "elec_hollow_kick", "elec_soft_kick" } },
        { "snare",
          { "drum_snare_hard", "elec_hi_snare", "elec_mid_snare", "elec_snare", "sn_dolf", "sn_dub", "sn_zome",
            "perc_snap", "perc_snap2" } },
        { "hat", { "drum_cymbal_closed", "drum_cymbal_pedal" } },
        { "open-hat", { "drum_cymbal_open", "drum_cymbal_soft" } },
        { "crash", { "drum_splash_hard", "drum_splash_soft", "drum_cymbal_hard" } },
        { "percussion",
          { "drum_cowbell", "drum_tom_hi_soft", "drum_tom_mid_soft", "drum_tom_lo_soft", "elec_bong", "elec_flip",
            "elec_twip", "elec_fuzz_tom", "tabla_ghe1", "tabla_na", "tabla_tas1", "tabla_te1" } },
        { "tick", { "elec_blip", "elec_blip2", "elec_plip", "elec_pop", "elec_tick", "elec_wood", "elec_ping" } },
    };
    return names;
}

SoundBank SoundBank::installed(const std::filesystem::path &folder)
{
    SoundBank bank;
    if (!audioFilesCanBeRead())
        return bank;
    for (const auto &[part, names] : recordedSoundNames()) {
        for (const std::string &name : names) {
            const std::filesystem::path file = folder / (name + ".flac");
            std::error_code none;
            if (!std::filesystem::exists(file, none))
                continue;
            Sound sound = shortened(readAudioFile(file).frames, 2);
            normalisePeak(sound);
            bank.m_sounds.emplace(name, std::move(sound));
        }
    }
    return bank;
}

const Sound *SoundBank::find(const std::string &name) const
{
    const auto found = m_sounds.find(name);
    return found == m_sounds.end() ? nullptr : &found->second;
}

std::string SoundBank::describe() const
{
    if (empty())
        return "its own synthesis only (no recorded sounds were found: Debian's package sonic-pi-samples or a pack)";
    return "its own synthesis and " + std::to_string(size()) +
        " recorded drum sounds of Debian's package sonic-pi-samples, all CC0";
}

void SoundBank::pack(const std::filesystem::path &file) const
{
    ByteWriter out;
    out.unsignedNumber(m_sounds.size());
    for (const auto &[name, sound] : m_sounds) {
        std::string samples;
        for (const float frame : sound) {
            const auto value = static_cast<std::uint16_t>(
                static_cast<std::int16_t>(std::lround(std::clamp(frame, -1.0f, 1.0f) * 32767)));
            samples.push_back(static_cast<char>(value & 0xff));
            samples.push_back(static_cast<char>(value >> 8));
        }
        out.text(name);
        out.text(samples);
    }
    writeFileAtomically(file, std::string_view(std::string(magic) + hashOf(out.bytes()) + out.bytes()));
}

SoundBank SoundBank::fromPack(const std::filesystem::path &file)
{
    const std::string bytes = readText(file, largestPack);
    const std::string where = "sounds " + file.string();
    if (!bytes.starts_with(magic) || bytes.size() < magic.size() + 16)
        throw Error(where + ": no pack of sounds; make one with: klangraum compose --pack FILE");
    const std::string_view content = std::string_view(bytes).substr(magic.size() + 16);
    if (hashOf(content) != std::string_view(bytes).substr(magic.size(), 16))
        throw Error(where + ": its content does not match its hash; the file is damaged, pack it again");
    ByteReader in(content, where);
    SoundBank bank;
    const std::size_t count = in.count(2, "sounds");
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = in.text();
        const std::string samples = in.text();
        Sound sound(samples.size() / 2);
        for (std::size_t k = 0; k < sound.size(); ++k)
            sound[k] =
                sampleOf(static_cast<unsigned char>(samples[2 * k]), static_cast<unsigned char>(samples[2 * k + 1]));
        bank.m_sounds.emplace(name, std::move(sound));
    }
    return bank;
}

} // namespace klangraum
