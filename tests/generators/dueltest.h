// What tests of duels share: small networks of every adversarial family, and a short duel.
#pragma once

#include "familytest.h"

#include "generators/adversarial/dueltrainable.h"
#include "generators/family.h"

#include <map>

namespace klangraum::familytest {

inline const char *const duelFamilies[] = { "dcgan-image", "midinet",        "gan-sequence",
                                            "lstm2d-gan",  "wgan-attention", "bar-gan" };

// Smaller than published, for tests.
inline nlohmann::json smallDuel(const std::string &family)
{
    if (family == "dcgan-image")
        return { { "latent", 8 } };
    if (family == "midinet")
        return {
            { "steps", 16 },          { "hop", 16 },         { "steps-per-quarter", 4 }, { "latent", 8 },
            { "dense", 16 },          { "match-data", 0.1 }, { "match-features", 1.0 },  { "activation-penalty", 0.5 },
            { "generator-steps", 2 }, { "real-label", 0.9 }, { "note-smoothing", 1 }
        };
    if (family == "gan-sequence")
        return { { "steps", 16 }, { "hop", 8 }, { "latent", 32 }, { "hidden", 16 }, { "minibatch-kernels", 4 } };
    if (family == "lstm2d-gan")
        return { { "steps", 16 }, { "latent", 8 },         { "hidden", 16 },
                 { "narrow", 8 }, { "critic-hidden", 16 }, { "noise-shown", true } };
    if (family == "wgan-attention")
        return { { "steps", 16 }, { "hop", 16 },          { "latent", 8 },       { "hidden", 16 }, { "layers", 2 },
                 { "heads", 4 },  { "critic-layers", 1 }, { "critic-heads", 2 }, { "clip", 0.05 } };
    return { { "steps", 32 },
             { "hop", 32 },
             { "transpose", 0 },
             { "dimensions", 32 },
             { "embedding", 16 },
             { "encoder", 32 },
             { "hidden", 48 },
             { "conductor", 48 },
             { "kl-weight", 0.02 },
             { "prior-width", 32 },
             { "prior-blocks", 1 },
             { "prior-steps", 2 },
             { "critic-head", 16 },
             { "real-penalty", 0.5 },
             { "penalty-every", 2 },
             { "duel-share", 0.5 },
             { "prior-scales", true },
             { "prior-densities", true },
             { "generated-penalty", 0.5 },
             { "target-noise", 0.5 },
             { "match-teacher", 1.0 },
             { "teacher-steps", 3 } };
}

// `steps` steps of `items` items, the discriminator first; the last scalars of both updates. With `alone` the
// discriminator learns and the generator stays as it is.
inline std::map<std::string, double> duel(Trainable &trainable, const TrainingData &data, int steps, double rate = 2e-4,
                                          int items = 24, bool alone = false)
{
    std::map<std::string, double> scalars;
    std::map<std::string, std::unique_ptr<torch::optim::Adam>> adams;
    trainable.module()->train();
    for (int step = 0; step < steps; ++step) {
        StepContext here = context(static_cast<std::uint64_t>(step), true);
        here.step = step;
        here.progress = 0.9; // the duel of a family that has other parts before it
        for (const Update &update : trainable.updates(here))
            for (int repeat = 0; repeat < (alone && update.name == "generator" ? 0 : update.repeats); ++repeat) {
                auto &adam = adams[update.name];
                if (!adam)
                    adam = std::make_unique<torch::optim::Adam>(
                        update.parameters, torch::optim::AdamOptions(rate).betas(std::tuple(0.5, 0.999)));
                std::vector<std::int64_t> chosen;
                for (int i = 0; i < items; ++i)
                    chosen.push_back((step * items + repeat * 5 + i) * 7 % data.size());
                trainable.module()->zero_grad();
                const Losses losses = trainable.losses(update.name, data.batch(chosen, here), here);
                losses.total.backward();
                adam->step();
                trainable.afterUpdate(update.name, here);
                scalars[update.name] = losses.total.item<double>();
                for (const auto &[name, value] : losses.scalars)
                    scalars[name] = value;
            }
    }
    return scalars;
}

} // namespace klangraum::familytest
