#include "generators/files.h"

#include "music/atomicfile.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <vector>

#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace klangraum {

void throwFileError(const std::filesystem::path &file, const std::string &what, int error)
{
    const std::string message = "cannot " + what + " " + file.string() + ": " + std::strerror(error);
    if (error == ENOSPC || error == EDQUOT || error == EFBIG)
        throw DiskFull(message + "; free some room and try again (nothing that was there before is lost)");
    throw Error(message);
}

void writeParts(const std::filesystem::path &file, std::span<const std::span<const std::byte>> parts)
{
    constexpr std::uintmax_t hardlyAnything = 65536; // bytes
    try {
        AtomicFile target(file);
        for (std::span<const std::byte> bytes : parts) {
            while (!bytes.empty()) {
                const ssize_t written = ::write(target.descriptor(), bytes.data(), bytes.size());
                if (written < 0 && errno == EINTR)
                    continue;
                if (written <= 0)
                    throwFileError(file, "write", written == 0 ? ENOSPC : errno);
                bytes = bytes.subspan(static_cast<std::size_t>(written));
            }
        }
        target.commit();
    } catch (const DiskFull &) {
        throw;
    } catch (const Error &problem) {
        // Making or flushing the temporary file failed: for want of room?
        std::error_code error;
        const auto space = std::filesystem::space(file.has_parent_path() ? file.parent_path() : ".", error);
        if (!error && space.available < hardlyAnything)
            throw DiskFull(problem.what());
        throw;
    }
}

void writeText(const std::filesystem::path &file, const std::string &text)
{
    const std::span<const std::byte> part = std::as_bytes(std::span(text));
    writeParts(file, { &part, 1 });
}

std::string readText(const std::filesystem::path &file, std::size_t limit)
{
    std::error_code error;
    if (std::filesystem::is_directory(file, error))
        throw Error("cannot read " + file.string() + ": it is a folder");
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throwFileError(file, "read", errno);
    const auto size = std::filesystem::file_size(file, error);
    if (!error && size > limit)
        throw Error("cannot read " + file.string() + ": it has " + std::to_string(size) + " bytes, expected at most " +
                    std::to_string(limit));
    std::string text(error ? 0 : size, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

std::string fileHash(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throwFileError(file, "read", errno);
    const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), &XXH3_freeState);
    XXH3_128bits_reset(state.get());
    std::vector<char> buffer(std::size_t(1) << 20);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0)
        XXH3_128bits_update(state.get(), buffer.data(), static_cast<std::size_t>(in.gcount()));
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state.get()));
    std::string hex;
    for (const unsigned char byte : canonical.digest) {
        hex += "0123456789abcdef"[byte >> 4];
        hex += "0123456789abcdef"[byte & 15];
    }
    return hex;
}

} // namespace klangraum
