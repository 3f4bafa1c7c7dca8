// Two networks against each other: the collapse meter at work, and what is said of failures that begin and end.
#include "training/collapsemeter.h"
#include "training/duelwatch.h"
#include "training/runreader.h"
#include "training/trainerprivate.h"

#include <mutex>

namespace klangraum {

using nlohmann::json;

namespace {

// Torch's own generator as it was, whatever a family drew from it.
class KeepRandom
{
public:
    KeepRandom()
        : m_generator(at::detail::getDefaultCPUGenerator())
    {
        const std::lock_guard<std::mutex> lock(m_generator.mutex());
        m_state = m_generator.get_state();
    }
    ~KeepRandom()
    {
        const std::lock_guard<std::mutex> lock(m_generator.mutex());
        m_generator.set_state(m_state);
    }
    KeepRandom(const KeepRandom &) = delete;
    KeepRandom &operator=(const KeepRandom &) = delete;

private:
    at::Generator m_generator;
    at::Tensor m_state;
};

} // namespace

// After the `start` of this trainer is logged: what an earlier one has seen of the run.
void Trainer::Private::beginDuel()
{
    if (!m_trainable->adversarial() || !m_options.telemetry)
        return;
    m_watch = std::make_unique<DuelWatch>();
    const Corpus corpus = withHeldOut(m_corpus, m_recipe.training.heldOut, m_recipe.training.seed);
    std::vector<Score> pieces;
    for (const CorpusPiece &piece : corpus.pieces)
        if (piece.split == Split::Train)
            if (auto read = m_trainable->read(piece.score))
                pieces.push_back(std::move(*read));
    m_collapse = std::make_unique<CollapseMeter>(std::move(pieces), m_recipe.training.seed);
    if (!m_options.resume)
        return;
    RunReader earlier(m_folder->path());
    earlier.update();
    const EventTable &steps = earlier.steps();
    std::map<std::size_t, json> rows; // of the log's table
    for (const auto &[name, series] : steps.series)
        for (std::size_t i = series.rows.size(); i-- > 0 && steps.step[series.rows[i]] > m_step - DuelWatch::memory;)
            rows[series.rows[i]][name] = loggable(series.values[i]);
    for (auto &[row, event] : rows) {
        event["step"] = steps.step[row];
        m_watch->take(event);
    }
    std::set<std::string> active;
    for (const RunWarning &warning : earlier.summary().warnings)
        active.insert(warning.code);
    m_watch->setActive(active);
    tellStatus("running");
}

// Where it is time for it: the same seeds each time, in eval mode, and nothing is left changed. True: it has looked.
bool Trainer::Private::lookForCollapse(json &event)
{
    if (!m_collapse || m_recipe.training.collapseSteps == 0 || m_step % m_recipe.training.collapseSteps != 0)
        return false;
    const torch::NoGradGuard noGrad;
    const KeepRandom random;
    const bool training = m_module->is_training();
    m_module->eval();
    const CollapseReading reading =
        m_collapse->read(m_trainable->sample(CollapseMeter::pieces, m_recipe.training.seed));
    m_module->train(training);
    event["duel/distance"] = reading.distance;
    event["duel/corpus-distance"] = reading.corpusDistance;
    event["duel/collapse"] = reading.collapse;
    event["duel/silent"] = reading.silent;
    event["duel/one-note"] = reading.oneNote;
    return true;
}

// Of a step that is logged.
void Trainer::Private::watchDuel(json event)
{
    if (!m_watch)
        return;
    event["step"] = m_step;
    const std::vector<DuelCall> calls = m_watch->take(event);
    for (const DuelCall &call : calls) {
        const std::string text = DuelWatch::text(call.code);
        log("warning", { { "code", call.code }, { "state", call.begins ? "begins" : "ends" }, { "text", text } });
        report("running", (call.begins ? "warning: " : "over: ") + text);
    }
    if (!calls.empty())
        tellStatus("running");
}

// The state, and the warnings that hold.
void Trainer::Private::tellStatus(const std::string &state)
{
    if (!m_status)
        return;
    std::string notice;
    if (m_watch)
        for (const std::string &code : m_watch->active())
            notice += (notice.empty() ? "" : "; ") + DuelWatch::text(code);
    m_status->write(m_paused ? "paused" : state, notice, m_step, m_epoch);
}

} // namespace klangraum
