#include "music/atomicfile.h"

#include "music/error.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace klangraum {

namespace {

namespace fs = std::filesystem;

std::string hint(int code)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        return "; free some space or choose another folder";
    case EFBIG:
        return "; this system limits the size of files";
    case EACCES:
    case EPERM:
    case EROFS:
        return "; choose a folder that can be written to";
    case ENOENT:
    case ENOTDIR:
        return "; the folder does not exist";
    default:
        return {};
    }
}

std::string reason(int code)
{
    return std::strerror(code) + hint(code);
}

fs::path followed(const fs::path &path)
{
    std::error_code none;
    if (!fs::is_symlink(path, none))
        return path;
    const fs::path target = fs::weakly_canonical(path, none);
    return none ? path : target;
}

} // namespace

void throwFileError(const fs::path &file, const std::string &step, int code)
{
    const std::string message = "cannot " + step + " " + file.string() + ": " + reason(code);
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        throw DiskFull(message);
    throw Error(message);
}

AtomicFile::AtomicFile(const fs::path &path)
    : m_path(path)
    , m_target(followed(path))
{
    struct stat old
    {
    };
    const bool exists = ::stat(m_target.c_str(), &old) == 0;
    if (exists && !S_ISREG(old.st_mode))
        throw Error("cannot write " + path.string() + ": it is " +
                    (S_ISDIR(old.st_mode) ? "a folder" : "no regular file") + "; expected the name of a file");
    static std::atomic<unsigned> counter{ 0 };
    const fs::path name = m_target.filename();
    for (int attempt = 0; attempt < 1000 && m_descriptor < 0; ++attempt) {
        // The name is cut so that the temporary one stays within the 255 bytes that file systems allow.
        m_temporary = m_target.parent_path() /
            ("." + name.string().substr(0, 200) + "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) +
             ".tmp");
        m_descriptor = ::open(m_temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (m_descriptor < 0 && errno != EEXIST)
            break;
    }
    if (m_descriptor < 0) {
        const int code = errno;
        m_temporary.clear();
        throwFileError(path, "write", code);
    }
    if (exists)
        (void)::fchmod(m_descriptor, old.st_mode & 0777);
}

AtomicFile::~AtomicFile()
{
    discard();
}

void AtomicFile::write(std::span<const std::uint8_t> bytes)
{
    if (m_descriptor < 0)
        throw Error("cannot write " + m_path.string() + ": the file is closed already");
    while (!bytes.empty()) {
        const ssize_t done = ::write(m_descriptor, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            fail("write", done == 0 ? ENOSPC : errno);
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
}

void AtomicFile::write(std::string_view text)
{
    write(std::span(reinterpret_cast<const std::uint8_t *>(text.data()), text.size()));
}

void AtomicFile::commit()
{
    if (m_descriptor < 0)
        throw Error("cannot write " + m_path.string() + ": the file is closed already");
    if (::fsync(m_descriptor) != 0 && errno != EINVAL && errno != EROFS)
        fail("flush", errno);
    const int closed = ::close(m_descriptor);
    m_descriptor = -1;
    if (closed != 0 && errno != EINTR)
        fail("close", errno);
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        fail("rename", errno);
    m_temporary.clear();
    // The rename itself reaches the disk with the folder. Not every file system can do this, and the file is whole.
    const fs::path folder = m_target.has_parent_path() ? m_target.parent_path() : fs::path(".");
    if (const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); directory >= 0) {
        (void)::fsync(directory);
        ::close(directory);
    }
}

void AtomicFile::fail(const char *step, int code)
{
    discard();
    throwFileError(m_path, step, code);
}

void AtomicFile::discard()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
    m_temporary.clear();
}

void writeFileAtomically(const fs::path &path, std::span<const std::uint8_t> bytes)
{
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

void writeFileAtomically(const fs::path &path, std::string_view text)
{
    writeFileAtomically(path, std::span(reinterpret_cast<const std::uint8_t *>(text.data()), text.size()));
}

std::vector<std::uint8_t> readFile(const fs::path &path, std::uint64_t maxBytes)
{
    std::error_code none;
    const fs::file_status status = fs::status(path, none);
    if (!fs::exists(status))
        throw Error("cannot read " + path.string() + ": " + (none ? none.message() : std::strerror(ENOENT)));
    if (!fs::is_regular_file(status))
        throw Error("cannot read " + path.string() + ": it is " +
                    (fs::is_directory(status) ? "a folder" : "no regular file") + "; expected the name of a file");
    std::ifstream stream(path, std::ios::binary | std::ios::ate);
    if (!stream)
        throw Error("cannot read " + path.string() + ": " + std::strerror(errno));
    const auto size = static_cast<std::uint64_t>(stream.tellg());
    if (size > maxBytes)
        throw Error("cannot read " + path.string() + ": it has " + std::to_string(size) + " bytes, expected at most " +
                    std::to_string(maxBytes));
    std::vector<std::uint8_t> bytes(size);
    stream.seekg(0);
    stream.read(reinterpret_cast<char *>(bytes.data()), static_cast<std::streamsize>(size));
    if (stream.gcount() != static_cast<std::streamsize>(size))
        throw Error("cannot read " + path.string() + ": it ended after " + std::to_string(stream.gcount()) + " of " +
                    std::to_string(size) + " bytes; it is being written or the disk is failing");
    return bytes;
}

std::string readText(const fs::path &path, std::uint64_t maxBytes)
{
    const std::vector<std::uint8_t> bytes = readFile(path, maxBytes);
    return { bytes.begin(), bytes.end() };
}

} // namespace klangraum
