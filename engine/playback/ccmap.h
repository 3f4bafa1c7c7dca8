// CcMap: which MIDI controller moves which control, and soft takeover: a knob that stands elsewhere than the control
// does nothing until it has been turned past the control's value. Plain value, no thread of its own.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace klangraum {

class CcMap
{
public:
    // Controllers of the exhibit's controls as they come: pad 16 and 17, surprise 19, density 20, register 21, tempo
    // 22, sound 23, morph 1.
    static std::map<std::string, int> defaults();

    explicit CcMap(std::map<std::string, int> controls = defaults());

    // The next controller that is touched moves `control`, and no other one any more. Empty: stop learning.
    void learn(const std::string &control);
    const std::string &learning() const { return m_learning; } // empty: not learning

    // A controller was moved to `value` 0..1. Empty where it moves nothing. `current`: where the control stands, 0..1.
    struct Move
    {
        std::string control;
        double value = 0; // 0..1
    };
    template <typename Current> std::optional<Move> moved(int cc, double value, const Current &current)
    {
        const std::string control = controlOf(cc);
        if (control.empty() || !takesOver(control, value, current(control)))
            return std::nullopt;
        return Move{ control, value };
    }
    // Where the knob of a control stands, if it has been turned but has not taken over: the screen shows it.
    std::optional<double> waiting(const std::string &control) const;
    // The control was moved by hand: its knob has to catch up again.
    void release(const std::string &control);

    const std::map<std::string, int> &controls() const { return m_controls; } // to be saved

private:
    struct Knob
    {
        double value = 0;
        bool holds = false; // it has taken over
    };
    std::string controlOf(int cc); // learns
    bool takesOver(const std::string &control, double value, double current);

    std::map<std::string, int> m_controls;
    std::map<std::string, Knob> m_knobs;
    std::string m_learning;
};

} // namespace klangraum
