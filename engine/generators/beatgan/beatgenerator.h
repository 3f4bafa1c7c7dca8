// beat-gan for generator and stream: what of a loop is heard is mixed from the steps that sound there.
#pragma once

#include "generators/audio/soundmodel.h"
#include "generators/beatgan/beatnet.h"

#include <memory>

namespace klangraum::beat {

class BeatModel : public audio::SoundModel
{
public:
    explicit BeatModel(std::shared_ptr<BeatNet> net)
        : m_net(std::move(net))
    {
    }
    audio::SoundSpace &space() override { return m_net->space(); }
    // Throws Error for a tempo that the network was not made for, and for another number of styles.
    std::unique_ptr<audio::SoundLoop> prepare(const torch::Tensor &z, const audio::SoundWish &wish) override;
    std::int64_t partFrames() const override;

private:
    std::shared_ptr<BeatNet> m_net;
};

} // namespace klangraum::beat
