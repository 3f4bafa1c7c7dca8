// The family `vae-image` as a Generator: two measures from every point of the latent plane.
#pragma once

#include "generators/imagevae/imagevaenet.h"
#include "generators/modelfolder.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace klangraum {

// One window as the network sees it.
struct DecodedImage
{
    std::vector<float> probabilities; // [96, 96]
    float threshold = 0.5F;
    int shift = 0; // semitones, from the register slider
    double milliseconds = 0;
};

class ImageVaeGenerator : public Generator
{
public:
    // Throws Error where model.json or the weights do not fit.
    ImageVaeGenerator(const std::filesystem::path &folder, const nlohmann::json &json, ModelDescription description,
                      torch::Device device);

    const ModelDescription &description() const override { return m_description; }
    // Windows of two measures around the pad's point. `latent`: pad coordinates. `prime`: the piece, then windows
    // around its last one. `from`, `to`: `steps` windows (8 by default) on the line between their first windows.
    Piece generate(const GenerateRequest &request) override;
    std::unique_ptr<Stream> stream(std::uint64_t seed) override;

    // Window `index` of a stream: the pad's point, strayed from by the surprise slider.
    DecodedImage decode(std::uint64_t seed, std::uint64_t index, const Steering &steering);
    Window window(const DecodedImage &image) const;

private:
    std::vector<double> latentOf(const Score &score, bool last);
    std::vector<double> strayed(std::vector<double> z, std::uint64_t seed, std::uint64_t index,
                                const Steering &steering) const;
    DecodedImage decodeAt(const std::vector<double> &z, const Steering &steering);

    ModelDescription m_description;
    torch::Device m_device;
    std::shared_ptr<ImageVaeNet> m_net;
    double m_whiteShare = 0; // of the corpus's pixels
};

} // namespace klangraum
