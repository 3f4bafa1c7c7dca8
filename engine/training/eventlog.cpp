#include "training/eventlog.h"

#include "music/atomicfile.h"

#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace klangraum {
namespace {

using nlohmann::json;

// Bytes of the file's whole lines.
off_t wholeLines(int file)
{
    struct stat status
    {
    };
    if (::fstat(file, &status) != 0)
        return 0;
    char buffer[4096];
    for (off_t end = status.st_size; end > 0;) {
        const off_t begin = std::max<off_t>(0, end - static_cast<off_t>(sizeof buffer));
        const ssize_t got = ::pread(file, buffer, static_cast<std::size_t>(end - begin), begin);
        for (ssize_t i = got; i > 0; --i)
            if (buffer[i - 1] == '\n')
                return begin + i;
        end = begin;
    }
    return 0;
}

} // namespace

std::string textIn(const json &event, const char *key)
{
    const auto it = event.find(key);
    return it != event.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::int64_t wholeIn(const json &event, const char *key)
{
    const auto it = event.find(key);
    return it != event.end() && it->is_number_integer() ? it->get<std::int64_t>() : 0;
}

json loggable(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

std::optional<double> scalarOf(const json &value)
{
    if (value.is_number())
        return value.get<double>();
    if (value.is_null() || value == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (value == "Infinity")
        return std::numeric_limits<double>::infinity();
    if (value == "-Infinity")
        return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

bool isResume(const json &event)
{
    const auto resumed = event.find("resumed");
    return textIn(event, "type") == "start" && resumed != event.end() && *resumed == true;
}

bool isVoid(const json &event, std::int64_t step, std::int64_t epoch)
{
    const std::string type = textIn(event, "type");
    if (type != "step" && type != "epoch" && type != "system" && type != "samples" && type != "latent" &&
        type != "checkpoint" && type != "warning")
        return false;
    return wholeIn(event, "step") > step || wholeIn(event, "epoch") > epoch;
}

EventLog::EventLog(const std::filesystem::path &file)
    : m_path(file)
    , m_file(::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0644))
{
    if (m_file < 0)
        throw Error("cannot write " + file.string() + ": " + std::strerror(errno));
    if (::ftruncate(m_file, wholeLines(m_file)) != 0) {
        ::close(m_file);
        throw Error("cannot repair " + file.string() + ": " + std::strerror(errno));
    }
}

EventLog::~EventLog()
{
    ::close(m_file);
}

void EventLog::append(json event)
{
    event["time"] = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    const std::string line = event.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
    const off_t before = ::lseek(m_file, 0, SEEK_END);
    std::size_t done = 0;
    while (done < line.size()) {
        const ssize_t written = ::write(m_file, line.data() + done, line.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            const int error = written == 0 ? ENOSPC : errno;
            const bool cut = ::ftruncate(m_file, before) == 0;
            throwFileError(m_path, cut ? "write" : "write (the last line is half)", error);
        }
        done += static_cast<std::size_t>(written);
    }
}

std::uint64_t readEvents(const std::filesystem::path &file, std::uint64_t from,
                         const std::function<void(const json &)> &each)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return from;
    in.seekg(static_cast<std::streamoff>(from));
    std::uint64_t position = from;
    for (std::string line; std::getline(in, line) && !in.eof();) {
        position += line.size() + 1;
        const json event = json::parse(line, nullptr, false);
        if (event.is_object())
            each(event);
    }
    return position;
}

std::vector<json> validEvents(const std::filesystem::path &file)
{
    std::vector<json> events;
    readEvents(file, 0, [&](const json &event) {
        if (isResume(event))
            std::erase_if(events,
                          [step = wholeIn(event, "step"), epoch = wholeIn(event, "epoch")](const json &earlier) {
                              return isVoid(earlier, step, epoch);
                          });
        events.push_back(event);
    });
    return events;
}

std::vector<json> lastEvents(const std::filesystem::path &file, std::uint64_t bytes)
{
    std::error_code error;
    const std::uint64_t size = std::filesystem::file_size(file, error);
    std::vector<json> events;
    if (error)
        return events;
    // From the middle of a line on: its rest is no JSON object and is passed over.
    readEvents(file, size > bytes ? size - bytes : 0, [&](const json &event) { events.push_back(event); });
    return events;
}

} // namespace klangraum
