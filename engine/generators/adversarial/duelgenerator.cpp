#include "generators/adversarial/duelgenerator.h"

#include "generators/barsasked.h"
#include "generators/inference.h"
#include "generators/steering.h"
#include "music/error.h"

#include <chrono>
#include <cmath>

namespace klangraum::adversarial {
namespace {

constexpr int defaultBars = 8;
constexpr double semitonesOfRegister = 24; // over the whole slider
constexpr Tick barTicks = 4 * ticksPerQuarter;

} // namespace

DuelGenerator::DuelGenerator(const std::filesystem::path &folder, ModelDescription description, Contest contest,
                             torch::Device device)
    : m_description(std::move(description))
    , m_contest(std::move(contest))
{
    touchOf({});
    const std::size_t voices = emptyScore(0).voices.size();
    if (m_description.voices.size() != voices)
        throw Error((folder / "model.json").string() + ": this model has " + std::to_string(voices) + " voice, found " +
                    std::to_string(m_description.voices.size()));
    loadInto(*m_contest.duel, folder / "weights.safetensors");
    m_contest.duel->to(device);
    prepareForInference(*m_contest.duel);
    make(0, 0, {}); // the first call makes the kernels
}

Touch DuelGenerator::touchOf(const Steering &steering) const
{
    Touch touch;
    if (m_contest.medium->hasDensity())
        touch.density = controlValue(m_description, steering, "density");
    const double height = controlValue(m_description, steering, "register");
    touch.shift = static_cast<int>(std::lround((height - 0.5) * semitonesOfRegister));
    return touch;
}

torch::Tensor DuelGenerator::make(std::uint64_t seed, std::uint64_t index, const torch::Tensor &before)
{
    const c10::InferenceMode inference;
    Duel &duel = *m_contest.duel;
    const at::Generator random = at::detail::createCPUGenerator(seed * 1'000'003 + index);
    torch::Tensor condition = m_contest.medium->conditionAfter(before);
    if (condition.defined())
        condition = condition.to(duel.device());
    return duel.make(duel.noise(1, random).to(duel.device()), condition)[0].to(torch::kCPU);
}

Piece DuelGenerator::generate(const GenerateRequest &request)
{
    checkSteering(m_description, request.steering);
    if (request.latent || request.from || request.to || request.prime || request.melody)
        throw Error("model '" + m_description.name +
                    "' only makes music from noise: it has no encoder to read a piece by, and no map");
    const int bars = barsAsked(request, m_description.initialTempo, defaultBars);
    const Tick window = medium().windowTicks();
    std::vector<torch::Tensor> windows;
    for (Tick length = 0; length < bars * barTicks; length += window)
        windows.push_back(make(request.seed, windows.size(), windows.empty() ? torch::Tensor() : windows.back()));
    Score score = medium().decode(windows, touchOf(request.steering));
    score.voices = m_description.voices;
    score.tempi = { { 0, m_description.initialTempo } };
    return bars * barTicks < score.length ? score.slice(0, bars * barTicks) : score;
}

std::unique_ptr<Stream> DuelGenerator::stream(std::uint64_t seed)
{
    return std::make_unique<DuelStream>(*this, seed);
}

std::optional<double> DuelGenerator::judge(const Score &score)
{
    return judgeScore(m_contest, score);
}

Window DuelStream::decode(const Steering &steering)
{
    const auto begin = std::chrono::steady_clock::now();
    if (!m_current.defined())
        m_current = m_generator.make(m_seed, m_index, m_before);
    Window window = windowOf(m_current, m_before, steering);
    window.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return window;
}

Window DuelStream::preview(const Steering &steering)
{
    const auto begin = std::chrono::steady_clock::now();
    if (!m_current.defined())
        m_current = m_generator.make(m_seed, m_index, m_before);
    if (!m_next.defined())
        m_next = m_generator.make(m_seed, m_index + 1, m_current);
    Window window = windowOf(m_next, m_current, steering);
    window.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return window;
}

void DuelStream::advance()
{
    if (!m_current.defined())
        m_current = m_generator.make(m_seed, m_index, m_before);
    m_before = m_current;
    m_current = m_next;
    m_next = torch::Tensor();
    ++m_index;
}

// A note that goes on over the border is one note: read with the window before.
Window DuelStream::windowOf(const torch::Tensor &made, const torch::Tensor &before, const Steering &steering) const
{
    const Medium &medium = m_generator.medium();
    const Touch touch = m_generator.touchOf(steering);
    std::vector<torch::Tensor> both{ made };
    if (before.defined())
        both.insert(both.begin(), before);
    Window window;
    window.score = medium.decode(both, touch);
    const Tick border = before.defined() ? medium.windowTicks() : 0;
    std::vector<Note> notes;
    for (Note note : window.score.notes) {
        if (note.end() <= border)
            continue;
        if (note.start < border) {
            note.duration -= border - note.start;
            note.start = border;
            window.held.push_back({ static_cast<std::int16_t>(note.voice), static_cast<std::int16_t>(note.pitch) });
        }
        note.start -= border;
        notes.push_back(note);
    }
    window.score.notes = std::move(notes);
    window.score.length = medium.windowTicks();
    window.score.voices = m_generator.description().voices;
    window.score.tempi = { { 0, m_generator.description().initialTempo } };
    window.score.normalise();
    window.stepTicks = medium.stepTicks();
    window.cells = medium.cells(made, touch);
    return window;
}

} // namespace klangraum::adversarial
