// Every family of sound as a Generator: loops from a place of its map, moved along its faders.
#pragma once

#include "generators/audio/soundmodel.h"
#include "generators/generator.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace klangraum::audio {

class SoundGenerator : public Generator
{
public:
    // `json`: model.json, of which "generator" lists the names of the directions in their order. Throws Error where it
    // does not fit the controls.
    SoundGenerator(ModelDescription description, const nlohmann::json &json, std::unique_ptr<SoundModel> model,
                   std::string where);
    const ModelDescription &description() const override { return m_description; }
    // One loop, or as many as `seconds` or `bars` take, cut there. `latent`: a place of the map or all dimensions.
    Piece generate(const GenerateRequest &request) override;
    std::unique_ptr<Stream> stream(std::uint64_t seed) override; // throws Error: there are no notes
    std::unique_ptr<AudioStream> audioStream(std::uint64_t seed) override;

    // The loop under `steering`; where the map is not touched the seed draws a place.
    std::unique_ptr<SoundLoop> prepare(const Steering &steering, std::uint64_t seed);
    SoundModel &model() { return *m_model; }

private:
    torch::Tensor latentOf(const std::vector<double> &numbers) const;
    std::unique_ptr<SoundLoop> prepared(SoundSpace::Place place, const Steering &steering);

    ModelDescription m_description;
    std::unique_ptr<SoundModel> m_model;
    std::vector<std::string> m_directions;
};

} // namespace klangraum::audio
