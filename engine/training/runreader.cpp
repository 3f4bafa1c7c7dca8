#include "training/runreader.h"

#include "music/error.h"
#include "training/eventlog.h"
#include "training/runfolder.h"

#include <algorithm>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace klangraum {
namespace {

using nlohmann::json;

constexpr std::size_t bytesAtOnce = std::size_t(1) << 20; // bytes read at once
constexpr std::size_t longestLine = std::size_t(16) << 20; // bytes; a longer one is no event of ours
constexpr std::size_t mostShapes = 8;
constexpr std::size_t mostEvents = 100'000;

struct Descriptor
{
    explicit Descriptor(const std::filesystem::path &file)
        : number(::open(file.c_str(), O_RDONLY | O_CLOEXEC))
    {
    }
    ~Descriptor()
    {
        if (number >= 0)
            ::close(number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int number;
};

std::string stampOf(const std::filesystem::path &file)
{
    struct stat status
    {
    };
    if (::stat(file.c_str(), &status) != 0)
        return "missing";
    return std::to_string(status.st_ino) + " " + std::to_string(status.st_size) + " " +
        std::to_string(status.st_mtim.tv_sec) + " " + std::to_string(status.st_mtim.tv_nsec);
}

bool same(const RunSummary &a, const RunSummary &b)
{
    return a.state == b.state && a.reason == b.reason && a.notice == b.notice && a.problem == b.problem &&
        a.epochs == b.epochs && a.lastTime == b.lastTime && a.slow == b.slow && a.warnings.size() == b.warnings.size();
}

} // namespace

RunReader::RunReader(std::filesystem::path folder)
{
    m_summary.folder = std::move(folder);
}

RunReader::~RunReader() = default;

void RunReader::reset()
{
    m_steps = m_epochs = m_system = {};
    m_shapes.clear();
    m_events.clear();
    m_bestRows.clear();
    m_skipping = false;
    m_offset = 0;
    ++m_generation;
    const std::filesystem::path folder = m_summary.folder;
    m_summary = {};
    m_summary.folder = folder;
    m_infoStamp.clear();
    m_logged = {};
}

void RunReader::readInfo()
{
    const std::string stamp = stampOf(m_summary.folder / "run.json");
    if (stamp == m_infoStamp && m_summary.problem.empty())
        return;
    m_infoStamp = stamp;
    m_info = RunFolder(m_summary.folder).info();
    describeRun(m_summary, m_info);
}

bool RunReader::update(std::uint64_t bytes)
{
    const RunSummary before = m_summary;
    const std::uint64_t offset = m_offset;
    const std::uint64_t generation = m_generation;
    try {
        m_summary.state = m_logged.first;
        m_summary.reason = m_logged.second;
        readInfo();
        const RunFolder run(m_summary.folder);
        const Descriptor log(run.events());
        struct stat status
        {
        };
        if (log.number >= 0 && ::fstat(log.number, &status) == 0) {
            m_size = static_cast<std::uint64_t>(status.st_size);
            if (m_offset > 0 && (status.st_ino != m_inode || m_size < m_offset)) { // another log
                reset();
                readInfo();
            }
            m_inode = status.st_ino;
            readLog(log.number, bytes);
        }
        latest();
        m_logged = { m_summary.state, m_summary.reason };
        settle(m_summary, run, m_info);
        m_summary.problem.clear();
    } catch (const std::exception &problem) {
        m_summary.problem = problem.what();
    }
    return offset != m_offset || generation != m_generation || !same(before, m_summary);
}

void RunReader::readLog(int file, std::uint64_t bytes)
{
    const std::uint64_t stop = bytes > 0 ? std::min(m_size, m_offset + bytes) : m_size;
    std::vector<char> block(bytesAtOnce);
    bool lines = false;
    while (m_offset < stop || (m_offset < m_size && !lines)) {
        const ssize_t got = ::pread(file, block.data(), block.size(), static_cast<off_t>(m_offset));
        if (got <= 0)
            break;
        m_offset += static_cast<std::uint64_t>(got);
        const char *at = block.data();
        const char *const end = at + got;
        while (const auto *line =
                   static_cast<const char *>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)))) {
            lines = true;
            m_rest.append(at, m_rest.empty() ? at : line);
            if (!m_skipping)
                readLine(m_rest.empty() ? std::string_view(at, static_cast<std::size_t>(line - at)) : m_rest);
            m_rest.clear();
            m_skipping = false;
            at = line + 1;
        }
        if (m_skipping)
            continue;
        m_rest.append(at, end);
        if (m_rest.size() > longestLine) {
            m_rest.clear();
            m_skipping = true;
        }
    }
    // A half line is read again: the next trainer may have cut it off and gone on.
    m_offset -= m_rest.size();
    m_rest.clear();
}

