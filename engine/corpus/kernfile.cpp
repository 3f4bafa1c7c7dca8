#include "corpus/kernfile.h"

#include "music/atomicfile.h"
#include "music/error.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace klangraum {

namespace {

constexpr int ticksPerQuarter = 960; // holds quintuplets of sixteenths and triplets of 64ths
constexpr Tick longest = Tick{ 1 } << 31;
constexpr int velocity = 80;
constexpr Tick slack = 4; // ticks that rounded tuplets may overlap

[[noreturn]] void refuse(const std::string &name, std::size_t line, const std::string &what)
{
    throw Error(name + ": line " + std::to_string(line) + ": " + what);
}

std::vector<std::string_view> split(std::string_view text, char at)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<int> number(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

struct Token
{
    Tick duration = 0; // 0: a grace note
    int pitch = -1; // -1: a rest
    bool tieBegins = false, tieEnds = false;
};

Token parseToken(std::string_view text, const std::string &name, std::size_t line)
{
    const std::string shown(text.substr(0, 20));
    if (text.find(' ') != std::string_view::npos)
        refuse(name, line, "sounds the chord '" + shown + "'; expected one note at a time in a spine");
    Token token;
    std::string digits;
    int dots = 0;
    char letter = 0;
    int octaves = 0;
    int accidentals = 0;
    bool rests = false;
    bool grace = false;
    for (const char c : text) {
        const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (std::isdigit(static_cast<unsigned char>(c))) {
            digits += c;
        } else if (c == '.') {
            ++dots;
        } else if (lower >= 'a' && lower <= 'g') {
            if (letter != 0 && letter != c)
                refuse(name, line, "'" + shown + "' is no pitch; expected one letter, repeated for the octave");
            letter = c;
            ++octaves;
        } else if (c == '#') {
            ++accidentals;
        } else if (c == '-') {
            --accidentals;
        } else if (c == 'r') {
            rests = true;
        } else if (c == 'q' || c == 'Q') {
            grace = true;
        } else if (c == '[') {
            token.tieBegins = true;
        } else if (c == ']') {
            token.tieEnds = true;
        } else if (c == '_') {
            token.tieBegins = token.tieEnds = true;
        }
    }
    if (grace)
        return token;
    if (letter == 0 && !rests)
        refuse(name, line, "'" + shown + "' is neither a pitch nor a rest");
    const auto length = number(digits);
    if (!length || *length > 1024 || dots > 4)
        refuse(name, line, "'" + shown + "' has no duration; expected 1, 2, 4, 8, ... before the pitch");
    const Tick whole = 4 * ticksPerQuarter;
    Tick duration = *length > 0 ? whole / *length : 2 * whole; // 0 is a breve
    for (Tick part = duration / 2; dots > 0; --dots, part /= 2)
        duration += part;
    token.duration = std::max<Tick>(duration, 1);
    if (rests)
        return token;
    constexpr int semitones[] = { 9, 11, 0, 2, 4, 5, 7 }; // of A to G above C
    const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    const int octave = letter == lower ? 60 + 12 * (octaves - 1) : 48 - 12 * (octaves - 1);
    token.pitch = octave + semitones[lower - 'a'] + accidentals;
    if (token.pitch < 0 || token.pitch > 127)
        refuse(name, line, "'" + shown + "' lies outside MIDI pitches 0 to 127");
    return token;
}

// "*M3/4", "*MM120"; others are stepped over.
void interpret(std::string_view text, Tick now, Score &score)
{
    if (text.starts_with("*MM")) {
        const auto tempo = number(text.substr(3));
        if (tempo && *tempo >= 10 && *tempo <= 1000)
            score.tempi.push_back({ now, static_cast<double>(*tempo) });
    } else if (text.starts_with("*M")) {
        const auto parts = split(text.substr(2), '/');
        const auto above = number(parts.front());
        const auto below = parts.size() == 2 ? number(parts.back()) : std::nullopt;
        if (above && below && *above > 0 && *above <= 64 &&
            (*below == 1 || *below == 2 || *below == 4 || *below == 8 || *below == 16 || *below == 32))
            score.metres.push_back({ now, *above, *below });
    }
}

struct Spine
{
    int voice = -1; // -1: no **kern
    Tick until = 0; // its note sounds so long
    int tied = -1; // index of a note that goes on
    bool open = true;
};

} // namespace

Score parseKern(std::string_view text, const std::string &name)
{
    Score score;
    score.ticksPerQuarter = ticksPerQuarter;
    std::vector<Spine> spines;
    Tick now = 0;
    std::size_t number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.starts_with("!!!OTL") && line.find(':') != std::string_view::npos) {
            const std::string_view title = line.substr(line.find(':') + 1);
            const auto begin = title.find_first_not_of(' ');
            score.title = begin == std::string_view::npos ? "" : std::string(title.substr(begin));
        }
        if (line.empty() || line.starts_with('!'))
            continue;
        const std::vector<std::string_view> columns = split(line, '\t');
        if (spines.empty()) {
            if (!line.starts_with("**"))
                refuse(name, number, "expected the spines' names (**kern) before the music");
            for (const std::string_view column : columns) {
                Spine spine;
                if (column == "**kern") {
                    spine.voice = static_cast<int>(score.voices.size());
                    score.voices.push_back({ "Voice " + std::to_string(score.voices.size() + 1), 0, false });
                }
                spines.push_back(spine);
            }
            if (score.voices.empty())
                refuse(name, number, "holds no **kern spine");
            continue;
        }
        if (columns.size() != spines.size())
            refuse(name, number,
                   "has " + std::to_string(columns.size()) + " columns, expected " + std::to_string(spines.size()) +
                       "; a spine is broken");
        if (line.starts_with('=')) // a bar line
            continue;
        if (line.starts_with('*')) {
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (columns[i] == "*^" || columns[i] == "*v" || columns[i] == "*+" || columns[i] == "*x")
                    refuse(name, number, "splits, joins or swaps spines; expected one spine a voice throughout");
                if (columns[i] == "*-")
                    spines[i].open = false;
                else if (i == 0 || spines[i - 1].voice < 0)
                    interpret(columns[i], now, score);
            }
            continue;
        }
        for (std::size_t i = 0; i < columns.size(); ++i) {
            Spine &spine = spines[i];
            if (spine.voice < 0 || columns[i] == ".")
                continue;
            if (!spine.open)
                refuse(name, number, "has music after the spine's end");
            const Token token = parseToken(columns[i], name, number);
            if (token.duration == 0)
                continue;
            if (spine.until > now + slack)
                refuse(name, number, "a note begins while the one before it in its spine still lasts");
            if (now + token.duration > longest)
                refuse(name, number, "is longer than the format's notes may reach");
            const bool goesOn = token.tieEnds && spine.tied >= 0 &&
                score.notes[static_cast<std::size_t>(spine.tied)].pitch == token.pitch;
            if (goesOn) {
                score.notes[static_cast<std::size_t>(spine.tied)].duration += token.duration;
            } else if (token.pitch >= 0) {
                spine.tied = static_cast<int>(score.notes.size());
                score.notes.push_back({ now, token.duration, token.pitch, velocity, spine.voice });
            }
            if (!token.tieBegins)
                spine.tied = -1;
            spine.until = now + token.duration;
        }
        // The next line begins where the first of these notes ends.
        Tick first = -1;
        for (const Spine &spine : spines)
            if (spine.voice >= 0 && spine.until > now && (first < 0 || spine.until < first))
                first = spine.until;
        if (first >= 0)
            now = first;
    }
    if (score.notes.empty())
        throw Error(name + ": holds no notes");
    for (const Note &note : score.notes)
        score.length = std::max(score.length, note.end());
    score.normalise();
    return score;
}

Score readKern(const std::filesystem::path &path, std::uint64_t largestFile)
{
    return parseKern(readText(path, largestFile), path.string());
}

} // namespace klangraum
