#include "generators/family.h"

#include "generators/bargan/bargan.h"
#include "generators/beatgan/beatganfamily.h"
#include "generators/choralevae/choralevaefamily.h"
#include "generators/dcganimage/dcganimage.h"
#include "generators/gansequence/gansequence.h"
#include "generators/growingwgan/growingwganfamily.h"
#include "generators/imagevae/imagevaefamily.h"
#include "generators/latent/latentfamilies.h"
#include "generators/lstm2dgan/lstm2dgan.h"
#include "generators/lstm2droll/lstm2droll.h"
#include "generators/lstmattention/lstmattention.h"
#include "generators/lstmmelody/lstmmelody.h"
#include "generators/lstmnote/lstmnote.h"
#include "generators/lstmroll/lstmroll.h"
#include "generators/midinet/midinet.h"
#include "generators/notetokens/notetokensfamily.h"
#include "generators/transformerroll/transformerroll.h"
#include "generators/wganattention/wganattention.h"
#include "music/error.h"

namespace klangraum {

const std::vector<Family> &families()
{
    static const std::vector<Family> all = [] {
        std::vector<Family> list{
            choraleVaeFamily(),      imageVaeFamily(),   noteTokensFamily(),    lstm2dRollFamily(),
            lstmAttentionFamily(),   lstmMelodyFamily(), lstmNoteFamily(),      lstmRollFamily(),
            transformerRollFamily(), dcganImageFamily(), barGanFamily(),        midiNetFamily(),
            ganSequenceFamily(),     lstm2dGanFamily(),  wganAttentionFamily(), beatGanFamily(),
            growingWganFamily(),
        };
        for (Family &latent : latentFamilies())
            list.push_back(std::move(latent));
        return list;
    }();
    return all;
}

const Family &family(const std::string &name)
{
    std::string known;
    for (const Family &candidate : families()) {
        if (candidate.name == name)
            return candidate;
        known += (known.empty() ? "" : ", ") + candidate.name;
    }
    throw Error("unknown model family '" + name + "': this build knows " + known);
}

} // namespace klangraum
