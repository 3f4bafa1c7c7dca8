#include "training/tensorboard.h"

#include "music/atomicfile.h"
#include "training/eventlog.h"
#include "training/rollpicture.h"

#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace klangraum {
namespace {

using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "the records are little-endian");

// Wire types of protocol buffers: https://protobuf.dev/programming-guides/encoding
enum Wire : std::uint64_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

class Message
{
public:
    Message &number(std::uint64_t field, std::int64_t value)
    {
        key(field, Varint);
        varint(static_cast<std::uint64_t>(value));
        return *this;
    }
    Message &real(std::uint64_t field, double value) { return fixed(field, Fixed64, value); }
    Message &real32(std::uint64_t field, float value) { return fixed(field, Fixed32, value); }
    Message &bytes(std::uint64_t field, std::string_view value)
    {
        key(field, Bytes);
        varint(value.size());
        m_bytes += value;
        return *this;
    }
    Message &message(std::uint64_t field, const Message &value) { return bytes(field, value.m_bytes); }
    const std::string &text() const { return m_bytes; }

private:
    template <typename T> Message &fixed(std::uint64_t field, Wire wire, T value)
    {
        key(field, wire);
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        m_bytes.append(raw, sizeof raw);
        return *this;
    }
    void key(std::uint64_t field, Wire wire) { varint(field << 3 | wire); }
    void varint(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            m_bytes += static_cast<char>(0x80 | (value & 0x7f));
        m_bytes += static_cast<char>(value);
    }
    std::string m_bytes;
};

// Field numbers of event.proto and summary.proto.
namespace event_ {
constexpr std::uint64_t wallTime = 1, step = 2, fileVersion = 3, summary = 5, sessionLog = 7;
}
namespace session {
constexpr std::uint64_t status = 1;
constexpr std::int64_t start = 1;
} // namespace session
namespace value_ {
constexpr std::uint64_t ofSummary = 1, tag = 1, simple = 2, image = 4, audio = 6;
}
namespace image {
constexpr std::uint64_t height = 1, width = 2, colours = 3, encoded = 4;
}
namespace audio {
constexpr std::uint64_t rate = 1, channels = 2, frames = 3, encoded = 4, type = 5;
}

Message newEvent(double time, std::int64_t step)
{
    return Message().real(event_::wallTime, time).number(event_::step, step);
}

double now()
{
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string eventFileName()
{
    char host[256] = "localhost";
    ::gethostname(host, sizeof host - 1);
    return "events.out.tfevents." + std::to_string(static_cast<std::int64_t>(now())) + "." + host + "." +
        std::to_string(::getpid());
}

template <typename T> void appendRaw(std::string &text, T value)
{
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    text.append(raw, sizeof raw);
}

template <typename T> T readRaw(std::string_view text, std::size_t at)
{
    T value{};
    if (at + sizeof value <= text.size())
        std::memcpy(&value, text.data() + at, sizeof value);
    return value;
}

} // namespace

std::uint32_t crc32c(std::string_view bytes)
{
    static const auto table = [] {
        std::array<std::uint32_t, 256> made{};
        constexpr std::uint32_t polynomial = 0x82f63b78; // reversed
        for (std::uint32_t i = 0; i < made.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = value & 1 ? value >> 1 ^ polynomial : value >> 1;
            made[i] = value;
        }
        return made;
    }();
    std::uint32_t crc = ~0U;
    for (const char byte : bytes)
        crc = table[(crc ^ static_cast<std::uint8_t>(byte)) & 0xff] ^ crc >> 8;
    return ~crc;
}

std::uint32_t maskedCrc(std::string_view bytes)
{
    constexpr std::uint32_t delta = 0xa282ead8;
    return std::rotr(crc32c(bytes), 15) + delta;
}

