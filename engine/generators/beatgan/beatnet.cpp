#include "generators/beatgan/beatnet.h"

#include "generators/audio/equaliser.h"
#include "generators/audio/overlapadd.h"
#include "generators/audio/spectrum.h"
#include "music/error.h"

#include <cmath>
#include <numbers>

namespace klangraum::beat {
namespace {

constexpr std::int64_t featureWindow = 1024; // frames that a feature looks at
constexpr std::int64_t looks = 4; // features a step
constexpr double quiet = 1e-3; // of full scale: features hear nothing below
constexpr double lowest = 30; // hertz
constexpr double headWidth = 2; // of the decoder's width
constexpr double atomLevel =
    0.5; // root mean square of an atom as it is set: a step of the optimizer changes little of it
constexpr double smallestShare = 1e-7; // of the corpus's energy: a component below is no sound
constexpr std::int64_t criticBands = 64;
constexpr double leak = 0.2;

// Where each step stands in bar, half bar, quarter, eighth and pair of sixteenths: [10, steps]
torch::Tensor placesOf(std::int64_t steps)
{
    const torch::Tensor step = torch::arange(steps, torch::kFloat32);
    std::vector<torch::Tensor> rows;
    for (const int length : { 16, 8, 4, 2 })
        for (const double shift : { 0.0, 0.25 })
            rows.push_back(torch::sin(2 * std::numbers::pi * (step / length + shift)));
    for (const double shift : { 0.0, 0.25 })
        rows.push_back(torch::sin(2 * std::numbers::pi * (step / static_cast<double>(steps) + shift)));
    return torch::stack(rows);
}

// Rises over the lead and falls over the last quarter, as halves of a cosine.
torch::Tensor windowOf(std::int64_t length, std::int64_t lead)
{
    torch::Tensor shape = torch::ones({ length });
    const auto slope = [](std::int64_t n) {
        return 0.5 -
            0.5 * torch::cos(std::numbers::pi * (torch::arange(n, torch::kFloat32) + 0.5) / static_cast<double>(n));
    };
    if (lead > 0)
        shape.narrow(0, 0, lead).copy_(slope(lead));
    shape.narrow(0, length - length / 4, length / 4).copy_(slope(length / 4).flip(0));
    return shape;
}

// x [batch, channels, steps] with the condition [batch, conditions] at every step.
torch::Tensor withCondition(const torch::Tensor &x, const torch::Tensor &condition)
{
    return torch::cat({ x, condition.unsqueeze(2).expand({ -1, -1, x.size(2) }) }, 1);
}

torch::Tensor through(std::vector<CircularBlock> &blocks, torch::Tensor x)
{
    for (CircularBlock &block : blocks)
        x = block(x);
    return x;
}

} // namespace

CircularBlockImpl::CircularBlockImpl(std::int64_t channels, std::int64_t dilation)
    : m_norm(register_module("norm", torch::nn::GroupNorm(1, channels)))
    , m_around(register_module("around",
                               torch::nn::Conv1d(torch::nn::Conv1dOptions(channels, channels, 3)
                                                     .dilation(dilation)
                                                     .padding(dilation)
                                                     .padding_mode(torch::kCircular))))
    , m_linear(register_module("linear", torch::nn::Conv1d(channels, channels, 1)))
{
}

torch::Tensor CircularBlockImpl::forward(const torch::Tensor &x)
{
    return x + m_linear(torch::gelu(m_around(m_norm(x))));
}

SpectrogramCriticsImpl::SpectrogramCriticsImpl(const BeatOptions &options)
{
    const std::int64_t channels = options.critic;
    for (const std::int64_t size : { 1024, 256 }) {
        torch::nn::Sequential layers;
        std::int64_t in = 1;
        for (const std::int64_t out : { channels, channels, 2 * channels }) {
            layers->push_back(
                torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, { 3, 5 }).stride({ 1, 2 }).padding({ 1, 2 })));
            in = out;
        }
        layers->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(in, 1, 3).padding(1)));
        m_layers.push_back(register_module("layers" + std::to_string(size), layers));
        m_filters.push_back(register_buffer(
            "filters" + std::to_string(size),
            audio::melFilters(criticBands, size, options.sampleRate, lowest, 0.5 * options.sampleRate)));
    }
}

