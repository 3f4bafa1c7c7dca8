#include "generators/notetokens/notetokensoptions.h"

#include "generators/jsonreader.h"
#include "generators/notetokens/notefeatures.h"

namespace klangraum {

NoteTokensOptions NoteTokensOptions::fromJson(const nlohmann::json &model)
{
    JsonReader reader(model, "note-tokens: [model]");
    NoteTokensOptions options;
    const std::string notes = reader.text("notes", "voices");
    if (notes != "voices" && notes != "ascending" && notes != "tune")
        throw Error("note-tokens: [model]: 'notes' is \"voices\", \"ascending\" or \"tune\", found \"" + notes + "\"");
    options.notes = notes == "tune" ? NoteOrder::Tune : notes == "ascending" ? NoteOrder::Ascending : NoteOrder::Voices;
    options.slots = reader.integer("slots", options.slots, notes == "tune" ? 3 : 1, tokens::mostSlots);
    options.stepsPerQuarter = reader.integer("steps-per-quarter", options.stepsPerQuarter, 1, 24);
    options.stepsPerBar = reader.integer("steps-per-bar", options.stepsPerBar, 1, 96);
    options.metre = reader.integer("metre-steps", options.metre, 0, 96);
    options.window = reader.integer("window", options.window, 2, 4096);
    options.passes = reader.integer("passes", options.passes, 1, 1000);
    options.transpose = reader.integer("transpose", options.transpose, 0, 12);
    options.knownKey = reader.flag("known-key", options.knownKey);
    options.mix = reader.integer("mix", options.mix, 0, 12);
    options.mixMemory = reader.number("mix-memory", options.mixMemory, 0, 1);
    options.hidden = reader.integer("hidden", options.hidden, 4, 4096);
    options.layers = reader.integer("layers", options.layers, 1, 8);
    options.width = reader.integer("width", options.width, 4, 4096);
    options.dropout = reader.number("dropout", options.dropout, 0, 0.95);
    options.inputDropout = reader.number("input-dropout", options.inputDropout, 0, 0.95);
    options.parts = reader.integer("parts", options.parts, 1, 16);
    options.keysWeight = reader.number("keys-weight", options.keysWeight, 0, 100);
    reader.refuseUnknown();
    if (options.keysWeight > 0 && options.notes != NoteOrder::Ascending)
        throw Error("note-tokens: [model]: 'keys-weight' needs notes = \"ascending\", found \"" + notes + "\"");
    return options;
}

nlohmann::json NoteTokensOptions::toJson() const
{
    const char *order = notes == NoteOrder::Tune ? "tune" : notes == NoteOrder::Ascending ? "ascending" : "voices";
    return { { "notes", order },
             { "metre-steps", metre },
             { "slots", slots },
             { "steps-per-quarter", stepsPerQuarter },
             { "steps-per-bar", stepsPerBar },
             { "window", window },
             { "passes", passes },
             { "transpose", transpose },
             { "known-key", knownKey },
             { "mix", mix },
             { "mix-memory", mixMemory },
             { "hidden", hidden },
             { "layers", layers },
             { "width", width },
             { "dropout", dropout },
             { "input-dropout", inputDropout },
             { "parts", parts },
             { "keys-weight", keysWeight } };
}

} // namespace klangraum
