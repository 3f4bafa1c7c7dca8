#include "corpus/electronic/electronicpiece.h"

#include "corpus/electronic/lines.h"
#include "corpus/electronic/mixing.h"
#include "corpus/electronic/rhythm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

namespace klangraum {

namespace {

constexpr int barCount = 16;
constexpr float loudness = 0.2f; // root mean square of a whole piece: -14 dB
constexpr double recordedShare = 0.6; // how many of the drum sounds are recorded ones, where there are any

struct KitSound
{
    Sound sound;
    float level = 1;
    float room = 0; // how much of it goes to the room
};

using Kit = std::map<Part, KitSound>;

Sound recordedOr(const char *part, const SoundBank &bank, Random &random, float seconds, Sound own)
{
    const std::vector<std::string> &names = recordedSoundNames().at(part);
    const bool wanted = random.chance(recordedShare);
    const std::string &name = random.pick(names);
    const double tuned = std::exp2((random.unit() - 0.5) * 4 / 12);
    const Sound *recorded = bank.find(name);
    if (!wanted || !recorded)
        return own;
    Sound sound = shortened(repitched(*recorded, tuned), seconds);
    normalisePeak(sound);
    return sound;
}

Kit drawKit(ElectronicStyle style, const SoundBank &bank, Random &random)
{
    Kit kit;
    const bool breaks = style == ElectronicStyle::DrumAndBass;
    const bool minimal = style == ElectronicStyle::Minimal;
    const float kickLength = breaks ? 0.25f : 0.38f;
    kit[Part::Kick] = { recordedOr("kick", bank, random, kickLength, synthKick(random, kickLength)), 0.95f, 0 };
    Sound snare = breaks || random.chance(0.35) ? synthSnare(random, 0.3f) : synthClap(random);
    kit[Part::Snare] = { recordedOr("snare", bank, random, 0.35f, std::move(snare)),
                         breaks        ? 0.62f
                             : minimal ? 0.34f
                                       : 0.42f,
                         minimal ? 0.35f : 0.25f };
    kit[Part::Hat] = { recordedOr("hat", bank, random, 0.09f, synthHat(random, 0.08f)), breaks ? 0.28f : 0.58f, 0.05f };
    kit[Part::OpenHat] = { recordedOr("open-hat", bank, random, 0.22f, synthHat(random, 0.26f)), breaks ? 0.28f : 0.48f,
                           0.1f };
    kit[Part::Tick] = { recordedOr("tick", bank, random, 0.15f, synthTick(random)), minimal ? 0.5f : 0.36f, 0.3f };
    kit[Part::Percussion] = { recordedOr("percussion", bank, random, 0.3f, synthTom(random, 0.25f)), 0.36f, 0.3f };
    kit[Part::Crash] = { recordedOr("crash", bank, random, 1.2f, synthHat(random, 1.1f)), 0.3f, 0.2f };
    return kit;
}

int drawTempo(ElectronicStyle style, Random &random)
{
    switch (style) {
    case ElectronicStyle::Minimal:
        return random.between(110, 126);
    case ElectronicStyle::DrumAndBass:
        return random.between(165, 176);
    case ElectronicStyle::Techno:
        break;
    }
    return random.between(122, 140);
}

// All parts on the way to one mix.
class Desk
{
public:
    Desk(std::size_t frames, double framesPerSixteenth)
        : m_step(framesPerSixteenth)
        , m_drums(frames)
        , m_music(frames)
        , m_room(frames)
        , m_echo(frames)
    {
    }

    std::size_t frameOf(double sixteenth) const { return static_cast<std::size_t>(std::llround(sixteenth * m_step)); }

