// growing-wgan for generator and stream. On the CPU a loop is made from rows of channels (rowconvolution.h), level
// after level, of each level just the frames that the wanted ones depend on; elsewhere by the network itself, whole.
#pragma once

#include "generators/audio/rowconvolution.h"
#include "generators/audio/soundmodel.h"
#include "generators/growingwgan/growingnet.h"

#include <memory>
#include <vector>

namespace klangraum::growing {

// The generator laid out for the CPU.
class GrowingLayout
{
public:
    explicit GrowingLayout(const GrowingNet &net);
    // Frames [first, first + count) of the sound that starts as `start` [frames of the first level, maps]: [count]
    torch::Tensor part(const torch::Tensor &start, std::int64_t first, std::int64_t count) const;

private:
    struct Level
    {
        audio::RowConvolution first, second;
        torch::Tensor sound; // [channels]
        float bias = 0;
        std::int64_t frames = 0;
    };
    // Rows of a level's end, or of the start for level 0, zeros where they lie outside: [count, channels]
    torch::Tensor rows(const torch::Tensor &start, std::size_t level, std::int64_t first, std::int64_t count) const;
    torch::Tensor within(const torch::Tensor &start, std::size_t level, std::int64_t first, std::int64_t count) const;
    torch::Tensor soundOf(const torch::Tensor &rows, const Level &level) const;

    std::vector<Level> m_levels;
    double m_alpha = 1;
};

class GrowingModel : public audio::SoundModel
{
public:
    explicit GrowingModel(std::shared_ptr<GrowingNet> net);
    audio::SoundSpace &space() override { return *m_net->space; }
    audio::SoundSpace::Place drawn(std::uint64_t seed) override; // uniform, as in training
    std::unique_ptr<audio::SoundLoop> prepare(const torch::Tensor &z, const audio::SoundWish &wish) override;
    std::int64_t partFrames() const override;
    const GrowingNet &net() const { return *m_net; }

private:
    std::shared_ptr<GrowingNet> m_net;
    std::shared_ptr<GrowingLayout> m_layout; // on the CPU
};

} // namespace klangraum::growing
