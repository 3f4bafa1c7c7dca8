// Two toy networks against each other whose samples are planted: healthy until a step, then one of the known failures.
#pragma once

#include "toyfamily.h"

#include <random>

namespace toy {

enum class Planted { Healthy, SamePiece, Silence, OneNote };

// A melody of a bar that is another one for every seed.
inline Score melody(std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    Score score;
    score.voices.push_back({ "A", 0, false });
    for (Tick step = 0; step < 16; step += 2)
        score.notes.push_back({ step * 120, 240, 48 + static_cast<int>(random() % 24), 80, 0 });
    score.length = 1920;
    score.normalise();
    return score;
}

inline Corpus melodies(int pieces)
{
    Corpus result = corpus();
    for (int i = 0; i < pieces; ++i) {
        CorpusPiece piece;
        piece.score = melody(1000 + static_cast<std::uint64_t>(i));
        result.pieces.push_back(std::move(piece));
    }
    return result;
}

struct DuelOptions
{
    Planted planted = Planted::Healthy;
    std::int64_t from = 0; // step
    std::int64_t until = 1'000'000;
    double accuracy = 0.6; // of the discriminator, as it is logged
    bool adversarial = true;
    bool drawsFromTorch = false; // sample() draws from torch's own generator
};

class Duel : public Trainable
{
public:
    explicit Duel(const DuelOptions &options)
        : Trainable(Options{})
        , m_duel(options)
    {
    }
    bool adversarial() const override { return m_duel.adversarial; }
    std::vector<Update> updates(const StepContext &context) override
    {
        std::vector<Update> both = Trainable::updates(context);
        both[0].name = "discriminator";
        both[1].name = "generator";
        return both;
    }
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override
    {
        m_step = context.step;
        Losses losses = Trainable::losses(update == "discriminator" ? "critic" : "main", batch, context);
        if (update == "discriminator")
            losses.scalars = { { "accuracy/real", m_duel.accuracy }, { "accuracy/generated", m_duel.accuracy } };
        return losses;
    }
    std::vector<Score> sample(int count, std::uint64_t seed) override
    {
        const bool planted = m_step >= m_duel.from && m_step < m_duel.until;
        const Planted kind = planted ? m_duel.planted : Planted::Healthy;
        if (m_duel.drawsFromTorch)
            static_cast<void>(torch::rand({ 8 }));
        if (module()->is_training())
            throw Error("toy: sampled in training mode");
        std::vector<Score> scores;
        for (int i = 0; i < count; ++i) {
            Score score = melody(seed + (kind == Planted::SamePiece ? 0 : static_cast<std::uint64_t>(i)));
            if (kind == Planted::Silence)
                score.notes.clear();
            if (kind == Planted::OneNote)
                for (Note &note : score.notes)
                    note.pitch = 48 + i % 2;
            scores.push_back(std::move(score));
        }
        return scores;
    }
    std::optional<double> judge(const Score &score) override
    {
        return score.notes.empty() ? std::nullopt : std::optional(score.notes.front().pitch / 127.0);
    }
    std::string bestMetric() const override { return "generator/loss"; }

private:
    DuelOptions m_duel;
    std::int64_t m_step = 0;
};

inline Family duelFamily(const DuelOptions &options = {})
{
    return { "toy", [options](const nlohmann::json &) { return std::make_unique<Duel>(options); }, {} };
}

// Five steps an epoch, no clip-norm.
inline Recipe duelRecipe(std::int64_t epochs)
{
    return parseRecipe(R"(
name = "toy-duel"
family = "toy"
source = "Klangraum"
[training]
batch = 4
checkpoint-steps = 3
keep-every = 0
samples = 0
validation-items = 4
threads = 1
collapse-steps = 10
epochs = )" + std::to_string(epochs) +
                           R"(
[optimizer.generator]
type = "adam"
learning-rate = 1e-3
[optimizer.discriminator]
type = "rmsprop"
learning-rate = 1e-3
)",
                       "duel.toml");
}

} // namespace toy