double RunReader::progress() const
{
    return m_size > 0 ? std::min(1.0, static_cast<double>(m_offset) / static_cast<double>(m_size)) : 1.0;
}

void RunReader::readLine(std::string_view line)
{
    for (auto shape = m_shapes.begin(); shape != m_shapes.end(); ++shape)
        if (shape->read(line)) {
            m_shapes.splice(m_shapes.begin(), m_shapes, shape);
            return;
        }
    json event = json::parse(line, nullptr, false);
    if (!event.is_object())
        return;
    const std::string type = textIn(event, "type");
    EventTable *table = type == "step" ? &m_steps
        : type == "epoch"              ? &m_epochs
        : type == "system"             ? &m_system
                                       : nullptr;
    if (!table) {
        if (isResume(event))
            drop(wholeIn(event, "step"), wholeIn(event, "epoch"));
        take(m_summary, event);
        m_events.push_back(std::move(event));
        if (m_events.size() > mostEvents)
            m_events.pop_front();
        return;
    }
    EventShape shape;
    if (shape.learn(line, *table) && shape.read(line)) {
        m_shapes.push_front(std::move(shape));
        if (m_shapes.size() > mostShapes)
            m_shapes.pop_back();
        return;
    }
    append(*table, event);
    if (const auto best = event.find("best"); table == &m_epochs && best != event.end() && *best == true)
        if (m_epochs.size() > 0)
            m_bestRows.push_back(static_cast<std::uint32_t>(m_epochs.size() - 1));
}

void RunReader::drop(std::int64_t step, std::int64_t epoch)
{
    bool dropped = false;
    for (EventTable *table : { &m_steps, &m_epochs, &m_system })
        dropped = table->dropBehind(step, epoch) || dropped;
    std::erase_if(m_bestRows, [this](std::uint32_t row) { return row >= m_epochs.size(); });
    std::erase_if(m_events, [&](const json &event) { return isVoid(event, step, epoch); });
    m_summary.warnings.clear(); // one that was taken back behind this step holds again
    for (const json &event : m_events)
        if (textIn(event, "type") == "warning")
            take(m_summary, event);
    if (dropped)
        ++m_generation;
}

// The summary's numbers from the ends of the columns.
void RunReader::latest()
{
    for (const EventTable *table : { &m_system, &m_steps, &m_epochs }) {
        if (table->size() == 0)
            continue;
        if (table->step.back() >= m_summary.step) {
            m_summary.step = table->step.back();
            m_summary.epoch = table->epoch.back();
        }
        m_summary.lastTime = std::max(m_summary.lastTime, table->time.back());
        for (const auto &[name, series] : table->series) {
            if (series.values.empty())
                continue;
            if (name == "steps-per-second")
                m_summary.stepsPerSecond = series.values.back();
            else if (name == "seconds-left")
                m_summary.secondsLeft = series.values.back();
            else if (name.starts_with("train/") || name.starts_with("validation/"))
                m_summary.scalars[name] = series.values.back();
        }
    }
}

std::int64_t RunReader::bestEpoch() const
{
    return m_bestRows.empty() ? 0 : m_epochs.epoch[m_bestRows.back()];
}

} // namespace klangraum
