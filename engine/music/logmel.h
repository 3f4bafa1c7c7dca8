// LogMel: how loud a moment of sound is in bands that are equally wide to the ear. No torch. One thread an object.
//
// Hann window, power spectrum, triangles on the mel scale 2595 log10(1 + f / 700) (O'Shaughnessy 1987).
#pragma once

#include <complex>
#include <kissfft/kissfft.hh>
#include <span>
#include <vector>

namespace klangraum {

class LogMel
{
public:
    // `window` samples (even) at `sampleRate` frames a second; `bands` from `lowest` to `highest` hertz, which is kept
    // below half the rate. Throws Error where a number is out of all reason.
    LogMel(double sampleRate, int window, int bands, double lowest = 40, double highest = 11000);

    int window() const { return m_window; }
    int bands() const { return m_bands; }
    // `samples`: window() of them; `levels`: bands(), in decibels, 0 for a full sine in a band, at least kSilence.
    void operator()(std::span<const float> samples, std::span<float> levels);

    static constexpr float kSilence = -100; // decibels

private:
    struct Triangle
    {
        int first = 0; // bin
        std::vector<float> weights;
    };

    int m_window, m_bands;
    kissfft<float> m_transform;
    std::vector<float> m_hann, m_windowed;
    std::vector<std::complex<float>> m_spectrum;
    std::vector<Triangle> m_triangles;
};

} // namespace klangraum
