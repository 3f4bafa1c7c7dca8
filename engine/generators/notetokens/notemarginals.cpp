#include "generators/notetokens/notemarginals.h"

#include "generators/seeded.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>

namespace klangraum::tokens {
namespace {

constexpr std::int64_t pathsInAll = 96; // sets drawn a frame, shared by the transpositions of the mixture
constexpr std::int64_t chunk = 64; // frames at once
constexpr double least = 1e-5; // probability that is left to everything and to nothing

struct Path
{
    Frame written = emptyFrame;
    bool ended = false;
};

// Adds 1 / `shares` of what the network says of the piece moved by `shift` semitones.
void addProbabilities(NoteTokensNet &net, const TokenPiece &piece, int shift, int shares,
                      std::vector<KeyProbabilities> &result)
{
    const Layout &layout = net.layout();
    const std::int64_t paths = std::max<std::int64_t>(pathsInAll / shares, 1);
    const double weight = 1 / (static_cast<double>(paths) * shares);
    const auto count = static_cast<std::int64_t>(piece.frames.size());
    LstmState state;
    for (std::int64_t begin = 0; begin < count; begin += chunk) {
        const std::int64_t length = std::min(chunk, count - begin);
        const Batch batch = tokenBatch(layout, { { &piece, begin, shift } }, length);
        const torch::Tensor context = net.context(batch[0].to(net.device()), state)[0]; // [length, slots, width]
        const std::int64_t total = length * paths;
        std::vector<Path> drawn(static_cast<std::size_t>(total));
        for (int slot = 0; slot < layout.slots(); ++slot) {
            torch::Tensor rows = torch::empty({ total, layout.slotEntries() }, torch::kInt64);
            torch::Tensor references = torch::empty({ total, layout.references() }, torch::kInt64);
            torch::Tensor floors = torch::empty({ total }, torch::kInt64);
            for (std::int64_t i = 0; i < total; ++i) {
                const std::int64_t step = begin + i / paths;
                const Past past = moved(piece.pasts[static_cast<std::size_t>(step)], shift, piece.firstPitch);
                const Frame &written = drawn[static_cast<std::size_t>(i)].written;
                layout.slot(past, step, written, slot, rows.data_ptr<std::int64_t>() + i * layout.slotEntries());
                layout.references(past, written, slot, references.data_ptr<std::int64_t>() + i * layout.references());
                floors.data_ptr<std::int64_t>()[i] = layout.floor(written, slot);
            }
            const torch::Tensor known = context.select(1, slot).repeat_interleave(paths, 0);
            const torch::Tensor found =
                torch::softmax(net.slotLogits(slot, known, rows.to(net.device()), references.to(net.device()),
                                              floors.to(net.device())),
                               1)
                    .to(torch::kCPU)
                    .contiguous();
            for (std::int64_t i = 0; i < total; ++i) {
                Path &path = drawn[static_cast<std::size_t>(i)];
                if (path.ended)
                    continue;
                const float *probabilities = found.data_ptr<float>() + i * classes;
                const std::int64_t step = begin + i / paths;
                KeyProbabilities &sum = result[static_cast<std::size_t>(step)];
                double left = seededUniform(static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(slot),
                                            static_cast<std::uint64_t>(i % paths));
                if (slot == 0) // spread evenly over the paths: fewer of them say as much
                    left = (static_cast<double>(i % paths) + left) / static_cast<double>(paths);
                int cell = rest;
                for (int each = 0; each < classes; ++each) {
                    const auto probability = static_cast<double>(probabilities[each]);
                    if (const int key = each - shift; each < rest && key >= 0 && key < pianoKeys)
                        sum[static_cast<std::size_t>(key)] += weight * probability;
                    if (left >= 0 && left < probability)
                        cell = each;
                    left -= probability;
                }
                path.written[static_cast<std::size_t>(slot)] = static_cast<std::uint8_t>(cell);
                path.ended = cell >= rest;
            }
        }
    }
}

// The same from a network that says it itself.
void addForetold(NoteTokensNet &net, const TokenPiece &piece, int shift, int shares,
                 std::vector<KeyProbabilities> &result)
{
    const auto count = static_cast<std::int64_t>(piece.frames.size());
    const Batch batch = tokenBatch(net.layout(), { { &piece, 0, shift } }, count);
    LstmState state;
    const torch::Tensor minds = net.minds(batch[0].to(net.device()), state)[0];
    const torch::Tensor found =
        net.keyProbabilities(minds, batch[6][0].to(net.device())).to(torch::kCPU, torch::kFloat64).contiguous();
    const double *from = found.data_ptr<double>();
    for (KeyProbabilities &frame : result)
        for (int each = 0; each < pianoKeys; ++each, ++from)
            if (const int key = each - shift; key >= 0 && key < pianoKeys)
                frame[static_cast<std::size_t>(key)] += *from / shares;
}

std::vector<KeyProbabilities> mixed(NoteTokensNet &net, const TokenPiece &piece)
{
    const torch::NoGradGuard noGrad;
    net.eval();
    std::vector<KeyProbabilities> result(piece.frames.size(), KeyProbabilities{});
    const auto add = net.options().keysWeight > 0 ? addForetold : addProbabilities;
    const auto mix = static_cast<int>(net.options().mix);
    for (int shift = -mix; shift < std::max(mix, 1) && !result.empty(); ++shift)
        add(net, piece, shift, std::max(2 * mix, 1), result);
    for (KeyProbabilities &frame : result)
        for (double &probability : frame)
            probability = std::clamp(probability, least, 1 - least);
    return result;
}

} // namespace

std::vector<KeyProbabilities> keyProbabilitiesOf(NoteTokensNet &net, std::span<const KeySet> keys)
{
    if (net.options().notes != NoteOrder::Ascending)
        throw Error("note-tokens: this model does not write sets of notes; it says nothing about single keys of a file "
                    "of them");
    std::vector<Frame> frames;
    int lost = 0;
    for (const KeySet &set : keys)
        frames.push_back(frameOf(set, net.layout().slots(), lost));
    return mixed(net, tokenPiece(std::move(frames), 0));
}

double keyNats(NoteTokensNet &net, const TokenPiece &piece)
{
    double nats = 0;
    const std::vector<KeyProbabilities> found = mixed(net, piece);
    for (std::size_t step = 0; step < found.size(); ++step) {
        double silent = 0;
        for (const double probability : found[step])
            silent -= std::log1p(-probability);
        nats += silent;
        for (const std::uint8_t cell : piece.frames[step])
            if (cell < rest)
                nats += std::log1p(-found[step][cell]) - std::log(found[step][cell]);
    }
    return nats;
}

} // namespace klangraum::tokens
