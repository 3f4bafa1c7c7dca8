#include "generators/beatgan/beatdata.h"

#include "generators/seeded.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>

namespace klangraum::beat {
namespace {

constexpr double fadeFrames = 1500; // of what follows the next step, in soundsAtSteps()
constexpr std::int64_t fadeAfter = 512; // frames behind the next step

std::string listOf(const std::vector<std::string> &names)
{
    std::string list;
    for (const std::string &name : names)
        list += (list.empty() ? "" : ", ") + name;
    return list;
}

} // namespace

BeatData::BeatData(const Corpus &corpus, Split split, const BeatNet &net)
    : m_net(net)
{
    const BeatOptions &options = net.options();
    if (!corpus.isAudio())
        throw Error("corpus '" + corpus.name +
                    "' holds scores, and beat-gan learns from sound; import or compose a "
                    "corpus of sound");
    if (corpus.sampleRate != options.sampleRate)
        throw Error("corpus '" + corpus.name + "' has " + std::to_string(corpus.sampleRate) +
                    " frames a second, expected " + std::to_string(options.sampleRate) + " (sample-rate in [model])");
    std::string why = "it has no pieces";
    for (std::size_t number = 0; number < corpus.audio.size(); ++number) {
        const AudioPiece &piece = corpus.audio[number];
        const auto style = std::find(options.styles.begin(), options.styles.end(), piece.style);
        if (!(piece.quartersPerMinute >= options.slowest && piece.quartersPerMinute <= options.fastest)) {
            why = "'" + piece.file + "' has " +
                (piece.quartersPerMinute > 0 ? std::to_string(piece.quartersPerMinute) + " quarters a minute"
                                             : std::string("no known tempo"));
            continue;
        }
        if (style == options.styles.end()) {
            why = "'" + piece.file + "' is of style '" + piece.style + "', known are " + listOf(options.styles);
            continue;
        }
        if (piece.split != split) {
            why = "its " + std::string(splitName(split)) + " split is empty";
            continue;
        }
        const double bar = 4 * 60 / piece.quartersPerMinute * options.sampleRate;
        const std::int64_t frames = options.framesAt(piece.quartersPerMinute);
        const std::int64_t hop = split == Split::Train ? options.hop : options.bars;
        std::vector<double> styles(options.styles.size(), 0.0);
        styles[static_cast<std::size_t>(style - options.styles.begin())] = 1;
        const auto shared = std::make_shared<const AudioPiece>(piece);
        for (std::int64_t at = 0;; at += hop) {
            const auto first = static_cast<std::int64_t>(piece.firstBeat) + std::llround(static_cast<double>(at) * bar);
            if (first + frames > static_cast<std::int64_t>(piece.frames()))
                break;
            m_loops.push_back({ shared, static_cast<std::int64_t>(number), at, first, frames, styles });
        }
    }
    if (m_loops.empty() && split == Split::Train)
        throw Error("corpus '" + corpus.name + "' gives no loop of " + std::to_string(options.bars) +
                    " bars for beat-gan: " + why);
    m_features.resize(m_loops.size());
}

torch::Tensor BeatData::sound(std::int64_t item) const
{
    return sound(item, 0, loop(item).frames);
}

torch::Tensor BeatData::sound(std::int64_t item, std::int64_t from, std::int64_t count) const
{
    const Loop &loop = this->loop(item);
    torch::Tensor sound = torch::empty({ count });
    for (std::int64_t done = 0; done < count;) {
        const std::int64_t at = (from + done) % loop.frames;
        const std::int64_t now = std::min(count - done, loop.frames - at);
        loop.piece->read(0, static_cast<std::uint64_t>(loop.first + at), static_cast<std::size_t>(now),
                         sound.data_ptr<float>() + done);
        done += now;
    }
    return sound;
}

Batch BeatData::batch(const std::vector<std::int64_t> &items, const StepContext &context) const
{
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> sounds, features, conditions;
    std::vector<std::int64_t> frames, from;
    for (const std::int64_t item : items) {
        torch::Tensor &known = m_features[static_cast<std::size_t>(item)];
        if (!known.defined())
            known = m_net.features(sound(item));
        features.push_back(known);
        frames.push_back(loop(item).frames);
        from.push_back(
            context.training
                ? torch::randint(loop(item).frames, { 1 }, context.random, torch::kInt64).item<std::int64_t>()
                : 0);
        sounds.push_back(sound(item, from.back(), m_net.options().crop));
        conditions.push_back(m_net.condition(loop(item).styles, tempo(item)));
    }
    return { torch::stack(sounds).to(context.device), torch::stack(features).to(context.device),
             torch::stack(conditions).to(context.device), torch::tensor(frames, torch::kInt64),
             torch::tensor(from, torch::kInt64) };
}

torch::Tensor BeatData::soundsAtSteps(std::int64_t count, std::uint64_t seed) const
{
    const BeatOptions &options = m_net.options();
    std::vector<torch::Tensor> all;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto draw = [&](std::uint64_t part, std::int64_t of) {
            return static_cast<std::int64_t>(seededUniform(seed, static_cast<std::uint64_t>(i), part) *
                                             static_cast<double>(of));
        };
        const std::int64_t item = draw(0, size());
        const torch::Tensor whole = sound(item);
        const std::int64_t start = options.startOf(draw(1, options.steps()), whole.size(0)) - options.lead;
        const torch::Tensor endless =
            torch::cat({ whole.slice(0, whole.size(0) - options.lead), whole, whole.narrow(0, 0, options.atomLength) });
        torch::Tensor found = endless.narrow(0, start + options.lead, options.atomLength) * m_net.window();
        const std::int64_t next = options.lead + whole.size(0) / options.steps() + fadeAfter;
        if (next < options.atomLength)
            found.slice(0, next).mul_((-torch::arange(options.atomLength - next, torch::kFloat32) / fadeFrames).exp());
        all.push_back(found);
    }
    return all.empty() ? torch::zeros({ 0, options.atomLength }) : torch::stack(all);
}

std::vector<std::int64_t> numbersOf(const torch::Tensor &tensor)
{
    const torch::Tensor numbers = tensor.to(torch::kCPU, torch::kInt64).contiguous();
    return { numbers.data_ptr<std::int64_t>(), numbers.data_ptr<std::int64_t>() + numbers.numel() };
}

} // namespace klangraum::beat
