// Likelihood of held-out frames under a model (generators/framemodel.h), in nats, by one of two protocols that are
// never mixed in a table:
//
// factorised   88 independent Bernoulli variables a frame, every frame given all before it, the first not scored;
//              negative log-likelihood summed over the keys, mean over all scored frames of the split (Boulanger-
//              Lewandowski et al. 2012; Bai, Kolter and Koltun 2018).
// joint        the exact joint probability of a frame's notes, every frame scored, the first included. On a file of
//              voices the notes are voices x frames: silence is a class like any pitch.
//
// What a model says cannot be (a note it cannot sound, a probability of 0 for what happened) counts as probability
// 1e-7, and `floored` says how often.
#pragma once

#include "evaluation/framefile.h"

#include <cstdint>
#include <functional>
#include <string>

namespace klangraum {

inline constexpr double likelihoodFloor = 1e-7;

struct Likelihood
{
    std::string protocol; // "factorised", "joint"
    std::int64_t pieces = 0; // with scored frames
    std::int64_t frames = 0; // scored
    std::int64_t notes = 0; // that sound in them; voices x frames on a file of voices
    std::int64_t floored = 0; // keys, notes or frames that counted as 1e-7
    double nats = 0; // in all

    double natsPerFrame() const { return frames > 0 ? nats / static_cast<double>(frames) : 0; }
    double natsPerNote() const { return notes > 0 ? nats / static_cast<double>(notes) : 0; }
};

// Called after each piece with the share done; returns false to cancel (Error).
using LikelihoodProgress = std::function<bool(double share)>;

// All throw Error where the model answers with another number of frames or with what is no probability, and for
// pieces without a frame to score.
Likelihood factorisedLikelihood(FactorisedModel &model, const std::vector<FramePiece> &pieces,
                                const LikelihoodProgress &progress = {});
Likelihood jointLikelihood(JointModel &model, const std::vector<FramePiece> &pieces,
                           const LikelihoodProgress &progress = {});
Likelihood voiceLikelihood(VoiceModel &model, const std::vector<FramePiece> &pieces,
                           const LikelihoodProgress &progress = {});

} // namespace klangraum
