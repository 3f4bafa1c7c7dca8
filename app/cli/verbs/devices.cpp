#include "../console.h"
#include "../sound.h"
#include "../verbs.h"
#include "generators/blas.h"
#include "generators/device.h"

#include <torch/version.h>

namespace klangraum {

namespace {

nlohmann::json computeDevices(const Globals &globals)
{
    const int threads = setThreads(globals.computeThreads(0));
    auto list = nlohmann::json::array();
    list.push_back({ { "name", "cpu" }, { "text", chooseDevice("cpu").text }, { "threads", threads } });
    for (int i = 0; i < static_cast<int>(torch::cuda::device_count()); ++i)
        list.push_back(
            { { "name", "cuda:" + std::to_string(i) }, { "text", i == 0 ? chooseDevice("cuda").text : "" } });
    return list;
}

} // namespace

void addDevices(CLI::App &app, const Globals &globals)
{
    addVerb(app, "devices", "Audio and MIDI devices, compute devices, BLAS in use")->callback([&globals] {
        nlohmann::json answer = soundDevices(globals.settings());
        answer["compute"] = computeDevices(globals);
        const ComputeDevice chosen = chooseDevice(globals.computeDevice());
        answer["computes-on"] = chosen.text;
        answer["blas"] = { { "name", blasInUse() }, { "slow", blasIsSlow() } };
        answer["libtorch"] = TORCH_VERSION;
        if (!chosen.notice.empty())
            printNotice(chosen.notice);
        if (blasIsSlow())
            printNotice("slow linear algebra: " + blasInUse() +
                        "; packaging/install-dependencies makes OpenBLAS (openmp) the one in use");
        if (globals.json) {
            printJson(answer);
            return;
        }
        Table table({ "KIND", "NAME", "" });
        for (const auto &device : answer["audio"])
            table.add({ "audio", device["api"].get<std::string>() + ":" + device["name"].get<std::string>(),
                        device["channels"].dump() + " channels" + (device["default"].get<bool>() ? ", default" : "") });
        if (answer["audio"].empty())
            table.add({ "audio", "none", answer["problem"].get<std::string>() });
        for (const char *kind : { "midi-outputs", "midi-inputs" })
            for (const auto &port : answer[kind])
                table.add(
                    { kind == std::string("midi-outputs") ? "MIDI out" : "MIDI in", port.get<std::string>(), "" });
        for (const auto &device : answer["compute"])
            table.add({ "compute", device["name"].get<std::string>(), device["text"].get<std::string>() });
        table.add({ "BLAS", blasInUse(), blasIsSlow() ? "slow" : "" });
        table.add({ "LibTorch", TORCH_VERSION, "" });
        table.print();
    });
}

} // namespace klangraum
