// An epoch's latent map: the same windows every epoch, encoded by the family's Trainable, seen on one plane.
#pragma once

#include "generators/trainable.h"
#include "training/latentfile.h"

#include <vector>

namespace klangraum {

// Which windows: of train and valid in their proportion, at most `most`, drawn by the seed.
struct LatentWindows
{
    std::vector<std::int64_t> train, valid; // items, ascending
};
LatentWindows chooseLatentWindows(std::int64_t trainSize, std::int64_t validSize, std::uint64_t seed,
                                  std::int64_t most = 500);

// `context`: for batches, not training. `before`: the map of the epoch before, null: none; the axes are turned to
// agree with it, so that the picture does not flip. The caller has set eval mode. Throws Error where the family's
// encode() gives another shape than it promises.
LatentMap makeLatentMap(Trainable &trainable, const TrainingData &train, const TrainingData *valid,
                        const LatentWindows &windows, const std::vector<Score> &samples, const StepContext &context,
                        const LatentMap *before);

} // namespace klangraum