std::vector<std::vector<torch::Tensor>> SpectrogramCriticsImpl::forward(const torch::Tensor &sound)
{
    std::vector<std::vector<torch::Tensor>> all;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const std::int64_t size = (m_filters[i].size(0) - 1) * 2;
        torch::Tensor x = (audio::magnitudes(sound, size, size / 4).matmul(m_filters[i]) + quiet).log().unsqueeze(1);
        std::vector<torch::Tensor> features;
        for (std::size_t k = 0; k < m_layers[i]->size(); ++k) {
            x = m_layers[i]->ptr<torch::nn::Conv2dImpl>(k)->forward(x);
            if (k + 1 < m_layers[i]->size())
                x = torch::leaky_relu(x, leak);
            features.push_back(x);
        }
        all.push_back(std::move(features));
    }
    return all;
}

PatternCriticImpl::PatternCriticImpl(const BeatOptions &options)
    : m_input(register_module("input",
                              torch::nn::Conv1d(options.code + options.conditions() + placesOf(options.steps()).size(0),
                                                2 * options.critic, 1)))
    , m_output(register_module("output", torch::nn::Conv1d(2 * options.critic, 1, 1)))
{
    for (const std::int64_t dilation : { 1, 2, 4, 16 })
        m_blocks.push_back(
            register_module("block" + std::to_string(m_blocks.size()), CircularBlock(2 * options.critic, dilation)));
    m_places = register_buffer("places", placesOf(options.steps()));
}

torch::Tensor PatternCriticImpl::forward(const torch::Tensor &code, const torch::Tensor &condition)
{
    const torch::Tensor places = m_places.unsqueeze(0).expand({ code.size(0), -1, -1 });
    const torch::Tensor x = m_input(withCondition(torch::cat({ code.transpose(1, 2), places }, 1), condition));
    return m_output(through(m_blocks, x)).squeeze(1);
}

BeatNet::BeatNet(const BeatOptions &options)
    : m_options(options)
    , m_space(register_module(
          "space",
          std::make_shared<audio::SoundSpace>(options.dimensions(), static_cast<std::int64_t>(options.styles.size()))))
    , m_reader(
          register_module("reader", torch::nn::Conv1d(looks * options.bands + options.conditions(), options.width, 1)))
    , m_coder(register_module("coder", torch::nn::Conv1d(options.width, options.code, 1)))
    , m_encoderInput(
          register_module("encoder_input", torch::nn::Conv1d(options.code + options.conditions(), options.width, 1)))
    , m_patternInput(register_module(
          "pattern_input",
          torch::nn::Conv1d(options.shared + options.own + options.conditions() + placesOf(options.steps()).size(0),
                            options.width, 1)))
    , m_patternOutput(register_module("pattern_output", torch::nn::Conv1d(options.width, options.code, 1)))
    , m_decoderInput(
          register_module("decoder_input", torch::nn::Conv1d(options.code + options.conditions(), options.width, 1)))
    , m_shared(register_module("shared", torch::nn::Linear(2 * options.width, 2 * options.shared)))
    , m_own(register_module("own", torch::nn::Linear(16 * options.width, 2 * std::max<std::int64_t>(1, options.own))))
    , m_spectrogramCritics(register_module("spectrogram_critics", SpectrogramCritics(options)))
    , m_patternCritic(register_module("pattern_critic", PatternCritic(options)))
{
    const std::int64_t width = options.width;
    const auto stack = [&](const char *name, const std::vector<std::int64_t> &dilations) {
        std::vector<CircularBlock> blocks;
        for (const std::int64_t dilation : dilations)
            blocks.push_back(register_module(name + std::to_string(blocks.size()), CircularBlock(width, dilation)));
        return blocks;
    };
    m_readers = stack("reader", { 1, 2, 1 });
    m_encoder = stack("encoder", { 1, 4, 16 });
    m_patterns = stack("pattern", { 1, 2, 4, 8, 16, 1 });
    m_decoder = stack("decoder", { 1, 2, 1 });
    const auto wide = static_cast<std::int64_t>(headWidth * static_cast<double>(width));
    m_head = register_module("head",
                             torch::nn::Sequential(torch::nn::GroupNorm(1, width), torch::nn::Conv1d(width, wide, 1),
                                                   torch::nn::GELU(), torch::nn::Conv1d(wide, options.atoms, 1)));
    m_atoms = register_parameter("atoms", atomLevel * torch::randn({ options.atoms, options.atomLength }));
    m_scales = register_buffer("scales", torch::zeros({ options.atoms }));
    m_window = register_buffer("window", windowOf(options.atomLength, options.lead));
    m_places = register_buffer("places", placesOf(options.steps()));
    m_filters = register_buffer(
        "filters",
        audio::melFilters(options.bands, featureWindow, options.sampleRate, lowest, 0.5 * options.sampleRate));
}

