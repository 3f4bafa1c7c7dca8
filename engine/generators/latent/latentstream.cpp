#include "generators/latent/latentstream.h"

#include "music/error.h"

#include <chrono>

namespace klangraum::latent {
namespace {

constexpr float leastProbability = 0.02F;
constexpr double stillHeard = 0.02; // pad units that a finger may tremble

bool moved(const std::optional<std::array<double, 2>> &a, const std::optional<std::array<double, 2>> &b)
{
    return a && (!b || std::abs(a->at(0) - b->at(0)) + std::abs(a->at(1) - b->at(1)) > stillHeard);
}

} // namespace

LatentStream::LatentStream(LatentGenerator &generator, std::uint64_t seed)
    : m_generator(generator)
    , m_seed(seed)
{
}

torch::Tensor LatentStream::vectorAt(std::uint64_t index, const Wish &wish)
{
    LatentNet &net = m_generator.net();
    if (wish.morph && net.space()->anchorCount() > 0)
        return onMorph(net, *wish.morph, static_cast<double>(index - m_index), wish.withinBar);
    for (const auto &origin : { m_next, m_origin }) {
        if (!origin || index < origin->from || (origin->place && moved(wish.place, origin->place)))
            continue;
        const auto since = static_cast<int>(std::min<std::uint64_t>(index - origin->from, 1 << 20));
        if (origin->end.defined() && since < origin->windows)
            return onJourney(net, origin->start, origin->end, origin->windows, since, wish.withinBar);
        const torch::Tensor z = origin->end.defined() ? origin->end : origin->start;
        return since == 0 ? z : strayedAt(index, z, wish.surprise);
    }
    if (!wish.place)
        return drawn(index);
    const torch::Tensor z = atPlace(net, wish.place->at(0), wish.place->at(1));
    return index == 0 ? z : strayedAt(index, z, wish.surprise);
}

const torch::Tensor &LatentStream::drawn(std::uint64_t index, double temperature)
{
    if (temperature != m_temperature)
        m_drawn.clear();
    m_temperature = temperature;
    m_drawn.erase(m_drawn.begin(), m_drawn.lower_bound(m_index));
    torch::Tensor &z = m_drawn[index];
    LatentNet &net = m_generator.net();
    if (!z.defined())
        z = net.quantiser() ? codesFromPrior(net, m_seed, index, temperature)
                            : fromPrior(net, m_seed, index, temperature);
    return z;
}

torch::Tensor LatentStream::strayedAt(std::uint64_t index, const torch::Tensor &z, double surprise)
{
    return surprise <= 0 ? z : strayedTo(m_generator.net(), z, drawn(index + 1), surprise);
}

torch::Tensor LatentStream::codesAt(std::uint64_t index, const Wish &wish)
{
    LatentNet &net = m_generator.net();
    torch::Tensor codes; // [1, segments, levels, or as many as the prior writes]
    for (const auto &origin : { m_origin, m_next })
        if (origin && origin->from == index)
            codes = net.toCodes(origin->start);
    if (!codes.defined())
        codes = drawn(index, 0.5 + wish.surprise);
    codes = codes.clone();
    if (index == m_index)
        for (const auto &[place, code] : m_swapped)
            codes.index_put_({ 0, place.first, place.second }, code);
    return codes;
}

Window LatentStream::make(std::uint64_t index, const Steering &steering)
{
    const auto begin = std::chrono::steady_clock::now();
    const c10::InferenceMode inference;
    LatentNet &net = m_generator.net();
    const Wish wish = m_generator.wishOf(steering);
    for (std::optional<Origin> *origin : { &m_next, &m_origin })
        if (*origin && index >= (*origin)->from && !(*origin)->place)
            (*origin)->place = wish.place;
    Window window;
    torch::Tensor z;
    if (net.quantiser()) {
        const torch::Tensor codes = codesAt(index, wish);
        window.codes = m_generator.groupsOf(codes);
        z = net.ofCodes(codes);
    } else {
        z = shifted(net, vectorAt(index, wish), wish);
    }
    const Written written = m_generator.write(z, true);
    const Grammar &grammar = net.options().grammar;
    window.score = grammar.decode(written.grid, m_generator.description().initialTempo);
    window.score.voices = m_generator.description().voices;
    window.stepTicks = 480 / grammar.stepsPerQuarter;
    const float *chance = written.probabilities.data_ptr<float>();
    for (std::int64_t step = 0; step < written.probabilities.size(1); ++step)
        for (std::int64_t voice = 0; voice < written.probabilities.size(2); ++voice)
            for (std::int64_t token = 0; token < written.probabilities.size(3); ++token, ++chance)
                if (*chance > leastProbability && token < keys)
                    window.cells.push_back({ static_cast<std::int16_t>(step),
                                             static_cast<std::int16_t>(token + lowestPitch),
                                             static_cast<std::int16_t>(voice), *chance });
    window.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return window;
}

void LatentStream::advance()
{
    ++m_index;
    m_swapped.clear();
    if (m_next && m_next->from <= m_index) {
        m_origin = std::move(m_next);
        m_next.reset();
    }
    if (!m_drawn.empty()) { // what has been drawn will be again: ahead, while nobody waits
        const c10::InferenceMode inference;
        drawn(m_index, m_temperature);
        drawn(m_index + 1, m_temperature);
    }
}

bool LatentStream::hear(const std::vector<Note> &phrase)
{
    Score score;
    score.voices = { { "Melody", 0, false } };
    score.notes = phrase;
    for (Note &note : score.notes)
        note.voice = 0;
    try {
        score.normalise();
        m_next = { m_index + 1, m_generator.encoded(score, false, "what was played"), {}, 0, {} };
    } catch (const Error &) { // nothing that this model could encode
        return false;
    }
    return true;
}

bool LatentStream::travel(const LatentJourney &journey)
{
    if (journey.windows < 1)
        return false;
    try {
        m_next = {
            m_index + 1, m_generator.vectorOf(journey.from), m_generator.vectorOf(journey.to), journey.windows, {}
        };
    } catch (const Error &) { // no points of this space
        return false;
    }
    return true;
}

bool LatentStream::swapCode(int group, int level, int code)
{
    const LatentOptions &options = m_generator.net().options();
    const bool heard = m_origin && m_origin->from == m_index; // has all its levels
    const std::int64_t levels = heard ? options.levels : options.writtenLevels();
    if (!options.quantised() || group < 0 || group >= options.segments() || level < 0 || level >= levels || code < 0 ||
        code >= options.codes)
        return false;
    m_swapped[{ group, level }] = code;
    return true;
}

void LatentStream::clear()
{
    m_swapped.clear();
    m_next.reset();
}

} // namespace klangraum::latent
