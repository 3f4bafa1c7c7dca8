// Every adversarial family as a Generator: window after window from fresh noise; where the networks go on from the
// window before, a piece grows from silence.
#pragma once

#include "generators/adversarial/dueltrainable.h"
#include "generators/modelfolder.h"

#include <filesystem>

namespace klangraum::adversarial {

class DuelGenerator : public Generator
{
public:
    // Loads the weights into the contest's networks. Throws Error where they or model.json do not fit.
    DuelGenerator(const std::filesystem::path &folder, ModelDescription description, Contest contest,
                  torch::Device device);
    const ModelDescription &description() const override { return m_description; }
    // 8 bars by default. Throws Error for what needs an encoder: these networks only make.
    Piece generate(const GenerateRequest &request) override;
    std::unique_ptr<Stream> stream(std::uint64_t seed) override;
    std::optional<double> judge(const Score &score) override;

    // Window `index` of a stream after the window `before` (undefined: none), without its batch, on the CPU.
    torch::Tensor make(std::uint64_t seed, std::uint64_t index, const torch::Tensor &before);
    Touch touchOf(const Steering &steering) const;
    const Medium &medium() const { return *m_contest.medium; }

private:
    ModelDescription m_description;
    Contest m_contest;
};

class DuelStream : public Stream
{
public:
    DuelStream(DuelGenerator &generator, std::uint64_t seed)
        : m_generator(generator)
        , m_seed(seed)
    {
    }
    Window decode(const Steering &steering) override;
    Window preview(const Steering &steering) override;
    void advance() override;

private:
    Window windowOf(const torch::Tensor &made, const torch::Tensor &before, const Steering &steering) const;

    DuelGenerator &m_generator;
    std::uint64_t m_seed;
    std::uint64_t m_index = 0;
    torch::Tensor m_before, m_current, m_next; // undefined: not made yet; m_before: the piece begins
};

} // namespace klangraum::adversarial
