#include "corpus/corpusfile.h"

#include "corpus/bytes.h"

#include <xxhash.h>

#include <array>
#include <cmath>
#include <cstring>

namespace klangraum {

namespace {

constexpr std::string_view magic = "KLGCORP\n";
constexpr std::size_t headerSize = 8 + 4 + 8 + 8 + 16 + 16;
constexpr Tick farthestTick = Tick{ 1 } << 50;

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

std::string contentOf(const Corpus &corpus)
{
    ByteWriter out;
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

void readContent(ByteReader in, Corpus &corpus)
{
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

std::string corpusToBytes(const Corpus &corpus)
{
    const std::string content = contentOf(corpus);
    const std::string about = aboutOf(corpus);
    std::string bytes(magic);
    bytes.reserve(headerSize + content.size() + about.size());
    appendLittleEndian(bytes, corpusFileVersion, 4);
    appendLittleEndian(bytes, content.size(), 8);
    appendLittleEndian(bytes, about.size(), 8);
    appendDigest(bytes, digestOf(content));
    appendDigest(bytes, digestOf(about));
    bytes += content;
    bytes += about;
    return bytes;
}

Corpus corpusFromBytes(std::string_view bytes, const std::string &name)
{
    const std::string where = "corpus " + name;
    if (bytes.substr(0, magic.size()) != magic)
        throw Error(where + ": not a Klangraum corpus file; make one with: klangraum import SOURCE --out CORPUS");
    if (bytes.size() < headerSize)
        throw Error(where + ": truncated, " + std::to_string(bytes.size()) + " bytes, expected at least " +
                    std::to_string(headerSize));
    const std::uint64_t version = littleEndian(bytes.substr(8, 4));
    if (version != corpusFileVersion)
        throw Error(where + ": version " + std::to_string(version) + ", expected " + std::to_string(corpusFileVersion) +
                    "; it was made by another version of Klangraum, import it again");
    const std::uint64_t contentSize = littleEndian(bytes.substr(12, 8));
    const std::uint64_t aboutSize = littleEndian(bytes.substr(20, 8));
    const std::uint64_t there = bytes.size() - headerSize;
    if (contentSize > there || aboutSize != there - contentSize)
        throw Error(where + ": truncated or damaged, its header and its size of " + std::to_string(bytes.size()) +
                    " bytes disagree; import it again");
    const std::string_view content = bytes.substr(headerSize, contentSize);
    const std::string_view about = bytes.substr(headerSize + contentSize);
    std::string expected;
    appendDigest(expected, digestOf(content));
    appendDigest(expected, digestOf(about));
    if (expected != bytes.substr(28, 32))
        throw Error(where + ": its content does not match its hash; the file is damaged, import it again");
    Corpus corpus;
    readContent(ByteReader(content, where), corpus);
    readAbout(ByteReader(about, where), corpus);
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
    std::string hashes;
    appendDigest(hashes, digestOf(std::string_view(bytes).substr(headerSize, contentSize)));
    appendDigest(hashes, digestOf(std::string_view(bytes).substr(headerSize + contentSize)));
    bytes.replace(28, hashes.size(), hashes);
}

std::string corpusContentHash(const Corpus &corpus)
{
    return hexOf(digestOf(contentOf(corpus)));
}

} // namespace klangraum
