// Control: one thing a visitor can steer, described by the model itself, in words a visitor understands.
// The screen and `klangraum describe` are built from these; Steering carries the values back. No torch here.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace klangraum {

// A text in every language of the program.
struct Text
{
    std::string en;
    std::string de;
    bool operator==(const Text &) const = default;
};

enum class ControlKind { Slider, Pad, Choice };

// A pad has two values, named "<name>.x" and "<name>.y" in Steering; a choice's value is the index of the choice.
struct Control
{
    std::string name; // stable identifier: "surprise", "density", "register", "map"
    ControlKind kind = ControlKind::Slider;
    Text label;
    Text help; // one sentence
    double minimum = 0.0;
    double maximum = 1.0;
    double initial = 0.5; // the default; for a pad both coordinates
    std::string unit; // "" where the value is a plain number
    std::string texture; // how the fader shows its meaning: "chaos", "density", "waves", "memory", "speed", "strokes"
    std::vector<Text> words; // words for equal parts of the range, low to high (five for a slider)
    std::vector<Text> choices; // Choice only
    // Pad only: the words at the ends of the axes. Empty where the measured correlation is below 0.5.
    std::array<Text, 2> xAxis; // left, right
    std::array<Text, 2> yAxis; // bottom, top
};

// The values a visitor has set; a control that is not named stands at its default.
struct Steering
{
    std::map<std::string, double> values;

    double value(const std::string &name, double fallback) const
    {
        const auto it = values.find(name);
        return it == values.end() ? fallback : it->second;
    }
    bool operator==(const Steering &) const = default;
};

} // namespace klangraum
