#include "corpus/corpusfile.h"

#include "corpus/bytes.h"
#include "corpus/samplebytes.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace klangraum {

namespace {

constexpr std::string_view magic = "KLGCORP\n";
constexpr std::size_t headerSize = 8 + 4 + 8 + 8 + 16 + 16;
constexpr Tick farthestTick = Tick{ 1 } << 50;
constexpr std::uint64_t mostFrames = std::uint64_t{ 1 } << 40; // of a piece of sound
constexpr std::uint64_t largestHead = 8ULL << 30; // bytes in front of the samples

using Digest = std::array<unsigned char, 16>;

Digest digestOf(std::string_view bytes)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
    Digest digest{};
    std::memcpy(digest.data(), canonical.digest, digest.size());
    return digest;
}

std::string hexOf(const Digest &digest)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : digest) {
        hex.push_back(digits[byte >> 4]);
        hex.push_back(digits[byte & 15]);
    }
    return hex;
}

void writeScore(ByteWriter &out, const Score &score)
{
    out.signedNumber(score.ticksPerQuarter);
    out.text(score.title);
    out.signedNumber(score.length);
    out.unsignedNumber(score.voices.size());
    for (const Voice &voice : score.voices) {
        out.text(voice.name);
        out.signedNumber(voice.program);
        out.signedNumber(voice.percussion ? 1 : 0);
    }
    out.unsignedNumber(score.tempi.size());
    for (const TempoChange &tempo : score.tempi) {
        out.signedNumber(tempo.tick);
        out.real(tempo.quartersPerMinute);
    }
    out.unsignedNumber(score.metres.size());
    for (const MetreChange &metre : score.metres) {
        out.signedNumber(metre.tick);
        out.signedNumber(metre.numerator);
        out.signedNumber(metre.denominator);
    }
    out.unsignedNumber(score.notes.size());
    Tick last = 0;
    for (const Note &note : score.notes) {
        out.signedNumber(note.start - last);
        last = note.start;
        out.signedNumber(note.duration);
        out.signedNumber(note.pitch);
        out.signedNumber(note.velocity);
        out.signedNumber(note.voice);
    }
}

Score readScore(ByteReader &in)
{
    Score score;
    score.ticksPerQuarter = static_cast<int>(in.within(1, 1 << 24, "the ticks per quarter"));
    score.title = in.text();
    score.length = in.within(0, farthestTick, "the length of a piece");
    score.voices.resize(in.count(3, "voices"));
    for (Voice &voice : score.voices) {
        voice.name = in.text();
        voice.program = static_cast<int>(in.within(0, 127, "a program"));
        voice.percussion = in.within(0, 1, "a percussion mark") == 1;
    }
    score.tempi.resize(in.count(9, "tempi"));
    for (TempoChange &tempo : score.tempi) {
        tempo.tick = in.within(0, farthestTick, "the time of a tempo");
        tempo.quartersPerMinute = in.real();
        if (!std::isfinite(tempo.quartersPerMinute) || tempo.quartersPerMinute <= 0)
            in.fail("a tempo is not a positive number");
    }
    score.metres.resize(in.count(3, "metres"));
    for (MetreChange &metre : score.metres) {
        metre.tick = in.within(0, farthestTick, "the time of a metre");
        metre.numerator = static_cast<int>(in.within(1, 65535, "a metre's numerator"));
        metre.denominator = static_cast<int>(in.within(1, 65536, "a metre's denominator"));
    }
    score.notes.resize(in.count(5, "notes"));
    Tick last = 0;
    for (Note &note : score.notes) {
        note.start = last + in.within(-farthestTick, farthestTick, "the time of a note");
        if (note.start < 0 || note.start > farthestTick)
            in.fail("a note begins outside its piece");
        last = note.start;
        note.duration = in.within(1, farthestTick, "a duration");
        note.pitch = static_cast<int>(in.within(0, 127, "a pitch"));
        note.velocity = static_cast<int>(in.within(1, 127, "a velocity"));
        note.voice = static_cast<int>(in.within(0, static_cast<std::int64_t>(score.voices.size()) - 1, "a voice"));
    }
    return score;
}

void writeAudio(ByteWriter &out, const Corpus &corpus)
{
    out.unsignedNumber(corpus.seed);
    out.signedNumber(corpus.sampleRate);
    out.unsignedNumber(corpus.audio.size());
    for (const AudioPiece &piece : corpus.audio) {
        out.text(piece.title);
        out.text(piece.file);
        out.text(piece.style);
        out.signedNumber(static_cast<int>(piece.split));
        out.real(piece.quartersPerMinute);
        out.unsignedNumber(piece.firstBeat);
        out.unsignedNumber(piece.samples.frames);
        out.text({ reinterpret_cast<const char *>(piece.samples.digest.data()), piece.samples.digest.size() });
        out.unsignedNumber(piece.bars.size());
        for (const AudioBar &bar : piece.bars) {
            for (const float value : { bar.kick, bar.density, bar.brightness, bar.level })
                out.real(static_cast<double>(value));
        }
    }
}

