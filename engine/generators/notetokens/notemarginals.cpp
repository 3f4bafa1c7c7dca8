#include "generators/notetokens/notemarginals.h"

#include "generators/notetokens/notetokensdata.h"
#include "generators/seeded.h"
#include "music/error.h"

#include <algorithm>

namespace klangraum::tokens {
namespace {

constexpr std::int64_t paths = 24; // sets drawn a frame
constexpr std::int64_t chunk = 64; // frames at once
constexpr double least = 1e-5; // probability that is left to everything and to nothing

struct Path
{
    Frame written = emptyFrame;
    bool ended = false;
};

} // namespace

std::vector<KeyProbabilities> keyProbabilitiesOf(NoteTokensNet &net, std::span<const KeySet> keys)
{
    const NoteTokensOptions &options = net.options();
    if (options.notes != NoteOrder::Ascending)
        throw Error("note-tokens: this model does not write sets of notes; it says nothing about single keys of a file "
                    "of them");
    const torch::NoGradGuard noGrad;
    net.eval();
    const Layout &layout = net.layout();
    std::vector<Frame> frames;
    int lost = 0;
    for (const KeySet &set : keys)
        frames.push_back(frameOf(set, layout.slots(), lost));
    const TokenPiece piece = tokenPiece(frames, 0);
    const auto count = static_cast<std::int64_t>(frames.size());
    std::vector<KeyProbabilities> result(frames.size(), KeyProbabilities{});
    LstmState state;
    for (std::int64_t begin = 0; begin < count; begin += chunk) {
        const std::int64_t length = std::min(chunk, count - begin);
        const Batch batch = tokenBatch(layout, { { &piece, begin, 0 } }, length);
        const torch::Tensor context = net.context(batch[0].to(net.device()), state)[0]; // [length, slots, width]
        std::vector<Path> drawn(static_cast<std::size_t>(length * paths));
        for (int slot = 0; slot < layout.slots(); ++slot) {
            const std::int64_t total = length * paths;
            torch::Tensor rows = torch::empty({ total, layout.slotEntries() }, torch::kInt64);
            torch::Tensor references = torch::empty({ total, layout.references() }, torch::kInt64);
            torch::Tensor floors = torch::empty({ total }, torch::kInt64);
            for (std::int64_t i = 0; i < total; ++i) {
                const std::int64_t step = begin + i / paths;
                const Past &past = piece.pasts[static_cast<std::size_t>(step)];
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
                // Spread evenly over the paths: fewer of them say as much.
                double left = (static_cast<double>(i % paths) +
                               seededUniform(static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(slot),
                                             static_cast<std::uint64_t>(i % paths))) /
                    static_cast<double>(paths);
                if (slot > 0)
                    left = seededUniform(static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(slot),
                                         static_cast<std::uint64_t>(i % paths));
                int cell = rest;
                for (int each = 0; each < classes; ++each) {
                    const auto probability = static_cast<double>(probabilities[each]);
                    if (each < pianoKeys)
                        sum[static_cast<std::size_t>(each)] += probability / static_cast<double>(paths);
                    if (left >= 0 && left < probability)
                        cell = each;
                    left -= probability;
                }
                path.written[static_cast<std::size_t>(slot)] = static_cast<std::uint8_t>(cell);
                path.ended = cell >= rest;
            }
        }
    }
    for (KeyProbabilities &frame : result)
        for (double &probability : frame)
            probability = std::clamp(probability, least, 1 - least);
    return result;
}

} // namespace klangraum::tokens
