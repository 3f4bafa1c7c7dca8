#include "corpus/electronic/form.h"

#include <cmath>

namespace klangraum {

namespace {

enum class Shape { Groove, Build, Layers, Break };

void layer(BarPlan &bar, bool percussion, bool lead, bool chords)
{
    bar.percussion = percussion;
    bar.lead = lead;
    bar.chords = chords;
}

// Two bars before the drop: the bass drum rests, the roll grows.
void buildUp(std::vector<BarPlan> &bars, int drop)
{
    if (drop < 2 || drop >= static_cast<int>(bars.size()))
        return;
    for (int i = drop - 2; i < drop; ++i) {
        BarPlan &bar = bars[static_cast<std::size_t>(i)];
        bar.kick = bar.backbeat = bar.openHats = bar.bass = false;
        bar.roll = i == drop - 1;
        bar.riser = i == drop - 2 ? 2.0f : 0.0f;
    }
    bars[static_cast<std::size_t>(drop)].crash = true;
}

Shape drawShape(ElectronicStyle style, Random &random)
{
    if (style == ElectronicStyle::Minimal)
        return random.pickWeighted<Shape>({ { Shape::Groove, 4 }, { Shape::Layers, 4 }, { Shape::Break, 1 } });
    return random.pickWeighted<Shape>(
        { { Shape::Groove, 4 }, { Shape::Build, 2 }, { Shape::Layers, 3 }, { Shape::Break, 2 } });
}

Curve drawOpening(const std::vector<BarPlan> &bars, double framesPerBar, Random &random)
{
    Curve curve;
    curve.framesPerBar = framesPerBar;
    const auto count = static_cast<double>(bars.size());
    const int kind = random.between(0, 3);
    const double depth = 0.8 + 1.7 * random.unit();
    const double period = random.chance(0.5) ? 8 : 16;
    for (std::size_t i = 0; i <= bars.size(); ++i) {
        const double at = static_cast<double>(i);
        double octaves = 0;
        if (kind == 0)
            octaves = -depth * (1 - at / count); // opens all the way
        else if (kind == 1)
            octaves = -depth * (0.5 - 0.5 * std::cos(2 * 3.14159265358979 * at / period)) * 0.8;
        else if (kind == 2)
            octaves = -depth * (1 - std::fmod(at, 8.0) / 8) * 0.7; // opens every eight bars
        else
            octaves = -0.3 + 0.6 * random.unit();
        if (i < bars.size() && !bars[i].kick)
            octaves += 0.3;
        curve.atBars.push_back(static_cast<float>(octaves));
    }
    return curve;
}

} // namespace

const char *styleName(ElectronicStyle style)
{
    switch (style) {
    case ElectronicStyle::Techno:
        return "techno";
    case ElectronicStyle::Minimal:
        return "minimal";
    case ElectronicStyle::DrumAndBass:
        return "drum-and-bass";
    }
    return "";
}

Form planForm(ElectronicStyle style, int bars, double framesPerBar, Random &random)
{
    Form form;
    form.bars.resize(static_cast<std::size_t>(bars));
    const Shape shape = drawShape(style, random);
    const int half = bars / 8 * 4;
    for (int i = 0; i < bars; ++i) {
        BarPlan &bar = form.bars[static_cast<std::size_t>(i)];
        bar.crash = i > 0 && i % 8 == 0;
        if (i % 8 == 7)
            bar.fill = random.between(4, 8);
        else if (i % 4 == 3)
            bar.fill = random.between(2, 4);
        if (shape == Shape::Layers) {
            layer(bar, i >= 4, i >= 8, i >= 4);
            bar.openHats = i >= 2;
            bar.backbeat = style == ElectronicStyle::DrumAndBass || i >= 4;
        } else if (shape == Shape::Groove) {
            layer(bar, true, i >= 4 || random.chance(0.3), true);
        }
    }
    if (shape == Shape::Build)
        buildUp(form.bars, half);
    if (shape == Shape::Break && half + 4 < bars) {
        buildUp(form.bars, half + 4);
        BarPlan &bar = form.bars[static_cast<std::size_t>(half + 1)];
        bar.percussion = false;
    }
    form.opening = drawOpening(form.bars, framesPerBar, random);
    return form;
}

} // namespace klangraum
