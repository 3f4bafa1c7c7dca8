#include "corpus/samplebytes.h"

#include "corpus/halving.h"
#include "music/atomicfile.h"
#include "music/error.h"

#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace klangraum {

namespace {

class MemoryBytes : public SampleBytes
{
public:
    explicit MemoryBytes(std::string bytes)
        : m_bytes(std::move(bytes))
    {
    }
    std::uint64_t size() const override { return m_bytes.size(); }
    void read(std::uint64_t at, std::size_t bytes, void *out) const override
    {
        std::memcpy(out, m_bytes.data() + at, bytes);
    }

private:
    std::string m_bytes;
};

std::array<unsigned char, 16> canonical(XXH128_hash_t hash)
{
    XXH128_canonical_t form;
    XXH128_canonicalFromHash(&form, hash);
    std::array<unsigned char, 16> digest{};
    std::memcpy(digest.data(), form.digest, digest.size());
    return digest;
}

void appendSamples(std::string &bytes, std::span<const float> frames)
{
    for (const float frame : frames) {
        const auto value = static_cast<std::uint16_t>(
            static_cast<std::int16_t>(std::lround(std::clamp(frame, -1.0f, 1.0f) * 32767.0f)));
        bytes.push_back(static_cast<char>(value & 0xff));
        bytes.push_back(static_cast<char>(value >> 8));
    }
}

} // namespace

std::shared_ptr<const SampleBytes> sampleBytesOf(std::string bytes)
{
    return std::make_shared<MemoryBytes>(std::move(bytes));
}

SampleFile::SampleFile(const std::filesystem::path &file)
    : SampleFile(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK), file)
{
}

SampleFile::SampleFile(int descriptor, std::filesystem::path file)
    : m_file(std::move(file))
    , m_descriptor(descriptor)
{
    if (m_descriptor < 0)
        throwFileError(m_file, "open", errno);
    struct stat about
    {
    };
    if (::fstat(m_descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
        ::close(m_descriptor);
        throw Error(m_file.string() + ": expected a file, found a folder or a device");
    }
}

SampleFile::~SampleFile()
{
    ::close(m_descriptor);
}

std::uint64_t SampleFile::size() const
{
    struct stat about
    {
    };
    return ::fstat(m_descriptor, &about) == 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
}

void SampleFile::read(std::uint64_t at, std::size_t bytes, void *out) const
{
    auto *to = static_cast<char *>(out);
    while (bytes > 0) {
        const ssize_t got = ::pread(m_descriptor, to, bytes, static_cast<off_t>(at));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throwFileError(m_file, "read", errno);
        if (got == 0)
            throw Error(m_file.string() + ": ends at byte " + std::to_string(at) +
                        "; it was cut short while it was in use");
        to += got;
        at += static_cast<std::uint64_t>(got);
        bytes -= static_cast<std::size_t>(got);
    }
}

SampleSpool::SampleSpool(const std::filesystem::path &folder)
    : m_folder(folder)
{
    if (folder.empty())
        return;
    std::string name = (folder / ".klangraum-XXXXXX").string();
    m_descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (m_descriptor < 0)
        throwFileError(folder, "write to", errno);
    ::unlink(name.c_str());
    m_file = std::make_shared<SampleFile>(m_descriptor, folder);
}

AudioSamples SampleSpool::add(std::span<const float> frames)
{
    std::string bytes;
    bytes.reserve(audioBytes(frames.size()));
    appendSamples(bytes, frames);
    std::vector<float> rate(frames.begin(), frames.end());
    for (int h = 1; h < audioRates; ++h) {
        rate = halveRate(rate);
        appendSamples(bytes, rate);
    }
    AudioSamples added;
    added.frames = frames.size();
    added.digest = canonical(XXH3_128bits(bytes.data(), bytes.size()));
    if (!m_file) {
        added.where = sampleBytesOf(std::move(bytes));
        return added;
    }
    const std::lock_guard lock(m_mutex);
    added.where = m_file;
    added.offset = m_end;
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t put =
            ::pwrite(m_descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(m_end + done));
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            throwFileError(m_folder, "write to", errno);
        done += static_cast<std::size_t>(put);
    }
    m_end += bytes.size();
    return added;
}

std::array<unsigned char, 16> sampleDigest(const AudioSamples &samples)
{
    const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), &XXH3_freeState);
    XXH3_128bits_reset(state.get());
    std::vector<char> bytes(1 << 20);
    const std::uint64_t size = audioBytes(samples.frames);
    for (std::uint64_t done = 0; done < size;) {
        const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), size - done));
        samples.where->read(samples.offset + done, now, bytes.data());
        XXH3_128bits_update(state.get(), bytes.data(), now);
        done += now;
    }
    return canonical(XXH3_128bits_digest(state.get()));
}

} // namespace klangraum
