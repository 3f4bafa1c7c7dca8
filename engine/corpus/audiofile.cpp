#include "corpus/audiofile.h"

#include "corpus/audiopiece.h"
#include "music/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sndfile.h>
#include <soxr.h>
#include <sys/stat.h>
#include <unistd.h>

namespace klangraum {

namespace {

constexpr std::size_t chunk = 1 << 15; // frames read at once
constexpr int mostChannels = 64;

struct OpenSound
{
    SNDFILE *file = nullptr;
    SF_INFO info{};
    ~OpenSound()
    {
        if (file)
            sf_close(file);
    }
};

struct Descriptor
{
    int number = -1;
    ~Descriptor()
    {
        if (number >= 0)
            ::close(number);
    }
};

class Resampler
{
public:
    Resampler(double from, double to, const std::string &where)
        : m_where(where)
        , m_ratio(to / from)
    {
        soxr_error_t failure = nullptr;
        const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
        m_soxr = soxr_create(from, to, 1, &failure, nullptr, &quality, nullptr);
        check(failure);
    }
    ~Resampler() { soxr_delete(m_soxr); }
    Resampler(const Resampler &) = delete;
    Resampler &operator=(const Resampler &) = delete;

    // Appends what `frames` become; none: the end, what is still inside comes out.
    void process(const std::vector<float> &frames, std::vector<float> &out)
    {
        std::vector<float> room(static_cast<std::size_t>(static_cast<double>(frames.size()) * m_ratio) + 4096);
        std::size_t used = 0;
        std::size_t made = 0;
        do {
            std::size_t now = 0;
            const float *in = frames.empty() ? nullptr : frames.data() + used;
            check(soxr_process(m_soxr, in, frames.size() - used, &now, room.data(), room.size(), &made));
            used += now;
            out.insert(out.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(made));
        } while (used < frames.size() || made == room.size());
    }

private:
    void check(soxr_error_t failure) const
    {
        if (failure)
            throw Error(m_where + ": cannot be resampled: " + failure);
    }
    std::string m_where;
    double m_ratio;
    soxr_t m_soxr = nullptr;
};

// By its first bytes, not by its name: libsndfile would look for MP3 frames in anything.
bool looksLikeSound(const std::array<unsigned char, 12> &head)
{
    const auto starts = [&](const char *text) { return std::memcmp(head.data(), text, std::strlen(text)) == 0; };
    return starts("RIFF") || starts("RIFX") || starts("RF64") || starts("fLaC") || starts("OggS") || starts("ID3") ||
        (head[0] == 0xff && (head[1] & 0xe0) == 0xe0 && (head[1] & 0x06) != 0);
}

// libsndfile takes a WAV file that is shorter than its header says for what is there, and notes it in its log only.
bool isCutShort(SNDFILE *file)
{
    std::array<char, 4096> log{};
    sf_command(file, SFC_GET_LOG_INFO, log.data(), static_cast<int>(log.size()) - 1);
    const std::string text(log.data());
    const auto data = text.find("\ndata : ");
    return data != std::string::npos &&
        text.substr(data + 1, text.find('\n', data + 1) - data).find("should be") != std::string::npos;
}

void open(OpenSound &sound, Descriptor &descriptor, const std::filesystem::path &file, const AudioFileLimits &limits)
{
    const std::string where = file.string();
    descriptor.number = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat about
    {
    };
    if (descriptor.number < 0 || ::fstat(descriptor.number, &about) != 0)
        throw Error(where + ": cannot be opened: " + std::strerror(errno));
    if (!S_ISREG(about.st_mode))
        throw Error(where + ": not a regular file");
    if (about.st_size == 0)
        throw Error(where + ": is empty");
    if (static_cast<std::uint64_t>(about.st_size) > limits.largestFile)
        throw Error(where + ": larger than " + std::to_string(limits.largestFile >> 20) + " MiB; no piece of music");
    std::array<unsigned char, 12> head{};
    if (::pread(descriptor.number, head.data(), head.size(), 0) < 4 || !looksLikeSound(head))
        throw Error(where + ": no WAV, FLAC, OGG or MP3 inside, whatever its name; convert it to one of them");
    sound.file = sf_open_fd(descriptor.number, SFM_READ, &sound.info, SF_FALSE);
    if (!sound.file)
        throw Error(where + ": cannot be read as sound: " + sf_strerror(nullptr));
    const SF_INFO &info = sound.info;
    if (info.channels < 1 || info.channels > mostChannels || info.samplerate < 1000 || info.samplerate > 1'000'000)
        throw Error(where + ": " + std::to_string(info.channels) + " channels at " + std::to_string(info.samplerate) +
                    " Hz; expected 1 to " + std::to_string(mostChannels) + " at 1000 to 1000000 Hz");
    if (isCutShort(sound.file))
        throw Error(where + ": cut short, its header promises more than there is; copy it again");
}

} // namespace

bool audioFilesCanBeRead()
{
    return true;
}

AudioFile readAudioFile(const std::filesystem::path &file, const AudioFileLimits &limits)
{
    Descriptor descriptor; // outlives the sound
    OpenSound sound;
    open(sound, descriptor, file, limits);
    const std::string where = file.string();
    const auto channels = static_cast<std::size_t>(sound.info.channels);
    const double rate = sound.info.samplerate;
    AudioFile read;
    if (const char *title = sf_get_string(sound.file, SF_STR_TITLE))
        read.title = title;
    Resampler resampler(rate, corpusSampleRate, where);
    std::vector<float> interleaved(chunk * channels);
    std::vector<float> mono;
    std::uint64_t frames = 0;
    for (;;) {
        const sf_count_t got = sf_readf_float(sound.file, interleaved.data(), static_cast<sf_count_t>(chunk));
        if (got <= 0)
            break;
        frames += static_cast<std::uint64_t>(got);
        if (static_cast<double>(frames) / rate > limits.mostSeconds)
            throw Error(where + ": longer than " + std::to_string(static_cast<int>(limits.mostSeconds / 60)) +
                        " minutes; cut it into pieces");
        mono.assign(static_cast<std::size_t>(got), 0.0f);
        for (std::size_t i = 0; i < mono.size(); ++i) {
            for (std::size_t c = 0; c < channels; ++c)
                mono[i] += interleaved[i * channels + c];
            mono[i] /= static_cast<float>(channels);
            if (!std::isfinite(mono[i]))
                throw Error(where + ": samples that are no numbers (NaN or infinite) at second " +
                            std::to_string(static_cast<double>(frames) / rate));
        }
        resampler.process(mono, read.frames);
    }
    if (const int failure = sf_error(sound.file))
        throw Error(where + ": damaged: " + sf_error_number(failure));
    const int format = sound.info.format & SF_FORMAT_TYPEMASK;
    if (format == SF_FORMAT_FLAC && static_cast<sf_count_t>(frames) < sound.info.frames)
        throw Error(where + ": cut short, " + std::to_string(frames) + " of " + std::to_string(sound.info.frames) +
                    " frames; copy it again");
    if (frames == 0)
        throw Error(where + ": holds no frames");
    resampler.process({}, read.frames);
    return read;
}

} // namespace klangraum
