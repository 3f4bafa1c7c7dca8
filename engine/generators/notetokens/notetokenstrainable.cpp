#include "generators/notetokens/notetokenstrainable.h"

#include "generators/notetokens/notemarginals.h"
#include "generators/notetokens/notescore.h"
#include "generators/notetokens/notescorer.h"
#include "generators/notetokens/notetokensdata.h"
#include "generators/notetokens/notetokensdescription.h"
#include "generators/notetokens/notewriter.h"

namespace klangraum::tokens {
namespace {

constexpr int sampleBars = 4;
constexpr double sampleTempo = 92; // quarters a minute

} // namespace

NoteTokensTrainable::NoteTokensTrainable(const NoteTokensOptions &options)
    : m_options(options)
    , m_net(std::make_shared<NoteTokensNet>(options))
{
}

std::vector<Update> NoteTokensTrainable::updates(const StepContext &)
{
    return { { "main", 1, m_net->parameters() } };
}

std::unique_ptr<TrainingData> NoteTokensTrainable::data(const Corpus &corpus, Split split)
{
    auto data = std::make_unique<TokenData>(corpus, split, m_options);
    if (split == Split::Train && data->size() > 0) {
        const torch::NoGradGuard noGrad;
        for (std::int64_t slot = 0; slot < m_options.slots; ++slot) {
            double sum = 0;
            double count = 0;
            for (const TokenPiece &piece : data->pieces())
                for (const Frame &frame : piece.frames)
                    if (const int cell = frame[static_cast<std::size_t>(slot)]; cell < rest) {
                        sum += cell;
                        ++count;
                    }
            if (count > 0)
                m_net->centres()[slot] = sum / count;
        }
    }
    return data;
}

Losses NoteTokensTrainable::losses(const std::string &, const Batch &batch, const StepContext &)
{
    namespace F = torch::nn::functional;
    LstmState beginning;
    const torch::Tensor minds = m_net->minds(batch[0], beginning);
    const torch::Tensor mask = batch[5].flatten(0, 1);
    const torch::Tensor steps = mask.sum().clamp_min(1);
    const auto parts = static_cast<double>(m_options.parts);
    torch::Tensor notes = torch::zeros({}, mask.options());
    for (const torch::Tensor &logits : m_net->eachLogits(m_net->share(minds).flatten(0, 1), batch[1].flatten(0, 1),
                                                         batch[2].flatten(0, 1), batch[3].flatten(0, 1))) {
        const torch::Tensor nats = F::cross_entropy(logits.view({ -1, classes }), batch[4].reshape({ -1 }),
                                                    F::CrossEntropyFuncOptions().reduction(torch::kNone));
        notes = notes + (nats.view({ -1, m_options.slots }).sum(1) * mask).sum() / steps / parts;
    }
    const std::pair<std::string, double> aSlot{ "nats-a-slot",
                                                notes.item<double>() / static_cast<double>(m_options.slots) };
    if (m_options.keysWeight <= 0)
        return { notes, { aSlot } };
    const torch::Tensor sounding = torch::zeros({ mask.size(0), classes }, mask.options())
                                       .scatter_(1, batch[4].flatten(0, 1), 1)
                                       .narrow(1, 0, pianoKeys);
    torch::Tensor keys = torch::zeros({}, mask.options());
    for (const torch::Tensor &logits : m_net->eachKeyLogits(minds.flatten(0, 1), batch[6].flatten(0, 1))) {
        const torch::Tensor nats = F::binary_cross_entropy_with_logits(
            logits, sounding, F::BinaryCrossEntropyWithLogitsFuncOptions().reduction(torch::kNone));
        keys = keys + (nats.sum(1) * mask).sum() / steps / parts;
    }
    return { notes + m_options.keysWeight * keys, { aSlot, { "keys", keys.item<double>() } } };
}

std::map<std::string, double> NoteTokensTrainable::validate(const TrainingData &data, const StepContext &)
{
    double nats = 0;
    double keys = 0;
    double frames = 0;
    for (const TokenPiece &piece : dynamic_cast<const TokenData &>(data).pieces()) {
        for (const double score : frameScores(*m_net, piece.frames))
            nats -= score;
        frames += static_cast<double>(piece.frames.size());
        if (m_options.keysWeight > 0)
            keys += keyNats(*m_net, piece);
    }
    if (frames == 0)
        return {};
    std::map<std::string, double> found{ { "nats", nats / frames },
                                         { "nats-a-slot", nats / frames / static_cast<double>(m_options.slots) } };
    if (m_options.keysWeight > 0)
        found["keys"] = keys / frames;
    return found;
}

std::vector<Score> NoteTokensTrainable::sample(int count, std::uint64_t seed)
{
    m_net->eval();
    const NoteWriter writer(m_net);
    std::vector<Score> scores;
    for (int i = 0; i < count; ++i) {
        WriterState state;
        state.seed = seed + static_cast<std::uint64_t>(i);
        std::vector<Frame> frames;
        for (std::int64_t step = 0; step < sampleBars * m_options.stepsPerBar; ++step)
            frames.push_back(writer.step(state, {}).frame);
        scores.push_back(scoreOf(frames, m_options, voicesOf(m_options), sampleTempo));
    }
    return scores;
}

nlohmann::json NoteTokensTrainable::describe(const Corpus &corpus)
{
    m_net->eval();
    return describeNoteTokens(m_net, corpus);
}

std::vector<FrameLogProbability> NoteTokensTrainable::frameLogProbabilities(std::span<const KeySet> piece)
{
    return scoreSets(*m_net, piece);
}

std::vector<FrameLogProbability> NoteTokensTrainable::voiceLogProbabilities(std::span<const VoicePitches> piece)
{
    return scoreVoices(*m_net, piece);
}

std::vector<KeyProbabilities> NoteTokensTrainable::keyProbabilities(std::span<const KeySet> piece)
{
    return keyProbabilitiesOf(*m_net, piece);
}

} // namespace klangraum::tokens
