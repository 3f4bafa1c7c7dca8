#include "generators/safetensorsfile.h"

#include "music/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>

namespace klangraum {
namespace {

using nlohmann::json;

struct TypeInfo
{
    TensorType type;
    const char *name;
    std::size_t size;
};

constexpr std::array<TypeInfo, 7> typeInfos{ { { TensorType::F32, "F32", 4 },
                                               { TensorType::F16, "F16", 2 },
                                               { TensorType::BF16, "BF16", 2 },
                                               { TensorType::I64, "I64", 8 },
                                               { TensorType::I32, "I32", 4 },
                                               { TensorType::U8, "U8", 1 },
                                               { TensorType::Bool, "BOOL", 1 } } };

const TypeInfo &info(TensorType type)
{
    return typeInfos[static_cast<std::size_t>(type)];
}

[[noreturn]] void refuse(const std::string &where, const std::string &reason)
{
    throw Error(where + ": " + reason + "; the file is damaged or no safetensors file");
}

// The number of elements, or nothing where it does not fit 63 bits.
std::optional<std::uint64_t> product(const std::vector<std::int64_t> &shape)
{
    std::uint64_t elements = 1;
    for (const std::int64_t extent : shape) {
        const auto factor = static_cast<std::uint64_t>(extent);
        if (factor != 0 && elements > (std::uint64_t(std::numeric_limits<std::int64_t>::max()) / factor))
            return std::nullopt;
        elements *= factor;
    }
    return elements;
}

// Names in messages come from the file: cut, and without control characters.
std::string quoted(const std::string &name)
{
    std::string text = "'";
    for (const char c : name.substr(0, 80))
        text += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    return text + (name.size() > 80 ? "...'" : "'");
}

json parseHeader(std::string_view text, const std::string &where)
{
    std::vector<std::set<std::string>> keys(4);
    const auto check = [&](int depth, json::parse_event_t event, json &parsed) {
        if (depth > 3)
            refuse(where, "the header is nested too deeply");
        if (event == json::parse_event_t::object_start)
            keys[static_cast<std::size_t>(std::min(depth + 1, 3))].clear();
        if (event == json::parse_event_t::key &&
            !keys[static_cast<std::size_t>(depth)].insert(parsed.get<std::string>()).second)
            refuse(where, "the name " + quoted(parsed.get<std::string>()) + " occurs twice in the header");
        return true;
    };
    try {
        return json::parse(text.begin(), text.end(), check);
    } catch (const json::exception &) {
        refuse(where, "the header is no valid JSON");
    }
}

std::uint64_t offset(const json &value, const std::string &where, const std::string &name)
{
    if (!value.is_number_unsigned())
        refuse(where, "the offsets of " + quoted(name) + " are no whole numbers");
    return value.get<std::uint64_t>();
}

TensorEntry readEntry(const std::string &name, const json &value, std::uint64_t dataBytes, const std::string &where)
{
    if (!value.is_object() || value.size() != 3 || !value.contains("dtype") || !value.contains("shape") ||
        !value.contains("data_offsets"))
        refuse(where, "tensor " + quoted(name) + " needs exactly dtype, shape and data_offsets");
    TensorEntry entry;
    entry.name = name;
    const json &type = value["dtype"];
    const auto known = std::find_if(typeInfos.begin(), typeInfos.end(), [&](const TypeInfo &candidate) {
        return type.is_string() && type.get_ref<const std::string &>() == candidate.name;
    });
    if (known == typeInfos.end())
        refuse(where, "tensor " + quoted(name) + " has a type that is not one of F32 F16 BF16 I64 I32 U8 BOOL");
    entry.type = known->type;
    if (!value["shape"].is_array() || value["shape"].size() > 8)
        refuse(where, "the shape of " + quoted(name) + " is no list of at most 8 numbers");
    for (const json &extent : value["shape"]) {
        if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() > (std::uint64_t(1) << 48))
            refuse(where, "the shape of " + quoted(name) + " is not made of whole numbers of a possible size");
        entry.shape.push_back(extent.get<std::int64_t>());
    }
    const json &offsets = value["data_offsets"];
    if (!offsets.is_array() || offsets.size() != 2)
        refuse(where, "tensor " + quoted(name) + " needs two offsets");
    entry.begin = offset(offsets[0], where, name);
    entry.end = offset(offsets[1], where, name);
    if (entry.begin > entry.end || entry.end > dataBytes)
        refuse(where,
               "tensor " + quoted(name) + " ends at byte " + std::to_string(entry.end) + " of " +
                   std::to_string(dataBytes) + " bytes of data");
    const auto elements = product(entry.shape);
    if (!elements || *elements > std::numeric_limits<std::uint64_t>::max() / known->size ||
        *elements * known->size != entry.end - entry.begin)
        refuse(where,
               "tensor " + quoted(name) + " has " + std::to_string(entry.end - entry.begin) +
                   " bytes, which its shape and type do not give");
    return entry;
}

} // namespace

