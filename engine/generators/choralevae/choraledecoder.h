// From a point of the map, sliders and a seed to a window of notes: noise that varies smoothly over the map, through
// the prior's flow and the decoder. Deterministic; one thread at a time.
#pragma once

#include "generators/choralevae/choralenet.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace klangraum::chorale {

inline constexpr double padReach = 1.5; // deviations of activity and mode at the pad's edge

// What a visitor has set; sliders 0..1, the pad -1..1.
struct Wish
{
    double x = 0;
    double y = 0;
    double surprise = 0.5;
    double density = 0.5;
    double height = 0.5; // the slider "register"
};

// Gaussian noise as a function of the pad's point: mean 0 and variance 1 everywhere, alike for near points and
// unrelated for far ones (random Fourier features, Rahimi and Recht 2007).
class NoiseField
{
public:
    NoiseField(std::uint64_t seed, std::uint64_t index, std::int64_t latent);
    torch::Tensor at(double x, double y) const; // [8 * latent + 4]

private:
    torch::Tensor m_waves; // [waves, 2]
    torch::Tensor m_weights; // [8 * latent + 4, 2 * waves]
};

struct DecodedWindow
{
    ChoraleWindow window{}; // in C
    int shift = 0; // semitones from C to what sounds
    torch::Tensor probabilities; // [32, 4, 77]
    double milliseconds = 0;
};

// Standardised latents [1, 8, latent] to the likeliest cells.
DecodedWindow decodeLatent(ChoraleVaeNet &net, const torch::Tensor &latent, int shift);

struct WindowPlace
{
    std::uint64_t seed = 1;
    std::uint64_t index = 0; // of the window in its stream
    bool first = true; // a piece begins here
    bool last = false; // a piece ends here
    int key = 0; // semitones from C to the key that sounds, -5..6
};

class ChoraleDecoder
{
public:
    explicit ChoraleDecoder(std::shared_ptr<ChoraleVaeNet> net);

    // The key of a stream: drawn by the seed as often as the corpus stands in it.
    int keyOf(std::uint64_t seed) const;
    // `previous`: the window before, in C.
    DecodedWindow decode(const Wish &wish, const WindowPlace &place, const std::optional<ChoraleWindow> &previous);
    // The windows' latents, standardised [n, 8, latent], and back.
    torch::Tensor latentsOf(const std::vector<ChoraleWindow> &windows);
    DecodedWindow decodeLatent(const torch::Tensor &latent, int shift); // [1, 8, latent]

    ChoraleVaeNet &net() { return *m_net; }
    const Measures &measures() const { return m_measures; }

private:
    std::shared_ptr<ChoraleVaeNet> m_net;
    Measures m_measures;
    torch::Device m_device;
    // The window that a finger is dragging over: its noise and what is known of the window before.
    std::optional<NoiseField> m_field;
    std::uint64_t m_fieldSeed = 0;
    std::uint64_t m_fieldIndex = 0;
    std::optional<ChoraleWindow> m_previous;
    torch::Tensor m_previousLatent;
};

} // namespace klangraum::chorale
