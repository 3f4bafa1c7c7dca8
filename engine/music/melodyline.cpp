#include "music/melodyline.h"

#include <algorithm>

namespace klangraum {

std::vector<Note> melodyLine(const Score &score)
{
    std::vector<Note> notes;
    for (const Note &note : score.notes)
        if (!score.voices.at(static_cast<std::size_t>(note.voice)).percussion)
            notes.push_back(note);
    std::sort(notes.begin(), notes.end(),
              [](const Note &a, const Note &b) { return a.start != b.start ? a.start < b.start : a.pitch > b.pitch; });
    std::vector<Note> line;
    for (const Note &note : notes) {
        if (line.empty() || note.start >= line.back().end()) {
            line.push_back(note);
        } else if (note.pitch > line.back().pitch && note.start > line.back().start) {
            line.back().duration = note.start - line.back().start;
            line.push_back(note);
        }
    }
    return line;
}

} // namespace klangraum
