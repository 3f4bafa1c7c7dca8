#include "generators/bargan/bargangenerator.h"

#include "generators/bargan/bargannet.h"

namespace klangraum::bargan {

BarGanGenerator::BarGanGenerator(const std::filesystem::path &folder, ModelDescription description,
                                 adversarial::Contest contest, torch::Device device)
    : LatentGenerator(folder, std::move(description), std::dynamic_pointer_cast<BarGan>(contest.duel)->net(), device,
                      contest.duel)
    , m_contest(std::move(contest))
{
}

} // namespace klangraum::bargan
