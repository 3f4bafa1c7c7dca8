#include "generators/choralevae/choralevaeoptions.h"

#include "generators/jsonreader.h"

namespace klangraum {

ChoraleVaeOptions ChoraleVaeOptions::fromJson(const nlohmann::json &model)
{
    JsonReader reader(model, "chorale-vae: [model]");
    ChoraleVaeOptions options;
    options.latent = reader.integer("latent", options.latent, 2, 256);
    options.width = reader.integer("width", options.width, 8, 2048);
    options.embedding = reader.integer("embedding", options.embedding, 2, 256);
    options.flowWidth = reader.integer("flow-width", options.flowWidth, 8, 2048);
    options.flowBlocks = reader.integer("flow-blocks", options.flowBlocks, 1, 32);
    options.flowSteps = reader.integer("flow-steps", options.flowSteps, 1, 100);
    options.klWeight = reader.number("kl-weight", options.klWeight, 0, 100);
    options.warmUp = reader.number("warm-up", options.warmUp, 0, 1);
    options.autoencoderShare = reader.number("autoencoder-share", options.autoencoderShare, 0, 1);
    options.targetNoise = reader.number("target-noise", options.targetNoise, 0, 4);
    reader.refuseUnknown();
    return options;
}

nlohmann::json ChoraleVaeOptions::toJson() const
{
    return { { "latent", latent },
             { "width", width },
             { "embedding", embedding },
             { "flow-width", flowWidth },
             { "flow-blocks", flowBlocks },
             { "flow-steps", flowSteps },
             { "kl-weight", klWeight },
             { "warm-up", warmUp },
             { "autoencoder-share", autoencoderShare },
             { "target-noise", targetNoise } };
}

} // namespace klangraum
