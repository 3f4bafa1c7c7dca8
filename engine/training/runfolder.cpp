#include "training/runfolder.h"

#include "music/atomicfile.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace klangraum {
namespace {

namespace fs = std::filesystem;

constexpr const char *infoFile = "run.json";
constexpr const char *lockFile = "lock";
constexpr std::size_t infoLimit = std::size_t(16) << 20; // bytes
constexpr std::size_t commandLimit = 64; // bytes

} // namespace

RunFolder::RunFolder(fs::path folder)
    : m_folder(std::move(folder))
{
    std::error_code error;
    if (!fs::exists(m_folder / infoFile, error))
        throw Error(m_folder.string() + ": no run folder, " + infoFile + " is missing");
}

fs::path RunFolder::checkpoint(const std::string &name) const
{
    return m_folder / "checkpoints" / (name + ".safetensors");
}

nlohmann::json RunFolder::info() const
{
    auto value = nlohmann::json::parse(readText(m_folder / infoFile, infoLimit), nullptr, false);
    if (!value.is_object())
        throw Error((m_folder / infoFile).string() + ": no valid JSON; the file is damaged");
    return value;
}

bool RunFolder::locked() const
{
    const int file = ::open((m_folder / lockFile).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool free = ::flock(file, LOCK_SH | LOCK_NB) == 0;
    ::close(file);
    return !free;
}

void RunFolder::command(RunCommand command) const
{
    const char *words[] = { "", "pause", "resume", "stop" };
    writeFileAtomically(control(), std::string(words[static_cast<int>(command)]) + "\n");
}

RunCommand RunFolder::takeCommand() const
{
    if (::access(control().c_str(), F_OK) != 0)
        return RunCommand::None;
    std::string word;
    try {
        word = readText(control(), commandLimit);
    } catch (const Error &) {
        return RunCommand::None;
    }
    std::error_code error;
    fs::remove(control(), error);
    while (!word.empty() && (word.back() == '\n' || word.back() == ' ' || word.back() == '\r'))
        word.pop_back();
    if (word == "pause")
        return RunCommand::Pause;
    if (word == "resume")
        return RunCommand::Resume;
    return word == "stop" ? RunCommand::Stop : RunCommand::None;
}

RunFolder RunFolder::create(const fs::path &folder, const nlohmann::json &info)
{
    std::error_code error;
    if (fs::exists(folder / infoFile, error))
        throw Error(folder.string() + ": holds a run already; go on with it by --resume or choose another folder");
    fs::create_directories(folder / "checkpoints", error);
    if (!error)
        fs::create_directories(folder / "samples", error);
    if (error)
        throw Error("cannot make the run folder " + folder.string() + ": " + error.message());
    writeFileAtomically(folder / infoFile, info.dump(1) + "\n");
    return RunFolder(folder);
}

RunLock::RunLock(const RunFolder &run)
    : m_file(::open((run.path() / lockFile).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644))
{
    if (m_file < 0)
        throw Error("cannot lock " + run.path().string() + ": " + std::strerror(errno));
    if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) {
        ::close(m_file);
        throw Error(run.path().string() + ": another trainer works on this run; stop it first (its lock ends with it)");
    }
}

RunLock::~RunLock()
{
    ::close(m_file);
}

} // namespace klangraum
