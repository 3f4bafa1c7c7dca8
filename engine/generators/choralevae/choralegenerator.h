// The family `chorale-vae` as a Generator: four-part music without end, two measures at a time.
#pragma once

#include "generators/choralevae/choraledecoder.h"
#include "generators/modelfolder.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace klangraum::chorale {

class ChoraleGenerator : public Generator
{
public:
    // Throws Error where model.json or the weights do not fit.
    ChoraleGenerator(const std::filesystem::path &folder, const nlohmann::json &json, ModelDescription description,
                     torch::Device device);

    const ModelDescription &description() const override { return m_description; }
    // Two measures after the other, 16 bars by default; the last window closes. `latent`: pad coordinates. `prime`: the
    // piece, then what the network makes of its last two measures. `from`, `to`: `steps` windows (8 by default) between
    // the first two measures of each, in the key of `from`.
    Piece generate(const GenerateRequest &request) override;
    std::unique_ptr<Stream> stream(std::uint64_t seed) override;
    // The mean place of its windows of two measures on the map. Throws Error: not four voices, no notes.
    std::optional<Encoded> encode(const Score &score) override;

    Wish wishOf(const Steering &steering) const;
    ChoraleDecoder &decoder() { return *m_decoder; }

private:
    Score interpolate(const Score &from, const Score &to, int count);

    ModelDescription m_description;
    std::unique_ptr<ChoraleDecoder> m_decoder;
};

} // namespace klangraum::chorale
