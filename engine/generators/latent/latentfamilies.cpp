#include "generators/latent/latentfamilies.h"

#include "generators/jsonreader.h"
#include "generators/latent/convolutionnet.h"
#include "generators/latent/latentgenerator.h"
#include "generators/latent/latenttrainable.h"
#include "generators/latent/sequencenet.h"

namespace klangraum {
namespace latent {
namespace {

// Lee, Yu, Huang (Stanford): sizes of the LSTMs 512, 32 steps of the highest note.
LatentOptions stanford()
{
    LatentOptions options;
    options.grammar.coding = Coding::Top;
    options.steps = 32;
    options.hop = 16;
    options.dimensions = 128;
    options.embedding = 88;
    options.encoder = 512;
    options.hidden = 512;
    options.join = false;
    options.priorBlocks = 0;
    return options;
}

LatentOptions defaultsOf(const std::string &family)
{
    if (family == "recurrent-vae")
        return stanford();
    if (family == "hierarchical-vae") {
        LatentOptions options = stanford();
        options.decoder = "hierarchical";
        options.segment = 4;
        options.conductor = 512;
        return options;
    }
    LatentOptions options;
    if (family == "vq-vae") {
        options.grammar.coding = Coding::Roll;
        options.steps = 256;
        options.hop = 64;
        options.decoder = "frames";
        options.segment = options.patch = 4;
        options.parts = true;
        options.dimensions = 64 * 128;
        options.codes = 64;
        options.priorWindow = 4;
        options.autoencoderShare = 0.8;
        return options;
    }
    if (family == "cnn-vae") {
        options.grammar = { Coding::Roll, 8 }; // 16 steps a second at 120 quarters a minute
        options.network = "convolution";
        options.steps = 80;
        options.hop = 40;
        options.segment = 1;
        options.dimensions = 1024;
        options.sigma = "relu";
        options.klWeight = 0.1;
        options.schedule = "cyclical";
        options.cycle = 4;
        options.priorBlocks = 0;
        return options;
    }
    options.parts = true;
    options.decoder = "hierarchical";
    options.segment = options.patch = 4;
    options.sigma = "exp";
    options.transpose = 6;
    options.autoencoderShare = 0.75;
    if (family == "melody-space") {
        options.commonTime = true;
        options.longestRest = 16;
        options.dimensions = 64;
        return options;
    }
    options.grammar.coding = Coding::Voices;
    options.steps = 64;
    options.hop = 16;
    options.dimensions = 256;
    return options;
}

Family latentFamily(const std::string &name)
{
    return { name,
             [name](const nlohmann::json &model) {
                 return std::make_unique<LatentTrainable>(name, makeLatentNet(name, model));
             },
             [name](const std::filesystem::path &folder, const nlohmann::json &json,
                    const ModelDescription &description, torch::Device device) {
                 JsonReader reader(json, (folder / "model.json").string());
                 return std::make_unique<LatentGenerator>(folder, description,
                                                          makeLatentNet(name, reader.required("model")), device);
             } };
}

} // namespace

std::shared_ptr<LatentNet> makeLatentNet(const std::string &family, const nlohmann::json &model)
{
    JsonReader reader(model, family + ": [model]");
    std::shared_ptr<LatentNet> net = readLatentNet(family, reader);
    reader.refuseUnknown();
    return net;
}

std::shared_ptr<LatentNet> readLatentNet(const std::string &family, JsonReader &model)
{
    const LatentOptions options = LatentOptions::read(model, defaultsOf(family));
    if (options.network == "convolution")
        return std::make_shared<ConvolutionNet>(options);
    return std::make_shared<SequenceNet>(options);
}

} // namespace latent

std::vector<Family> latentFamilies()
{
    std::vector<Family> all;
    for (const char *name :
         { "melody-space", "chorale-space", "recurrent-vae", "hierarchical-vae", "vq-vae", "cnn-vae" })
        all.push_back(latent::latentFamily(name));
    return all;
}

} // namespace klangraum
