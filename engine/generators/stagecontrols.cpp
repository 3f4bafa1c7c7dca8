#include "generators/stagecontrols.h"

#include <algorithm>
#include <cmath>

namespace klangraum {
namespace {

constexpr std::size_t mostLandmarks = 8;

Control fader(const char *name, Text label, Text help, const char *texture, std::vector<Text> words)
{
    Control control;
    control.name = name;
    control.label = std::move(label);
    control.help = std::move(help);
    control.texture = texture;
    control.words = std::move(words);
    return control;
}

} // namespace

Control mapPad(Text label, Text help)
{
    Control pad;
    pad.name = "map";
    pad.kind = ControlKind::Pad;
    pad.label = std::move(label);
    pad.help = std::move(help);
    pad.minimum = -1;
    pad.maximum = 1;
    pad.initial = 0;
    return pad;
}

Control surpriseFader(Text help)
{
    return fader("surprise", { "Surprise", "Wagnis" }, std::move(help), "chaos",
                 { { "safe", "sicher" },
                   { "careful", "vorsichtig" },
                   { "bold", "kühn" },
                   { "daring", "mutig" },
                   { "wild", "wild" } });
}

Control densityFader(Text help)
{
    return fader("density", { "Density", "Dichte" }, std::move(help), "density",
                 { { "sparse", "karg" },
                   { "light", "licht" },
                   { "medium", "mittel" },
                   { "dense", "dicht" },
                   { "full", "voll" } });
}

Control registerFader(Text help)
{
    return fader("register", { "Register", "Tonlage" }, std::move(help), "waves",
                 { { "very low", "sehr tief" },
                   { "low", "tief" },
                   { "middle", "mittel" },
                   { "high", "hoch" },
                   { "very high", "sehr hoch" } });
}

Control memoryFader(Text help)
{
    return fader("memory", { "Memory", "Gedächtnis" }, std::move(help), "memory",
                 { { "forgetful", "vergesslich" },
                   { "short", "kurz" },
                   { "medium", "mittel" },
                   { "long", "lang" },
                   { "returning", "wiederkehrend" } });
}

Control syncopationFader(Text help)
{
    return fader("syncopation", { "Syncopation", "Synkopen" }, std::move(help), "waves",
                 { { "on the beat", "auf dem Schlag" },
                   { "steady", "gerade" },
                   { "medium", "mittel" },
                   { "pushing", "drängend" },
                   { "off the beat", "gegen den Schlag" } });
}

Control dissonanceFader(Text help)
{
    return fader("dissonance", { "Dissonance", "Dissonanz" }, std::move(help), "chaos",
                 { { "smooth", "glatt" },
                   { "mild", "mild" },
                   { "medium", "mittel" },
                   { "rough", "rau" },
                   { "harsh", "schroff" } });
}

Control lengthFader(Text help)
{
    return fader("length", { "Note length", "Tonlänge" }, std::move(help), "memory",
                 { { "very short", "sehr kurz" },
                   { "short", "kurz" },
                   { "medium", "mittel" },
                   { "long", "lang" },
                   { "very long", "sehr lang" } });
}

Control tempoFader(double initial)
{
    Control tempo = fader("tempo", { "Tempo", "Tempo" }, { "Quarters a minute.", "Viertel in der Minute." }, "speed",
                          { { "slow", "langsam" },
                            { "calm", "ruhig" },
                            { "walking", "gehend" },
                            { "lively", "lebhaft" },
                            { "fast", "schnell" } });
    tempo.minimum = 40;
    tempo.maximum = 200;
    tempo.initial = initial;
    tempo.unit = "bpm";
    return tempo;
}

void chooseLandmarks(std::vector<MapPoint> &map)
{
    std::vector<float> nearest(map.size(), 1e9F);
    std::size_t next = 0;
    for (std::size_t i = 1; i < map.size(); ++i)
        if (std::hypot(map[i].x, map[i].y) < std::hypot(map[next].x, map[next].y))
            next = i;
    for (std::size_t count = 0; count < std::min(mostLandmarks, map.size()); ++count) {
        map[next].landmark = true;
        for (std::size_t i = 0; i < map.size(); ++i)
            nearest[i] = std::min(nearest[i], std::hypot(map[i].x - map[next].x, map[i].y - map[next].y));
        next = static_cast<std::size_t>(std::max_element(nearest.begin(), nearest.end()) - nearest.begin());
    }
}

} // namespace klangraum
