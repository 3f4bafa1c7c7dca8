// What the machine does while a network learns: processors, memory, disk, and a GPU of NVIDIA's where its driver is
// installed (libnvidia-ml.so.1, opened at run time; nothing is linked). Linux. One thread an object.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>

namespace klangraum {

class GpuMeter
{
public:
    GpuMeter();
    ~GpuMeter();
    GpuMeter(const GpuMeter &) = delete;
    GpuMeter &operator=(const GpuMeter &) = delete;

    // Adds system/gpu-load, -memory, -memory-total and -temperature of the first GPU, as far as its driver tells.
    void measure(nlohmann::json &event) const;

private:
    struct Library;
    std::unique_ptr<Library> m_library; // null: none
};

class MachineMeter
{
public:
    explicit MachineMeter(std::filesystem::path folder); // on the disk that is watched
    // The keys system/... of training/README.md. Loads are means since the call before; the first has none.
    nlohmann::json measure();

private:
    std::filesystem::path m_folder;
    GpuMeter m_gpu;
    double m_busy = 0, m_total = 0; // of all processors, ticks
    double m_process = 0; // seconds of processor time that this process has used
    double m_time = 0; // seconds, steady
    bool m_first = true;
};

} // namespace klangraum
