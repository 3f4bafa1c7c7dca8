// What a recipe's [model] says to growing-wgan, and where in its schedule a training stands. No torch.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <vector>

namespace klangraum::growing {

// Which levels are at work, and how far the newest one is faded in.
struct Stage
{
    std::int64_t level = 1; // from 1
    double alpha = 1; // 0..1; 1 of the first level
    bool operator==(const Stage &) const = default;
};

struct GrowingOptions
{
    int sampleRate = 22050; // sample-rate: of the last level; half of it of the one before, and so on
    std::int64_t latent = 256;
    std::int64_t frames = 1024; // of the first level
    std::int64_t maps = 4; // that the dense layer gives
    std::int64_t kernel = 25;
    std::vector<std::int64_t> channels{ 256, 256, 128, 64, 64, 32, 32, 16, 16 }; // of each level
    // The schedule: epochs in which a level is faded in, epochs in which it stands, items a batch; one number a level.
    std::vector<std::int64_t> fade{ 0, 7, 7, 7, 6, 5, 3, 2, 1 };
    std::vector<std::int64_t> full{ 14, 14, 14, 14, 12, 10, 4, 3, 2 };
    std::vector<std::int64_t> batch{ 16, 16, 8, 4, 8, 8, 4, 4, 4 };
    std::int64_t criticSteps = 2; // critic-steps a generator step
    double penalty = 10; // of the gradient
    double drift = 0.001; // of the squared score, in the last two levels
    std::int64_t group = 4; // items whose deviation the critic is shown

    std::int64_t levels() const { return static_cast<std::int64_t>(channels.size()); }
    std::int64_t framesOf(std::int64_t level) const { return frames << (level - 1); }
    int halvings(std::int64_t level) const { return static_cast<int>(levels() - level); }
    std::int64_t epochs() const; // of the whole schedule
    // `part`: 0..1 of the epoch. Behind the schedule the last level stands.
    Stage stageAt(std::int64_t epoch, double part) const;

    // Throws Error for unknown keys, wrong values and lists of other lengths.
    static GrowingOptions fromJson(const nlohmann::json &model);
};

} // namespace klangraum::growing