// The samples of the pieces follow each other from `at` on; returns where they end.
std::uint64_t readAudio(ByteReader &in, Corpus &corpus, std::uint64_t at)
{
    corpus.seed = in.unsignedNumber();
    corpus.sampleRate = static_cast<int>(in.within(1000, 1'000'000, "the sample rate"));
    corpus.audio.resize(in.count(31, "pieces"));
    for (AudioPiece &piece : corpus.audio) {
        piece.title = in.text();
        piece.file = in.text();
        piece.style = in.text();
        piece.split = static_cast<Split>(in.within(0, 2, "a split"));
        piece.quartersPerMinute = in.real();
        if (!(piece.quartersPerMinute == 0 || (piece.quartersPerMinute >= 1 && piece.quartersPerMinute <= 10'000)))
            in.fail("a tempo is not 0 nor 1 to 10000 quarters a minute");
        piece.firstBeat = in.unsignedNumber();
        piece.samples.frames = in.unsignedNumber();
        if (piece.samples.frames > mostFrames || piece.firstBeat > piece.samples.frames)
            in.fail("a piece is longer than any music, or begins after its end");
        const std::string digest = in.text();
        if (digest.size() != piece.samples.digest.size())
            in.fail("the hash of a piece's samples has another length");
        std::copy(digest.begin(), digest.end(), piece.samples.digest.begin());
        piece.bars.resize(in.count(32, "bars"));
        for (AudioBar &bar : piece.bars) {
            for (float *value : { &bar.kick, &bar.density, &bar.brightness, &bar.level }) {
                *value = static_cast<float>(in.real());
                if (!std::isfinite(*value))
                    in.fail("a measure of a bar is not a number");
            }
        }
        piece.samples.offset = at;
        at += audioBytes(piece.samples.frames);
        if (at > (std::uint64_t{ 1 } << 60))
            in.fail("there are more samples than any disk holds");
    }
    return at;
}

std::string contentOf(const Corpus &corpus)
{
    ByteWriter out;
    if (corpus.isAudio()) {
        writeAudio(out, corpus);
        return out.bytes();
    }
    out.unsignedNumber(corpus.seed);
    out.signedNumber(corpus.transposeLow);
    out.signedNumber(corpus.transposeHigh);
    out.unsignedNumber(corpus.pieces.size());
    for (const CorpusPiece &piece : corpus.pieces) {
        out.text(piece.title);
        out.text(piece.file);
        out.signedNumber(static_cast<int>(piece.split));
        writeScore(out, piece.score);
    }
    return out.bytes();
}

std::string aboutOf(const Corpus &corpus)
{
    ByteWriter out;
    out.text(corpus.name);
    out.text(corpus.source);
    out.text(corpus.licence);
    out.unsignedNumber(corpus.refused.size());
    for (const Refusal &refusal : corpus.refused) {
        out.text(refusal.file);
        out.text(refusal.reason);
    }
    return out.bytes();
}

// `sound`: the samples are all that stands from byte `samplesAt` to `fileEnd`.
void readContent(ByteReader in, Corpus &corpus, bool sound, std::uint64_t samplesAt, std::uint64_t fileEnd,
                 const std::string &disagree)
{
    if (sound) {
        if (readAudio(in, corpus, samplesAt) != fileEnd)
            throw Error(disagree);
        if (in.left() != 0)
            in.fail("there is more than the pieces");
        return;
    }
    corpus.seed = in.unsignedNumber();
    corpus.transposeLow = static_cast<int>(in.within(-127, 127, "the lowest transposition"));
    corpus.transposeHigh = static_cast<int>(in.within(-127, 127, "the highest transposition"));
    corpus.pieces.resize(in.count(9, "pieces"));
    for (CorpusPiece &piece : corpus.pieces) {
        piece.title = in.text();
        piece.file = in.text();
        piece.split = static_cast<Split>(in.within(0, 2, "a split"));
        piece.score = readScore(in);
    }
    if (in.left() != 0)
        in.fail("there is more than the pieces");
}

void readAbout(ByteReader in, Corpus &corpus)
{
    corpus.name = in.text();
    corpus.source = in.text();
    corpus.licence = in.text();
    corpus.refused.resize(in.count(2, "refused files"));
    for (Refusal &refusal : corpus.refused) {
        refusal.file = in.text();
        refusal.reason = in.text();
    }
    if (in.left() != 0)
        in.fail("there is more than the description");
}

std::uint64_t littleEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = (value << 8) | static_cast<unsigned char>(bytes[i]);
    return value;
}

void appendLittleEndian(std::string &bytes, std::uint64_t value, int width)
{
    for (int i = 0; i < width; ++i)
        bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
}

void appendDigest(std::string &bytes, const Digest &digest)
{
    for (const unsigned char byte : digest)
        bytes.push_back(static_cast<char>(byte));
}

} // namespace

std::string corpusHead(const Corpus &corpus)
{
    if (corpus.isAudio() ? !corpus.pieces.empty() : !corpus.audio.empty())
        throw Error("corpus " + corpus.name + ": holds scores and sound; make a corpus of each");
    const std::string content = contentOf(corpus);
    const std::string about = aboutOf(corpus);
    std::string bytes(magic);
    bytes.reserve(headerSize + content.size() + about.size());
    appendLittleEndian(bytes, corpus.isAudio() ? audioCorpusFileVersion : corpusFileVersion, 4);
    appendLittleEndian(bytes, content.size(), 8);
    appendLittleEndian(bytes, about.size(), 8);
    appendDigest(bytes, digestOf(content));
    appendDigest(bytes, digestOf(about));
    bytes += content;
    bytes += about;
    return bytes;
}

std::string corpusToBytes(const Corpus &corpus)
{
    std::string bytes = corpusHead(corpus);
    for (const AudioPiece &piece : corpus.audio) {
        const std::size_t before = bytes.size();
        bytes.resize(before + audioBytes(piece.samples.frames));
        if (bytes.size() > before)
            piece.samples.where->read(piece.samples.offset, bytes.size() - before, bytes.data() + before);
    }
    return bytes;
}

Corpus corpusFromBytes(std::string_view bytes, const std::string &name)
{
    return corpusFromFile(sampleBytesOf(std::string(bytes)), name);
}

Corpus corpusFromFile(std::shared_ptr<const SampleBytes> file, const std::string &name)
{
    const std::string where = "corpus " + name;
    const std::uint64_t size = file->size();
    std::string header(std::min<std::uint64_t>(size, headerSize), '\0');
    file->read(0, header.size(), header.data());
    if (std::string_view(header).substr(0, magic.size()) != magic)
        throw Error(where + ": not a Klangraum corpus file; make one with: klangraum import SOURCE --out CORPUS");
    if (size < headerSize)
        throw Error(where + ": truncated, " + std::to_string(size) + " bytes, expected at least " +
                    std::to_string(headerSize));
    const std::uint64_t version = littleEndian(std::string_view(header).substr(8, 4));
    if (version != corpusFileVersion && version != audioCorpusFileVersion)
        throw Error(where + ": version " + std::to_string(version) + ", expected " + std::to_string(corpusFileVersion) +
                    " or " + std::to_string(audioCorpusFileVersion) +
                    "; it was made by another version of Klangraum, import it again");
    const std::uint64_t contentSize = littleEndian(std::string_view(header).substr(12, 8));
    const std::uint64_t aboutSize = littleEndian(std::string_view(header).substr(20, 8));
    const std::uint64_t there = size - headerSize;
    const std::string disagree = where + ": truncated or damaged, its header and its size of " + std::to_string(size) +
        " bytes disagree; import it again";
    const bool sound = version == audioCorpusFileVersion;
    if (contentSize > there || aboutSize > there - contentSize || contentSize + aboutSize > largestHead ||
        (!sound && contentSize + aboutSize != there))
        throw Error(disagree);
    std::string head(contentSize + aboutSize, '\0');
    file->read(headerSize, head.size(), head.data());
    const std::string_view content = std::string_view(head).substr(0, contentSize);
    const std::string_view about = std::string_view(head).substr(contentSize);
    std::string expected;
    appendDigest(expected, digestOf(content));
    appendDigest(expected, digestOf(about));
    const std::string damaged = where + ": its content does not match its hash; the file is damaged, import it again";
    if (expected != std::string_view(header).substr(28, 32))
        throw Error(damaged);
    Corpus corpus;
    readContent(ByteReader(content, where), corpus, sound, headerSize + contentSize + aboutSize, size, disagree);
    readAbout(ByteReader(about, where), corpus);
    for (AudioPiece &piece : corpus.audio) {
        piece.samples.where = file;
        if (sampleDigest(piece.samples) != piece.samples.digest)
            throw Error(damaged);
    }
    corpus.hash = hexOf(digestOf(content));
    return corpus;
}

void corpusFixHashes(std::string &bytes)
{
    if (bytes.size() < headerSize)
        return;
    const std::uint64_t contentSize = littleEndian(std::string_view(bytes).substr(12, 8));
    if (contentSize > bytes.size() - headerSize)
        return;
    const std::uint64_t aboutSize = littleEndian(std::string_view(bytes).substr(20, 8));
    std::string hashes;
    appendDigest(hashes, digestOf(std::string_view(bytes).substr(headerSize, contentSize)));
    appendDigest(hashes, digestOf(std::string_view(bytes).substr(headerSize + contentSize, aboutSize)));
    bytes.replace(28, hashes.size(), hashes);
}

std::string corpusContentHash(const Corpus &corpus)
{
    return hexOf(digestOf(contentOf(corpus)));
}

} // namespace klangraum
