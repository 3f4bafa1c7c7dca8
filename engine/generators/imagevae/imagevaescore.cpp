#include "generators/imagevae/imagevaescore.h"

#include <algorithm>

namespace klangraum {
namespace {

constexpr int side = NoteImage::size;
constexpr int columnsPerStep = NoteImage::columnsPerQuarter / 4;
constexpr int shortestRun = 2; // columns
constexpr double leastShare = 24.0 / (side * side); // of the pixels: two quarter notes
constexpr float cellFloor = 0.02F; // as ProbabilityCell says

void dropShortRuns(NoteImage &image)
{
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side;) {
            int end = column;
            while (end < side && image.at(row, end))
                ++end;
            if (end - column < shortestRun)
                std::fill(&image.at(row, column), &image.at(row, column) + (end - column), std::uint8_t(0));
            column = std::max(end, column + 1);
        }
    }
}

bool empty(const NoteImage &image)
{
    return std::find(image.pixels.begin(), image.pixels.end(), 1) == image.pixels.end();
}

} // namespace

float thresholdForShare(std::vector<float> values, double share)
{
    if (values.empty())
        return 0.5F;
    const auto count = static_cast<double>(values.size());
    const auto index = std::clamp(static_cast<std::ptrdiff_t>(count * (1 - share)), std::ptrdiff_t(0),
                                  static_cast<std::ptrdiff_t>(values.size()) - 1);
    std::nth_element(values.begin(), values.begin() + index, values.end());
    return values[static_cast<std::size_t>(index)];
}

NoteImage cleanImage(std::span<const float> probabilities, float threshold)
{
    NoteImage image = thresholdedImage(probabilities, threshold);
    dropShortRuns(image);
    for (double share = leastShare; empty(image) && share < 1; share *= 2) {
        image =
            thresholdedImage(probabilities, thresholdForShare({ probabilities.begin(), probabilities.end() }, share));
        dropShortRuns(image);
    }
    return image;
}

std::vector<ProbabilityCell> probabilityCells(std::span<const float> probabilities, int shift)
{
    std::vector<ProbabilityCell> cells;
    for (int row = 0; row < side; ++row) {
        for (int step = 0; step < side / columnsPerStep; ++step) {
            const float *first = probabilities.data() + row * side + step * columnsPerStep;
            const float probability = *std::max_element(first, first + columnsPerStep);
            if (probability > cellFloor)
                cells.push_back({ static_cast<std::int16_t>(step),
                                  static_cast<std::int16_t>(NoteImage::highestPitch - row + shift), 0, probability });
        }
    }
    return cells;
}

} // namespace klangraum
