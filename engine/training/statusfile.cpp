#include "training/statusfile.h"

#include "music/atomicfile.h"

#include <cerrno>
#include <chrono>

#include <fcntl.h>
#include <unistd.h>

namespace klangraum {
namespace {

constexpr const char *fileName = "status.json";
constexpr std::size_t blockSize = 1024; // bytes
constexpr std::size_t longestNotice = 600; // bytes

} // namespace

StatusFile::StatusFile(const std::filesystem::path &run)
    : m_file(::open((run / fileName).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644))
{
    if (m_file < 0)
        throwFileError(run / fileName, "write", errno);
    // Not all file systems can allocate; writing does it there, and where the disk is full the training waits anyway.
    if (const int error = ::posix_fallocate(m_file, 0, blockSize); error == ENOSPC || error == EDQUOT) {
        ::close(m_file);
        throwFileError(run / fileName, "allocate", error);
    }
}

StatusFile::~StatusFile()
{
    ::close(m_file);
}

void StatusFile::write(const std::string &state, const std::string &notice, std::int64_t step,
                       std::int64_t epoch) noexcept
{
    try {
        const double time = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
        const nlohmann::json status = { { "state", state },
                                        { "notice", notice.substr(0, longestNotice) },
                                        { "time", time },
                                        { "step", step },
                                        { "epoch", epoch } };
        std::string block = status.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        block.resize(blockSize - 1, ' '); // an escaped notice that is too long leaves no JSON: no status
        block += '\n';
        for (std::size_t done = 0; done < block.size();) {
            const ssize_t written =
                ::pwrite(m_file, block.data() + done, block.size() - done, static_cast<off_t>(done));
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                return;
            done += static_cast<std::size_t>(written);
        }
    } catch (const std::exception &) {
        return;
    }
}

nlohmann::json readStatus(const std::filesystem::path &run)
{
    try {
        auto status = nlohmann::json::parse(readText(run / fileName, 4 * blockSize), nullptr, false);
        if (status.is_object())
            return status;
    } catch (const Error &) {
        return nlohmann::json::object();
    }
    return nlohmann::json::object();
}

} // namespace klangraum
