// The rules of a duel: what a recipe's [model] says of the alternating updates, losses and penalties, whichever two
// networks play. Each is a part that recipes combine. No torch.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace klangraum {
class JsonReader;
}

namespace klangraum::adversarial {

enum class Game {
    Entropy, // binary cross-entropy, the generator's loss not saturating: Goodfellow and others 2014
    Wasserstein, // Arjovsky, Chintala, Bottou 2017
    Hinge, // Lim and Ye 2017
    Relativistic, // each real piece against one that was made: Jolicoeur-Martineau 2018
};

struct DuelOptions
{
    Game game = Game::Entropy; // loss = "entropy", "wasserstein", "hinge", "relativistic"
    std::int64_t criticSteps = 1; // critic-steps: updates of the discriminator a step
    std::int64_t generatorSteps = 1; // generator-steps

    double realLabel = 1; // real-label: one-sided label smoothing (Salimans and others 2016), entropy only
    double instanceNoise =
        0; // instance-noise: deviation, on all that the discriminator sees (Sønderby and others 2016)
    bool noiseShown = false; // noise-shown: mere noise, too, is shown to it as generated

    double clip = 0; // clip: the critic's weights stay within -clip..clip; 0: free
    double gradientPenalty = 0; // gradient-penalty: weight (Gulrajani and others 2017)
    double realPenalty = 0; // real-penalty: R1 (Mescheder, Geiger, Nowozin 2018)
    double generatedPenalty = 0; // generated-penalty: R2, the same on what was made
    std::int64_t penaltyEvery = 1; // penalty-every: penalties of gradients only every so many steps, so many times as
                                   // heavy (Karras and others, StyleGAN2, 2020, appendix B)
    double drift = 0; // drift: weight of the real scores' square (Karras and others 2018)
    double weightPenalty = 0; // weight-penalty: L2 of the dense layers' weights, both networks

    double matchData = 0; // match-data: feature matching (Salimans and others 2016) on the music itself
    double matchFeatures = 0; // match-features: on the discriminator's first layer
    double activationPenalty = 0; // activation-penalty: on cells above activation-threshold
    double activationThreshold = 0.02;

    // What is given stands for what is missing. Throws Error for wrong values.
    void read(JsonReader &reader);
    // The discriminator's update: "critic" where its score is no probability.
    const char *criticName() const
    {
        return game == Game::Wasserstein || game == Game::Hinge ? "critic" : "discriminator";
    }
    bool penalised() const { return gradientPenalty > 0 || realPenalty > 0 || generatedPenalty > 0; }
};

} // namespace klangraum::adversarial
