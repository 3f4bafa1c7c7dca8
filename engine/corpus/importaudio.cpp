#include "corpus/importaudio.h"

#include "corpus/audiofile.h"
#include "corpus/samplebytes.h"
#include "music/atomicfile.h"
#include "music/error.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace klangraum {

namespace {

constexpr float silence = 0.001f; // -60 dB of full scale: no frame of a silent file is louder
constexpr double shortest = 1; // seconds

struct Reading
{
    std::optional<AudioPiece> piece;
    std::string reason;
};

Reading readOne(const SoundFile &file, const ImportOptions &options, SampleSpool &spool)
{
    Reading reading;
    try {
        AudioFileLimits limits;
        limits.largestFile = options.largestSound;
        AudioFile sound = readAudioFile(file.path, limits);
        if (static_cast<double>(sound.frames.size()) < shortest * corpusSampleRate)
            return { std::nullopt, "shorter than a second" };
        if (std::none_of(sound.frames.begin(), sound.frames.end(), [](float f) { return std::fabs(f) > silence; }))
            return { std::nullopt, "silent throughout (below -60 dB)" };
        AudioPiece piece;
        piece.title = std::move(sound.title);
        piece.file = file.name;
        piece.samples = spool.add(sound.frames);
        reading.piece = std::move(piece);
    } catch (const DiskFull &) {
        throw;
    } catch (const Error &error) {
        reading.reason = error.what();
        const std::string path = file.path.string() + ": "; // the list names the file already
        if (reading.reason.starts_with(path))
            reading.reason.erase(0, path.size());
    } catch (const std::exception &error) {
        reading.reason = std::string("cannot be read: ") + error.what();
    }
    return reading;
}

// All files on options.threads threads, of which this is one; results in the order of `files`.
class Reader
{
public:
    Reader(const std::vector<SoundFile> &files, const ImportOptions &options, const Progress &progress)
        : m_files(files)
        , m_options(options)
        , m_progress(progress)
        , m_spool(options.spool)
        , m_readings(files.size())
    {
    }

    std::vector<Reading> run()
    {
        {
            std::vector<std::jthread> helpers;
            const auto threads = static_cast<std::size_t>(std::clamp(m_options.threads, 1, 64));
            for (std::size_t t = 0; t < std::min(threads, m_files.size()); ++t)
                helpers.emplace_back([this] { work(); });
            report();
        }
        if (m_failure)
            std::rethrow_exception(m_failure);
        if (m_cancelled)
            throw Error("import: cancelled; nothing was written");
        return std::move(m_readings);
    }

private:
    void work()
    {
        for (std::size_t i = m_next++; i < m_files.size() && !m_stop; i = m_next++) {
            std::exception_ptr failure;
            try {
                m_readings[i] = readOne(m_files[i], m_options, m_spool);
            } catch (...) {
                failure = std::current_exception();
            }
            const std::lock_guard lock(m_mutex);
            m_ready.push_back(i);
            if (failure) {
                m_failure = failure;
                m_stop = true;
            }
            m_arrived.notify_one();
        }
    }
    void report()
    {
        for (std::size_t done = 1; done <= m_files.size() && !m_stop; ++done) {
            std::unique_lock lock(m_mutex);
            m_arrived.wait(lock, [this] { return !m_ready.empty(); });
            const std::size_t i = m_ready.front();
            m_ready.pop_front();
            if (m_failure)
                return;
            lock.unlock();
            try {
                m_cancelled = m_progress && !m_progress({ done, m_files.size(), m_files[i].name });
            } catch (...) {
                m_stop = true;
                throw;
            }
            if (m_cancelled)
                m_stop = true;
        }
    }

    const std::vector<SoundFile> &m_files;
    const ImportOptions &m_options;
    const Progress &m_progress;
    SampleSpool m_spool;
    std::vector<Reading> m_readings;
    std::atomic<std::size_t> m_next{ 0 };
    std::atomic<bool> m_stop{ false };
    std::mutex m_mutex; // of what follows
    std::condition_variable m_arrived;
    std::deque<std::size_t> m_ready;
    std::exception_ptr m_failure;
    bool m_cancelled = false;
};

} // namespace

bool isSoundName(const std::filesystem::path &file)
{
    static const char *const names[] = { ".wav", ".flac", ".ogg", ".mp3" };
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::find(std::begin(names), std::end(names), extension) != std::end(names);
}

void importSound(const std::vector<SoundFile> &files, const ImportOptions &options, const Progress &progress,
                 Corpus &corpus, std::vector<std::size_t> &kept)
{
    if (!audioFilesCanBeRead())
        throw Error(
            "import: this build has no audio libraries and reads no sound files; import where KLANGRAUM_AUDIO is on "
            "and bring the corpus here");
    if (options.transposeLow != 0 || options.transposeHigh != 0)
        throw Error("import: --transpose is for scores; leave it out for sound files");
    corpus.sampleRate = corpusSampleRate;
    std::vector<Reading> readings = Reader(files, options, progress).run();
    std::map<std::array<unsigned char, 16>, std::string> known; // hash of the samples -> first file
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!readings[i].piece) {
            corpus.refused.push_back({ files[i].name, readings[i].reason });
            continue;
        }
        const auto [first, isNew] = known.emplace(readings[i].piece->samples.digest, files[i].name);
        if (!isNew) {
            corpus.refused.push_back({ files[i].name, "duplicate of " + first->second });
            continue;
        }
        kept.push_back(i);
        corpus.audio.push_back(std::move(*readings[i].piece));
    }
}

} // namespace klangraum
