// Trainable: what a family supplies to be trained. One loop (training/trainer.h) serves all families: it owns
// batching, schedules, optimizer steps, validation, checkpoints, resume, telemetry, pause and stop.
// A GAN declares its alternating updates; it does not write a loop.
#pragma once

#include "corpus/corpus.h"
#include "generators/generator.h"
#include "music/audioclip.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klangraum {

// Family-defined tensors, first dimension the batch, on the training device.
using Batch = std::vector<torch::Tensor>;

struct StepContext
{
    std::int64_t step = 0; // optimizer steps done so far
    std::int64_t epoch = 0; // from 0
    double progress = 0; // 0..1 of the planned training
    double part = 0; // 0..1 of the running epoch
    bool training = true; // false: validation
    torch::Device device = torch::kCPU;
    at::Generator random; // CPU generator; the only source of randomness, checkpointed by the trainer
};

// One optimizer update within a training step.
struct Update
{
    std::string name; // "main", "prior", "critic", "generator": key of the recipe's [optimizer.NAME]
    int repeats = 1; // each with a fresh batch
    std::vector<torch::Tensor> parameters;
};

struct Losses
{
    torch::Tensor total; // scalar, what is differentiated
    std::map<std::string, double> scalars; // logged as train/NAME or validation/NAME; "loss" is added by the trainer
};

class TrainingData
{
public:
    virtual ~TrainingData() = default;
    virtual std::int64_t size() const = 0; // items (windows)
    // Items may be augmented from context.random when context.training.
    virtual Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const = 0;
    // The item's piece: its place in Corpus::pieces; -1 where the family does not know.
    virtual std::int64_t piece(std::int64_t item) const;
};

class Trainable
{
public:
    virtual ~Trainable() = default;
    // All parameters and buffers, under the names of weights.safetensors.
    virtual std::shared_ptr<torch::nn::Module> module() = 0;
    virtual std::vector<Update> updates(const StepContext &context) = 0;
    virtual std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) = 0;
    virtual Losses losses(const std::string &update, const Batch &batch, const StepContext &context) = 0;
    // Further scalars of the validation split that need more than one batch (note F1, ...); may be empty.
    virtual std::map<std::string, double> validate(const TrainingData &data, const StepContext &context);
    // After each optimizer step (weight clipping, codebook moves).
    virtual void afterUpdate(const std::string &update, const StepContext &context);
    // The validation scalar by which the best checkpoint is chosen; smaller is better unless it starts with '-'.
    virtual std::string bestMetric() const { return "loss"; }
    // Two networks against each other: the trainer measures collapse and warns of known failures.
    virtual bool adversarial() const { return false; }
    // What the discriminator hears, as Generator::judge: 0 generated to 1 real; empty: none, or it cannot read the
    // piece.
    virtual std::optional<double> judge(const Score &score)
    {
        static_cast<void>(score);
        return {};
    }
    // What of a piece the family reads, as a piece, which is what its samples are compared with in the training room;
    // empty: it cannot read it. All of it by default.
    virtual std::optional<Score> read(const Score &score) const { return score; }
    // Items of a batch at this place of the training; `batch`: what the recipe says. Looked at when an epoch begins.
    virtual std::int64_t batchSize(const StepContext &context, std::int64_t batch) const;
    // Where memory is short, a batch is computed in parts of a multiple of so many items, the gradients added up, with
    // the same result but for rounding. 0: the family's losses do not allow it.
    virtual std::int64_t divisible() const { return 0; }
    // Whether it has convolutions with windows beyond some fourteen frames: a processor computes them another way
    // (training/onednn.h).
    virtual bool longWindows() const { return false; }
    // Seeded samples for the run folder and the dashboard.
    virtual std::vector<Score> sample(int count, std::uint64_t seed) = 0;
    // The same of a family of sound.
    virtual std::vector<AudioClip> sampleAudio(int count, std::uint64_t seed);
    // The latent space, for the dashboard to draw and to play; a family without one leaves these as they are.
    // All tensors on the CPU. The trainer calls them with the weights that are validated, in eval mode.
    virtual std::int64_t latentDimensions() const { return 0; }
    // Means of the posteriors of a batch's items: [items, dimensions].
    virtual torch::Tensor encode(const Batch &batch);
    // The same of pieces as sample() and decode() make them; a row of NaN for one that cannot be encoded.
    virtual torch::Tensor encodeScores(const std::vector<Score> &scores);
    // z [n, dimensions] to n pieces. Deterministic.
    virtual std::vector<Score> decode(const torch::Tensor &z);
    // What sample() and decode() need of the corpus and module() does not hold; kept beside an epoch's weights, so that
    // they sound without the corpus. setCorpusFacts throws Error for what is missing or of a wrong type.
    virtual nlohmann::json corpusFacts() const { return nlohmann::json::object(); }
    virtual void setCorpusFacts(const nlohmann::json &facts, const std::string &where);
    // What `klangraum package` writes into model.json: title, controls, map, metrics, measured on the corpus with
    // the weights now in module(). Keys as in generators/modelfolder.h.
    virtual nlohmann::json describe(const Corpus &corpus) = 0;
};

} // namespace klangraum
