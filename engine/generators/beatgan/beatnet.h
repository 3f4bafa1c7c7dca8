// The network of beat-gan. Every sixteenth of a loop has a code; a loop's codes are written from one latent vector, and
// their sounds are mixed from learned atoms. Atoms stand in frames, steps in musical time, so that a tempo moves sounds
// apart and does not bend them; all convolutions over the steps go around, so that a loop closes at its bar line;
// nothing is upsampled, so that nothing aliases.
//
//   loop --features--> code --posterior--> z --pattern--> code --mixture--> atoms --stretch--> loop
#pragma once

#include "generators/audio/soundspace.h"
#include "generators/beatgan/beatoptions.h"

#include <torch/torch.h>

#include <vector>

namespace klangraum::beat {

// [batch, dimensions] each
struct Posterior
{
    torch::Tensor mean, deviation;
};

// A residual step over [batch, channels, steps]: a dilated convolution around the loop and a linear layer
// (van den Oord and others, WaveNet, 2016, with normalisation before).
class CircularBlockImpl : public torch::nn::Module
{
public:
    CircularBlockImpl(std::int64_t channels, std::int64_t dilation);
    torch::Tensor forward(const torch::Tensor &x);

private:
    torch::nn::GroupNorm m_norm;
    torch::nn::Conv1d m_around, m_linear;
};
TORCH_MODULE(CircularBlock);

// Critics of log-mel spectrograms, convolutions over both axes, at two resolutions (after Jang and others, UnivNet,
// 2021): [batch, frames] to features of each layer, the last of each critic the verdicts.
class SpectrogramCriticsImpl : public torch::nn::Module
{
public:
    SpectrogramCriticsImpl(const BeatOptions &options);
    std::vector<std::vector<torch::Tensor>> forward(const torch::Tensor &sound);

private:
    std::vector<torch::nn::Sequential> m_layers;
    std::vector<torch::Tensor> m_filters;
};
TORCH_MODULE(SpectrogramCritics);

// A critic of the codes of whole loops, convolutions around them (after WaveGAN's, Donahue and others, 2019): code
// [batch, steps, code], condition [batch, conditions] to verdicts [batch, steps].
class PatternCriticImpl : public torch::nn::Module
{
public:
    PatternCriticImpl(const BeatOptions &options);
    torch::Tensor forward(const torch::Tensor &code, const torch::Tensor &condition);

private:
    torch::nn::Conv1d m_input, m_output;
    std::vector<CircularBlock> m_blocks;
    torch::Tensor m_places; // fixed
};
TORCH_MODULE(PatternCritic);

class BeatNet : public torch::nn::Module
{
public:
    explicit BeatNet(const BeatOptions &options);

    const BeatOptions &options() const { return m_options; }
    audio::SoundSpace &space() { return *m_space; }
    SpectrogramCritics &spectrogramCritics() { return m_spectrogramCritics; }
    PatternCritic &patternCritic() { return m_patternCritic; }
    torch::Device device() const { return m_atoms.device(); }

    // What the encoder reads of a loop [frames]: [steps, 4 bands], logarithms of mel bands.
    torch::Tensor features(const torch::Tensor &loop) const;
    // Style one-hot (a sum of 1) and tempo, -1 slowest to 1 fastest: [conditions]
    torch::Tensor condition(const std::vector<double> &styles, double quartersPerMinute) const;
    // features [batch, steps, 4 bands], condition [batch, conditions] to [batch, steps, code]
    torch::Tensor code(const torch::Tensor &features, const torch::Tensor &condition);
    // code [batch, steps, code]
    Posterior posterior(const torch::Tensor &code, const torch::Tensor &condition);
    // z [batch, dimensions] to [batch, steps, code]
    torch::Tensor pattern(const torch::Tensor &z, const torch::Tensor &condition);
    // code [batch, steps, code] to [batch, steps, atoms]: how much of each atom a step has.
    torch::Tensor mixture(const torch::Tensor &code, const torch::Tensor &condition);
    // `count` frames of each loop from its frame `from` on, as it sounds again and again: mixture [batch, steps, atoms]
    // to [batch, count], made of the steps alone that are heard there.
    torch::Tensor stretch(const torch::Tensor &mixture, const std::vector<std::int64_t> &frames,
                          const std::vector<std::int64_t> &from, std::int64_t count) const;

    // Sets the atoms to the principal components of sounds [n, atom-length] as they stand at steps of the corpus, once.
    bool hasAtoms() const;
    void setAtoms(const torch::Tensor &sounds);
    torch::Tensor window() const { return m_window; } // [atom-length]
    // All that sounds goes through this filter [taps] from now on: the atoms do.
    void equalise(const torch::Tensor &filter);

    std::vector<torch::Tensor> generatorParameters() const; // all but the critics'
    std::vector<torch::Tensor> criticParameters() const;

private:
    BeatOptions m_options;
    std::shared_ptr<audio::SoundSpace> m_space;
    torch::nn::Conv1d m_reader, m_coder, m_encoderInput, m_patternInput, m_patternOutput, m_decoderInput;
    std::vector<CircularBlock> m_readers, m_encoder, m_patterns, m_decoder;
    torch::nn::Linear m_shared, m_own;
    torch::nn::Sequential m_head{ nullptr };
    torch::Tensor m_atoms; // [atoms, atom-length]
    torch::Tensor m_scales; // [atoms]: spread of the mixtures in the corpus; all 0: atoms not set
    torch::Tensor m_window, m_places, m_filters; // fixed
    SpectrogramCritics m_spectrogramCritics;
    PatternCritic m_patternCritic;
};

} // namespace klangraum::beat
