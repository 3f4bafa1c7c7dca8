#include "corpus/corpus.h"

#include "corpus/composer.h"
#include "corpus/corpusfile.h"
#include "corpus/samplebytes.h"
#include "music/atomicfile.h"
#include "music/error.h"

#include <algorithm>
#include <span>

namespace klangraum {

namespace {

constexpr std::uint64_t embeddedSeed = 1685; // with the same seed the same corpus, for ever

} // namespace

const char *splitName(Split split)
{
    switch (split) {
    case Split::Train:
        return "train";
    case Split::Valid:
        return "valid";
    case Split::Test:
        return "test";
    }
    return "";
}

std::vector<const CorpusPiece *> Corpus::split(Split which) const
{
    std::vector<const CorpusPiece *> found;
    for (const CorpusPiece &piece : pieces) {
        if (piece.split == which)
            found.push_back(&piece);
    }
    return found;
}

std::string Corpus::label(const CorpusPiece &piece) const
{
    if (!piece.title.empty())
        return piece.title;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (&pieces[i] == &piece)
            return std::to_string(i + 1);
    }
    return piece.file;
}

std::vector<const AudioPiece *> Corpus::audioSplit(Split which) const
{
    std::vector<const AudioPiece *> found;
    for (const AudioPiece &piece : audio) {
        if (piece.split == which)
            found.push_back(&piece);
    }
    return found;
}

Corpus Corpus::load(const std::filesystem::path &file)
{
    return corpusFromFile(std::make_shared<SampleFile>(file), file.string());
}

void Corpus::save(const std::filesystem::path &file)
{
    AtomicFile out(file);
    out.write(corpusHead(*this));
    std::vector<std::uint8_t> bytes(1 << 20);
    for (const AudioPiece &piece : audio) {
        const std::uint64_t size = audioBytes(piece.samples.frames);
        for (std::uint64_t done = 0; done < size;) {
            const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), size - done));
            piece.samples.where->read(piece.samples.offset + done, now, bytes.data());
            out.write(std::span(bytes).first(now));
            done += now;
        }
    }
    out.commit();
    hash = corpusContentHash(*this);
}

Corpus Corpus::embedded()
{
    return composeCorpus("embedded", embeddedSeed);
}

} // namespace klangraum
