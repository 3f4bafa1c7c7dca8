#include "training/trainerprivate.h"

#include "generators/family.h"
#include "generators/modelfolder.h"
#include "music/atomicfile.h"
#include "training/checkpoint.h"
#include "training/optimizers.h"
#include "training/samplefile.h"

#include <cmath>

namespace klangraum {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

Trainer::Private::Private(TrainOptions options, const Corpus &corpus)
    : m_options(std::move(options))
    , m_recipe(m_options.recipe)
    , m_corpus(corpus)
{
    m_device = chooseDevice(m_options.device);
    openFolder();
    try {
        buildNetwork();
    } catch (const Error &problem) {
        // A run that is new ends here: its folder says why.
        if (!m_options.resume)
            EventLog(m_folder->events())
                .append({ { "type", "state" },
                          { "state", "failed" },
                          { "reason", problem.what() },
                          { "step", 0 },
                          { "epoch", 0 },
                          { "elapsed", 0 } });
        throw;
    }
}

const Family &Trainer::Private::chosenFamily() const
{
    return m_options.family ? *m_options.family : family(m_recipe.family);
}

void Trainer::Private::openFolder()
{
    std::error_code error;
    const bool exists = std::filesystem::exists(m_options.run / "run.json", error);
    const bool queued = exists && textIn(RunFolder(m_options.run).info(), "state") == "queued";
    m_options.resume = m_options.resume && !queued;
    if (m_options.resume && exists) {
        m_folder = std::make_unique<RunFolder>(m_options.run);
        m_lock = std::make_unique<RunLock>(m_options.run);
        m_folder->takeCommand(); // left for an earlier trainer; from here on one is for this, though it has not begun
        json info = m_folder->info();
        m_recipe = recipeFromJson(info.at("recipe"), (m_options.run / "run.json").string());
        m_threads = info.value("threads", 0);
        const std::string hash = info.at("corpus").value("hash", "");
        if (hash != m_corpus.hash)
            throw Error(m_options.run.string() + ": the run was made on corpus '" + info["corpus"].value("name", "") +
                        "' with hash " + hash + ", found '" + m_corpus.name + "' with hash " + m_corpus.hash);
        if (m_options.extend) {
            m_recipe.training.epochs = m_options.recipe.training.epochs;
            m_threads = m_options.recipe.training.threads > 0 ? m_options.recipe.training.threads : m_threads;
            info["recipe"] = toJson(m_recipe);
            info["threads"] = m_threads;
            writeFileAtomically(m_options.run / "run.json", info.dump(1) + "\n");
        }
        m_threads = setThreads(m_threads);
        return;
    }
    m_threads = setThreads(m_recipe.training.threads);
    chosenFamily().makeTrainable(m_recipe.model); // a wrong recipe leaves no folder behind
    if (const std::string &model = m_recipe.training.beginWith; !model.empty())
        findModel(model, modelPlaces());
    const json info = { { "format", 1 },
                        { "recipe", toJson(m_recipe) },
                        { "corpus", corpusInfo() },
                        { "seed", m_recipe.training.seed },
                        { "device", m_device.device.str() },
                        { "device-text", m_device.text },
                        { "threads", m_threads },
                        { "versions", { { "klangraum", KLANGRAUM_VERSION }, { "torch", TORCH_VERSION } } } };
    if (exists && !queued)
        throw Error(m_options.run.string() +
                    ": holds a run already; go on with it by --resume or choose another folder");
    m_lock = std::make_unique<RunLock>(m_options.run);
    m_folder = std::make_unique<RunFolder>(RunFolder::create(m_options.run, info, *m_lock));
    m_folder->takeCommand(); // as above
}

json Trainer::Private::corpusInfo() const
{
    std::error_code error;
    const std::string file =
        m_options.corpusFile.empty() ? "" : std::filesystem::absolute(m_options.corpusFile, error).string();
    return { { "name", m_corpus.name }, { "hash", m_corpus.hash }, { "file", file }, { "licence", m_corpus.licence } };
}

// Everything that is written beside the checkpoints. Waits for room where the disk is full.
void Trainer::Private::openLogs()
{
    std::error_code error;
    for (const auto &event : lastEvents(m_folder->events()))
        if (const auto elapsed = event.find("elapsed"); elapsed != event.end() && elapsed->is_number())
            m_before = std::max(m_before, elapsed->get<double>());
    patiently([&] { m_status = std::make_unique<StatusFile>(m_folder->path()); });
    tellStatus("running");
    m_meter = std::make_unique<MachineMeter>(m_folder->path());
    if (m_options.telemetry)
        patiently(
            [&] { m_board = std::make_unique<TensorBoardLog>(m_folder->path(), m_options.resume ? m_step : -1); });
    writeCorpusReference();
}

// What samples are compared with: the corpus as the family reads it.
void Trainer::Private::writeCorpusReference()
{
    std::error_code error;
    if (std::filesystem::exists(m_folder->reference(), error))
        return;
    Corpus corpus = withHeldOut(m_corpus, m_recipe.training.heldOut, m_recipe.training.seed);
    for (CorpusPiece &piece : corpus.pieces)
        piece.score = m_trainable->read(piece.score).value_or(Score());
    patiently([&] { writeReference(m_folder->reference(), corpus, m_recipe.training.seed); });
}

void Trainer::Private::buildNetwork()
{
    torch::manual_seed(seedFor(m_recipe.training.seed, Purpose::Initial, 0));
    m_trainable = chosenFamily().makeTrainable(m_recipe.model);
    m_module = m_trainable->module();
    std::error_code error;
    if (const std::string &model = m_recipe.training.beginWith;
        !model.empty() && !std::filesystem::exists(m_folder->checkpoint("last"), error))
        m_begun = "begins with the weights of '" + model + "': " +
            std::to_string(beginWith(*m_module, findModel(model, modelPlaces()).folder / "weights.safetensors")) +
            " of " + std::to_string(namedTensors(*m_module).size()) + " tensors fit, the others begin as always";
    m_module->to(m_device.device);
    m_split = withHeldOut(m_corpus, m_recipe.training.heldOut, m_recipe.training.seed);
    m_train = m_trainable->data(m_split, Split::Train);
    m_valid = m_trainable->data(m_split, Split::Valid);
    if (!m_train || m_train->size() == 0)
        throw Error("corpus '" + m_corpus.name + "' gives no training windows for family '" + m_recipe.family +
                    "'; its pieces are too short or its training split is empty");
    dealEpoch();
    if (m_recipe.training.emaDecay > 0)
        m_mean = std::make_unique<MeanWeights>(*m_module, m_recipe.training.emaDecay);
}

void Trainer::Private::restore()
{
    const auto file = m_folder->checkpoint("last");
    std::error_code error;
    if (!m_options.resume || !std::filesystem::exists(file, error))
        return;
    Checkpoint checkpoint = loadCheckpoint(file);
    const json &state = checkpoint.state;
    loadInto(*m_module, checkpoint.model, file.string());
    if (m_mean)
        m_mean->restore(checkpoint.mean, state.at("step"), file.string());
    for (const auto &[name, tensor] : checkpoint.optimizers)
        m_savedOptimizers[name.substr(0, name.find('/'))][name.substr(name.find('/') + 1)] = tensor;
    m_step = state.at("step");
    m_epoch = state.at("epoch");
    m_position = state.at("position");
    m_bestEpoch = state.at("best-epoch");
    m_best = scalarOf(state.at("best")).value_or(m_best);
    for (const auto &[name, sum] : state.at("sums").items())
        m_sums[name] = { scalarOf(sum.at(0)).value_or(0), sum.at(1) };
    dealEpoch();
}

void Trainer::Private::saveLast()
{
    if (!allFinite(*m_module))
        throw Ended{ "failed", "weights are no numbers any more after step " + std::to_string(m_step) };
    Checkpoint checkpoint;
    checkpoint.model = namedTensors(*m_module);
    if (m_mean)
        checkpoint.mean = m_mean->tensors();
    auto optimizers = m_savedOptimizers;
    for (const auto &[name, optimizer] : m_optimizers)
        optimizers[name] = optimizerState(*optimizer);
    for (const auto &[name, tensors] : optimizers)
        for (const auto &[field, tensor] : tensors)
            checkpoint.optimizers[name + "/" + field] = tensor;
    json sums = json::object();
    for (const auto &[name, sum] : m_sums)
        sums[name] = { loggable(sum.first), sum.second };
    checkpoint.state = { { "step", m_step },           { "epoch", m_epoch },          { "position", m_position },
                         { "best", loggable(m_best) }, { "best-epoch", m_bestEpoch }, { "sums", sums } };
    patiently([&] { saveCheckpoint(m_folder->checkpoint("last"), checkpoint); });
    log("checkpoint", { { "file", "checkpoints/last.safetensors" } });
}

void Trainer::Private::saveWeights(const std::string &name, Storage storage)
{
    Checkpoint checkpoint;
    checkpoint.model = m_mean ? m_mean->tensors() : namedTensors(*m_module);
    checkpoint.state = { { "step", m_step },
                         { "epoch", m_epoch },
                         { "best", loggable(m_best) },
                         { "corpus-facts", m_trainable->corpusFacts() } };
    patiently([&] { saveCheckpoint(m_folder->checkpoint(name), checkpoint, storage); });
    log("checkpoint", { { "file", "checkpoints/" + name + ".safetensors" } });
}

// Every k-th epoch's weights are kept; 0: none.
std::int64_t Trainer::Private::keepEvery() const
{
    constexpr double budget = 1e9; // bytes, of a run
    if (m_recipe.training.keepEvery >= 0)
        return m_recipe.training.keepEvery;
    const double bytes = 2.0 * static_cast<double>(parameterCount(*m_module));
    return std::max<std::int64_t>(
        1, static_cast<std::int64_t>(std::ceil(bytes * static_cast<double>(m_recipe.training.epochs) / budget)));
}

} // namespace klangraum