torch::Tensor BeatNet::features(const torch::Tensor &loop) const
{
    const std::int64_t frames = loop.size(0);
    const std::int64_t count = m_options.steps() * looks;
    const torch::Tensor endless =
        torch::cat({ loop.slice(0, frames - featureWindow / 2), loop, loop.slice(0, 0, featureWindow) });
    std::vector<torch::Tensor> views;
    for (std::int64_t i = 0; i < count; ++i)
        views.push_back(endless.narrow(
            0, std::llround(static_cast<double>(i * frames) / static_cast<double>(count)) + featureWindow / 4,
            featureWindow));
    const torch::Tensor magnitude = audio::magnitudes(torch::stack(views), featureWindow, featureWindow).squeeze(1);
    const torch::Tensor bands =
        (magnitude.matmul(m_filters.to(loop.device())) + quiet).log() / 2 + 2; // about -1.5 ... 2
    return bands.reshape({ m_options.steps(), looks * m_options.bands });
}

torch::Tensor BeatNet::condition(const std::vector<double> &styles, double quartersPerMinute) const
{
    std::vector<float> values(styles.begin(), styles.end());
    const double middle = 0.5 * (m_options.slowest + m_options.fastest);
    values.push_back(static_cast<float>(2 * (quartersPerMinute - middle) / (m_options.fastest - m_options.slowest)));
    return torch::tensor(values);
}

torch::Tensor BeatNet::code(const torch::Tensor &features, const torch::Tensor &condition)
{
    return m_coder(through(m_readers, m_reader(withCondition(features.transpose(1, 2), condition)))).transpose(1, 2);
}

Posterior BeatNet::posterior(const torch::Tensor &code, const torch::Tensor &condition)
{
    const std::int64_t batch = code.size(0);
    const torch::Tensor x = through(m_encoder, m_encoderInput(withCondition(code.transpose(1, 2), condition)));
    const torch::Tensor shared = m_shared(torch::cat({ x.mean(2), x.amax(2) }, 1));
    const torch::Tensor own = m_own(x.reshape({ batch, m_options.width, m_options.bars, 16 })
                                        .permute({ 0, 2, 1, 3 })
                                        .reshape({ batch, m_options.bars, 16 * m_options.width }))
                                  .narrow(2, 0, 2 * m_options.own);
    const auto part = [&](std::int64_t which) {
        return torch::cat({ shared.narrow(1, which * m_options.shared, m_options.shared),
                            own.narrow(2, which * m_options.own, m_options.own).reshape({ batch, -1 }) },
                          1);
    };
    return { part(0), part(1).clamp(-6, 2).exp() };
}

torch::Tensor BeatNet::pattern(const torch::Tensor &z, const torch::Tensor &condition)
{
    const std::int64_t batch = z.size(0);
    const torch::Tensor own = z.narrow(1, m_options.shared, m_options.bars * m_options.own)
                                  .reshape({ batch, m_options.bars, m_options.own })
                                  .transpose(1, 2)
                                  .repeat_interleave(16, 2);
    const torch::Tensor shared = z.narrow(1, 0, m_options.shared).unsqueeze(2).expand({ -1, -1, m_options.steps() });
    const torch::Tensor x =
        through(m_patterns,
                m_patternInput(withCondition(
                    torch::cat({ shared, own, m_places.unsqueeze(0).expand({ batch, -1, -1 }) }, 1), condition)));
    return m_patternOutput(x).transpose(1, 2);
}

