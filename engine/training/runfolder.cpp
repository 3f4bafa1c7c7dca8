#include "training/runfolder.h"

#include "music/atomicfile.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <sstream>
#include <string_view>

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
constexpr std::array<std::string_view, 6> commandWords{ "", "pause", "resume", "stop", "step", "slow" };
constexpr const char *holdsRun = ": holds a run already; go on with it by --resume or choose another folder";

} // namespace

std::string epochName(std::int64_t epoch)
{
    const std::string number = std::to_string(epoch);
    return "epoch-" + std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number;
}

std::string clipName(std::int64_t epoch, int number)
{
    return epochName(epoch) + "-" + std::to_string(number) + ".wav";
}

std::string referenceClipName(int number)
{
    return "reference-" + std::to_string(number) + ".wav";
}

fs::path RunFolder::samples(std::int64_t epoch) const
{
    return samples() / (epochName(epoch) + ".json");
}

fs::path RunFolder::sound(std::int64_t epoch, int number) const
{
    return samples() / clipName(epoch, number);
}

fs::path RunFolder::soundReference(int number) const
{
    return m_folder / referenceClipName(number);
}

fs::path RunFolder::latent(std::int64_t epoch) const
{
    return m_folder / "latent" / (epochName(epoch) + ".json");
}

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

void RunFolder::command(const RunOrder &order) const
{
    std::ostringstream text;
    text << commandWords[static_cast<std::size_t>(order.command)];
    if (order.command == RunCommand::Slow)
        text << ' ' << order.stepsPerSecond;
    writeFileAtomically(control(), text.str() + "\n");
}

RunOrder RunFolder::takeCommand() const
{
    if (::access(control().c_str(), F_OK) != 0)
        return {};
    std::istringstream text;
    try {
        text.str(readText(control(), commandLimit));
    } catch (const Error &) {
        return {};
    }
    std::error_code error;
    fs::remove(control(), error);
    std::string word;
    text >> word;
    const auto known = std::find(commandWords.begin(), commandWords.end(), word);
    if (word.empty() || known == commandWords.end())
        return {};
    RunOrder order(static_cast<RunCommand>(known - commandWords.begin()));
    double speed = 0;
    if (order.command == RunCommand::Slow && text >> speed)
        order.stepsPerSecond = std::clamp(speed, RunOrder::slowest, RunOrder::fastest);
    return order;
}

RunFolder RunFolder::create(const fs::path &folder, const nlohmann::json &info)
{
    const RunLock held(folder);
    std::error_code error;
    if (fs::exists(folder / infoFile, error))
        throw Error(folder.string() + holdsRun);
    return create(folder, info, held);
}

RunFolder RunFolder::create(const fs::path &folder, const nlohmann::json &info, const RunLock &)
{
    std::error_code error;
    if (fs::exists(folder / infoFile, error)) {
        const auto before = RunFolder(folder).info();
        const auto state = before.find("state");
        if (state == before.end() || *state != "queued")
            throw Error(folder.string() + holdsRun);
    }
    for (const char *place : { "checkpoints", "samples" })
        if (!error)
            fs::create_directories(folder / place, error);
    if (error)
        throw Error("cannot make the run folder " + folder.string() + ": " + error.message());
    writeFileAtomically(folder / infoFile, info.dump(1) + "\n");
    return RunFolder(folder);
}

std::vector<std::int64_t> RunFolder::epochsIn(const char *place, const std::string &extension) const
{
    constexpr std::string_view prefix = "epoch-";
    std::vector<std::int64_t> epochs;
    std::error_code error;
    for (fs::directory_iterator it(m_folder / place, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().stem().string();
        std::int64_t epoch = 0;
        if (!name.starts_with(prefix) || it->path().extension() != extension)
            continue;
        const auto [behind, problem] = std::from_chars(name.data() + prefix.size(), name.data() + name.size(), epoch);
        if (problem == std::errc() && behind == name.data() + name.size() && epoch >= 0)
            epochs.push_back(epoch);
    }
    std::sort(epochs.begin(), epochs.end());
    return epochs;
}

RunLock::RunLock(const fs::path &folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    m_file = ::open((folder / lockFile).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_file < 0)
        throw Error("cannot lock " + folder.string() + ": " + std::strerror(errno));
    if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) {
        ::close(m_file);
        throw Error(folder.string() + ": another trainer works on this run; stop it first (its lock ends with it)");
    }
}

RunLock::~RunLock()
{
    ::close(m_file);
}

} // namespace klangraum
