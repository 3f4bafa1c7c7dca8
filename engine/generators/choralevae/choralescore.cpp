#include "generators/choralevae/choralescore.h"

#include "music/error.h"

#include <algorithm>
#include <array>

namespace klangraum::chorale {
namespace {

constexpr std::array<int, voices> loudness{ 86, 74, 74, 80 }; // MIDI velocity by voice
constexpr float leastProbability = 0.02F;

int accentAt(Tick start)
{
    constexpr Tick bar = 4 * ticksPerQuarter;
    if (start % bar == 0)
        return 5;
    if (start % (bar / 2) == 0)
        return 2;
    return start % ticksPerQuarter == 0 ? 0 : -5;
}

} // namespace

VoiceGrid gridOfPrime(const Score &score, const std::string &option, const std::string &model)
{
    if (!fitsVoiceGrid(score, voices))
        throw Error(option + ": expected four voices that sing one note at a time, found " +
                    std::to_string(score.voices.size()) + " voices; " + model + " reads chorales only");
    VoiceGrid grid = toVoiceGrid(score, 4, voices);
    if (registerOf(windowOf(grid, 0, 0)) == 0 && registerOf(windowOf(grid, std::max(0, grid.steps - steps), 0)) == 0)
        throw Error(option + ": the piece has no notes between MIDI pitches 24 and 99 to start from");
    return grid;
}

int keyOf(const VoiceGrid &grid)
{
    const int tonic = tonicOf(grid);
    return tonic > 6 ? tonic - 12 : tonic;
}

PrimedWindows primedWindowsOf(const Score &score, const std::string &option, const std::string &model)
{
    const VoiceGrid grid = gridOfPrime(score, option, model);
    PrimedWindows primed;
    primed.key = keyOf(grid);
    const int count = (grid.steps + steps - 1) / steps;
    for (int i = 0; i < count; ++i)
        primed.windows.push_back(windowOf(grid, grid.steps - (count - i) * steps, -primed.key));
    return primed;
}

std::optional<ChoraleWindow> firstWindowOf(const Score &score)
{
    if (!fitsVoiceGrid(score, voices))
        return std::nullopt;
    const VoiceGrid grid = toVoiceGrid(score, 4, voices);
    const ChoraleWindow window = windowOf(grid, 0, -keyOf(grid));
    return isEmpty(window) ? std::nullopt : std::optional(window);
}

Score scoreOf(const std::vector<ChoraleWindow> &windows, int shift, const std::vector<Voice> &names, double tempo)
{
    Score score = fromVoiceGrid(gridOf(windows, shift), names, tempo).withTicksPerQuarter(ticksPerQuarter);
    for (Note &note : score.notes)
        note.velocity =
            loudness[static_cast<std::size_t>(std::clamp(note.voice, 0, voices - 1))] + accentAt(note.start);
    score.length = static_cast<Tick>(windows.size()) * windowTicks;
    return score;
}

Window windowOf(const DecodedWindow &decoded, const std::vector<Voice> &names, double tempo)
{
    Window window;
    window.score = scoreOf({ decoded.window }, decoded.shift, names, tempo);
    window.stepTicks = ticksPerQuarter / 4;
    window.milliseconds = decoded.milliseconds;
    const float *probability = decoded.probabilities.data_ptr<float>();
    for (int step = 0; step < steps; ++step)
        for (int voice = 0; voice < voices; ++voice, probability += classes)
            for (int cell = 0; cell < rest; ++cell) {
                const int pitch = cell + lowestPitch + decoded.shift;
                if (probability[cell] > leastProbability && pitch >= 0 && pitch <= 127)
                    window.cells.push_back({ static_cast<std::int16_t>(step), static_cast<std::int16_t>(pitch),
                                             static_cast<std::int16_t>(voice), probability[cell] });
            }
    return window;
}

} // namespace klangraum::chorale
