#include "corpus/import.h"

#include "corpus/corpusfile.h"
#include "corpus/importaudio.h"
#include "corpus/kernfile.h"
#include "corpus/musichash.h"
#include "corpus/splits.h"
#include "music/error.h"
#include "music/midifile.h"
#include "music/miditext.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace fs = std::filesystem;

namespace klangraum {

namespace {

struct Candidate
{
    fs::path path;
    std::string name; // as it stands in the corpus and in the list of refusals: UTF-8 whatever the file system has
};

std::string nameOf(const fs::path &file)
{
    const std::string raw = file.generic_string();
    return midiText({ reinterpret_cast<const std::uint8_t *>(raw.data()), raw.size() });
}

std::string lowerExtension(const fs::path &file)
{
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

bool isMidi(const fs::path &file)
{
    const std::string extension = lowerExtension(file);
    return extension == ".mid" || extension == ".midi";
}

bool isKern(const fs::path &file)
{
    return lowerExtension(file) == ".krn";
}

// A trailing slash leaves no file name; the folder's own name is meant.
fs::path lastName(const fs::path &source)
{
    const fs::path whole = fs::absolute(source).lexically_normal();
    return whole.has_filename() ? whole.filename() : whole.parent_path().filename();
}

void gatherFolder(const fs::path &folder, const fs::path &prefix, std::vector<Candidate> &files,
                  std::vector<Refusal> &refused)
{
    std::vector<fs::path> entries;
    std::error_code failure;
    for (fs::directory_iterator it(folder, failure), end; !failure && it != end; it.increment(failure))
        entries.push_back(it->path());
    if (failure)
        refused.push_back({ nameOf(prefix), "folder cannot be read: " + failure.message() });
    std::sort(entries.begin(), entries.end());
    for (const fs::path &entry : entries) {
        const fs::path name = prefix / entry.filename();
        std::error_code ignored;
        const bool link = fs::is_symlink(entry, ignored);
        if (fs::is_directory(entry, ignored)) {
            if (!link) // a linked folder may lead back up
                gatherFolder(entry, name, files, refused);
        } else if (isMidi(entry) || isKern(entry) || isSoundName(entry)) {
            files.push_back({ entry, nameOf(name) });
        }
    }
}

std::vector<Candidate> gather(const std::vector<fs::path> &sources, std::vector<Refusal> &refused)
{
    std::vector<Candidate> files;
    for (const fs::path &source : sources) {
        std::error_code failure;
        const fs::path prefix = sources.size() > 1 ? lastName(source) : fs::path();
        if (fs::is_directory(source, failure)) {
            gatherFolder(source, prefix, files, refused);
        } else if (fs::exists(source, failure)) {
            const std::string name = nameOf(source.filename());
            if (isMidi(source) || isKern(source) || isSoundName(source))
                files.push_back({ source, name });
            else
                refused.push_back(
                    { name, "expected MIDI, kern or sound (.mid, .midi, .krn, .wav, .flac, .ogg, .mp3)" });
        } else {
            throw Error("import: " + source.string() + " does not exist");
        }
    }
    return files;
}

struct Reading
{
    std::optional<Score> score;
    std::string reason;
};

Reading readOne(const Candidate &candidate, const ImportOptions &options)
{
    Reading reading;
    try {
        std::error_code failure;
        if (!fs::is_regular_file(candidate.path, failure))
            return { std::nullopt, "not a regular file" };
        MidiReadOptions midi;
        midi.sustainPedal = options.sustainPedal;
        midi.maxFileBytes = options.largestFile;
        Score score =
            isKern(candidate.path) ? readKern(candidate.path, options.largestFile) : readMidi(candidate.path, midi);
        if (score.notes.empty())
            return { std::nullopt, "holds no notes" };
        reading.score = std::move(score);
    } catch (const Error &error) {
        reading.reason = error.what();
        // The list names the file already.
        for (const std::string &path : { candidate.path.string() + ": ", candidate.path.filename().string() + ": " }) {
            if (const auto at = reading.reason.find(path); at != std::string::npos)
                reading.reason.erase(at, path.size());
        }
    } catch (const std::exception &error) {
        reading.reason = std::string("cannot be read: ") + error.what();
    }
    return reading;
}

// Reads all files on options.threads threads; reports from the calling one. Results in the order of `files`.
std::vector<Reading> readAll(const std::vector<Candidate> &files, const ImportOptions &options,
                             const Progress &progress)
{
    std::vector<Reading> readings(files.size());
    std::atomic<std::size_t> next{ 0 };
    std::atomic<std::size_t> notes{ 0 };
    std::atomic<bool> stop{ false };
    std::mutex mutex;
    std::condition_variable arrived;
    std::deque<std::size_t> ready;
    const auto work = [&] {
        for (std::size_t i = next++; i < files.size() && !stop; i = next++) {
            readings[i] = readOne(files[i], options);
            if (readings[i].score)
                notes += readings[i].score->notes.size();
            const std::lock_guard lock(mutex);
            ready.push_back(i);
            arrived.notify_one();
        }
    };
    bool cancelled = false;
    bool tooMany = false;
    {
        std::vector<std::jthread> workers;
        const auto count = static_cast<std::size_t>(std::clamp(options.threads, 1, 64));
        for (std::size_t w = 0; w < std::min(count, files.size()); ++w)
            workers.emplace_back(work);
        for (std::size_t done = 0; done < files.size() && !stop; ++done) {
            std::unique_lock lock(mutex);
            arrived.wait(lock, [&] { return !ready.empty(); });
            const std::size_t i = ready.front();
            ready.pop_front();
            lock.unlock();
            tooMany = notes > options.mostNotes;
            try {
                cancelled = progress && !progress({ done + 1, files.size(), files[i].name });
            } catch (...) {
                stop = true;
                throw;
            }
            stop = cancelled || tooMany;
        }
    }
    if (cancelled)
        throw Error("import: cancelled after " + std::to_string(std::min(next.load(), files.size())) + " of " +
                    std::to_string(files.size()) + " files; nothing was written");
    if (tooMany)
        throw Error("import: more than " + std::to_string(options.mostNotes) +
                    " notes; they would not fit into memory, import fewer files");
    return readings;
}

// What to call the corpus: the source's folder, or the one above where that is called by its format or split.
std::string nameForCorpus(const fs::path &source)
{
    const fs::path name = lastName(source);
    const fs::path above = fs::absolute(source).lexically_normal().parent_path();
    const bool folder = !isMidi(source) && !isKern(source) && !isSoundName(source);
    if (folder && (name == "midi" || name == "mid" || name == "train" || name == "data") && lastName(above) != name)
        return nameOf(lastName(above));
    return nameOf(folder ? name : name.stem());
}

std::string describeSources(const std::vector<fs::path> &sources)
{
    std::string names;
    for (const fs::path &source : sources)
        names += (names.empty() ? "" : ", ") + nameOf(lastName(source));
    return names;
}

template <typename Piece>
void assignSplits(std::vector<Piece> &pieces, const std::vector<fs::path> &paths, const ImportOptions &options)
{
    if (options.splitMode == SplitMode::ByPiece) {
        splitByPiece(pieces, options.shares, options.seed);
        return;
    }
    for (std::size_t i = 0; i < pieces.size(); ++i)
        pieces[i].split = splitOfFolder(paths[i]).value_or(Split::Train);
}

// Takes the files of the other kind out and refuses them. True where sound is imported.
bool chooseKind(std::vector<Candidate> &files, ImportKind kind, std::vector<Refusal> &refused)
{
    const bool scores =
        std::any_of(files.begin(), files.end(), [](const Candidate &file) { return !isSoundName(file.path); });
    const bool sound = kind == ImportKind::Sound || (kind == ImportKind::Either && !scores);
    const char *const reason = sound ? "a score; this import is of sound (a corpus holds one of the two)"
                                     : "a sound file among scores; import it by itself, or with --sound";
    std::vector<Candidate> taken;
    for (Candidate &file : files) {
        if (isSoundName(file.path) == sound)
            taken.push_back(std::move(file));
        else
            refused.push_back({ file.name, reason });
    }
    files = std::move(taken);
    return sound;
}

int numberOf(std::string_view text, const std::string &whole)
{
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size())
        throw Error("transposition \"" + whole + "\": expected LOW..HIGH in semitones, for example -5..6");
    return value;
}

} // namespace

void parseSplit(const std::string &text, ImportOptions &options)
{
    if (text == "folders") {
        options.splitMode = SplitMode::ByFolder;
        return;
    }
    const std::string problem = "split \"" + text + "\": expected TRAIN,VALID,TEST, for example 80,10,10, or folders";
    std::array<double, 3> shares{};
    const char *at = text.data();
    const char *const end = text.data() + text.size();
    for (std::size_t i = 0; i < 3; ++i) {
        const auto [after, failure] = std::from_chars(at, end, shares[i]);
        if (failure != std::errc{} || !(shares[i] >= 0) || shares[i] > 1e9 ||
            (i < 2 && (after == end || *after != ',')) || (i == 2 && after != end))
            throw Error(problem);
        at = i < 2 ? after + 1 : after;
    }
    if (shares[0] + shares[1] + shares[2] <= 0)
        throw Error(problem);
    options.splitMode = SplitMode::ByPiece;
    options.shares = shares;
}

void parseTranspose(const std::string &text, ImportOptions &options)
{
    const std::size_t dots = text.find("..");
    if (dots == std::string::npos)
        throw Error("transposition \"" + text + "\": expected LOW..HIGH in semitones, for example -5..6");
    const auto number = [&](std::string_view part) {
        return numberOf(part.substr(part.starts_with('+') ? 1 : 0), text);
    };
    const int low = number(std::string_view(text).substr(0, dots));
    const int high = number(std::string_view(text).substr(dots + 2));
    if (low > high || low < -48 || high > 48)
        throw Error("transposition \"" + text + "\": expected LOW not above HIGH and both within -48..48");
    options.transposeLow = low;
    options.transposeHigh = high;
}

Corpus importMusic(const std::vector<fs::path> &sources, const ImportOptions &options, const Progress &progress)
{
    if (sources.empty())
        throw Error("import: no source given; expected folders or MIDI files");
    Corpus corpus;
    corpus.source = describeSources(sources);
    corpus.name = options.name.empty() ? nameForCorpus(sources.front()) : options.name;
    corpus.licence = options.licence;
    corpus.seed = options.seed;
    corpus.transposeLow = options.transposeLow;
    corpus.transposeHigh = options.transposeHigh;
    std::vector<Candidate> files = gather(sources, corpus.refused);
    const bool sound = chooseKind(files, options.kind, corpus.refused);
    if (files.empty())
        throw Error(std::string("import: no ") +
                    (sound && options.kind == ImportKind::Sound
                         ? "sound files (.wav, .flac, .ogg, .mp3)"
                         : "MIDI files (.mid, .midi) and no sound files (.wav, .flac, .ogg, .mp3)") +
                    " in " + corpus.source);
    const auto placeOf = [&](const std::string &name) {
        return sources.size() == 1 ? lastName(sources.front()) / name : fs::path(name);
    };
    if (sound) {
        std::vector<SoundFile> sounds;
        for (const Candidate &file : files)
            sounds.push_back({ file.path, file.name });
        std::vector<std::size_t> kept;
        importSound(sounds, options, progress, corpus, kept);
        if (corpus.audio.empty())
            throw Error("import: none of the " + std::to_string(files.size()) + " sound files in " + corpus.source +
                        " could be used; the first: " + corpus.refused.front().file + ": " +
                        corpus.refused.front().reason);
        std::vector<fs::path> places;
        for (const std::size_t i : kept)
            places.push_back(placeOf(files[i].name));
        assignSplits(corpus.audio, places, options);
        corpus.hash = corpusContentHash(corpus);
        return corpus;
    }
    std::vector<Reading> readings = readAll(files, options, progress);
    std::map<std::string, std::string> known; // hash of the music -> first file
    std::vector<fs::path> paths;
    for (std::size_t i = 0; i < files.size(); ++i) {
        Reading &reading = readings[i];
        if (!reading.score) {
            corpus.refused.push_back({ files[i].name, reading.reason });
            continue;
        }
        const auto [first, isNew] = known.emplace(musicHash(*reading.score), files[i].name);
        if (!isNew) {
            corpus.refused.push_back({ files[i].name, "duplicate of " + first->second });
            continue;
        }
        paths.push_back(placeOf(files[i].name));
        corpus.pieces.push_back({ reading.score->title, files[i].name, Split::Train, std::move(*reading.score) });
    }
    if (corpus.pieces.empty())
        throw Error("import: none of the " + std::to_string(files.size()) + " MIDI files in " + corpus.source +
                    " could be used; the first: " + corpus.refused.front().file + ": " + corpus.refused.front().reason);
    assignSplits(corpus.pieces, paths, options);
    corpus.hash = corpusContentHash(corpus);
    return corpus;
}

} // namespace klangraum
