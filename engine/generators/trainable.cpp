#include "generators/trainable.h"

namespace klangraum {

std::int64_t TrainingData::piece(std::int64_t) const
{
    return -1;
}

std::map<std::string, double> Trainable::validate(const TrainingData &, const StepContext &)
{
    return {};
}

void Trainable::afterUpdate(const std::string &, const StepContext &) { }

std::int64_t Trainable::batchSize(const StepContext &, std::int64_t batch) const
{
    return batch;
}

std::vector<AudioClip> Trainable::sampleAudio(int, std::uint64_t)
{
    return {};
}

torch::Tensor Trainable::encode(const Batch &)
{
    return {};
}

torch::Tensor Trainable::encodeScores(const std::vector<Score> &)
{
    return {};
}

std::vector<Score> Trainable::decode(const torch::Tensor &)
{
    return {};
}

void Trainable::setCorpusFacts(const nlohmann::json &, const std::string &) { }

} // namespace klangraum
