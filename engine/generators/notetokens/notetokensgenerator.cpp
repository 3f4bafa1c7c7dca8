#include "generators/notetokens/notetokensgenerator.h"

#include "generators/jsonreader.h"
#include "generators/notetokens/melody.h"
#include "generators/notetokens/notemarginals.h"
#include "generators/notetokens/notescore.h"
#include "generators/notetokens/notescorer.h"
#include "generators/notetokens/notetokensstream.h"
#include "generators/steering.h"

#include <cmath>

namespace klangraum::tokens {
namespace {

constexpr int defaultBars = 16;
constexpr int mostBars = 4096;
constexpr std::size_t longestPrime = 65536; // steps; a thousand bars of sixteenths

int barsOf(const GenerateRequest &request, double barSeconds)
{
    if (request.bars < 0 || request.bars > mostBars || !(request.seconds >= 0 && request.seconds < 1e5))
        throw Error("the length must be 1 to " + std::to_string(mostBars) + " bars");
    if (request.bars > 0)
        return request.bars;
    const int bars = static_cast<int>(std::ceil(request.seconds / barSeconds));
    return bars > 0 ? std::min(bars, mostBars) : 0;
}

std::vector<Frame> framesOfPrime(const Score &prime, const NoteTokensOptions &options)
{
    if (prime.notes.empty())
        throw Error("--prime: the piece holds no notes; there is nothing to continue");
    if (!fits(prime, options))
        throw Error("--prime: expected " + std::to_string(options.slots) +
                    " voices that sing one note at a time, found " + std::to_string(prime.voices.size()) +
                    " voices; a single melody is harmonised with --set melody=FILE.mid");
    for (const Note &note : prime.notes)
        if (note.pitch < lowestKey || note.pitch >= lowestKey + pianoKeys)
            throw Error("--prime: has a note at MIDI pitch " + std::to_string(note.pitch) + ", expected " +
                        std::to_string(lowestKey) + " to " + std::to_string(lowestKey + pianoKeys - 1));
    const double quarters = static_cast<double>(prime.length) / prime.ticksPerQuarter;
    if (quarters * static_cast<double>(options.stepsPerQuarter) > static_cast<double>(longestPrime))
        throw Error("--prime: is " + std::to_string(std::llround(quarters)) + " quarters long, expected at most " +
                    std::to_string(longestPrime / static_cast<std::size_t>(options.stepsPerQuarter)));
    return framesOf(prime, options);
}

} // namespace

NoteTokensGenerator::NoteTokensGenerator(const std::filesystem::path &folder, const nlohmann::json &json,
                                         ModelDescription description, torch::Device device)
    : m_description(std::move(description))
{
    const std::string where = (folder / "model.json").string();
    JsonReader reader(json, where);
    auto net = std::make_shared<NoteTokensNet>(NoteTokensOptions::fromJson(reader.required("model")));
    wishOf({});
    const std::size_t expected = voicesOf(net->options()).size();
    if (m_description.voices.size() != expected)
        throw Error(where + ": this model has " + std::to_string(expected) + " voices, found " +
                    std::to_string(m_description.voices.size()));
    loadInto(*net, folder / "weights.safetensors");
    net->to(device);
    net->eval();
    m_writer = std::make_unique<NoteWriter>(std::move(net));
    WriterState state;
    for (int i = 0; i < 4; ++i) // the first calls make the kernels
        m_writer->step(state, {});
}

int NoteTokensGenerator::slotOf(int voice) const
{
    return tokens::slotOf(options(), voice);
}

Wish NoteTokensGenerator::wishOf(const Steering &steering) const
{
    Wish wish;
    wish.surprise = controlValue(m_description, steering, "surprise");
    wish.density = controlValue(m_description, steering, "density");
    wish.height = controlValue(m_description, steering, "register");
    wish.memory = controlValue(m_description, steering, "memory");
    for (const Control &control : m_description.controls)
        if (control.name == "voices")
            wish.voices = 1 + static_cast<int>(std::lround(controlValue(m_description, steering, "voices")));
    return wish;
}

double NoteTokensGenerator::tempoOf(const Steering &steering) const
{
    return controlValue(m_description, steering, "tempo");
}

Piece NoteTokensGenerator::generate(const GenerateRequest &request)
{
    checkSteering(m_description, request.steering);
    if (request.latent || request.from || request.to)
        throw Error("model '" + m_description.name +
                    "' has no latent space: --latent, --from and --to are for autoencoders; it continues with --prime");
    if (request.melody && request.prime)
        throw Error("--prime goes on from a piece, --set melody=FILE.mid sets voices to one: take one of them");
    if (request.melody)
        return harmonise(*request.melody, request);
    const double tempo = tempoOf(request.steering);
    const double barSeconds =
        60.0 / tempo * static_cast<double>(options().stepsPerBar) / static_cast<double>(options().stepsPerQuarter);
    const int asked = barsOf(request, barSeconds);
    const auto steps =
        static_cast<std::size_t>(asked > 0 ? asked : defaultBars) * static_cast<std::size_t>(options().stepsPerBar);
    const Wish wish = wishOf(request.steering);
    WriterState state;
    state.seed = request.seed;
    std::vector<Frame> frames;
    double primeTempo = tempo;
    if (request.prime) {
        frames = framesOfPrime(*request.prime, options());
        m_writer->read(state, frames);
        if (!request.steering.values.contains("tempo") && !request.prime->tempi.empty())
            primeTempo = request.prime->tempi.back().quartersPerMinute;
    }
    const std::size_t begin = frames.size();
    while (frames.size() < begin + steps)
        frames.push_back(sounding(m_writer->step(state, wish).frame, wish));
    return scoreOf(frames, options(), m_description.voices, primeTempo);
}

Score NoteTokensGenerator::harmonise(const Score &score, const GenerateRequest &request)
{
    if (options().notes == NoteOrder::Ascending)
        throw Error("model '" + m_description.name +
                    "' writes sets of notes, not voices: it cannot keep a melody; take a model of four voices");
    const Melody melody = readMelody(score, *m_writer);
    const int asked = barsOf(request, 1e9);
    auto steps = static_cast<std::int64_t>(melody.cells.size());
    if (asked > 0)
        steps = std::min(steps, asked * options().stepsPerBar);
    const Wish wish = wishOf(request.steering);
    WriterState state;
    state.seed = request.seed;
    std::vector<Frame> frames;
    std::array<int, mostSlots> given{};
    given.fill(-1);
    for (std::int64_t step = 0; step < steps; ++step) {
        given[static_cast<std::size_t>(melody.slot)] = melody.cells[static_cast<std::size_t>(step)];
        if (options().notes == NoteOrder::Tune)
            given[0] = melody.struck[static_cast<std::size_t>(step)] ? 0 : rest;
        frames.push_back(m_writer->step(state, wish, given).frame);
    }
    const double tempo = score.tempi.empty() ? tempoOf(request.steering) : score.tempi.front().quartersPerMinute;
    return withMelody(scoreOf(frames, options(), m_description.voices, tempo), melody, voiceOf(options(), melody.slot),
                      asked > 0);
}

std::unique_ptr<Stream> NoteTokensGenerator::stream(std::uint64_t seed)
{
    return std::make_unique<NoteTokensStream>(*this, seed);
}

std::vector<FrameLogProbability> NoteTokensGenerator::frameLogProbabilities(std::span<const KeySet> piece)
{
    return scoreSets(m_writer->net(), piece);
}

std::vector<FrameLogProbability> NoteTokensGenerator::voiceLogProbabilities(std::span<const VoicePitches> piece)
{
    return scoreVoices(m_writer->net(), piece);
}

std::vector<KeyProbabilities> NoteTokensGenerator::keyProbabilities(std::span<const KeySet> piece)
{
    return keyProbabilitiesOf(m_writer->net(), piece);
}

} // namespace klangraum::tokens
