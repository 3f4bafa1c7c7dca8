#include "generators/steps/stepnet.h"

#include "generators/jsonreader.h"

#include <algorithm>

namespace klangraum::steps {

void StepOptions::read(JsonReader &reader)
{
    if (codec.coding != Coding::Melody) // whose grid is sixteenths
        codec.stepsPerQuarter = static_cast<int>(reader.integer("steps-per-quarter", codec.stepsPerQuarter, 1, 24));
    window = reader.integer("window", window, 2, 4096);
    hop = reader.integer("hop", hop, 1, 4096);
    transpose = reader.integer("transpose", transpose, 0, 12);
    temperature = reader.number("temperature", temperature, 0.01, 10);
    skip = reader.integer("skip-likeliest", skip, 0, 8);
    strongest = reader.integer("strongest", strongest, 0, pianoKeys);
    least = reader.number("least", least, 0, 1);
}

nlohmann::json StepOptions::toJson() const
{
    nlohmann::json json = { { "window", window },       { "hop", hop },
                            { "transpose", transpose }, { "temperature", temperature },
                            { "skip-likeliest", skip }, { "strongest", strongest },
                            { "least", least } };
    if (codec.coding != Coding::Melody)
        json["steps-per-quarter"] = codec.stepsPerQuarter;
    return json;
}

torch::Tensor tensorOf(const std::vector<std::vector<Step>> &rows, const Codec &codec)
{
    std::size_t longest = 0;
    for (const auto &row : rows)
        longest = std::max(longest, row.size());
    const std::int64_t classes = codec.classes();
    torch::Tensor x =
        torch::zeros({ static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(longest), classes });
    auto *values = x.data_ptr<float>();
    const Step silence = codec.silence();
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t step = 0; step < longest; ++step)
            for (const int on : step < rows[row].size() ? rows[row][step] : silence)
                values[(row * longest + step) * static_cast<std::size_t>(classes) + static_cast<std::size_t>(on)] = 1;
    return x;
}

} // namespace klangraum::steps
