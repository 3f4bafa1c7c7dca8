// The corpus file: bytes of a Corpus and back. Used by Corpus::save() and load(); tests use it on memory.
//
//   "KLGCORP\n"  u32 version  u64 content length  u64 about length  16 bytes XXH128 of content  16 bytes of about
//   content: seed, transposition, pieces (title, file, split, score)      about: name, source, licence, refusals
// A corpus of sound has version 2. Its content is seed, sample rate, pieces (title, file, style, split, tempo, first
// beat, frames, XXH128 of its samples, bars), and after about stand the samples: piece after piece, for each rate from
// the full one on, 16 bits. Integers are little endian; within the two parts they are LEB128 (signed ones zigzagged),
// texts are length and UTF-8. The content hash is that of the content part alone: the same music imported from another
// place has it too.
#pragma once

#include "corpus/corpus.h"

#include <memory>
#include <string>
#include <string_view>

namespace klangraum {

inline constexpr std::uint32_t corpusFileVersion = 1; // of scores
inline constexpr std::uint32_t audioCorpusFileVersion = 2;

// Throws Error for a corpus of both scores and sound.
std::string corpusToBytes(const Corpus &corpus);
// The same without the samples: what stands in front of them.
std::string corpusHead(const Corpus &corpus);
// `name` is what error messages call the file. Every length is checked against the bytes that are there.
Corpus corpusFromBytes(std::string_view bytes, const std::string &name);

// Reads scores whole; samples stay where they are, after all of them were checked once. Throws Error.
Corpus corpusFromFile(std::shared_ptr<const SampleBytes> where, const std::string &name);

// Makes the hashes of a changed file fit its content again, where its lengths still do. For hostile-file tests.
void corpusFixHashes(std::string &bytes);

// 32 hex digits, XXH128 of the content part.
std::string corpusContentHash(const Corpus &corpus);

} // namespace klangraum
