#include "runtime/keeper.h"

#include "music/midifile.h"
#include "playback/offlinerender.h"

#include <exception>
#include <system_error>
#include <utility>

namespace klangraum {

namespace {

// NAME, NAME-2, NAME-3 ...: the first of which neither file exists.
std::filesystem::path freeStem(const std::filesystem::path &folder, const std::string &name)
{
    const auto taken = [](std::filesystem::path stem, const char *extension) {
        std::error_code error;
        return std::filesystem::exists(stem += extension, error);
    };
    std::filesystem::path stem = folder / name;
    for (int number = 2; taken(stem, ".mid") || taken(stem, ".wav"); ++number)
        stem = folder / (name + "-" + std::to_string(number));
    return stem;
}

} // namespace

Keeper::Keeper(std::filesystem::path soundFont)
    : m_soundFont(std::move(soundFont))
{
}

Keeper::~Keeper()
{
    m_cancel = true;
    if (m_thread.joinable())
        m_thread.join();
}

void Keeper::keep(Excerpt excerpt, const std::filesystem::path &folder, const std::string &name)
{
    if (m_state.status == KeepStatus::Saving)
        return;
    if (m_thread.joinable())
        m_thread.join();
    m_done = false;
    m_progress = 0;
    m_state = {};
    m_state.status = KeepStatus::Saving;
    m_thread = std::thread([this, excerpt = std::move(excerpt), folder, name] { save(excerpt, folder, name); });
}

void Keeper::refuse(const std::string &why)
{
    if (m_state.status == KeepStatus::Saving)
        return;
    m_state = {};
    m_state.status = KeepStatus::Failed;
    m_state.problem = why;
}

bool Keeper::poll()
{
    if (m_state.status != KeepStatus::Saving)
        return false;
    if (!m_done) {
        const double progress = m_progress;
        return std::exchange(m_state.progress, progress) != progress;
    }
    m_thread.join();
    m_state = std::move(m_result);
    return true;
}

void Keeper::save(const Excerpt &excerpt, const std::filesystem::path &folder, const std::string &name)
{
    KeepState result;
    std::filesystem::path midi;
    try {
        std::filesystem::create_directories(folder);
        const std::filesystem::path stem = freeStem(folder, name);
        std::filesystem::path wav = stem;
        wav += ".wav";
        RenderOptions options;
        options.soundFont = m_soundFont;
        renderEventsToWav(excerpt, wav, options, [this](double done) {
            m_progress = done;
            return !m_cancel;
        });
        midi = stem;
        midi += ".mid";
        try {
            writeMidi(excerpt.score, midi);
        } catch (...) {
            std::error_code ignored; // both files or none
            std::filesystem::remove(wav, ignored);
            throw;
        }
        result.status = KeepStatus::Saved;
        result.progress = 1;
        result.midi = midi;
        result.wav = wav;
        result.score = excerpt.score;
        result.seconds = excerpt.seconds();
        const auto &score = excerpt.score;
        const Tick bar = score.metres.empty() ? 4 * score.ticksPerQuarter
                                              : static_cast<Tick>(score.metres.front().numerator) * 4 *
                score.ticksPerQuarter / score.metres.front().denominator;
        result.bars = static_cast<int>((score.length + bar - 1) / bar);
        result.quartersPerMinute = score.tempi.empty() ? 0 : score.tempi.back().quartersPerMinute;
    } catch (const std::exception &error) {
        result.status = KeepStatus::Failed;
        result.problem = error.what();
    }
    m_result = std::move(result);
    m_done = true;
}

} // namespace klangraum