    void drums(const Groove &groove, const Kit &kit)
    {
        for (const Stroke &stroke : groove.strokes) {
            const KitSound &sound = kit.at(stroke.part);
            const std::size_t at = frameOf(stroke.sixteenth);
            const float gain = sound.level * stroke.velocity * (0.4f + 0.6f * stroke.velocity);
            mixSound(m_drums, at, sound.sound, gain);
            if (sound.room > 0)
                mixSound(m_room, at, sound.sound, gain * sound.room);
            if (stroke.part == Part::Kick && stroke.velocity > 0.4f)
                m_kicks.push_back(at);
        }
    }
    void line(const Line &line, const Curve &opening, float roomShare)
    {
        if (line.level <= 0)
            return;
        std::vector<float> track(m_music.size());
        double previous = 0;
        for (const PitchedNote &each : line.notes) {
            const double hertz = hertzOf(each.pitch);
            playNote(track,
                     { frameOf(each.sixteenth), frameOf(each.length), hertz, each.slide ? previous : 0, each.velocity },
                     line.patch, opening);
            previous = hertz;
        }
        for (std::size_t i = 0; i < track.size(); ++i) {
            const float sample = line.level * track[i];
            m_music[i] += sample;
            m_echo[i] += line.echo * sample;
            m_room[i] += roomShare * sample;
        }
    }
    void rise(std::size_t bar, float bars, Random &random)
    {
        const auto seconds = static_cast<float>(static_cast<double>(bars) * 16 * m_step / corpusSampleRate);
        mixSound(m_music, frameOf(static_cast<double>(bar) * 16), synthRiser(random, seconds), 0.22f);
    }
    std::vector<float> mixed(float depth, Random &random)
    {
        const bool dotted = random.chance(0.7);
        addEcho(m_echo, m_music, frameOf(dotted ? 3 : 4), 0.45f, 0.6f);
        const float roomSeconds = 0.5f + 0.9f * static_cast<float>(random.unit());
        addRoom(m_room, m_music, roomSeconds, 0.5f);
        const float back = static_cast<float>(4 * m_step) / static_cast<float>(corpusSampleRate) * 0.8f;
        const std::vector<float> gains = duckingGains(m_music.size(), m_kicks, depth, back);
        for (std::size_t i = 0; i < m_drums.size(); ++i)
            m_drums[i] += m_music[i] * gains[i];
        master(m_drums, loudness);
        return std::move(m_drums);
    }

private:
    double m_step; // frames of a sixteenth
    std::vector<float> m_drums;
    std::vector<float> m_music; // gives way to the bass drum
    std::vector<float> m_room;
    std::vector<float> m_echo;
    std::vector<std::size_t> m_kicks; // frames, ascending
};

// The root of the mean square frequency (the power of the difference against the power), in octaves over 100 Hz.
AudioBar heard(std::span<const float> frames)
{
    double power = 0;
    double difference = 0;
    for (std::size_t i = 1; i < frames.size(); ++i) {
        const auto change = static_cast<double>(frames[i] - frames[i - 1]);
        power += static_cast<double>(frames[i]) * static_cast<double>(frames[i]);
        difference += change * change;
    }
    AudioBar bar;
    if (power <= 0)
        return bar;
    const double hertz =
        2 * std::asin(std::min(1.0, std::sqrt(difference / power) / 2)) * corpusSampleRate / (2 * std::numbers::pi);
    bar.brightness = static_cast<float>(std::clamp(std::log2(std::max(hertz, 1.0) / 100) / 6.8, 0.0, 1.0));
    bar.level = static_cast<float>(std::sqrt(power / static_cast<double>(frames.size())));
    return bar;
}

std::vector<AudioBar> describeBars(std::span<const float> frames, double framesPerBar, const Groove &groove,
                                   const Lines &lines)
{
    std::vector<AudioBar> bars;
    for (int b = 0; b < barCount; ++b) {
        const auto begin = static_cast<std::size_t>(std::llround(b * framesPerBar));
        const auto end = std::min(frames.size(), static_cast<std::size_t>(std::llround((b + 1) * framesPerBar)));
        bars.push_back(heard(frames.subspan(begin, end - begin)));
    }
    const auto barOf = [](double sixteenth) {
        return std::min<std::size_t>(static_cast<std::size_t>(sixteenth / 16), barCount - 1);
    };
    for (const Stroke &stroke : groove.strokes) {
        bars[barOf(stroke.sixteenth)].density += 0.25f;
        if (stroke.part == Part::Kick)
            bars[barOf(stroke.sixteenth)].kick += 0.25f;
    }
    for (const Line *line : { &lines.bass, &lines.lead, &lines.chords })
        if (line->level > 0)
            for (const PitchedNote &note : line->notes)
                bars[barOf(note.sixteenth)].density += 0.25f;
    return bars;
}

} // namespace

ElectronicPiece composeElectronic(ElectronicStyle style, std::uint64_t seed, const SoundBank &sounds)
{
    Random random(seed);
    ElectronicPiece piece;
    piece.quartersPerMinute = drawTempo(style, random);
    const double framesPerBar = 4.0 * 60 * corpusSampleRate / piece.quartersPerMinute;
    const Form form = planForm(style, barCount, framesPerBar, random);
    const Groove groove = drawGroove(style, form, random);
    const Lines lines = drawLines(style, form, groove, random);
    const Kit kit = drawKit(style, sounds, random);
    Desk desk(static_cast<std::size_t>(std::llround(barCount * framesPerBar)), framesPerBar / 16);
    desk.drums(groove, kit);
    desk.line(lines.bass, form.opening, 0);
    desk.line(lines.lead, form.opening, 0.25f);
    desk.line(lines.chords, form.opening, 0.2f);
    for (std::size_t b = 0; b < form.bars.size(); ++b)
        if (form.bars[b].riser > 0)
            desk.rise(b, form.bars[b].riser, random);
    piece.frames = desk.mixed(style == ElectronicStyle::DrumAndBass ? 0.45f : 0.7f, random);
    piece.bars = describeBars(piece.frames, framesPerBar, groove, lines);
    return piece;
}

} // namespace klangraum
