#include "generators/latent/latentoptions.h"

#include "generators/jsonreader.h"

#include <algorithm>
#include <initializer_list>

namespace klangraum::latent {
namespace {

std::string oneOf(JsonReader &reader, const std::string &key, const std::string &fallback,
                  std::initializer_list<const char *> known)
{
    const std::string value = reader.text(key, fallback);
    if (std::find(known.begin(), known.end(), value) != known.end())
        return value;
    std::string list;
    for (const char *each : known)
        list += (list.empty() ? "" : ", ") + std::string(each);
    throw Error(reader.where() + ": " + key + " = '" + value + "', expected " + list);
}

} // namespace

LatentOptions LatentOptions::read(JsonReader &reader, LatentOptions options)
{
    options.grammar.coding = codingOf(reader.text("notes", nameOf(options.grammar.coding)), reader.where());
    options.grammar.stepsPerQuarter =
        static_cast<int>(reader.integer("steps-per-quarter", options.grammar.stepsPerQuarter, 1, 24));
    options.steps = reader.integer("steps", options.steps, 4, 4096);
    options.hop = reader.integer("hop", options.hop, 1, 4096);
    options.transpose = reader.integer("transpose", options.transpose, 0, 12);
    options.commonTime = reader.flag("common-time", options.commonTime);
    options.repeat = reader.flag("repeat", options.repeat);
    options.longestRest = reader.integer("longest-rest", options.longestRest, 0, 4096);
    options.network = oneOf(reader, "network", options.network, { "lstm", "convolution" });
    options.parts = reader.flag("parts", options.parts);
    options.dimensions = reader.integer("dimensions", options.dimensions, 2, 8192);
    options.decoder = oneOf(reader, "decoder", options.decoder, { "flat", "hierarchical", "frames" });
    options.segment = reader.integer("segment", options.segment, 1, 4096);
    options.patch = reader.integer("patch", options.patch, 1, 4096);
    options.embedding = reader.integer("embedding", options.embedding, 1, 1024);
    options.encoder = reader.integer("encoder", options.encoder, 1, 4096);
    options.conductor = reader.integer("conductor", options.conductor, 1, 4096);
    options.conductorBothWays = reader.flag("conductor-both-ways", options.conductorBothWays);
    options.hidden = reader.integer("hidden", options.hidden, 1, 4096);
    options.skip = reader.flag("skip", options.skip);
    options.join = reader.flag("join", options.join);
    options.forget = reader.number("forget", options.forget, 0, 1);
    options.sigma = oneOf(reader, "sigma", options.sigma, { "softplus", "exp", "relu" });
    options.codes = reader.integer("codes", options.codes, 0, 65536);
    options.levels = reader.integer("levels", options.levels, 1, 16);
    options.codeNorm = reader.flag("code-norm", options.codeNorm);
    options.codeDecay = reader.number("code-decay", options.codeDecay, 0, 1);
    options.commitment = reader.number("commitment", options.commitment, 0, 100);
    options.codeWarmUp = reader.number("code-warm-up", options.codeWarmUp, 0, 1);
    options.codeReset = reader.integer("code-reset", options.codeReset, 0, 1000000);
    options.levelDropout = reader.flag("level-dropout", options.levelDropout);
    options.klWeight = reader.number("kl-weight", options.klWeight, 0, 100);
    options.schedule = oneOf(reader, "kl-schedule", options.schedule, { "constant", "linear", "cyclical" });
    options.warmUp = reader.number("warm-up", options.warmUp, 0, 1);
    options.cycle = reader.integer("cycle", options.cycle, 2, 10000);
    options.freeBits = reader.number("free-bits", options.freeBits, 0, 100);
    options.autoencoderShare = reader.number("autoencoder-share", options.autoencoderShare, 0, 1);
    options.priorWidth = reader.integer("prior-width", options.priorWidth, 1, 4096);
    options.priorBlocks = reader.integer("prior-blocks", options.priorBlocks, 0, 32);
    options.priorHeads = reader.integer("prior-heads", options.priorHeads, 1, 64);
    options.priorSteps = reader.integer("prior-steps", options.priorSteps, 1, 1000);
    options.priorScales = reader.flag("prior-scales", options.priorScales);
    options.priorDensities = reader.flag("prior-densities", options.priorDensities);
    options.priorGuidance = reader.number("prior-guidance", options.priorGuidance, 0, 10);
    options.priorTemperature = reader.number("prior-temperature", options.priorTemperature, 0.01, 4);
    options.targetNoise = reader.number("target-noise", options.targetNoise, 0, 1);
    options.priorLevels = reader.integer("prior-levels", options.priorLevels, 0, 16);
    options.priorDropout = reader.number("prior-dropout", options.priorDropout, 0, 0.95);
    options.priorTransposed = reader.flag("prior-transposed", options.priorTransposed);
    options.priorWindow = reader.integer("prior-window", options.priorWindow, 0, 4096);

    const auto divides = [&](std::int64_t part, const char *key, std::int64_t whole, const char *of) {
        if (whole % part != 0)
            throw Error(reader.where() + ": " + key + " = " + std::to_string(part) + " does not divide " + of + " = " +
                        std::to_string(whole));
    };
    divides(options.segment, "segment", options.steps, "steps");
    divides(options.patch, "patch", options.steps, "steps");
    divides(options.priorHeads, "prior-heads", options.priorWidth, "prior-width");
    if (options.parts || options.quantised()) {
        divides(options.patch, "patch", options.segment, "segment");
        divides(options.segments(), "the number of segments", options.dimensions, "dimensions");
    }
    if (options.grammar.coding == Coding::Roll && options.decoder != "frames" && options.network == "lstm")
        throw Error(reader.where() + ": a roll is written by decoder = 'frames', found '" + options.decoder + "'");
    if (options.skip && (!options.parts || options.decoder == "flat"))
        throw Error(reader.where() +
                    ": skip = true goes past the LSTMs part by part; set parts = true and no flat decoder");
    if (options.priorLevels > options.levels)
        throw Error(reader.where() + ": prior-levels = " + std::to_string(options.priorLevels) +
                    ", expected at most levels = " + std::to_string(options.levels));
    if (options.quantised() && !options.parts)
        throw Error(reader.where() + ": codes stand for segments; set parts = true");
    return options;
}

} // namespace klangraum::latent
