#include "generators/safetensors.h"

#include "music/atomicfile.h"

#include <algorithm>
#include <cstring>
#include <sstream>

namespace klangraum {
namespace {

torch::ScalarType scalarType(TensorType type)
{
    switch (type) {
    case TensorType::F32:
        return torch::kFloat32;
    case TensorType::F16:
        return torch::kFloat16;
    case TensorType::BF16:
        return torch::kBFloat16;
    case TensorType::I64:
        return torch::kInt64;
    case TensorType::I32:
        return torch::kInt32;
    case TensorType::U8:
        return torch::kUInt8;
    case TensorType::Bool:
        return torch::kBool;
    }
    return torch::kFloat32;
}

TensorType tensorType(const torch::Tensor &tensor, const std::string &name)
{
    for (const TensorType type : { TensorType::F32, TensorType::F16, TensorType::BF16, TensorType::I64, TensorType::I32,
                                   TensorType::U8, TensorType::Bool })
        if (scalarType(type) == tensor.scalar_type())
            return type;
    throw Error("tensor '" + name + "' has type " + std::string(tensor.dtype().name()) +
                ", which is not stored in safetensors files here");
}

std::string shapeText(torch::IntArrayRef shape)
{
    std::ostringstream text;
    text << shape;
    return text.str();
}

// Up to three names and how many more there are.
std::string listed(const std::vector<std::string> &names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, names.size()); ++i)
        text += (i ? ", " : "") + names[i];
    return names.size() > 3 ? text + " and " + std::to_string(names.size() - 3) + " more" : text;
}

bool widens(torch::ScalarType from, torch::ScalarType to)
{
    return from == to || (to == torch::kFloat32 && (from == torch::kFloat16 || from == torch::kBFloat16));
}

} // namespace

TensorFile readSafetensors(const std::filesystem::path &file)
{
    const std::string bytes = readText(file, std::size_t(1) << 34);
    const auto span = std::as_bytes(std::span(bytes));
    const SafetensorsHeader header = parseSafetensors(span, file.string());
    TensorFile content;
    content.metadata = header.metadata;
    for (const TensorEntry &entry : header.tensors) {
        torch::Tensor tensor = torch::empty(entry.shape, scalarType(entry.type));
        if (entry.end > entry.begin)
            std::memcpy(tensor.data_ptr(), span.data() + header.dataStart + entry.begin, entry.end - entry.begin);
        content.tensors.emplace(entry.name, std::move(tensor));
    }
    return content;
}

void writeSafetensors(const std::filesystem::path &file, const TensorFile &content, Storage storage)
{
    std::vector<TensorEntry> entries;
    std::map<std::string, torch::Tensor> tensors;
    for (const auto &[name, source] : content.tensors) {
        torch::Tensor tensor = source.detach().to(torch::kCPU).contiguous();
        if (storage == Storage::Half && tensor.scalar_type() == torch::kFloat32)
            tensor = tensor.to(torch::kFloat16);
        entries.push_back({ name, tensorType(tensor, name), tensor.sizes().vec(), 0, 0 });
        tensors.emplace(name, std::move(tensor));
    }
    // Wide types first: every tensor is then aligned to its own elements.
    std::stable_sort(entries.begin(), entries.end(), [](const TensorEntry &a, const TensorEntry &b) {
        return tensorTypeSize(a.type) > tensorTypeSize(b.type);
    });
    const std::string header = layOutSafetensors(entries, content.metadata);
    AtomicFile target(file);
    target.write(header);
    for (const TensorEntry &entry : entries)
        target.write(std::span(static_cast<const std::uint8_t *>(tensors.at(entry.name).data_ptr()),
                               static_cast<std::size_t>(entry.end - entry.begin)));
    target.commit();
}

std::map<std::string, torch::Tensor> namedTensors(const torch::nn::Module &module)
{
    std::map<std::string, torch::Tensor> tensors;
    for (const auto &item : module.named_parameters())
        tensors.emplace(item.key(), item.value());
    for (const auto &item : module.named_buffers())
        tensors.emplace(item.key(), item.value());
    return tensors;
}

void loadInto(torch::nn::Module &module, const std::map<std::string, torch::Tensor> &tensors, const std::string &where)
{
    const auto wanted = namedTensors(module);
    std::vector<std::string> missing;
    std::vector<std::string> wrong;
    std::vector<std::string> extra;
    for (const auto &[name, tensor] : wanted) {
        const auto found = tensors.find(name);
        if (found == tensors.end())
            missing.push_back(name);
        else if (found->second.sizes() != tensor.sizes())
            wrong.push_back(name + " (expected " + shapeText(tensor.sizes()) + ", found " +
                            shapeText(found->second.sizes()) + ")");
        else if (!widens(found->second.scalar_type(), tensor.scalar_type()))
            wrong.push_back(name + " (expected type " + std::string(tensor.dtype().name()) + ", found " +
                            std::string(found->second.dtype().name()) + ")");
    }
    for (const auto &[name, tensor] : tensors)
        if (!wanted.contains(name))
            extra.push_back(name);
    if (!missing.empty() || !wrong.empty() || !extra.empty()) {
        std::string reason;
        for (const auto &[words, names] :
             { std::pair("missing: ", &missing), std::pair("of another shape or type: ", &wrong),
               std::pair("unknown: ", &extra) })
            if (!names->empty())
                reason += (reason.empty() ? "" : "; ") + (words + listed(*names));
        throw Error(where + ": the weights do not fit the network that the model describes: " + reason);
    }
    const torch::NoGradGuard noGrad;
    for (const auto &[name, tensor] : wanted) {
        torch::Tensor target = tensor;
        target.copy_(tensors.at(name));
    }
}

void loadInto(torch::nn::Module &module, const std::filesystem::path &file)
{
    loadInto(module, readSafetensors(file).tensors, file.string());
}

std::uint64_t parameterCount(const torch::nn::Module &module)
{
    std::uint64_t count = 0;
    for (const torch::Tensor &parameter : module.parameters())
        count += static_cast<std::uint64_t>(parameter.numel());
    return count;
}

} // namespace klangraum
