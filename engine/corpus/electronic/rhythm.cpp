#include "corpus/electronic/rhythm.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace klangraum {

namespace {

using Steps = std::array<float, 16>; // velocities; 0: no stroke

Steps at(std::initializer_list<int> steps, float velocity = 1)
{
    Steps pattern{};
    for (const int step : steps)
        pattern[static_cast<std::size_t>(step)] = velocity;
    return pattern;
}

void add(Steps &pattern, std::initializer_list<int> steps, float velocity)
{
    for (const int step : steps)
        pattern[static_cast<std::size_t>(step)] = velocity;
}

// One of the numbers of hits, turned.
Steps spread(const std::vector<int> &hits, float loud, float soft, Random &random)
{
    Steps pattern{};
    const int count = random.pick(hits);
    const std::vector<bool> places = euclidean(count, 16, random.between(0, 15));
    for (std::size_t i = 0; i < 16; ++i)
        if (places[i])
            pattern[i] = random.chance(0.4) ? loud : soft;
    return pattern;
}

// The patterns of two bars, which the piece repeats and varies.
struct GrooveKit
{
    std::array<Steps, 2> kick{};
    std::array<Steps, 2> snare{};
    std::array<Steps, 2> hat{};
    std::array<Steps, 2> open{};
    std::array<Steps, 2> tick{};
    std::array<Steps, 2> percussion{};
    float ghosts = 0; // how likely a soft stroke of the snare stands between
    double swing = 0;
};

Steps sixteenthHats(Random &random)
{
    Steps hats{};
    const float off = 0.18f + 0.2f * static_cast<float>(random.unit());
    for (std::size_t i = 0; i < 16; ++i)
        hats[i] = i % 4 == 2 ? 0.75f : i % 4 == 0 ? 0.45f : off;
    return hats;
}

GrooveKit technoKit(Random &random)
{
    GrooveKit kit;
    kit.kick = { at({ 0, 4, 8, 12 }), at({ 0, 4, 8, 12 }) };
    if (random.chance(0.25))
        add(kit.kick[1], { random.chance(0.5) ? 15 : 14 }, 0.45f);
    const float clap = random.chance(0.75) ? 0.85f : 0.0f;
    kit.snare = { at({ 4, 12 }, clap), at({ 4, 12 }, clap) };
    const bool full = random.chance(0.6);
    kit.hat.fill(full ? sixteenthHats(random) : at({ 2, 6, 10, 14 }, 0.6f));
    if (random.chance(0.7))
        kit.open.fill(at({ 2, 6, 10, 14 }, 0.6f));
    kit.percussion.fill(spread({ 3, 4, 5, 6, 7 }, 0.75f, 0.4f, random));
    if (random.chance(0.5))
        kit.tick.fill(spread({ 5, 7, 9 }, 0.5f, 0.25f, random));
    kit.swing = 0.08 * random.unit();
    kit.ghosts = 0.05f;
    return kit;
}

GrooveKit minimalKit(Random &random)
{
    GrooveKit kit;
    kit.kick.fill(at({ 0, 4, 8, 12 }, 0.95f));
    if (random.chance(0.35))
        add(kit.kick[1], { random.pick(std::vector<int>{ 7, 11, 14 }) }, 0.4f);
    kit.snare.fill(random.chance(0.7) ? at({ 4, 12 }, 0.6f) : at({ 12 }, 0.65f));
    kit.hat.fill(at({ 2, 6, 10, 14 }, 0.65f));
    for (Steps &hats : kit.hat)
        for (const int step : { 3, 7, 11, 15, 1, 9 })
            if (random.chance(0.35))
                hats[static_cast<std::size_t>(step)] = 0.15f + 0.2f * static_cast<float>(random.unit());
    if (random.chance(0.3))
        kit.open.fill(at({ random.chance(0.5) ? 6 : 14 }, 0.5f));
    kit.tick[0] = spread({ 4, 5, 6, 7 }, 0.65f, 0.3f, random);
    kit.tick[1] = spread({ 4, 5, 6, 7 }, 0.65f, 0.3f, random);
    kit.percussion.fill(spread({ 2, 3, 4 }, 0.6f, 0.35f, random));
    kit.swing = 0.08 + 0.2 * random.unit();
    kit.ghosts = 0.12f;
    return kit;
}

GrooveKit breakKit(Random &random)
{
    GrooveKit kit;
    switch (random.between(0, 3)) {
    case 0: // two-step
        kit.kick = { at({ 0, 10 }), at({ 0, 10 }) };
        break;
    case 1:
        kit.kick = { at({ 0, 10 }), at({ 0, 3, 10 }) };
        add(kit.kick[1], { 3 }, 0.6f);
        break;
    case 2: // after the most sampled break of all
        kit.kick = { at({ 0, 2, 10, 11 }), at({ 0, 2, 10 }) };
        add(kit.kick[0], { 11 }, 0.6f);
        break;
    default:
        kit.kick = { at({ 0, 6, 10 }), at({ 0, 10, 14 }) };
        add(kit.kick[0], { 6 }, 0.7f);
        add(kit.kick[1], { 14 }, 0.6f);
    }
    kit.snare.fill(at({ 4, 12 }));
    for (Steps &snare : kit.snare)
        for (const int step : { 7, 9, 14, 15 })
            if (random.chance(0.4))
                snare[static_cast<std::size_t>(step)] = 0.18f + 0.14f * static_cast<float>(random.unit());
    if (random.chance(0.5)) {
        kit.hat.fill(at({ 0, 2, 4, 6, 8, 10, 12, 14 }, 0.5f));
        for (Steps &hats : kit.hat)
            add(hats, { 2, 6, 10, 14 }, 0.7f);
    } else {
        kit.hat.fill(sixteenthHats(random));
    }
    if (random.chance(0.4))
        kit.open.fill(at({ random.pick(std::vector<int>{ 2, 6, 14 }) }, 0.5f));
    kit.percussion.fill(spread({ 2, 3, 4, 5 }, 0.5f, 0.3f, random));
    if (random.chance(0.3))
        kit.tick.fill(spread({ 5, 6, 7, 9 }, 0.4f, 0.2f, random));
    kit.swing = 0.12 * random.unit();
    kit.ghosts = 0.1f;
    return kit;
}

GrooveKit drawKit(ElectronicStyle style, Random &random)
{
    switch (style) {
    case ElectronicStyle::Minimal:
        return minimalKit(random);
    case ElectronicStyle::DrumAndBass:
        return breakKit(random);
    case ElectronicStyle::Techno:
        break;
    }
    return technoKit(random);
}

class Writer
{
public:
    Writer(Groove &groove, Random &random)
        : m_groove(groove)
        , m_random(random)
    {
    }
    void stroke(Part part, std::size_t bar, std::size_t step, float velocity)
    {
        if (velocity <= 0)
            return;
        const bool strict = part == Part::Kick || part == Part::Crash;
        double time = static_cast<double>(bar * 16 + step) + (step % 2 == 1 ? m_groove.swing : 0);
        if (!strict)
            time += 0.03 * (m_random.unit() - 0.5);
        const float touch = strict ? 1.0f : 0.9f + 0.2f * static_cast<float>(m_random.unit());
        m_groove.strokes.push_back({ part, std::max(0.0, time), std::min(1.0f, velocity * touch) });
    }
    void pattern(Part part, std::size_t bar, const Steps &steps, std::size_t until = 16)
    {
        for (std::size_t i = 0; i < until; ++i)
            stroke(part, bar, i, steps[i]);
    }

private:
    Groove &m_groove;
    Random &m_random;
};

void fillBar(Writer &writer, std::size_t bar, int length, int kind, Random &random)
{
    const std::size_t begin = 16 - static_cast<std::size_t>(length);
    for (std::size_t i = begin; i < 16; ++i) {
        const float grown = 0.35f + 0.6f * static_cast<float>(i - begin + 1) / static_cast<float>(length);
        if (kind == 0) // a roll
            writer.stroke(Part::Snare, bar, i, grown * 0.8f);
        else if (kind == 1 && (i % 2 == 0 || random.chance(0.4))) // toms and snares
            writer.stroke(i % 4 < 2 ? Part::Percussion : Part::Snare, bar, i, grown);
        else if (kind == 2 && random.chance(0.7)) // the bass drum stumbles
            writer.stroke(random.chance(0.5) ? Part::Kick : Part::Tick, bar, i, grown * 0.8f);
    }
}

} // namespace

