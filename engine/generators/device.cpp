#include "generators/device.h"

#include "generators/blas.h"
#include "music/error.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <thread>

namespace klangraum {
namespace {

std::string processorText()
{
    return "CPU, " + std::to_string(torch::get_num_threads()) +
        (torch::get_num_threads() == 1 ? " thread, " : " threads, ") + blasInUse();
}

// Physical cores that this process may use: two threads on one core's two halves slow matrix products down.
int physicalCores()
{
    const int logical = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    std::set<std::string> cores;
    for (int cpu = 0; cpu < logical; ++cpu) {
        std::ifstream in("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list");
        std::string siblings;
        if (!std::getline(in, siblings))
            return logical;
        cores.insert(siblings);
    }
    // A virtual machine with two halves of one core is still better off with both.
    return std::max({ 1, std::min(2, logical), static_cast<int>(cores.size()) });
}

} // namespace

ComputeDevice chooseDevice(const std::string &wanted)
{
    if (wanted != "auto" && wanted != "cpu" && wanted != "cuda")
        throw Error("unknown compute device '" + wanted + "': expected auto, cpu or cuda");
    ComputeDevice chosen;
    if (wanted != "cpu") {
        if (torch::cuda::is_available()) {
            try {
                const torch::Device card(torch::kCUDA, 0);
                const auto probe = torch::ones({ 64, 64 }, torch::device(card));
                if (probe.matmul(probe).sum().item<float>() != 64.0F * 64.0F * 64.0F)
                    throw Error("it computes wrong results");
                chosen.device = card;
                chosen.text = "CUDA card";
                return chosen;
            } catch (const std::exception &error) {
                const std::string reason = error.what();
                chosen.notice =
                    "the CUDA card failed (" + reason.substr(0, reason.find('\n')) + "); computing on the CPU instead";
            }
        } else if (wanted == "cuda") {
            chosen.notice = "no CUDA card that this LibTorch can use; computing on the CPU instead";
        }
    }
    chosen.text = processorText();
    return chosen;
}

int setThreads(int threads)
{
    const int count = threads > 0 ? threads : physicalCores();
    torch::set_num_threads(count);
    return torch::get_num_threads();
}

} // namespace klangraum
