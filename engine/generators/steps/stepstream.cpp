#include "generators/steps/stepgenerator.h"

#include "generators/steering.h"

#include <algorithm>
#include <chrono>

namespace klangraum::steps {
namespace {

constexpr float leastProbability = 0.02F;

} // namespace

StepStream::StepStream(StepGenerator &generator, std::uint64_t seed)
    : m_generator(generator)
    , m_state(generator.writer().begin(seed))
    , m_before(m_state.last)
{
}

Window StepStream::write(WriterState &state, Step &before, const Step &overruled, const Steering &steering) const
{
    const auto begin = std::chrono::steady_clock::now();
    const Codec &codec = m_generator.writer().net().stepOptions().codec;
    const Wish wish = m_generator.wishOf(steering);
    const auto voiceOf = [&](int on) {
        return static_cast<std::int16_t>(codec.coding == Coding::Voices ? on / keyClasses : 0);
    };
    Window window;
    std::vector<Step> steps;
    std::vector<WrittenStep> written;
    for (int i = 0; i < codec.stepsPerQuarter; ++i) {
        written.push_back(m_generator.writer().step(state, wish, i == 0 ? overruled : Step{}));
        steps.push_back(written.back().step);
        for (const Choice &choice : written.back().choices)
            if (const auto pitches = codec.pitches({ choice.on });
                !pitches.empty() && choice.probability > leastProbability)
                window.cells.push_back({ static_cast<std::int16_t>(i), static_cast<std::int16_t>(pitches.front()),
                                         voiceOf(choice.on), choice.probability });
    }
    // A melody's hold at the beginning goes on with the note that sounds: it is written out for this window.
    const int sounding = codec.coding == Coding::Melody && !before.empty() ? before.front() : -1;
    const bool holds = sounding >= 0 && sounding < melodyRest && steps.front().front() == melodyHold;
    std::vector<Step> shown = steps;
    if (holds)
        shown.front() = { sounding };
    window.score = codec.decode(shown, controlValue(m_generator.description(), steering, "tempo"));
    window.score.voices = m_generator.description().voices;
    window.stepTicks = window.score.ticksPerQuarter / codec.stepsPerQuarter;
    for (const Note &note : window.score.notes) {
        const int on = codec.coding == Coding::Melody ? note.pitch : note.voice * keyClasses + note.pitch - lowestKey;
        const bool goesOn = note.start == 0 &&
            (codec.coding == Coding::Melody ? holds : std::find(before.begin(), before.end(), on) != before.end());
        if (goesOn) {
            window.held.push_back({ static_cast<std::int16_t>(note.voice), static_cast<std::int16_t>(note.pitch) });
            continue;
        }
        const auto &surprise = written[static_cast<std::size_t>(note.start / window.stepTicks)].surprise;
        if (const auto it = surprise.find(on); it != surprise.end())
            window.thoughts.surprises.push_back(
                { note.start, static_cast<std::int16_t>(note.voice), static_cast<std::int16_t>(note.pitch), it->second,
                  note.start == 0 && std::find(overruled.begin(), overruled.end(), on) != overruled.end() });
    }
    for (const Step &step : steps)
        if (codec.coding != Coding::Melody || step.front() != melodyHold)
            before = step;
    WriterState peeked = state;
    const WrittenStep next = m_generator.writer().step(peeked, wish);
    for (const Choice &choice : next.choices) {
        const auto pitches = codec.pitches({ choice.on });
        if (choice.on != melodyHold || codec.coding != Coding::Melody)
            window.thoughts.next.push_back({ voiceOf(choice.on),
                                             static_cast<std::int16_t>(pitches.empty() ? -1 : pitches.front()),
                                             choice.probability, choice.before });
    }
    for (std::size_t i = 0; i < next.attention.size(); ++i)
        if (next.attention[i] > 0.01F)
            window.thoughts.attention.push_back(
                { static_cast<Tick>(next.attention.size() - i) * window.stepTicks, next.attention[i] });
    window.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return window;
}

Window StepStream::decode(const Steering &steering)
{
    m_after = m_state;
    m_last = m_before;
    return write(*m_after, m_last, m_given, steering);
}

Window StepStream::preview(const Steering &steering)
{
    if (!m_after)
        decode(steering);
    WriterState ahead = *m_after;
    Step before = m_last;
    return write(ahead, before, m_overruled, steering);
}

void StepStream::advance()
{
    if (!m_after)
        decode({});
    m_state = std::move(*m_after);
    m_before = m_last;
    m_after.reset();
    m_given = std::move(m_overruled);
    m_overruled.clear();
}

bool StepStream::overrule(int voice, int pitch)
{
    const Codec &codec = m_generator.writer().net().stepOptions().codec;
    const int voices = codec.coding == Coding::Voices ? voiceCount : 1;
    const int key = pitch - lowestKey;
    if (voice < 0 || voice >= voices || pitch < -1 || (pitch >= 0 && (key < 0 || key >= pianoKeys)))
        return false;
    if (codec.coding == Coding::Roll && pitch < 0)
        return false; // silence is no single key's
    const int on = codec.coding == Coding::Melody ? (pitch < 0 ? melodyRest : pitch)
                                                  : voice * keyClasses + (pitch < 0 ? pianoKeys : key);
    std::erase_if(m_overruled,
                  [&](int other) { return codec.coding != Coding::Roll && other / keyClasses == on / keyClasses; });
    m_overruled.push_back(on);
    return true;
}

} // namespace klangraum::steps