torch::Tensor BeatNet::mixture(const torch::Tensor &code, const torch::Tensor &condition)
{
    const torch::Tensor x = through(m_decoder, m_decoderInput(withCondition(code.transpose(1, 2), condition)));
    return m_head->forward(x).transpose(1, 2) * m_scales;
}

torch::Tensor BeatNet::stretch(const torch::Tensor &mixture, const std::vector<std::int64_t> &frames,
                               const std::vector<std::int64_t> &from, std::int64_t count) const
{
    const std::int64_t length = m_options.atomLength;
    std::vector<audio::Laid> laid;
    std::vector<std::int64_t> heard; // steps of all loops that are
    for (std::size_t item = 0; item < frames.size(); ++item)
        for (std::int64_t step = 0; step < m_options.steps(); ++step) {
            const std::int64_t start = m_options.startOf(step, frames[item]) - m_options.lead - from[item];
            std::int64_t at = start % frames[item];
            while (at + length - frames[item] > 0)
                at -= frames[item]; // the first time that it is heard there
            at += at + length <= 0 ? frames[item] : 0;
            const std::size_t before = laid.size();
            for (; at < count; at += frames[item])
                laid.push_back({ static_cast<std::int64_t>(heard.size()), static_cast<std::int64_t>(item), at });
            if (laid.size() > before)
                heard.push_back(static_cast<std::int64_t>(item) * m_options.steps() + step);
        }
    const torch::Tensor rows = mixture.reshape({ -1, m_options.atoms })
                                   .index_select(0, torch::tensor(heard, torch::kInt64).to(mixture.device()))
                                   .matmul(m_atoms * m_window);
    return audio::overlapAdd(rows, laid, static_cast<std::int64_t>(frames.size()), count);
}

bool BeatNet::hasAtoms() const
{
    return m_scales.ne(0).any().item<bool>();
}

void BeatNet::setAtoms(const torch::Tensor &sounds)
{
    const torch::NoGradGuard noGrad;
    if (sounds.size(0) == 0)
        throw Error("beat-gan: the corpus gives no sound to begin with");
    const torch::Tensor products = sounds.matmul(sounds.t()) / static_cast<double>(sounds.size(0));
    const auto [energy, ways] = torch::linalg_eigh(products.to(torch::kFloat64), "L"); // the smallest first
    const double least = energy.sum().item<double>() * smallestShare;
    const double norm = atomLevel * std::sqrt(static_cast<double>(m_options.atomLength));
    m_scales.fill_(std::sqrt(least) / norm);
    const std::int64_t n = energy.size(0);
    for (std::int64_t i = 0; i < std::min(n, m_options.atoms); ++i) {
        const double share = energy[n - 1 - i].item<double>();
        if (share <= least)
            break;
        const torch::Tensor atom = ways.select(1, n - 1 - i).to(torch::kFloat32).unsqueeze(0).matmul(sounds)[0];
        m_atoms[i].copy_(atom / atom.norm() * norm);
        m_scales[i].fill_(std::sqrt(share) / norm);
    }
}

void BeatNet::equalise(const torch::Tensor &filter)
{
    const torch::NoGradGuard noGrad;
    m_atoms.copy_(audio::filtered(m_atoms, filter));
}

std::vector<torch::Tensor> BeatNet::generatorParameters() const
{
    std::vector<torch::Tensor> all;
    for (const auto &item : named_parameters())
        if (!item.key().starts_with("spectrogram_critics.") && !item.key().starts_with("pattern_critic."))
            all.push_back(item.value());
    return all;
}

std::vector<torch::Tensor> BeatNet::criticParameters() const
{
    std::vector<torch::Tensor> all = m_spectrogramCritics->parameters();
    for (const torch::Tensor &parameter : m_patternCritic->parameters())
        all.push_back(parameter);
    return all;
}

} // namespace klangraum::beat