std::vector<bool> euclidean(int hits, int steps, int turn)
{
    std::vector<bool> places(static_cast<std::size_t>(steps), false);
    for (int i = 0; i < hits; ++i)
        places[static_cast<std::size_t>((i * steps / hits + turn) % steps)] = true;
    return places;
}

Groove drawGroove(ElectronicStyle style, const Form &form, Random &random)
{
    const GrooveKit kit = drawKit(style, random);
    Groove groove;
    groove.swing = kit.swing;
    Writer writer(groove, random);
    const int fillKind = random.between(0, 2);
    for (std::size_t b = 0; b < form.bars.size(); ++b) {
        const BarPlan &plan = form.bars[b];
        const std::size_t which = b % 2;
        const auto fill = static_cast<std::size_t>(plan.kick ? plan.fill : 0);
        const std::size_t until = fillKind == 2 && fill > 4 ? 16 - fill : 16;
        if (plan.crash)
            writer.stroke(Part::Crash, b, 0, 0.8f);
        if (plan.kick)
            writer.pattern(Part::Kick, b, kit.kick[which], until);
        if (plan.backbeat)
            writer.pattern(Part::Snare, b, kit.snare[which], 16 - (fillKind == 2 ? 0 : fill));
        if (plan.hats)
            writer.pattern(Part::Hat, b, kit.hat[which]);
        if (plan.openHats)
            writer.pattern(Part::OpenHat, b, kit.open[which]);
        if (plan.percussion) {
            writer.pattern(Part::Percussion, b, kit.percussion[which], 16 - fill);
            writer.pattern(Part::Tick, b, kit.tick[which], 16 - fill);
        }
        if (plan.backbeat)
            for (std::size_t i = 1; i < 16; i += 2)
                if (kit.snare[which][i] <= 0 && random.chance(static_cast<double>(kit.ghosts)))
                    writer.stroke(Part::Snare, b, i, 0.16f);
        if (plan.roll)
            for (std::size_t i = 0; i < 16; i += i < 8 ? 2 : 1)
                writer.stroke(Part::Snare, b, i, 0.3f + 0.55f * static_cast<float>(i) / 16.0f);
        if (fill > 0)
            fillBar(writer, b, static_cast<int>(fill), fill > 4 ? fillKind : random.between(0, 1), random);
    }
    std::stable_sort(groove.strokes.begin(), groove.strokes.end(),
                     [](const Stroke &a, const Stroke &b) { return a.sixteenth < b.sixteenth; });
    return groove;
}

} // namespace klangraum
