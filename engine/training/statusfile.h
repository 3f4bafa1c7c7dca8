// status.json: what a trainer would say if the disk were full. One JSON object in a block of 1,024 bytes, padded with
// spaces, that is allocated at the start and written over in place: it needs no room. Readers may meet it while it is
// written; they keep what they knew then. One thread an object.
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>

namespace klangraum {

class StatusFile
{
public:
    // Allocates the block. Throws DiskFull or Error.
    explicit StatusFile(const std::filesystem::path &run);
    ~StatusFile();
    StatusFile(const StatusFile &) = delete;
    StatusFile &operator=(const StatusFile &) = delete;

    // Never throws: a status that cannot be written is lost, and the log tells the same later. Long texts are cut.
    void write(const std::string &state, const std::string &notice, std::int64_t step, std::int64_t epoch) noexcept;

private:
    int m_file = -1;
};

// Empty object: no status, or met half written.
nlohmann::json readStatus(const std::filesystem::path &run);

} // namespace klangraum
