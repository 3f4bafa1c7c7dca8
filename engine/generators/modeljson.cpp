// model.json to ModelDescription and back.
#include "generators/jsonreader.h"
#include "generators/modelfolder.h"

#include <array>

namespace klangraum {
namespace {

using nlohmann::json;

constexpr double anyNumber = 1e12;
constexpr std::array<const char *, 3> kindNames{ "slider", "pad", "choice" };

Text readText(const json &value, const std::string &where)
{
    JsonReader reader(value, where);
    Text text{ reader.text("en"), "" };
    text.de = reader.text("de", text.en);
    return text;
}

std::vector<Text> readTexts(const json &list, const std::string &where)
{
    std::vector<Text> texts;
    for (const json &value : list)
        texts.push_back(readText(value, where));
    return texts;
}

std::array<Text, 2> readAxis(const json &list, const std::string &where)
{
    if (list.empty())
        return {};
    if (list.size() != 2)
        throw Error(where + ": an axis has two ends, found " + std::to_string(list.size()));
    return { readText(list[0], where), readText(list[1], where) };
}

Control readControl(const json &value, const std::string &where)
{
    JsonReader reader(value, where + ": controls");
    Control control;
    control.name = reader.text("name");
    const std::string kind = reader.text("kind");
    const auto found = std::find(kindNames.begin(), kindNames.end(), kind);
    if (found == kindNames.end())
        throw Error(reader.where() + ": '" + control.name + "' is of kind '" + kind +
                    "', expected slider, pad or choice");
    control.kind = static_cast<ControlKind>(found - kindNames.begin());
    control.label = readText(reader.required("label"), reader.where());
    if (const json *help = reader.find("help"))
        control.help = readText(*help, reader.where());
    control.minimum = reader.number("minimum", 0, -anyNumber, anyNumber);
    control.maximum = reader.number("maximum", 1, control.minimum, anyNumber);
    control.initial = reader.number("default", control.minimum, control.minimum, control.maximum);
    control.unit = reader.text("unit", "");
    control.texture = reader.text("texture", "");
    control.words = readTexts(reader.array("words"), reader.where());
    control.choices = readTexts(reader.array("choices"), reader.where());
    control.xAxis = readAxis(reader.array("x-axis"), reader.where());
    control.yAxis = readAxis(reader.array("y-axis"), reader.where());
    if (control.kind == ControlKind::Choice && control.choices.empty())
        throw Error(reader.where() + ": the choice '" + control.name + "' has no choices");
    return control;
}

MapPoint readPoint(const json &value, const std::string &where)
{
    if (!value.is_array() || value.size() < 3 || value.size() > 4 || !value[0].is_number() || !value[1].is_number() ||
        !value[2].is_string() || (value.size() == 4 && !value[3].is_boolean()))
        throw Error(where + ": a point of the map is [x, y, piece, landmark]");
    const MapPoint point{ value[0].get<float>(), value[1].get<float>(), value[2].get<std::string>(),
                          value.size() == 4 && value[3].get<bool>() };
    if (!(point.x >= -1 && point.x <= 1 && point.y >= -1 && point.y <= 1))
        throw Error(where + ": a point of the map lies outside -1 to 1");
    return point;
}

Voice readVoice(const json &value, const std::string &where)
{
    JsonReader reader(value, where + ": voices");
    return { reader.text("name"), static_cast<int>(reader.integer("program", 0, 0, 127)),
             reader.flag("percussion", false) };
}

json textList(const std::vector<Text> &texts)
{
    json list = json::array();
    for (const Text &text : texts)
        list.push_back(toJson(text));
    return list;
}

} // namespace

ModelDescription descriptionFromJson(const json &value, const std::string &where)
{
    JsonReader reader(value, where);
    const std::int64_t format = reader.integer("format", -1, -1, 1'000'000);
    if (format != modelFormat)
        throw Error(where + ": format " + std::to_string(format) + ", expected " + std::to_string(modelFormat) +
                    "; the model was made by another version of Klangraum");
    ModelDescription description;
    description.name = reader.text("name");
    description.family = reader.text("family");
    description.recipe = reader.text("recipe", "");
    description.source = reader.text("source", "");
    description.output = reader.text("output", "score");
    if (description.output != "score" && description.output != "audio")
        throw Error(where + ": output is '" + description.output + "', expected score or audio");
    description.corpus = reader.text("corpus", "");
    description.licence = reader.text("licence", "");
    description.title = readText(reader.required("title"), where);
    if (const json *subtitle = reader.find("subtitle"))
        description.subtitle = readText(*subtitle, where);
    if (const json *trained = reader.find("trained-on"))
        description.trainedOn = readText(*trained, where);
    if (const json *backend = reader.find("backend"))
        description.backend = readText(*backend, where);
    description.stage = static_cast<int>(reader.integer("stage", 1000, 0, 1'000'000));
    description.parameters = static_cast<std::uint64_t>(reader.integer("parameters", 0, 0, 1'000'000'000'000));
    description.bytes = static_cast<std::uint64_t>(reader.integer("bytes", 0, 0, 1'000'000'000'000));
    for (const json &control : reader.array("controls"))
        description.controls.push_back(readControl(control, where));
    for (const json &voice : reader.array("voices"))
        description.voices.push_back(readVoice(voice, where));
    for (const json &point : reader.array("map"))
        description.map.push_back(readPoint(point, where));
    description.initialTempo = reader.number("tempo", 92, 20, 400);
    return description;
}

json toJson(const Text &text)
{
    return { { "en", text.en }, { "de", text.de } };
}

json toJson(const Control &control)
{
    json value = { { "name", control.name },           { "kind", kindNames[static_cast<std::size_t>(control.kind)] },
                   { "label", toJson(control.label) }, { "help", toJson(control.help) },
                   { "minimum", control.minimum },     { "maximum", control.maximum },
                   { "default", control.initial },     { "unit", control.unit } };
    if (!control.texture.empty())
        value["texture"] = control.texture;
    if (!control.words.empty())
        value["words"] = textList(control.words);
    if (!control.choices.empty())
        value["choices"] = textList(control.choices);
    if (control.xAxis != std::array<Text, 2>())
        value["x-axis"] = textList({ control.xAxis[0], control.xAxis[1] });
    if (control.yAxis != std::array<Text, 2>())
        value["y-axis"] = textList({ control.yAxis[0], control.yAxis[1] });
    return value;
}

json toJson(const std::vector<Control> &controls)
{
    json list = json::array();
    for (const Control &control : controls)
        list.push_back(toJson(control));
    return list;
}

json toJson(const std::vector<MapPoint> &map)
{
    json list = json::array();
    for (const MapPoint &point : map)
        list.push_back({ point.x, point.y, point.piece, point.landmark });
    return list;
}

json toJson(const std::vector<Voice> &voices)
{
    json list = json::array();
    for (const Voice &voice : voices)
        list.push_back({ { "name", voice.name }, { "program", voice.program }, { "percussion", voice.percussion } });
    return list;
}

json toJson(const ModelDescription &description)
{
    return { { "format", modelFormat },
             { "name", description.name },
             { "family", description.family },
             { "recipe", description.recipe },
             { "source", description.source },
             { "output", description.output },
             { "corpus", description.corpus },
             { "licence", description.licence },
             { "title", toJson(description.title) },
             { "subtitle", toJson(description.subtitle) },
             { "trained-on", toJson(description.trainedOn) },
             { "backend", toJson(description.backend) },
             { "stage", description.stage },
             { "parameters", description.parameters },
             { "bytes", description.bytes },
             { "controls", toJson(description.controls) },
             { "voices", toJson(description.voices) },
             { "map", toJson(description.map) },
             { "tempo", description.initialTempo } };
}

} // namespace klangraum
