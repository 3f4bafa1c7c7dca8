// Files of frames (framefile.h) as a corpus to train on. Held and repeated notes are not told apart in such a file: a
// pitch that stays is one note.
#pragma once

#include "corpus/import.h"

namespace klangraum {

// `frame`: quarters that a frame lasts. The file has its own splits: with SplitMode::ByFolder they are taken over; with
// shares only its training pieces are read and shared out, so that what the file holds out stays held out.
// Throws Error: not readable, no training pieces, no notes in any of them, a length of frames that is not positive.
Corpus importFrames(const std::filesystem::path &file, double frame, const ImportOptions &options);

} // namespace klangraum
