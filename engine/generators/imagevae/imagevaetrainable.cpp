#include "generators/imagevae/imagevaetrainable.h"

#include "generators/imagevae/imagevaedescription.h"
#include "generators/imagevae/imagevaescore.h"
#include "generators/jsonreader.h"

#include <limits>

namespace klangraum {

ImageVaeTrainable::ImageVaeTrainable(const ImageVaeOptions &options)
    : m_net(std::make_shared<ImageVaeNet>(options))
{
}

std::vector<Update> ImageVaeTrainable::updates(const StepContext &)
{
    return { { "main", 1, m_net->parameters() } };
}

std::unique_ptr<TrainingData> ImageVaeTrainable::data(const Corpus &corpus, Split split)
{
    auto data = std::make_unique<ImageVaeData>(corpus, split);
    if (split == Split::Train && data->size() > 0)
        m_whiteShare = data->whiteShare();
    return data;
}

Losses ImageVaeTrainable::losses(const std::string &, const Batch &batch, const StepContext &context)
{
    const torch::Tensor &images = batch.at(0);
    const Posterior posterior = m_net->encode(images);
    const torch::Tensor noise = torch::randn(posterior.mean.sizes(), context.random).to(context.device);
    const torch::Tensor z = posterior.mean + (0.5 * posterior.logVariance).exp() * noise;
    const torch::Tensor reconstruction = reconstructionLoss(m_net->decode(z), images);
    const torch::Tensor kl = divergence(posterior);
    return { reconstruction + m_net->options().klWeight * kl,
             { { "reconstruction", reconstruction.item<double>() }, { "kl", 0.5 * kl.item<double>() } } };
}

std::map<std::string, double> ImageVaeTrainable::validate(const TrainingData &data, const StepContext &context)
{
    constexpr std::int64_t most = 512; // windows
    constexpr std::int64_t size = 64; // of a batch
    const std::int64_t count = std::min(most, data.size());
    double found = 0;
    double wanted = 0;
    double right = 0;
    for (std::int64_t begin = 0; begin < count; begin += size) {
        std::vector<std::int64_t> items;
        for (std::int64_t i = begin; i < std::min(count, begin + size); ++i)
            items.push_back(i * data.size() / count);
        const torch::Tensor images = data.batch(items, context).at(0);
        const torch::Tensor white = (m_net->decode(m_net->encode(images).mean) > 0).to(torch::kFloat32);
        found += white.sum().item<double>();
        wanted += images.sum().item<double>();
        right += (white * images).sum().item<double>();
    }
    return { { "pixel-f1", found + wanted > 0 ? 2 * right / (found + wanted) : 0 } };
}

std::vector<Score> ImageVaeTrainable::sample(int count, std::uint64_t seed)
{
    const at::Generator random = at::detail::createCPUGenerator(seed);
    return decode(torch::randn({ count, m_net->options().latent }, random));
}

torch::Tensor ImageVaeTrainable::encode(const Batch &batch)
{
    const torch::NoGradGuard noGrad;
    return m_net->encode(batch.at(0)).mean.to(torch::kCPU);
}

torch::Tensor ImageVaeTrainable::encodeScores(const std::vector<Score> &scores)
{
    const torch::NoGradGuard noGrad;
    const auto count = static_cast<std::int64_t>(scores.size());
    torch::Tensor images = torch::zeros({ count, 1, NoteImage::size, NoteImage::size });
    torch::Tensor known = torch::zeros({ count, 1 }, torch::kBool);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto found = encodeImages(scores[static_cast<std::size_t>(i)]);
        if (found.empty())
            continue;
        const auto &pixels = found.front().pixels;
        std::copy(pixels.begin(), pixels.end(),
                  images.data_ptr<float>() + i * static_cast<std::int64_t>(pixels.size()));
        known[i] = true;
    }
    const torch::Tensor means = encode({ images.to(device()) });
    return torch::where(known, means, torch::full_like(means, std::numeric_limits<double>::quiet_NaN()));
}

std::vector<Score> ImageVaeTrainable::decode(const torch::Tensor &z)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor probabilities =
        torch::sigmoid(m_net->decode(z.to(torch::kFloat32).to(device()))).to(torch::kCPU).contiguous();
    std::vector<Score> scores;
    for (std::int64_t i = 0; i < probabilities.size(0); ++i) {
        const torch::Tensor one = probabilities[i];
        const std::span<const float> values(one.data_ptr<float>(), static_cast<std::size_t>(one.numel()));
        const NoteImage image = cleanImage(values, thresholdForShare({ values.begin(), values.end() }, m_whiteShare));
        scores.push_back(decodeImages({ &image, 1 }));
    }
    return scores;
}

void ImageVaeTrainable::setCorpusFacts(const nlohmann::json &facts, const std::string &where)
{
    JsonReader reader(facts, where);
    m_whiteShare = reader.number("white-share", 0, 1);
}

nlohmann::json ImageVaeTrainable::describe(const Corpus &corpus)
{
    m_net->eval();
    return describeImageVae(*m_net, corpus, device());
}

torch::Device ImageVaeTrainable::device() const
{
    return m_net->parameters().front().device();
}

} // namespace klangraum
