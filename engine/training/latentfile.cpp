#include "training/latentfile.h"

#include "generators/jsonreader.h"
#include "music/atomicfile.h"
#include "training/eventlog.h"

#include <cmath>
#include <cstdlib>

namespace klangraum {
namespace {

using nlohmann::json;

constexpr std::size_t sizeLimit = std::size_t(64) << 20; // bytes
constexpr std::size_t mostDimensions = 1 << 16;
constexpr std::int64_t most = std::int64_t(1) << 53;
constexpr int coordinateDigits = 4, basisDigits = 6; // significant

json rounded(double value, int digits)
{
    if (!std::isfinite(value))
        return loggable(value);
    char text[40];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return std::strtod(text, nullptr);
}

json rounded(const std::vector<double> &values, int digits)
{
    json list = json::array();
    for (const double value : values)
        list.push_back(rounded(value, digits));
    return list;
}

json toJson(const LatentPoint &point, bool ofCorpus)
{
    if (!std::isfinite(point.x) || !std::isfinite(point.y))
        return ofCorpus ? json{ "NaN", "NaN", point.piece, static_cast<int>(point.split) } : json(nullptr);
    if (!ofCorpus)
        return { rounded(point.x, coordinateDigits), rounded(point.y, coordinateDigits) };
    return { rounded(point.x, coordinateDigits), rounded(point.y, coordinateDigits), point.piece,
             static_cast<int>(point.split) };
}

double numberIn(const json &list, std::size_t index, const std::string &where)
{
    const auto value = list.is_array() && index < list.size() ? scalarOf(list[index]) : std::nullopt;
    if (!value)
        throw Error(where + ": expected a number");
    return *value;
}

std::vector<double> numbersIn(const json &list, std::size_t count, const std::string &where)
{
    if (!list.is_array() || list.size() != count)
        throw Error(where + ": expected " + std::to_string(count) + " numbers");
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(numberIn(list, i, where));
    return values;
}

} // namespace

std::vector<double> LatentMap::at(double x, double y) const
{
    std::vector<double> z = mean;
    for (std::size_t i = 0; i < z.size(); ++i)
        z[i] += x * basis[0][i] + y * basis[1][i];
    return z;
}

void writeLatent(const std::filesystem::path &file, const LatentMap &map)
{
    json corpus = json::array();
    for (const LatentPoint &point : map.corpus)
        corpus.push_back(toJson(point, true));
    json samples = json::array();
    for (const LatentPoint &point : map.samples)
        samples.push_back(toJson(point, false));
    const json value = { { "epoch", map.epoch },
                         { "step", map.step },
                         { "seed", map.seed },
                         { "dimensions", map.mean.size() },
                         { "axes", map.components ? "components" : "latent" },
                         { "mean", rounded(map.mean, basisDigits) },
                         { "basis", { rounded(map.basis[0], basisDigits), rounded(map.basis[1], basisDigits) } },
                         { "variance", rounded({ map.variance[0], map.variance[1] }, basisDigits) },
                         { "reach", rounded(map.reach, coordinateDigits) },
                         { "corpus", corpus },
                         { "samples", samples } };
    writeFileAtomically(file, value.dump() + "\n");
}

LatentMap readLatent(const std::filesystem::path &file)
{
    const std::string where = file.string();
    const json value = json::parse(readText(file, sizeLimit), nullptr, false);
    JsonReader reader(value, where);
    LatentMap map;
    map.epoch = reader.integer("epoch", 0, 0, most);
    map.step = reader.integer("step", 0, 0, most);
    if (const json *seed = reader.find("seed"); seed && seed->is_number_unsigned())
        map.seed = seed->get<std::uint64_t>();
    const auto dimensions = static_cast<std::size_t>(reader.integer("dimensions", 0, 1, mostDimensions));
    map.components = reader.text("axes") == "components";
    map.mean = numbersIn(reader.required("mean"), dimensions, where + ": mean");
    const json &basis = reader.required("basis");
    if (!basis.is_array() || basis.size() != 2)
        throw Error(where + ": basis: expected two rows");
    for (std::size_t i = 0; i < 2; ++i)
        map.basis[i] = numbersIn(basis[i], dimensions, where + ": basis");
    const auto variance = numbersIn(reader.required("variance"), 2, where + ": variance");
    map.variance = { variance[0], variance[1] };
    map.reach = reader.number("reach", 0, 1e9);
    for (const json &point : reader.array("corpus")) {
        const auto row = numbersIn(point, 4, where + ": corpus");
        if (!(std::abs(row[2]) < static_cast<double>(most)))
            throw Error(where + ": corpus: a piece's number is out of range");
        map.corpus.push_back({ row[0], row[1], static_cast<std::int64_t>(row[2]),
                               row[3] == 1       ? Split::Valid
                                   : row[3] == 2 ? Split::Test
                                                 : Split::Train });
    }
    for (const json &point : reader.array("samples")) {
        if (point.is_null()) {
            map.samples.push_back({ std::nan(""), std::nan("") });
            continue;
        }
        const auto row = numbersIn(point, 2, where + ": samples");
        map.samples.push_back({ row[0], row[1] });
    }
    return map;
}

} // namespace klangraum
