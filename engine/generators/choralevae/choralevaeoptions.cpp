#include "generators/choralevae/choralevaeoptions.h"

#include "generators/jsonreader.h"

namespace klangraum {

ChoraleVaeOptions ChoraleVaeOptions::fromJson(const nlohmann::json &model)
{
    JsonReader reader(model, "chorale-vae: [model]");
    ChoraleVaeOptions options;
    options.read(reader);
    reader.refuseUnknown();
    return options;
}

void ChoraleVaeOptions::read(JsonReader &reader)
{
    latent = reader.integer("latent", latent, 2, 256);
    width = reader.integer("width", width, 8, 2048);
    embedding = reader.integer("embedding", embedding, 2, 256);
    flowWidth = reader.integer("flow-width", flowWidth, 8, 2048);
    flowBlocks = reader.integer("flow-blocks", flowBlocks, 1, 32);
    flowSteps = reader.integer("flow-steps", flowSteps, 1, 100);
    klWeight = reader.number("kl-weight", klWeight, 0, 100);
    warmUp = reader.number("warm-up", warmUp, 0, 1);
    autoencoderShare = reader.number("autoencoder-share", autoencoderShare, 0, 1);
    targetNoise = reader.number("target-noise", targetNoise, 0, 4);
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
