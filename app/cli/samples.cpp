#include "training/package.h"

#include "samples.h"

#include "console.h"
#include "corpus/windows.h"
#include "evaluation/draw.h"
#include "generators/device.h"
#include "generators/filehash.h"
#include "generators/modelfolder.h"
#include "music/error.h"
#include "music/midifile.h"

#include <algorithm>

namespace klangraum {

namespace {

namespace fs = std::filesystem;

void advance(const SampleRequest &request, std::size_t done, std::size_t of)
{
    if (request.progress &&
        !request.progress(static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(of, 1))))
        throw Error("interrupted before the end; nothing was written");
}

torch::Device computeDevice(const Globals &globals)
{
    setThreads(globals.computeThreads(2));
    const ComputeDevice device = chooseDevice(globals.computeDevice());
    if (!device.notice.empty())
        printNotice(device.notice);
    return device.device;
}

SampleSet fromModel(const Globals &globals, const SampleRequest &request)
{
    const InstalledModel model = findModel(request.source, globals.modelPlaces());
    if (model.description.output != "score")
        throw Error("model '" + model.description.name + "' makes sound, not notes; evaluate compares notes");
    const auto generator = openModel(model.folder, computeDevice(globals));
    GenerateRequest piece;
    piece.bars = request.bars > 0 ? request.bars : 2;
    SampleSet set;
    for (std::size_t i = 0; i < request.count; ++i) {
        advance(request, i, request.count);
        piece.seed = request.seed + i;
        set.scores.push_back(std::get<Score>(generator->generate(piece)));
    }
    set.about = { { "name", model.description.name },
                  { "kind", "model" },
                  { "family", model.description.family },
                  { "trained-on", model.description.corpus },
                  { "weights-hash", fileHash(model.folder / "weights.safetensors") },
                  { "bars", piece.bars },
                  { "seeds",
                    std::to_string(request.seed) + " to " + std::to_string(request.seed + request.count - 1) } };
    return set;
}

SampleSet fromRun(const Globals &globals, const SampleRequest &request)
{
    constexpr std::size_t kBlock = 100; // samples drawn at once, so that Ctrl-C is heeded
    const OpenedRun run = openRun(request.source, {}, {}, computeDevice(globals));
    const torch::NoGradGuard noGrad;
    SampleSet set;
    for (std::size_t i = 0; i < request.count; i += kBlock) {
        advance(request, i, request.count);
        const auto block =
            run.trainable->sample(static_cast<int>(std::min(kBlock, request.count - i)), request.seed + i / kBlock);
        set.scores.insert(set.scores.end(), block.begin(), block.end());
    }
    set.about = { { "name", fs::absolute(request.source).lexically_normal().filename().string() },
                  { "kind", "run" },
                  { "family", run.recipe.family },
                  { "recipe", run.recipe.name },
                  { "trained-on", run.corpus.name + " " + run.corpus.hash },
                  { "training-seed", run.recipe.training.seed },
                  { "checkpoint", run.checkpoint },
                  { "epoch", run.epoch },
                  { "seeds", std::to_string(request.seed) + " and following, one for each hundred samples" } };
    return set;
}

// Every bar-line window of `bars` bars of 4/4, or the piece itself.
void addPiece(SampleSet &set, const Score &piece, int bars)
{
    if (bars == 0) {
        set.scores.push_back(piece);
        return;
    }
    WindowOptions options;
    options.quarters = options.hop = 4.0 * bars;
    options.onBars = true;
    const auto length = static_cast<Tick>(options.quarters) * piece.ticksPerQuarter;
    for (const Tick start : windowStarts(piece, options))
        set.scores.push_back(cutWindow(piece, start, length));
}

void drawFew(SampleSet &set, const SampleRequest &request)
{
    std::vector<Score> drawn;
    for (const std::size_t i : drawIndices(set.scores.size(), request.count, request.seed))
        drawn.push_back(std::move(set.scores[i]));
    set.about["found"] = set.scores.size();
    set.about["drawn"] = drawn.size();
    set.about["seed"] = request.seed;
    set.scores = std::move(drawn);
    set.wholePieces = request.bars == 0;
}

// Identical files stay: how alike samples are is what is asked.
SampleSet fromFolder(const SampleRequest &request)
{
    std::vector<fs::path> files;
    for (const auto &entry :
         fs::recursive_directory_iterator(request.source, fs::directory_options::skip_permission_denied)) {
        const auto extension = entry.path().extension();
        if (entry.is_regular_file() && (extension == ".mid" || extension == ".midi"))
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    SampleSet set;
    std::size_t refused = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        advance(request, i, files.size());
        try {
            addPiece(set, readMidi(files[i]), request.bars);
        } catch (const Error &error) {
            ++refused;
            printNotice(error.what());
        }
    }
    if (set.scores.empty())
        throw Error(request.source + ": no readable MIDI file here (" + std::to_string(refused) +
                    " refused), and neither a model nor a run");
    set.about = { { "name", fs::absolute(request.source).lexically_normal().filename().string() },
                  { "kind", "folder" },
                  { "files", files.size() },
                  { "refused", refused } };
    drawFew(set, request);
    return set;
}

SampleSet fromCorpus(const SampleRequest &request)
{
    const Corpus corpus = Corpus::load(request.source);
    SampleSet set;
    for (const CorpusPiece &piece : corpus.pieces)
        addPiece(set, piece.score, request.bars);
    set.about = { { "name", corpus.name },
                  { "kind", "corpus" },
                  { "hash", corpus.hash },
                  { "pieces", corpus.pieces.size() },
                  { "splits", "all" } };
    drawFew(set, request);
    return set;
}

} // namespace

SampleSet takeSamples(const Globals &globals, const SampleRequest &request)
{
    const fs::path path = request.source;
    std::error_code none;
    if (fs::exists(path / "run.json", none))
        return fromRun(globals, request);
    if (fs::is_directory(path, none) && !fs::exists(path / "model.json", none))
        return fromFolder(request);
    if (fs::is_regular_file(path, none))
        return fromCorpus(request);
    return fromModel(globals, request);
}

} // namespace klangraum
