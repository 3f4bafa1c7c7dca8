// What a recipe's [model] says to beat-gan. No torch.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace klangraum::beat {

struct BeatOptions
{
    // What is read and made: loops of whole bars of four quarters, each quarter in four steps
    int sampleRate = 22050; // sample-rate
    std::int64_t bars = 4;
    double slowest = 110; // quarters a minute
    double fastest = 176;
    std::vector<std::string> styles{ "techno", "minimal", "drum-and-bass" };
    std::int64_t hop = 2; // bars between the loops of a piece in the training split

    // The network
    std::int64_t atoms = 512; // sounds that steps are mixed from
    std::int64_t atomLength = 8192; // atom-length: frames
    std::int64_t lead = 64; // frames of an atom before its step
    std::int64_t width = 192; // channels over the steps
    std::int64_t code = 24; // numbers that a step is written in
    std::int64_t shared = 48; // latent numbers of the whole loop
    std::int64_t own = 12; // latent numbers of each bar
    std::int64_t bands = 40; // that the encoder reads, four times a step
    std::int64_t critic = 24; // channels of the spectrogram critics

    // The losses
    double codeWeight = 1; // code-weight: squared difference of the codes
    double klWeight = 2e-3; // kl-weight
    double waveWeight = 1; // wave-weight: squared difference of the samples
    double spectralWeight = 1; // spectral-weight
    double criticWeight = 0.1; // critic-weight: of spectrograms and of patterns
    double matchingWeight = 0.5; // matching-weight: of the critics' features
    double criticFrom = 0.3; // critic-from: share of the training before the critics join
    std::int64_t crop = 24576; // frames that the losses hear of a loop, anywhere in it

    std::int64_t steps() const { return 16 * bars; }
    std::int64_t dimensions() const { return shared + bars * own; }
    std::int64_t conditions() const { return static_cast<std::int64_t>(styles.size()) + 1; }
    // Frames of a loop at a tempo, and the tempo that so many frames are exactly.
    std::int64_t framesAt(double quartersPerMinute) const;
    double tempoOf(std::int64_t frames) const;
    // First frame of a step of a loop of so many frames.
    std::int64_t startOf(std::int64_t step, std::int64_t frames) const;

    // Throws Error for unknown keys, wrong values and sizes that do not go together.
    static BeatOptions fromJson(const nlohmann::json &model);
};

} // namespace klangraum::beat
