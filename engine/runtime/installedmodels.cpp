#include "runtime/installedmodels.h"

#include "generators/device.h"
#include "generators/modelfolder.h"
#include "runtime/session.h"

#include <mutex>

namespace klangraum {

namespace {

class InstalledModels final : public ModelSource
{
public:
    InstalledModels(const std::vector<std::filesystem::path> &folders, std::string compute, int threads)
        : m_models(installedModels(modelPlaces(folders)))
        , m_compute(std::move(compute))
        , m_threads(threads)
    {
    }

    std::vector<ModelEntry> list() override
    {
        std::vector<ModelEntry> entries;
        for (const InstalledModel &model : m_models)
            entries.push_back({ model.description, model.problem });
        return entries;
    }

    void prepareThread() override { setThreads(m_threads > 0 ? m_threads : 1); }

    std::unique_ptr<Generator> open(int index, const std::function<void(const std::string &)> &notice) override
    {
        const ComputeDevice device = chooseDevice(m_compute);
        if (!device.notice.empty())
            notice(device.notice);
        m_onCard = device.device.is_cuda();
        {
            const std::lock_guard lock(m_mutex);
            m_text = m_onCard ? device.text : "CPU";
        }
        return openModel(m_models.at(static_cast<std::size_t>(index)).folder, device.device);
    }

    std::string computeDevice() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_text;
    }

    bool fallBackToCpu() override
    {
        if (!m_onCard)
            return false;
        m_compute = "cpu";
        m_onCard = false;
        return true;
    }

private:
    std::vector<InstalledModel> m_models;
    std::string m_compute;
    int m_threads;
    bool m_onCard = false;
    mutable std::mutex m_mutex; // of m_text, held for a copy
    std::string m_text = "CPU";
};

} // namespace

std::unique_ptr<ModelSource> makeInstalledModels(const std::vector<std::filesystem::path> &folders,
                                                 const std::string &compute, int threads)
{
    return std::make_unique<InstalledModels>(folders, compute, threads);
}

Session::Session(const SessionOptions &options)
    : Session(options, makeInstalledModels(options.modelFolders, options.compute, options.threads))
{
}

} // namespace klangraum