const char *tensorTypeName(TensorType type)
{
    return info(type).name;
}

std::size_t tensorTypeSize(TensorType type)
{
    return info(type).size;
}

std::uint64_t TensorEntry::elements() const
{
    return product(shape).value_or(0);
}

SafetensorsHeader parseSafetensors(std::span<const std::byte> file, const std::string &where)
{
    if (file.size() < 8)
        refuse(where, "it has " + std::to_string(file.size()) + " bytes, expected at least 8");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 8; ++i)
        length |= std::to_integer<std::uint64_t>(file[i]) << (8 * i);
    if (length > file.size() - 8 || length > safetensorsHeaderLimit)
        refuse(where,
               "the header claims " + std::to_string(length) + " bytes, the file has " + std::to_string(file.size()) +
                   " and a header at most " + std::to_string(safetensorsHeaderLimit));
    const std::string_view text(reinterpret_cast<const char *>(file.data()) + 8, length);
    if (text.empty() || text.front() != '{')
        refuse(where, "the header does not begin with '{'");
    const json header = parseHeader(text, where);

    SafetensorsHeader result;
    result.dataStart = 8 + length;
    const std::uint64_t dataBytes = file.size() - result.dataStart;
    for (const auto &[name, value] : header.items()) {
        if (name != "__metadata__") {
            result.tensors.push_back(readEntry(name, value, dataBytes, where));
            continue;
        }
        if (!value.is_object())
            refuse(where, "__metadata__ is no object");
        for (const auto &[key, entry] : value.items()) {
            if (!entry.is_string())
                refuse(where, "__metadata__ " + quoted(key) + " is no text");
            result.metadata[key] = entry.get<std::string>();
        }
    }
    std::sort(result.tensors.begin(), result.tensors.end(), [](const TensorEntry &a, const TensorEntry &b) {
        return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
    });
    std::uint64_t position = 0;
    for (const TensorEntry &entry : result.tensors) {
        if (entry.begin != position)
            refuse(where,
                   "tensor " + quoted(entry.name) + " begins at byte " + std::to_string(entry.begin) + ", expected " +
                       std::to_string(position) + " (tensors overlap or leave a hole)");
        position = entry.end;
    }
    if (position != dataBytes)
        refuse(where,
               "the tensors fill " + std::to_string(position) + " of " + std::to_string(dataBytes) + " bytes of data");
    return result;
}

std::string layOutSafetensors(std::vector<TensorEntry> &tensors, const std::map<std::string, std::string> &metadata)
{
    json header = json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t position = 0;
    for (TensorEntry &entry : tensors) {
        entry.begin = position;
        entry.end = position + entry.elements() * tensorTypeSize(entry.type);
        position = entry.end;
        header[entry.name] = { { "dtype", tensorTypeName(entry.type) },
                               { "shape", entry.shape },
                               { "data_offsets", { entry.begin, entry.end } } };
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < 8; ++i)
        bytes[i] = static_cast<char>((text.size() >> (8 * i)) & 255);
    return bytes + text;
}

} // namespace klangraum
