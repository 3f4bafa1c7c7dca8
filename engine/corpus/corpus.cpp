#include "corpus/corpus.h"

#include "corpus/composer.h"
#include "corpus/corpusfile.h"
#include "music/atomicfile.h"
#include "music/error.h"

namespace klangraum {

namespace {

constexpr std::uint64_t largestCorpusFile = 8ULL << 30; // bytes
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

Corpus Corpus::load(const std::filesystem::path &file)
{
    const std::vector<std::uint8_t> bytes = readFile(file, largestCorpusFile);
    return corpusFromBytes({ reinterpret_cast<const char *>(bytes.data()), bytes.size() }, file.string());
}

void Corpus::save(const std::filesystem::path &file)
{
    const std::string bytes = corpusToBytes(*this);
    writeFileAtomically(file, std::string_view(bytes));
    hash = corpusContentHash(*this);
}

Corpus Corpus::embedded()
{
    return composeCorpus("embedded", embeddedSeed);
}

} // namespace klangraum
