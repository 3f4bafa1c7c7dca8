#include "evaluation/likelihood.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

[[noreturn]] void wrongAnswer(const std::string &what)
{
    throw Error("likelihood: the model answered with " + what + "; is it the model for this kind of file?");
}

// Of what happened; 1e-7 where it is less.
double flooredNats(double probability, Likelihood &sum)
{
    if (!(probability >= 0) || probability > 1 + 1e-6)
        wrongAnswer("a probability of " + std::to_string(probability));
    if (probability < likelihoodFloor)
        ++sum.floored;
    return -std::log(std::clamp(probability, likelihoodFloor, 1.0));
}

template <typename Score>
Likelihood overPieces(const std::string &protocol, const std::vector<FramePiece> &pieces, std::size_t firstScored,
                      const LikelihoodProgress &progress, Score score)
{
    Likelihood sum;
    sum.protocol = protocol;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].size() > firstScored) {
            score(pieces[i], sum);
            ++sum.pieces;
            sum.frames += static_cast<std::int64_t>(pieces[i].size() - firstScored);
        }
        if (progress && !progress(static_cast<double>(i + 1) / static_cast<double>(pieces.size())))
            throw Error("likelihood: interrupted before the end");
    }
    if (sum.frames == 0)
        throw Error("likelihood: no frame to score in " + std::to_string(pieces.size()) + " pieces");
    return sum;
}

void addFrames(const std::vector<FrameLogProbability> &found, std::size_t expected, Likelihood &sum)
{
    if (found.size() != expected)
        wrongAnswer(std::to_string(found.size()) + " frames, expected " + std::to_string(expected));
    for (const FrameLogProbability &frame : found) {
        if (std::isnan(frame.logProbability) || frame.logProbability > 1e-6 || frame.notes < 0)
            wrongAnswer("a logarithm of " + std::to_string(frame.logProbability));
        sum.nats -= frame.notes * std::log(likelihoodFloor);
        sum.floored += frame.notes;
        const bool impossible = std::isinf(frame.logProbability);
        sum.floored += impossible ? 1 : 0;
        sum.nats -= impossible ? std::log(likelihoodFloor) : frame.logProbability;
    }
}

} // namespace

Likelihood factorisedLikelihood(FactorisedModel &model, const std::vector<FramePiece> &pieces,
                                const LikelihoodProgress &progress)
{
    return overPieces("factorised", pieces, 1, progress, [&](const FramePiece &piece, Likelihood &sum) {
        const std::vector<KeySet> frames = keySets(piece);
        const std::vector<KeyProbabilities> found = model.keyProbabilities(frames);
        if (found.size() != frames.size())
            wrongAnswer(std::to_string(found.size()) + " frames, expected " + std::to_string(frames.size()));
        for (std::size_t t = 1; t < frames.size(); ++t) {
            KeySet beyond = frames[t];
            for (std::size_t key = 0; key < pianoKeys; ++key) {
                const bool sounds = frames[t].test(key + lowestKey);
                beyond.reset(key + lowestKey);
                sum.nats += flooredNats(sounds ? found[t][key] : 1 - found[t][key], sum);
            }
            // Notes beyond the piano have no variable: they cannot sound.
            for (std::size_t i = 0; i < beyond.count(); ++i)
                sum.nats += flooredNats(0, sum);
            sum.notes += static_cast<std::int64_t>(frames[t].count());
        }
    });
}

Likelihood jointLikelihood(JointModel &model, const std::vector<FramePiece> &pieces, const LikelihoodProgress &progress)
{
    return overPieces("joint", pieces, 0, progress, [&](const FramePiece &piece, Likelihood &sum) {
        const std::vector<KeySet> frames = keySets(piece);
        addFrames(model.frameLogProbabilities(frames), frames.size(), sum);
        for (const KeySet &frame : frames)
            sum.notes += static_cast<std::int64_t>(frame.count());
    });
}

Likelihood voiceLikelihood(VoiceModel &model, const std::vector<FramePiece> &pieces, const LikelihoodProgress &progress)
{
    return overPieces("joint", pieces, 0, progress, [&](const FramePiece &piece, Likelihood &sum) {
        addFrames(model.voiceLogProbabilities(piece), piece.size(), sum);
        for (const VoicePitches &frame : piece)
            sum.notes += static_cast<std::int64_t>(frame.size());
    });
}

} // namespace klangraum
