#include "training/machine.h"

#include <dlfcn.h>

namespace klangraum {
namespace {

// The part of NVML's interface that is used, as its reference manual states it (nvml.h; version 2 of the names that
// have one). Every function returns 0 for success.
using Device = void *;
struct Utilization
{
    unsigned int gpu, memory; // percent
};
struct Memory
{
    unsigned long long total, free, used; // bytes
};
constexpr int temperatureOfGpu = 0;

template <typename Function> void find(void *library, const char *name, Function *&function)
{
    function = reinterpret_cast<Function *>(::dlsym(library, name));
}

} // namespace

struct GpuMeter::Library
{
    void *handle = nullptr;
    Device device = nullptr;
    int (*init)() = nullptr;
    int (*shutdown)() = nullptr;
    int (*byIndex)(unsigned int, Device *) = nullptr;
    int (*utilization)(Device, Utilization *) = nullptr;
    int (*memory)(Device, Memory *) = nullptr;
    int (*temperature)(Device, int, unsigned int *) = nullptr;

    ~Library()
    {
        if (device && shutdown)
            shutdown();
        ::dlclose(handle);
    }
};

GpuMeter::GpuMeter()
{
    void *handle = ::dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return;
    auto library = std::make_unique<Library>();
    library->handle = handle;
    find(handle, "nvmlInit_v2", library->init);
    find(handle, "nvmlShutdown", library->shutdown);
    find(handle, "nvmlDeviceGetHandleByIndex_v2", library->byIndex);
    find(handle, "nvmlDeviceGetUtilizationRates", library->utilization);
    find(handle, "nvmlDeviceGetMemoryInfo", library->memory);
    find(handle, "nvmlDeviceGetTemperature", library->temperature);
    if (!library->init || !library->byIndex || library->init() != 0)
        return;
    if (library->byIndex(0, &library->device) == 0)
        m_library = std::move(library);
    else if (library->shutdown)
        library->shutdown();
}

GpuMeter::~GpuMeter() = default;

void GpuMeter::measure(nlohmann::json &event) const
{
    if (!m_library)
        return;
    Utilization load{};
    if (m_library->utilization && m_library->utilization(m_library->device, &load) == 0)
        event["system/gpu-load"] = static_cast<double>(load.gpu) / 100;
    Memory memory{};
    if (m_library->memory && m_library->memory(m_library->device, &memory) == 0) {
        event["system/gpu-memory"] = static_cast<double>(memory.used);
        event["system/gpu-memory-total"] = static_cast<double>(memory.total);
    }
    unsigned int degrees = 0;
    if (m_library->temperature && m_library->temperature(m_library->device, temperatureOfGpu, &degrees) == 0)
        event["system/gpu-temperature"] = static_cast<double>(degrees);
}

} // namespace klangraum
