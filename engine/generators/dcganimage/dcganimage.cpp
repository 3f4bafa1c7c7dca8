#include "generators/dcganimage/dcganimage.h"

#include "generators/adversarial/duelfamily.h"
#include "generators/adversarial/imagemedium.h"
#include "generators/dcganimage/dcganimagenet.h"

namespace klangraum {

Family dcganImageFamily()
{
    using namespace adversarial;
    return duelFamily("dcgan-image", [](JsonReader &model) {
        Contest contest;
        contest.options.read(model);
        const std::int64_t latent = model.integer("latent", 100, 1, 4096);
        const double dropout = model.number("dropout", 0.4, 0, 0.95);
        contest.medium = std::make_shared<ImageMedium>();
        contest.duel = std::make_shared<DcganImage>(latent, dropout);
        return contest;
    });
}

} // namespace klangraum
