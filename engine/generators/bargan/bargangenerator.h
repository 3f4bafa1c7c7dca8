// The family `bar-gan` as a Generator: four-part music that grows two measures at a time.
#pragma once

#include "generators/adversarial/dueltrainable.h"
#include "generators/bargan/barwriter.h"
#include "generators/modelfolder.h"

#include <filesystem>
#include <optional>

namespace klangraum::bargan {

class BarGanGenerator : public Generator
{
public:
    // Loads the weights into `net`. Throws Error where they or model.json do not fit.
    BarGanGenerator(const std::filesystem::path &folder, ModelDescription description, std::shared_ptr<BarGan> net,
                    const adversarial::DuelOptions &rules, torch::Device device);
    const ModelDescription &description() const override { return m_description; }
    // 16 bars by default; the last window closes. `prime`: the piece, then how it goes on, in its key.
    Piece generate(const GenerateRequest &request) override;
    std::unique_ptr<Stream> stream(std::uint64_t seed) override;
    std::optional<double> judge(const Score &score) override;

    Wish wishOf(const Steering &steering) const;
    const BarWriter &writer() const { return m_writer; }

private:
    ModelDescription m_description;
    adversarial::Contest m_contest;
    BarWriter m_writer;
};

// Window k is a function of the seed, the steering given for it and window k-1; after every eight windows a piece
// closes and the next one begins in the same key.
class BarGanStream : public Stream
{
public:
    BarGanStream(BarGanGenerator &generator, std::uint64_t seed)
        : m_generator(generator)
        , m_seed(seed)
    {
    }
    Window decode(const Steering &steering) override;
    Window preview(const Steering &steering) override;
    void advance() override;

private:
    chorale::DecodedWindow make(std::uint64_t index, const Steering &steering,
                                const std::optional<chorale::ChoraleWindow> &previous) const;

    BarGanGenerator &m_generator;
    std::uint64_t m_seed;
    std::uint64_t m_index = 0;
    std::optional<chorale::ChoraleWindow> m_previous, m_current;
};

} // namespace klangraum::bargan
