// Writes two measures after two measures with `bar-gan`: from a seed, the sliders and what came before.
#pragma once

#include "generators/bargan/bargannet.h"
#include "generators/choralevae/choraledecoder.h"

namespace klangraum::bargan {

// Sliders, 0..1; in the middle everything is as often as in the corpus.
struct Wish
{
    double surprise = 0.5;
    double density = 0.5;
    double height = 0.5; // register
};

struct Place
{
    std::uint64_t seed = 1; // of the piece: its key, mode and height
    std::uint64_t index = 0; // of the window in it
    bool last = false; // the piece closes here
};

class BarWriter
{
public:
    explicit BarWriter(std::shared_ptr<BarGan> net)
        : m_net(std::move(net))
    {
    }
    int keyOf(std::uint64_t seed) const; // semitones from C to what sounds
    chorale::DecodedWindow write(const Wish &wish, const Place &place,
                                 const std::optional<chorale::ChoraleWindow> &previous) const;
    // Beginnings of pieces, one a seed.
    std::vector<chorale::DecodedWindow> begin(std::uint64_t seed, int count) const;
    BarGan &net() const { return *m_net; }

private:
    torch::Tensor wished(const Wish &wish, const Place &place) const; // chorale::Conditions, [7]
    torch::Tensor noise(const Place &place) const;

    std::shared_ptr<BarGan> m_net;
};

} // namespace klangraum::bargan
