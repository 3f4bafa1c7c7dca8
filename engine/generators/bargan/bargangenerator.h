// The family `bar-gan` as a Generator: a latent space to walk on, as the auto-encoders', whose new windows come from a
// generator that learned in a duel, and a discriminator that says what it hears.
#pragma once

#include "generators/adversarial/dueltrainable.h"
#include "generators/latent/latentgenerator.h"

namespace klangraum::bargan {

class BarGanGenerator : public latent::LatentGenerator
{
public:
    // `contest`: of contestOf(). Loads its weights. Throws Error where they or model.json do not fit.
    BarGanGenerator(const std::filesystem::path &folder, ModelDescription description, adversarial::Contest contest,
                    torch::Device device);
    std::optional<double> judge(const Score &score) override { return adversarial::judgeScore(m_contest, score); }

private:
    adversarial::Contest m_contest;
};

} // namespace klangraum::bargan
