#include "generators/adversarial/dueloptions.h"

#include "generators/jsonreader.h"

#include <array>

namespace klangraum::adversarial {
namespace {

constexpr std::array<const char *, 4> games{ "entropy", "wasserstein", "hinge", "relativistic" };

} // namespace

void DuelOptions::read(JsonReader &reader)
{
    const std::string loss = reader.text("loss", games[static_cast<std::size_t>(game)]);
    const auto found = std::find(games.begin(), games.end(), loss);
    if (found == games.end())
        throw Error(reader.where() + ": loss = '" + loss + "', expected entropy, wasserstein, hinge or relativistic");
    game = static_cast<Game>(found - games.begin());
    criticSteps = reader.integer("critic-steps", criticSteps, 1, 100);
    generatorSteps = reader.integer("generator-steps", generatorSteps, 1, 100);
    realLabel = reader.number("real-label", realLabel, 0.5, 1);
    instanceNoise = reader.number("instance-noise", instanceNoise, 0, 10);
    noiseShown = reader.flag("noise-shown", noiseShown);
    clip = reader.number("clip", clip, 0, 1000);
    gradientPenalty = reader.number("gradient-penalty", gradientPenalty, 0, 1e6);
    realPenalty = reader.number("real-penalty", realPenalty, 0, 1e6);
    generatedPenalty = reader.number("generated-penalty", generatedPenalty, 0, 1e6);
    penaltyEvery = reader.integer("penalty-every", penaltyEvery, 1, 1000);
    drift = reader.number("drift", drift, 0, 1e6);
    weightPenalty = reader.number("weight-penalty", weightPenalty, 0, 1e6);
    matchData = reader.number("match-data", matchData, 0, 1e6);
    matchFeatures = reader.number("match-features", matchFeatures, 0, 1e6);
    activationPenalty = reader.number("activation-penalty", activationPenalty, 0, 1e6);
    activationThreshold = reader.number("activation-threshold", activationThreshold, 0, 1);
    if (realLabel < 1 && game != Game::Entropy)
        throw Error(reader.where() +
                    ": real-label belongs to loss = 'entropy', whose discriminator gives probabilities");
    if (noiseShown && game == Game::Relativistic)
        throw Error(reader.where() +
                    ": noise-shown: a relativistic discriminator compares pairs; noise has no partner");
}

} // namespace klangraum::adversarial
