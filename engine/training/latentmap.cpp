#include "training/latentmap.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace klangraum {
namespace {

constexpr std::int64_t batchSize = 64;
constexpr double shareInReach = 0.99;

std::vector<std::int64_t> draw(std::int64_t size, std::int64_t count, std::mt19937_64 &random)
{
    std::vector<std::int64_t> items; // selection sampling: Knuth, The Art of Computer Programming 2, 3.4.2, S
    for (std::int64_t i = 0; i < size && static_cast<std::int64_t>(items.size()) < count; ++i) {
        const auto left = static_cast<std::uint64_t>(size - i);
        if (random() % left < static_cast<std::uint64_t>(count) - items.size())
            items.push_back(i);
    }
    return items;
}

// Appends the items' means to `means` and their places to `points`.
void encodeItems(Trainable &trainable, const TrainingData &data, Split split, const std::vector<std::int64_t> &items,
                 const StepContext &context, std::vector<torch::Tensor> &means, std::vector<LatentPoint> &points)
{
    const auto count = static_cast<std::int64_t>(items.size());
    for (std::int64_t begin = 0; begin < count; begin += batchSize) {
        const std::vector<std::int64_t> part(items.begin() + begin, items.begin() + std::min(count, begin + batchSize));
        const torch::Tensor mean = trainable.encode(data.batch(part, context));
        if (!mean.defined() || mean.dim() != 2 || mean.size(0) != static_cast<std::int64_t>(part.size()) ||
            mean.size(1) != trainable.latentDimensions())
            throw Error("the family's encode() gives another shape than [items, " +
                        std::to_string(trainable.latentDimensions()) + "]");
        means.push_back(mean.to(torch::kCPU, torch::kFloat64));
        for (const std::int64_t item : part)
            points.push_back({ 0, 0, data.piece(item), split });
    }
}

std::vector<double> toVector(const torch::Tensor &tensor)
{
    const torch::Tensor values = tensor.to(torch::kCPU, torch::kFloat64).contiguous();
    return { values.data_ptr<double>(), values.data_ptr<double>() + values.numel() };
}

void place(std::vector<LatentPoint> &points, const torch::Tensor &coordinates)
{
    const auto values = coordinates.accessor<double, 2>();
    for (std::size_t i = 0; i < points.size(); ++i) {
        points[i].x = values[static_cast<std::int64_t>(i)][0];
        points[i].y = values[static_cast<std::int64_t>(i)][1];
    }
}

// Whether the corpus lies more as it did before with its axes exchanged: components of nearly equal variance change
// places from one epoch to the next.
bool exchanged(const torch::Tensor &coordinates, const LatentMap *before)
{
    if (!before || before->corpus.size() != static_cast<std::size_t>(coordinates.size(0)))
        return false;
    double agreement[2][2] = {}; // [axis before][axis now]
    const auto now = coordinates.accessor<double, 2>();
    for (std::size_t i = 0; i < before->corpus.size(); ++i) {
        const LatentPoint &old = before->corpus[i];
        if (!std::isfinite(old.x) || !std::isfinite(old.y))
            continue;
        for (const std::int64_t axis : { 0, 1 }) {
            agreement[0][axis] += old.x * now[static_cast<std::int64_t>(i)][axis];
            agreement[1][axis] += old.y * now[static_cast<std::int64_t>(i)][axis];
        }
    }
    return std::abs(agreement[0][1]) + std::abs(agreement[1][0]) >
        std::abs(agreement[0][0]) + std::abs(agreement[1][1]);
}

// +1 or -1 for each axis: so that the corpus lies as it did, or else the basis points to its largest part.
torch::Tensor signs(const torch::Tensor &coordinates, const torch::Tensor &basis, const LatentMap *before)
{
    torch::Tensor sign = torch::ones({ 2 }, torch::kFloat64);
    for (std::int64_t axis = 0; axis < 2; ++axis) {
        double agreement = 0;
        if (before && before->corpus.size() == static_cast<std::size_t>(coordinates.size(0)))
            for (std::size_t i = 0; i < before->corpus.size(); ++i) {
                const double old = axis == 0 ? before->corpus[i].x : before->corpus[i].y;
                if (std::isfinite(old))
                    agreement += old * coordinates[static_cast<std::int64_t>(i)][axis].item<double>();
            }
        else
            agreement = basis[axis][basis[axis].abs().argmax().item<std::int64_t>()].item<double>();
        sign[axis] = agreement < 0 ? -1.0 : 1.0;
    }
    return sign.unsqueeze(1);
}

} // namespace

