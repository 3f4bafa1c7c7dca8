// The networks of `chorale-vae`. An autoencoder with one latent vector a beat, so that what a latent says is local, and
// a prior over the latents of a window, learned by flow
// matching (Lipman and others, Flow Matching for Generative Modeling, 2022; Liu and others, Rectified Flow, 2022),
// that knows the window before and what is asked for.
#pragma once

#include "generators/choralevae/choraledata.h"
#include "generators/choralevae/choralevaeoptions.h"
#include "generators/playedlinear.h"

#include <torch/torch.h>

#include <vector>

namespace klangraum::chorale {

struct LatentPosterior
{
    torch::Tensor mean; // [batch, 8, latent]
    torch::Tensor logVariance; // [batch, 8, latent]
};

// What the prior knows before it begins; computed once a window.
struct PriorContext
{
    torch::Tensor base; // [batch, 256]
    torch::Tensor tail; // [batch, 2, latent]: the last beats of the window before
};

// Eight beats with their neighbours: x + linear(gelu(linear(gelu(before, here, after)))).
class BeatBlock : public torch::nn::Module
{
public:
    explicit BeatBlock(std::int64_t width);
    torch::Tensor forward(const torch::Tensor &beats); // [batch, beats, width] -> the same

private:
    PlayedLinear m_wide{ nullptr }, m_narrow{ nullptr };
};

class ChoraleVaeNet : public torch::nn::Module
{
public:
    explicit ChoraleVaeNet(const ChoraleVaeOptions &options);

    // cells [batch, 32, 4] int64 -> posterior
    LatentPosterior encode(const torch::Tensor &cells);
    // z [batch, 8, latent] -> logits [batch, 32, 4, 77]
    torch::Tensor decode(const torch::Tensor &z);

    // To and from the units of the prior: mean 0, deviation 1 in every dimension.
    torch::Tensor standardised(const torch::Tensor &z) { return (z - m_latentMean) / m_latentScale; }
    torch::Tensor unstandardised(const torch::Tensor &z) { return z * m_latentScale + m_latentMean; }
    void setLatentScale(const torch::Tensor &mean, const torch::Tensor &scale);

    // previous [batch, 8, latent] standardised, known [batch] 0 or 1, conditions [batch, 7]
    PriorContext context(const torch::Tensor &previous, const torch::Tensor &known, const torch::Tensor &conditions);
    // z [batch, 8, latent] at time [batch] 0 (noise) to 1 (music) -> dz/dt [batch, 8, latent]
    torch::Tensor velocity(const torch::Tensor &z, const torch::Tensor &time, const PriorContext &context);
    // noise [1, 8, latent] -> standardised latents, by Euler's method. Deterministic and continuous. The context has
    // two rows: what is asked for and nothing in particular; in the first steps the way from the second to the first is
    // gone `guidance` times (Ho and Salimans, Classifier-Free Diffusion Guidance, 2022).
    torch::Tensor flow(const torch::Tensor &noise, const PriorContext &context, double guidance);
    // Standardised latents to the plane of the map: [batch, 2], activity and mode as normal deviates.
    torch::Tensor place(const torch::Tensor &z);

    void setMeasures(const Measures &measures);
    Measures measures() const;
    const ChoraleVaeOptions &options() const { return m_options; }

private:
    torch::Tensor features(const torch::Tensor &cells); // [batch, 8, 16 * 2 * embedding]

    ChoraleVaeOptions m_options;
    torch::nn::Embedding m_pitch{ nullptr }, m_onset{ nullptr };
    PlayedLinear m_encoderIn{ nullptr }, m_encoderOut{ nullptr };
    PlayedLinear m_decoderIn{ nullptr }, m_decoderOut{ nullptr };
    std::vector<std::shared_ptr<BeatBlock>> m_encoder, m_decoder;
    PlayedLinear m_known{ nullptr }, m_known2{ nullptr }, m_time{ nullptr }, m_whole{ nullptr };
    PlayedLinear m_flowIn{ nullptr }, m_flowScale{ nullptr }, m_flowOut{ nullptr };
    std::vector<PlayedLinear> m_flowWide, m_flowNarrow;
    PlayedLinear m_place{ nullptr }, m_place2{ nullptr };
    torch::Tensor m_position; // [10, flow-width]
    torch::Tensor m_latentMean, m_latentScale; // buffers [latent]
    torch::Tensor m_intervals, m_ranks, m_keys; // buffers of Measures
};

} // namespace klangraum::chorale
