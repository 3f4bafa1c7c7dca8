#include "corpus/electronic/mixing.h"

#include "corpus/audiopiece.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace klangraum {

namespace {

constexpr float ceiling = 0.94f; // of full scale
constexpr float knee = 0.6f; // from here on the limit bends

float limited(float x)
{
    const float size = std::fabs(x);
    if (size <= knee)
        return x;
    const float over = (size - knee) / (ceiling - knee);
    return std::copysign(knee + (ceiling - knee) * over / (1 + over), x);
}

} // namespace

std::vector<float> duckingGains(std::size_t frames, const std::vector<std::size_t> &strokes, float depth, float seconds)
{
    std::vector<float> gains(frames, 1.0f);
    const float fade = std::exp(-3.0f / (seconds * framesASecond)); // 5 % are left after `seconds`
    float down = 0;
    std::size_t next = 0;
    for (std::size_t i = 0; i < frames; ++i) {
        while (next < strokes.size() && strokes[next] <= i) {
            down = depth;
            ++next;
        }
        gains[i] = 1 - down;
        down *= fade;
    }
    return gains;
}

void mixSound(std::span<float> track, std::size_t at, std::span<const float> sound, float gain)
{
    if (at >= track.size())
        return;
    const std::size_t count = std::min(sound.size(), track.size() - at);
    float *to = track.data() + at;
    for (std::size_t i = 0; i < count; ++i)
        to[i] += gain * sound[i];
}

void addEcho(std::span<const float> input, std::span<float> out, std::size_t delay, float feedback, float level)
{
    if (delay == 0 || level <= 0)
        return;
    std::vector<float> line(delay, 0.0f);
    float dark = 0;
    std::size_t place = 0;
    for (std::size_t i = 0; i < input.size(); ++i) {
        const float back = line[place];
        dark += 0.35f * (back - dark);
        out[i] += level * back;
        line[place] = input[i] + feedback * dark;
        place = place + 1 == delay ? 0 : place + 1;
    }
}

void addRoom(std::span<const float> input, std::span<float> out, float seconds, float level)
{
    if (level <= 0)
        return;
    constexpr std::array<std::size_t, 4> delays{ 655, 743, 821, 907 }; // 30 to 41 ms, without common divisors
    constexpr std::array<std::size_t, 2> spreads{ 113, 37 };
    std::vector<float> sum(input.size(), 0.0f);
    for (const std::size_t delay : delays) {
        std::vector<float> line(delay, 0.0f);
        const float back = std::pow(0.001f, static_cast<float>(delay) / framesASecond / seconds);
        float dark = 0;
        std::size_t place = 0;
        for (std::size_t i = 0; i < input.size(); ++i) {
            const float heard = line[place];
            sum[i] += heard;
            dark += 0.6f * (heard - dark);
            line[place] = input[i] + back * dark;
            place = place + 1 == delay ? 0 : place + 1;
        }
    }
    for (const std::size_t delay : spreads) {
        std::vector<float> line(delay, 0.0f);
        std::size_t place = 0;
        for (float &frame : sum) {
            const float heard = line[place];
            const float put = frame + 0.6f * heard;
            line[place] = put;
            frame = heard - 0.6f * put;
            place = place + 1 == delay ? 0 : place + 1;
        }
    }
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] += level * 0.4f * sum[i];
}

void master(std::span<float> mix, float level)
{
    const float pole = std::exp(-2 * std::numbers::pi_v<float> * 25 / framesASecond);
    float before = 0;
    float high = 0;
    double sum = 0;
    for (float &frame : mix) {
        high = pole * (high + frame - before);
        before = frame;
        frame = high;
        sum += static_cast<double>(high) * static_cast<double>(high);
    }
    const auto loudness =
        static_cast<float>(std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, mix.size()))));
    const float gain = loudness > 0 ? level / loudness : 1;
    for (float &frame : mix)
        frame = limited(frame * gain);
}

} // namespace klangraum
