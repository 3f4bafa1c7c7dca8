// A latent space played on: a window a place, each window straying a little from it. What is heard replaces the place
// until the pad is moved; a journey replaces both until it is over, and its end stays.
#pragma once

#include "generators/latent/latentgenerator.h"

#include <map>
#include <utility>

namespace klangraum::latent {

class LatentStream : public Stream
{
public:
    LatentStream(LatentGenerator &generator, std::uint64_t seed);
    Window decode(const Steering &steering) override { return make(m_index, steering); }
    Window preview(const Steering &steering) override { return make(m_index + 1, steering); }
    void advance() override;
    bool hear(const std::vector<Note> &phrase) override;
    bool travel(const LatentJourney &journey) override;
    bool swapCode(int group, int level, int code) override;
    void clear() override;

private:
    struct Origin // of the windows from `from` on
    {
        std::uint64_t from = 0;
        torch::Tensor start, end; // end: of a journey
        int windows = 0;
        std::optional<std::array<double, 2>> place; // of the pad when it sounded first; moving the pad leaves it
    };
    Window make(std::uint64_t index, const Steering &steering);
    torch::Tensor vectorAt(std::uint64_t index, const Wish &wish);
    torch::Tensor codesAt(std::uint64_t index, const Wish &wish);
    // What the prior gives for a window, a vector or codes: drawn once, since a finger asks for it many times a second.
    const torch::Tensor &drawn(std::uint64_t index, double temperature = 1);
    torch::Tensor strayedAt(std::uint64_t index, const torch::Tensor &z, double surprise);

    LatentGenerator &m_generator;
    std::uint64_t m_seed;
    std::uint64_t m_index = 0;
    std::optional<Origin> m_origin, m_next;
    std::map<std::uint64_t, torch::Tensor> m_drawn; // windows from m_index on, at m_temperature
    double m_temperature = 1;
    std::map<std::pair<int, int>, int> m_swapped; // group and level of the current window
};

} // namespace klangraum::latent
