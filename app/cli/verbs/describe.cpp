#include "../console.h"
#include "../verbs.h"
#include "generators/modelfolder.h"
#include "music/error.h"

namespace klangraum {

namespace {

const char *kindName(ControlKind kind)
{
    switch (kind) {
    case ControlKind::Slider:
        return "slider";
    case ControlKind::Pad:
        return "pad";
    case ControlKind::Choice:
        return "choice";
    }
    return "";
}

void addRow(Table &table, const Control &control, const std::string &suffix, const std::string &help)
{
    const bool choice = control.kind == ControlKind::Choice;
    const double maximum = choice ? static_cast<double>(control.choices.size()) - 1 : control.maximum;
    table.add({ control.name + suffix, kindName(control.kind),
                formatNumber(choice ? 0 : control.minimum) + ".." + formatNumber(maximum),
                formatNumber(control.initial), control.unit, help });
}

} // namespace

void addDescribe(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "describe", "A model's controls");
    auto name = std::make_shared<std::string>();
    verb->add_option("MODEL", *name, "Name of an installed model, or its folder")->required();
    verb->callback([&globals, name] {
        const InstalledModel found = findModel(*name, globals.modelPlaces());
        if (!found.problem.empty())
            throw Error(found.folder.string() + ": " + found.problem);
        const ModelDescription &model = found.description;
        if (globals.json) {
            auto document = toJson(model);
            document["folder"] = found.folder.string();
            printJson(document);
            return;
        }
        Table table({ "NAME", "KIND", "RANGE", "DEFAULT", "UNIT", "HELP" });
        for (const Control &control : model.controls) {
            if (control.kind == ControlKind::Pad) {
                addRow(table, control, ".x", control.help.en);
                addRow(table, control, ".y", "");
            } else {
                std::string help = control.help.en;
                for (std::size_t i = 0; i < control.choices.size(); ++i)
                    help += (i == 0 ? " (" : ", ") + std::to_string(i) + " " + control.choices[i].en +
                        (i + 1 == control.choices.size() ? ")" : "");
                addRow(table, control, "", help);
            }
        }
        table.print();
    });
}

} // namespace klangraum
