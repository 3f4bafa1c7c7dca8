// RunReader: a run folder read while it grows, or a year later: every scalar by columns, and what happened. No torch.
// A million events take well under a second (klangraum bench run-reader), what is new is read from where the last call
// ended. Events that a later resume made void are dropped; nothing depends on the wall clock.
//
// Thread rule: one thread at a time an object; it never waits for a trainer. update() never throws: a folder that is
// no run (yet) has its reason in summary().problem.
#pragma once

#include "training/eventtable.h"
#include "training/runs.h"

#include <deque>
#include <filesystem>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

class RunReader
{
public:
    explicit RunReader(std::filesystem::path folder);
    ~RunReader();
    RunReader(const RunReader &) = delete;
    RunReader &operator=(const RunReader &) = delete;

    const std::filesystem::path &folder() const { return m_summary.folder; }

    // Reads what is new, at most about `bytes` of the log (0: all there is). True where tables, events or the summary
    // changed.
    bool update(std::uint64_t bytes = 0);
    // Share of the log that has been read, 0..1.
    double progress() const;

    const RunSummary &summary() const { return m_summary; }
    const nlohmann::json &info() const { return m_info; } // run.json; null while there is none
    const EventTable &steps() const { return m_steps; }
    const EventTable &epochs() const { return m_epochs; }
    const EventTable &system() const { return m_system; }
    // start, state, notice, warning, samples, latent and checkpoint, as written; the oldest go where there are very
    // many.
    const std::deque<nlohmann::json> &events() const { return m_events; }
    // The last epoch that was the best so far; 0: none yet.
    std::int64_t bestEpoch() const;
    // Rises when rows were dropped or the log was replaced: whoever keeps copies of the tables starts over.
    std::uint64_t generation() const { return m_generation; }

    // A row for each step, epoch and system event, in the order of the log's tables: type, step, epoch, time, elapsed
    // and every scalar; empty where an event has none, NaN and Infinity in words. Atomic; throws DiskFull or Error.
    void writeCsv(const std::filesystem::path &file) const;

private:
    void reset();
    void readInfo();
    void readLog(int file, std::uint64_t bytes);
    void readLine(std::string_view line);
    void drop(std::int64_t step, std::int64_t epoch);
    void latest();

    RunSummary m_summary;
    nlohmann::json m_info;
    std::string m_infoStamp; // time and size of run.json when it was read
    std::pair<std::string, std::string> m_logged; // state and reason by the log alone
    EventTable m_steps, m_epochs, m_system;
    std::list<EventShape> m_shapes; // the last one that fitted first
    std::deque<nlohmann::json> m_events;
    std::vector<std::uint32_t> m_bestRows; // of m_epochs
    std::string m_rest; // within update(): a line whose end is in the next block
    bool m_skipping = false; // a line too long to be one of ours
    std::uint64_t m_offset = 0; // of the log; between two calls at the begin of a line
    std::uint64_t m_size = 0; // of the log, when last looked at
    std::uint64_t m_inode = 0;
    std::uint64_t m_generation = 0;
};

} // namespace klangraum
