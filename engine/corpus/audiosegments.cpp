#include "corpus/audiosegments.h"

#include "music/error.h"

#include <cmath>

namespace klangraum {

namespace {

bool isSilent(const AudioSegment &segment, double silence, std::vector<float> &room)
{
    room.resize(segment.frames);
    segment.read(0, room.data());
    double sum = 0;
    for (const float frame : room)
        sum += static_cast<double>(frame) * frame;
    return std::sqrt(sum / static_cast<double>(segment.frames)) < silence;
}

} // namespace

void AudioSegment::read(int halvings, float *out) const
{
    piece->read(halvings, first >> halvings, static_cast<std::size_t>(frames >> halvings), out);
}

std::vector<AudioSegment> cutAudioSegments(const Corpus &corpus, Split split, const AudioSegmentOptions &options)
{
    if (options.frames == 0 || !(options.skipSeconds >= 0) || options.skipSeconds > 1e6)
        throw Error("segments: expected a length of at least one frame and a skip of 0 seconds or more");
    const std::uint64_t hop = options.hop == 0 ? options.frames : options.hop;
    std::vector<AudioSegment> segments;
    std::vector<float> room;
    for (const AudioPiece &piece : corpus.audio) {
        const double bar = piece.framesPerBar(corpus.sampleRate);
        if (piece.split != split || (options.onBars && bar <= 0))
            continue;
        const double barsEach = bar > 0 ? std::max(1.0, std::ceil(static_cast<double>(hop) / bar - 1e-9)) : 0;
        const auto skip = static_cast<std::uint64_t>(std::llround(options.skipSeconds * corpus.sampleRate));
        const std::uint64_t start = bar > 0 ? piece.firstBeat : skip;
        for (std::uint64_t i = 0;; ++i) {
            const std::uint64_t first = start +
                (options.onBars ? static_cast<std::uint64_t>(std::llround(static_cast<double>(i) * barsEach * bar))
                                : i * hop);
            if (first > piece.frames() || options.frames > piece.frames() - first)
                break;
            const AudioSegment segment{ &piece, first, options.frames };
            if (!isSilent(segment, options.silence, room))
                segments.push_back(segment);
        }
    }
    return segments;
}

} // namespace klangraum
