#include "training/machine.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace klangraum {
namespace {

double secondsOf(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

// proc(5): the first line of /proc/stat is "cpu user nice system idle iowait irq softirq steal ...", in ticks.
bool processorTicks(double &busy, double &total)
{
    std::ifstream in("/proc/stat");
    std::string name;
    in >> name;
    busy = total = 0;
    constexpr int fields = 8, idle = 3, waiting = 4;
    for (int i = 0; i < fields; ++i) {
        double ticks = 0;
        if (!(in >> ticks))
            return false;
        total += ticks;
        busy += i == idle || i == waiting ? 0 : ticks;
    }
    return true;
}

double residentBytes()
{
    std::ifstream in("/proc/self/statm");
    double size = 0, resident = 0;
    return in >> size >> resident ? resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) : 0;
}

} // namespace

MachineMeter::MachineMeter(std::filesystem::path folder)
    : m_folder(std::move(folder))
{
}

nlohmann::json MachineMeter::measure()
{
    nlohmann::json event = nlohmann::json::object();
    const double time = std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    double busy = 0, total = 0;
    const bool known = processorTicks(busy, total);
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const double process = secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
    if (!m_first && known && total > m_total)
        event["system/cpu"] = std::clamp((busy - m_busy) / (total - m_total), 0.0, 1.0);
    if (!m_first && time > m_time)
        event["system/process"] = (process - m_process) / (time - m_time);
    m_first = false;
    m_busy = busy;
    m_total = total;
    m_process = process;
    m_time = time;
    event["system/memory"] = residentBytes();
    std::error_code error;
    if (const auto space = std::filesystem::space(m_folder, error); !error)
        event["system/disk-free"] = static_cast<double>(space.available);
    m_gpu.measure(event);
    return event;
}

} // namespace klangraum
