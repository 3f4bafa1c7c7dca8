// What tests of the auto-encoders do alike: small ones.
#pragma once

#include "generators/latent/latentfamilies.h"
#include "generators/latent/latenttrainable.h"

#include <memory>
#include <string>

namespace klangraum::latenttest {

// Smaller than published, for tests.
inline nlohmann::json small(const std::string &family)
{
    if (family == "cnn-vae")
        return {
            { "dimensions", 16 }, { "steps", 32 }, { "hop", 32 }, { "steps-per-quarter", 4 }, { "kl-weight", 0.01 }
        };
    nlohmann::json model = { { "encoder", 32 }, { "hidden", 48 }, { "embedding", 16 }, { "kl-weight", 0.02 } };
    if (family == "vq-vae") {
        model.update(nlohmann::json{ { "steps", 32 },
                                     { "hop", 32 },
                                     { "dimensions", 8 * 16 },
                                     { "codes", 32 },
                                     { "levels", 2 },
                                     { "code-norm", true },
                                     { "code-reset", 10 },
                                     { "code-warm-up", 0.1 },
                                     { "level-dropout", true },
                                     { "skip", true },
                                     { "conductor", 48 },
                                     { "prior-dropout", 0.1 },
                                     { "prior-levels", 1 },
                                     { "prior-width", 32 } });
        return model;
    }
    model["dimensions"] = 32;
    if (family == "hierarchical-vae" || family.ends_with("-space"))
        model["conductor"] = 48;
    if (family.ends_with("-space")) {
        model["steps"] = 32;
        model["hop"] = 32;
        model["transpose"] = 0;
        model["prior-width"] = 32;
        model["prior-blocks"] = 1;
        model["prior-scales"] = family == "melody-space";
        model["prior-densities"] = family == "chorale-space";
    }
    return model;
}

inline std::unique_ptr<latent::LatentTrainable> make(const std::string &family, const nlohmann::json &model)
{
    return std::make_unique<latent::LatentTrainable>(family, latent::makeLatentNet(family, model));
}

} // namespace klangraum::latenttest
