#include "evaluation/framecorpus.h"

#include "corpus/corpusfile.h"
#include "corpus/musichash.h"
#include "corpus/splits.h"
#include "evaluation/framefile.h"
#include "music/error.h"

#include <cmath>
#include <map>

namespace klangraum {

namespace {

// A sounding pitch of the frame before, by voice and pitch, to its place in the score's notes.
using Sounding = std::map<std::pair<int, int>, std::size_t>;

Score scoreOf(const FramePiece &frames, std::size_t voiceCount, Tick ticks)
{
    Score score;
    for (std::size_t voice = 0; voice < std::max<std::size_t>(voiceCount, 1); ++voice)
        score.voices.push_back({ voiceCount > 0 ? "Voice " + std::to_string(voice + 1) : "Notes", 0, false });
    Sounding before;
    for (std::size_t step = 0; step < frames.size(); ++step) {
        Sounding now;
        for (std::size_t place = 0; place < frames[step].size(); ++place) {
            const int pitch = frames[step][place];
            const std::pair key(voiceCount > 0 ? static_cast<int>(place) : 0, pitch);
            if (pitch < 0 || now.contains(key))
                continue;
            if (const auto held = before.find(key); held != before.end()) {
                score.notes[held->second].duration += ticks;
                now[key] = held->second;
                continue;
            }
            now[key] = score.notes.size();
            Note note;
            note.start = static_cast<Tick>(step) * ticks;
            note.duration = ticks;
            note.pitch = pitch;
            note.voice = key.first;
            score.notes.push_back(note);
        }
        before = std::move(now);
    }
    score.length = static_cast<Tick>(frames.size()) * ticks;
    score.normalise();
    return score;
}

} // namespace

Corpus importFrames(const std::filesystem::path &file, double frame, const ImportOptions &options)
{
    const Tick ticks = std::llround(frame * Score().ticksPerQuarter);
    if (!(frame > 0) || !(frame <= 64) || ticks < 1)
        throw Error("import: a frame of " + std::to_string(frame) + " quarters; expected more than 0, 64 at most");
    const FrameFile frames = FrameFile::load(file);
    Corpus corpus;
    corpus.source = file.filename().string();
    corpus.name = options.name.empty() ? file.stem().string() : options.name;
    corpus.licence = options.licence;
    corpus.seed = options.seed;
    corpus.transposeLow = options.transposeLow;
    corpus.transposeHigh = options.transposeHigh;
    const bool shared = options.splitMode == SplitMode::ByPiece;
    std::map<std::string, std::string> known; // hash of the music -> first piece
    for (const auto &[split, pieces] : frames.splits) {
        if (shared && split != "train")
            continue;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const std::string name = split + "/" + std::to_string(i + 1);
            Score score = scoreOf(pieces[i], frames.voiceCount, ticks);
            if (score.notes.empty()) {
                corpus.refused.push_back({ name, "holds no notes" });
                continue;
            }
            if (const auto [first, isNew] = known.emplace(musicHash(score), name); !isNew) {
                corpus.refused.push_back({ name, "duplicate of " + first->second });
                continue;
            }
            corpus.pieces.push_back({ "", name, splitOfFolder(name).value_or(Split::Train), std::move(score) });
        }
    }
    if (corpus.split(Split::Train).empty())
        throw Error(file.string() + ": no training piece; expected pieces with notes in 'train', found " +
                    std::to_string(corpus.pieces.size()) + " pieces in other splits");
    if (shared)
        splitByPiece(corpus.pieces, options.shares, options.seed);
    corpus.hash = corpusContentHash(corpus);
    return corpus;
}

} // namespace klangraum