TensorBoardLog::TensorBoardLog(const std::filesystem::path &run, std::int64_t resumedAt)
{
    std::error_code error;
    std::filesystem::create_directories(run / "tensorboard", error);
    const std::string name = eventFileName();
    for (int i = 0; m_file < 0; ++i) {
        m_path = run / "tensorboard" / (name + "." + std::to_string(i));
        m_file = ::open(m_path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (m_file < 0 && errno != EEXIST)
            throwFileError(m_path, "write", errno);
    }
    try {
        write(Message().real(event_::wallTime, now()).bytes(event_::fileVersion, "brain.Event:2").text());
        if (resumedAt >= 0)
            write(newEvent(now(), resumedAt + 1)
                      .message(event_::sessionLog, Message().number(session::status, session::start))
                      .text());
    } catch (const Error &) {
        ::close(m_file);
        std::filesystem::remove(m_path, error); // the next try makes a new one
        throw;
    }
}

TensorBoardLog::~TensorBoardLog()
{
    ::close(m_file);
}

void TensorBoardLog::scalars(const json &event)
{
    const std::string type = textIn(event, "type");
    if (type != "step" && type != "epoch" && type != "system")
        return;
    Message summary;
    for (const auto &[key, value] : event.items()) {
        if (key == "time" || key == "step")
            continue;
        const auto number = scalarOf(value);
        if (!number)
            continue;
        const bool mean = type == "epoch" && (key.starts_with("train/") || key == "epoch" || key == "elapsed");
        if (type != "epoch" && (key == "epoch" || key == "elapsed"))
            continue;
        summary.message(value_::ofSummary,
                        Message()
                            .bytes(value_::tag, mean ? "epoch/" + key : key)
                            .real32(value_::simple, static_cast<float>(*number)));
    }
    const auto time = event.find("time");
    write(newEvent(time != event.end() && time->is_number() ? time->get<double>() : now(), wholeIn(event, "step"))
              .message(event_::summary, summary)
              .text());
}

void TensorBoardLog::picture(const std::string &tag, std::int64_t step, const Picture &picture)
{
    constexpr std::int64_t grey = 1;
    const Message encoded = Message()
                                .number(image::height, picture.height)
                                .number(image::width, picture.width)
                                .number(image::colours, grey)
                                .bytes(image::encoded, picture.png);
    write(newEvent(now(), step)
              .message(event_::summary,
                       Message().message(value_::ofSummary,
                                         Message().bytes(value_::tag, tag).message(value_::image, encoded)))
              .text());
}

void TensorBoardLog::sound(const std::string &tag, std::int64_t step, std::string_view wav)
{
    // The canonical header: format at byte 20, channels 22, rate 24, bytes a frame 32.
    constexpr std::size_t header = 44;
    const auto channels = readRaw<std::uint16_t>(wav, 22);
    const auto rate = readRaw<std::uint32_t>(wav, 24);
    const auto frameBytes = readRaw<std::uint16_t>(wav, 32);
    if (wav.size() < header || !wav.starts_with("RIFF") || frameBytes == 0)
        throw Error("the sound of a sample is no WAV file");
    const Message encoded = Message()
                                .real32(audio::rate, static_cast<float>(rate))
                                .number(audio::channels, channels)
                                .number(audio::frames, static_cast<std::int64_t>((wav.size() - header) / frameBytes))
                                .bytes(audio::encoded, wav)
                                .bytes(audio::type, "audio/wav");
    write(newEvent(now(), step)
              .message(event_::summary,
                       Message().message(value_::ofSummary,
                                         Message().bytes(value_::tag, tag).message(value_::audio, encoded)))
              .text());
}

void TensorBoardLog::write(std::string_view event)
{
    std::string record;
    appendRaw(record, static_cast<std::uint64_t>(event.size()));
    appendRaw(record, maskedCrc(record));
    record += event;
    appendRaw(record, maskedCrc(event));
    const off_t before = ::lseek(m_file, 0, SEEK_END);
    for (std::size_t done = 0; done < record.size();) {
        const ssize_t written = ::write(m_file, record.data() + done, record.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            const int error = written == 0 ? ENOSPC : errno;
            const bool cut = ::ftruncate(m_file, before) == 0;
            throwFileError(m_path, cut ? "write" : "write (the last record is half)", error);
        }
        done += static_cast<std::size_t>(written);
    }
}

} // namespace klangraum
