// Every auto-encoder as a Generator: walks over its map, along its sliders, between two pieces, or strings its codes
// together.
#pragma once

#include "generators/latent/latentwalk.h"
#include "generators/modelfolder.h"

#include <filesystem>
#include <memory>

namespace klangraum::latent {

struct Written
{
    TokenGrid grid;
    torch::Tensor probabilities; // [1, steps, max(heads, 1), classes], on the CPU
};

class LatentGenerator : public Generator
{
public:
    // Loads the weights into `net`, or into `whole` where they are of more than the net, which is a part of it. Throws
    // Error where they or model.json do not fit.
    LatentGenerator(const std::filesystem::path &folder, ModelDescription description, std::shared_ptr<LatentNet> net,
                    torch::Device device, const std::shared_ptr<torch::nn::Module> &whole = nullptr);
    const ModelDescription &description() const override { return m_description; }
    // 16 bars by default, windows of the network's own length. Where neither map nor latent nor a piece is given, the
    // seed draws a point of the prior. `from` alone: the piece encoded and varied; with `to`: a journey of `steps`
    // windows. `prime`: the piece, then what its last window leads to.
    Piece generate(const GenerateRequest &request) override;
    std::unique_ptr<Stream> stream(std::uint64_t seed) override;
    std::optional<Encoded> encode(const Score &score) override;

    Wish wishOf(const Steering &steering) const;
    LatentNet &net() { return *m_net; }
    torch::Tensor encoded(const Score &score, bool last, const std::string &what); // [1, dimensions]
    Written write(const torch::Tensor &z, bool probabilities = false);
    // A vector from the numbers of --latent or a LatentJourney: all dimensions, each at most 1000 wide. Throws Error.
    torch::Tensor vectorOf(const std::vector<double> &latent) const;
    std::vector<CodeGroup> groupsOf(const torch::Tensor &codes) const; // [1, segments, levels]

private:
    ModelDescription m_description;
    std::shared_ptr<LatentNet> m_net;
};

} // namespace klangraum::latent
