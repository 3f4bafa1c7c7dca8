// TensorBoard's event files: RUN/tensorboard/events.out.tfevents.TIME.HOST.PID.N, one a trainer process. Records are
// framed as TensorFlow does (tensorflow/core/lib/io/record_writer.h: length, masked CRC-32C of it, data, masked CRC-32C
// of it) and hold Event messages (tensorflow/core/util/event.proto, summary.proto), of which the few fields written
// here are encoded by hand: protobuf's library would be the only one in this room that is not header-only.
//
// Scalars keep their names; an epoch's means of what steps log too are called epoch/NAME. Their step is the optimizer
// step. One thread an object.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace klangraum {

struct Picture;

class TensorBoardLog
{
public:
    // Makes the folder and a new file. `resumedAt` >= 0: TensorBoard drops what came later than this step. Throws
    // DiskFull or Error.
    explicit TensorBoardLog(const std::filesystem::path &run, std::int64_t resumedAt = -1);
    ~TensorBoardLog();
    TensorBoardLog(const TensorBoardLog &) = delete;
    TensorBoardLog &operator=(const TensorBoardLog &) = delete;

    // Every number of a step, epoch or system event; other events leave nothing. All throw DiskFull or Error and then
    // leave only whole records behind.
    void scalars(const nlohmann::json &event);
    void picture(const std::string &tag, std::int64_t step, const Picture &picture);
    // `wav`: a WAV file's bytes, 16-bit PCM.
    void sound(const std::string &tag, std::int64_t step, std::string_view wav);

    const std::filesystem::path &path() const { return m_path; }

private:
    void write(std::string_view event);

    std::filesystem::path m_path;
    int m_file = -1;
};

// CRC-32C (Castagnoli) and TensorFlow's masking of it.
std::uint32_t crc32c(std::string_view bytes);
std::uint32_t maskedCrc(std::string_view bytes);

} // namespace klangraum
