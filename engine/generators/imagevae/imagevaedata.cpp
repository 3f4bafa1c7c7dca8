#include "generators/imagevae/imagevaedata.h"

#include "music/imageencoding.h"

#include <algorithm>
#include <numeric>

namespace klangraum {
namespace {

constexpr std::int64_t side = NoteImage::size;
constexpr std::int64_t area = side * side;

} // namespace

ImageVaeData::ImageVaeData(const Corpus &corpus, Split split)
    : m_low(corpus.transposeLow)
    , m_high(corpus.transposeHigh)
{
    for (std::size_t i = 0; i < corpus.pieces.size(); ++i) {
        if (corpus.pieces[i].split != split)
            continue;
        for (const NoteImage &image : encodeImages(corpus.pieces[i].score)) {
            if (std::find(image.pixels.begin(), image.pixels.end(), 1) == image.pixels.end())
                continue;
            m_pixels.insert(m_pixels.end(), image.pixels.begin(), image.pixels.end());
            m_piece.push_back(static_cast<std::int64_t>(i));
        }
    }
}

Batch ImageVaeData::batch(const std::vector<std::int64_t> &items, const StepContext &context) const
{
    const auto count = static_cast<std::int64_t>(items.size());
    torch::Tensor images = torch::zeros({ count, 1, side, side });
    torch::Tensor shifts = torch::zeros({ count }, torch::kInt64);
    if (context.training && m_low < m_high)
        shifts = torch::randint(m_low, m_high + 1, { count }, context.random, torch::kInt64);
    float *const target = images.data_ptr<float>();
    for (std::int64_t i = 0; i < count; ++i) {
        // Higher by n semitones is n rows up; what leaves the picture is lost.
        const std::int64_t shift = shifts.data_ptr<std::int64_t>()[i];
        const std::uint8_t *source = m_pixels.data() + items[static_cast<std::size_t>(i)] * area;
        const std::int64_t first = std::max<std::int64_t>(0, shift);
        const std::int64_t last = std::min(side, side + shift);
        std::copy(source + first * side, source + last * side, target + i * area + (first - shift) * side);
    }
    return { images.to(context.device) };
}

double ImageVaeData::whiteShare() const
{
    if (m_pixels.empty())
        return 0;
    const auto white = std::accumulate(m_pixels.begin(), m_pixels.end(), std::int64_t(0));
    return static_cast<double>(white) / static_cast<double>(m_pixels.size());
}

} // namespace klangraum
