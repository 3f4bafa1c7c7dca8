#include "generators/adversarial/imagemedium.h"

#include "generators/imagevae/imagevaedata.h"
#include "generators/imagevae/imagevaescore.h"
#include "music/error.h"
#include "music/imageencoding.h"

#include <algorithm>

namespace klangraum::adversarial {
namespace {

constexpr double thresholdReach = 0.45; // of 0..1, at the density slider's ends

class Images : public TrainingData
{
public:
    Images(const Corpus &corpus, Split split)
        : m_images(corpus, split)
    {
    }
    std::int64_t size() const override { return m_images.size(); }
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override
    {
        return { 2 * m_images.batch(items, context).front() - 1 };
    }
    std::int64_t piece(std::int64_t item) const override { return m_images.piece(item); }

private:
    ImageVaeData m_images;
};

// [1, 96, 96] from -1..1 to 0..1, on the CPU.
torch::Tensor lightOf(const torch::Tensor &window)
{
    return (0.5 * (window.detach().to(torch::kCPU, torch::kFloat32) + 1)).contiguous();
}

std::span<const float> valuesOf(const torch::Tensor &light)
{
    return { light.data_ptr<float>(), static_cast<std::size_t>(light.numel()) };
}

} // namespace

std::unique_ptr<TrainingData> ImageMedium::data(const Corpus &corpus, Split split)
{
    return std::make_unique<Images>(corpus, split);
}

Sight ImageMedium::encode(const Score &score) const
{
    for (const NoteImage &image : encodeImages(score)) {
        if (std::find(image.pixels.begin(), image.pixels.end(), 1) == image.pixels.end())
            continue;
        torch::Tensor picture = torch::empty({ 1, 1, NoteImage::size, NoteImage::size });
        std::transform(image.pixels.begin(), image.pixels.end(), picture.data_ptr<float>(),
                       [](std::uint8_t pixel) { return pixel > 0 ? 1.0F : -1.0F; });
        return { picture, {} };
    }
    throw Error("the piece has no notes between MIDI pitches 1 and 96");
}

Score ImageMedium::decode(const std::vector<torch::Tensor> &windows, const Touch &touch) const
{
    const auto threshold = static_cast<float>(0.5 - thresholdReach * 2 * (touch.density - 0.5));
    std::vector<NoteImage> images;
    for (const torch::Tensor &window : windows) {
        const torch::Tensor light = lightOf(window);
        images.push_back(thresholdedImage(valuesOf(light), threshold));
    }
    Score score = decodeImages(images, sampleTempo).withTicksPerQuarter(ticksPerQuarter);
    for (Note &note : score.notes)
        note.pitch = std::clamp(note.pitch + touch.shift, 0, 127);
    return score;
}

std::vector<ProbabilityCell> ImageMedium::cells(const torch::Tensor &window, const Touch &touch) const
{
    const torch::Tensor light = lightOf(window);
    return probabilityCells(valuesOf(light), touch.shift);
}

} // namespace klangraum::adversarial
