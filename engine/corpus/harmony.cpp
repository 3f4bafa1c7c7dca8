#include "corpus/harmony.h"

#include <algorithm>
#include <utility>

namespace klangraum {

namespace {

constexpr std::array<int, 7> majorScale{ 0, 2, 4, 5, 7, 9, 11 };
constexpr std::array<int, 7> minorScale{ 0, 2, 3, 5, 7, 8, 10 };

using Weighted = std::vector<std::pair<Form, double>>;

// What may follow, with weights: tonic, predominant, dominant, tonic.
const Weighted &following(Form form)
{
    static const Weighted afterI{ { Form::I6, 2 },  { Form::IV, 3 },    { Form::V, 2 },    { Form::VI, 3 },
                                  { Form::II6, 2 }, { Form::II, 1 },    { Form::V6, 1.5 }, { Form::VII6, 1.5 },
                                  { Form::V43, 1 }, { Form::III, 0.5 }, { Form::IV6, 0.7 } };
    static const Weighted afterI6{ { Form::IV, 3 },   { Form::II6, 2 }, { Form::V, 1.5 }, { Form::I, 1 },
                                   { Form::VII6, 1 }, { Form::V43, 1 }, { Form::II65, 1 } };
    static const Weighted afterI64{ { Form::V, 1 }, { Form::V7, 1 } };
    static const Weighted afterII{ { Form::V, 2 }, { Form::V7, 1 }, { Form::V6, 1 }, { Form::V65, 1 } };
    static const Weighted afterII6{ { Form::V, 3 }, { Form::V7, 1 }, { Form::V42, 1 } };
    static const Weighted afterIII{ { Form::VI, 2 }, { Form::IV, 2 } };
    static const Weighted afterIV{ { Form::V, 3 },    { Form::I, 1.5 },  { Form::II6, 1 },
                                   { Form::I6, 1.5 }, { Form::VII6, 1 }, { Form::V42, 1 } };
    static const Weighted afterIV6{ { Form::V, 1.5 }, { Form::V65, 1 }, { Form::I6, 0.7 } };
    static const Weighted afterV{ { Form::I, 3 }, { Form::VI, 1.5 }, { Form::V42, 0.8 }, { Form::I6, 0.8 } };
    static const Weighted afterInvertedV{ { Form::I, 1 } };
    static const Weighted afterV43{ { Form::I, 1 }, { Form::I6, 1 } };
    static const Weighted afterV42{ { Form::I6, 1 } };
    static const Weighted afterVI{ { Form::II, 1.5 },  { Form::II6, 2 },    { Form::IV, 2 },
                                   { Form::III, 0.5 }, { Form::VofV, 0.7 }, { Form::V, 0.5 } };
    static const Weighted afterVII6{ { Form::I, 2 }, { Form::I6, 1.5 } };
    static const Weighted afterVofV{ { Form::V, 2 }, { Form::V7, 0.5 } };
    static const Weighted afterVofVI{ { Form::VI, 1 } };
    switch (form) {
    case Form::I:
        return afterI;
    case Form::I6:
        return afterI6;
    case Form::I64:
        return afterI64;
    case Form::II:
        return afterII;
    case Form::II6:
    case Form::II65:
        return afterII6;
    case Form::III:
        return afterIII;
    case Form::IV:
        return afterIV;
    case Form::IV6:
        return afterIV6;
    case Form::V:
    case Form::V7:
        return afterV;
    case Form::V6:
    case Form::V65:
        return afterInvertedV;
    case Form::V43:
        return afterV43;
    case Form::V42:
        return afterV42;
    case Form::VI:
        return afterVI;
    case Form::VII6:
        return afterVII6;
    case Form::VofV:
        return afterVofV;
    case Form::VofVI:
        return afterVofVI;
    }
    return afterI;
}

bool mayFollow(Form form, Form next)
{
    const Weighted &choices = following(form);
    return std::any_of(choices.begin(), choices.end(), [&](const auto &choice) { return choice.first == next; });
}

std::vector<Form> formula(Cadence cadence, Random &random)
{
    const Form before = random.pick(std::vector<Form>{ Form::II6, Form::IV, Form::II65, Form::II });
    const Form dominant = random.chance(0.5) ? Form::V7 : Form::V;
    switch (cadence) {
    case Cadence::Authentic:
        if (random.chance(0.4))
            return { before, Form::I64, dominant, Form::I, Form::I };
        return { before, dominant, Form::I, Form::I };
    case Cadence::Half:
        if (random.chance(0.3))
            return { Form::VofV, Form::V, Form::V };
        return { random.pick(std::vector<Form>{ Form::IV, Form::II6, Form::I, Form::IV6 }), Form::V, Form::V };
    case Cadence::Deceptive:
        return { before, dominant, Form::VI, Form::VI };
    }
    return {};
}

} // namespace

int Key::degree(int number) const
{
    const auto step = static_cast<std::size_t>(((number % 7) + 7) % 7);
    return (tonic + (minor ? minorScale[step] : majorScale[step])) % 12;
}

bool Key::contains(int pitchClass) const
{
    for (int number = 0; number < 7; ++number) {
        if (degree(number) == pitchClass)
            return true;
    }
    return false;
}

std::string Key::name() const
{
    static const char *const major[] = { "C",       "D flat", "D",      "E flat", "E",      "F",
                                         "F sharp", "G",      "A flat", "A",      "B flat", "B" };
    static const char *const minorNames[] = { "C",       "C sharp", "D",       "E flat", "E",      "F",
                                              "F sharp", "G",       "G sharp", "A",      "B flat", "B" };
    return std::string(minor ? minorNames[tonic] : major[tonic]) + (minor ? " minor" : " major");
}

bool Chord::contains(int pitchClass) const
{
    return pitchClass >= 0 && std::find(tones.begin(), tones.end(), pitchClass) != tones.end();
}

Chord chordOf(Form form, const Key &key)
{
    struct Shape
    {
        int degree, bass;
        bool seventh;
    };
    // In the order of Form; applied dominants are built below.
    static constexpr Shape shapes[] = { { 0, 0, false }, { 0, 1, false }, { 0, 2, false }, { 1, 0, false },
                                        { 1, 1, false }, { 1, 1, true },  { 2, 0, false }, { 3, 0, false },
                                        { 3, 1, false }, { 4, 0, false }, { 4, 1, false }, { 4, 0, true },
                                        { 4, 1, true },  { 4, 2, true },  { 4, 3, true },  { 5, 0, false },
                                        { 6, 1, false }, { 1, 0, true },  { 2, 0, true } };
    const Shape &shape = shapes[static_cast<std::size_t>(form)];
    Chord chord;
    chord.form = form;
    chord.bass = shape.bass;
    for (int i = 0; i < 4; ++i)
        chord.tones[static_cast<std::size_t>(i)] = i < 3 || shape.seventh ? key.degree(shape.degree + 2 * i) : -1;
    if (form == Form::VofV || form == Form::VofVI) {
        const int root = chord.tones[0];
        chord.tones = { root, (root + 4) % 12, (root + 7) % 12, (root + 10) % 12 };
        chord.leading = chord.tones[1];
    } else if (shape.degree == 4) {
        chord.tones[1] = key.leadingTone();
        chord.leading = chord.tones[1];
    } else if (shape.degree == 6) {
        chord.tones[0] = key.leadingTone();
        chord.leading = chord.tones[0];
    }
    chord.seventh = chord.tones[3];
    return chord;
}

std::vector<Form> phraseOf(int beats, Cadence cadence, const Key &key, Random &random)
{
    const auto usable = [&](Form form) {
        // A diminished triad in root position, and an applied dominant of a chord that the mode lacks.
        return !(key.minor && (form == Form::II || form == Form::VofVI));
    };
    for (;;) {
        std::vector<Form> end = formula(cadence, random);
        if (!std::all_of(end.begin(), end.end(), usable))
            continue;
        const auto before = static_cast<std::size_t>(beats) - end.size();
        std::vector<Form> forms{ Form::I };
        while (forms.size() < before) {
            const Form next = random.pickWeighted(following(forms.back()));
            // VofVI comes in by the side door: after the tonic, now and then.
            const bool applied = forms.back() == Form::I && usable(Form::VofVI) && random.chance(0.06);
            if (applied)
                forms.push_back(Form::VofVI);
            else if (usable(next))
                forms.push_back(next);
        }
        if (!mayFollow(forms.back(), end.front()))
            continue;
        forms.insert(forms.end(), end.begin(), end.end());
        return forms;
    }
}

} // namespace klangraum