LatentWindows chooseLatentWindows(std::int64_t trainSize, std::int64_t validSize, std::uint64_t seed, std::int64_t most)
{
    std::mt19937_64 random(seed);
    const std::int64_t total = trainSize + validSize;
    const std::int64_t count = std::min(most, total);
    const std::int64_t valid = total > 0 ? (count * validSize + total / 2) / total : 0;
    LatentWindows windows;
    windows.train = draw(trainSize, count - valid, random);
    windows.valid = draw(validSize, valid, random);
    return windows;
}

LatentMap makeLatentMap(Trainable &trainable, const TrainingData &train, const TrainingData *valid,
                        const LatentWindows &windows, const std::vector<Score> &samples, const StepContext &context,
                        const LatentMap *before)
{
    const torch::NoGradGuard noGrad;
    LatentMap map;
    std::vector<torch::Tensor> parts;
    encodeItems(trainable, train, Split::Train, windows.train, context, parts, map.corpus);
    if (valid)
        encodeItems(trainable, *valid, Split::Valid, windows.valid, context, parts, map.corpus);
    const torch::Tensor means = torch::cat(parts);
    const std::int64_t dimensions = means.size(1);
    map.components = dimensions != 2;
    torch::Tensor centre = torch::zeros({ dimensions }, torch::kFloat64);
    torch::Tensor basis = torch::eye(2, dimensions, torch::kFloat64);
    const torch::Tensor average = means.mean(0);
    const torch::Tensor centred = means - average;
    if (map.components && torch::isfinite(centred).all().item<bool>() && dimensions > 1) {
        // Principal components: eigenvectors of the covariance, the largest two.
        centre = average;
        const torch::Tensor vectors = std::get<1>(torch::linalg_eigh(centred.t().mm(centred))); // ascending
        basis = vectors.narrow(1, dimensions - 2, 2).t().flip({ 0 }).contiguous();
        if (exchanged(centred.mm(basis.t()), before))
            basis = basis.flip({ 0 }).contiguous();
        basis = basis * signs(centred.mm(basis.t()), basis, before);
    }
    const torch::Tensor coordinates = (means - centre).mm(basis.t()).contiguous();
    const double total = centred.square().sum().item<double>();
    for (std::int64_t axis = 0; axis < 2; ++axis) {
        const double held = centred.mv(basis[axis]).square().sum().item<double>();
        map.variance[static_cast<std::size_t>(axis)] = total > 0 ? held / total : 0;
        map.basis[static_cast<std::size_t>(axis)] = toVector(basis[axis]);
    }
    map.mean = toVector(centre);
    place(map.corpus, coordinates);
    std::vector<double> farthest;
    for (const LatentPoint &point : map.corpus)
        if (std::isfinite(point.x) && std::isfinite(point.y))
            farthest.push_back(std::max(std::abs(point.x), std::abs(point.y)));
    std::sort(farthest.begin(), farthest.end());
    if (!farthest.empty())
        map.reach = std::max(
            1e-6, farthest[static_cast<std::size_t>(shareInReach * static_cast<double>(farthest.size() - 1) + 0.5)]);
    map.samples.resize(samples.size());
    if (!samples.empty()) {
        torch::Tensor encoded = trainable.encodeScores(samples);
        if (!encoded.defined())
            encoded = torch::full({ static_cast<std::int64_t>(samples.size()), dimensions },
                                  std::numeric_limits<double>::quiet_NaN());
        if (encoded.dim() != 2 || encoded.size(0) != static_cast<std::int64_t>(samples.size()) ||
            encoded.size(1) != dimensions)
            throw Error("the family's encodeScores() gives another shape than [scores, " + std::to_string(dimensions) +
                        "]");
        place(map.samples, (encoded.to(torch::kCPU, torch::kFloat64) - centre).mm(basis.t()).contiguous());
    }
    return map;
}

} // namespace klangraum
