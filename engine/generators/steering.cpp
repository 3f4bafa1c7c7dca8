#include "generators/steering.h"

#include "generators/jsonreader.h"

#include <algorithm>

namespace klangraum {
namespace {

const Control &find(const ModelDescription &description, const std::string &name)
{
    for (const Control &control : description.controls)
        if (control.name == name)
            return control;
    throw Error("model '" + description.name + "' has no control '" + name + "'");
}

double cut(const Control &control, double value)
{
    return std::isfinite(value) ? std::clamp(value, control.minimum, control.maximum) : control.initial;
}

} // namespace

void checkSteering(const ModelDescription &description, const Steering &steering)
{
    std::map<std::string, const Control *> known;
    std::set<std::string> names;
    for (const Control &control : description.controls) {
        if (control.kind == ControlKind::Pad) {
            known[control.name + ".x"] = &control;
            known[control.name + ".y"] = &control;
        } else {
            known[control.name] = &control;
        }
    }
    for (const auto &[name, control] : known)
        names.insert(name);
    for (const auto &[name, value] : steering.values) {
        const auto it = known.find(name);
        if (it == known.end()) {
            const std::string nearest = nearestWord(name, names);
            throw Error("model '" + description.name + "' has no control '" + name + "'" +
                        (nearest.empty() ? "; see klangraum describe" : ", did you mean '" + nearest + "'?"));
        }
        if (!(value >= it->second->minimum && value <= it->second->maximum))
            throw Error("control '" + name + "' of model '" + description.name + "' is " +
                        nlohmann::json(value).dump() + ", expected " + nlohmann::json(it->second->minimum).dump() +
                        " to " + nlohmann::json(it->second->maximum).dump());
    }
}

double controlValue(const ModelDescription &description, const Steering &steering, const std::string &name)
{
    const Control &control = find(description, name);
    return cut(control, steering.value(name, control.initial));
}

PadValue padValue(const ModelDescription &description, const Steering &steering, const std::string &name)
{
    const Control &control = find(description, name);
    return { cut(control, steering.value(name + ".x", control.initial)),
             cut(control, steering.value(name + ".y", control.initial)) };
}

} // namespace klangraum
