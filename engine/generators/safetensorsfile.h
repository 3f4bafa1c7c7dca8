// The safetensors format without torch: eight bytes with the header's length, a JSON header, the tensors' bytes.
// Every name, shape, type, offset and length is checked against the file's size before anything is used; a file
// that fails one check is refused whole. Format: https://github.com/huggingface/safetensors#format
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace klangraum {

enum class TensorType { F32, F16, BF16, I64, I32, U8, Bool };

const char *tensorTypeName(TensorType type); // as in the file: "F32", "BF16", "BOOL"
std::size_t tensorTypeSize(TensorType type); // bytes an element

struct TensorEntry
{
    std::string name;
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape; // empty: a scalar
    std::uint64_t begin = 0; // bytes from SafetensorsHeader::dataStart
    std::uint64_t end = 0;

    std::uint64_t elements() const;
};

struct SafetensorsHeader
{
    std::map<std::string, std::string> metadata;
    std::vector<TensorEntry> tensors; // by offset: each begins where the one before ends
    std::uint64_t dataStart = 0; // bytes from the file's start
};

// The longest header that is read: no model of ours has a hundredth of it.
inline constexpr std::uint64_t safetensorsHeaderLimit = std::uint64_t(32) << 20;

// `file` is the whole file; `where` names it in messages. Throws Error.
SafetensorsHeader parseSafetensors(std::span<const std::byte> file, const std::string &where);

// The bytes before the data for these tensors, whose begin and end are set here in the order given. The header is
// padded with spaces so that the data begins at a multiple of eight bytes.
std::string layOutSafetensors(std::vector<TensorEntry> &tensors, const std::map<std::string, std::string> &metadata);

} // namespace klangraum
