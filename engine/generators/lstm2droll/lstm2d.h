// A piano roll read along time and along pitch, by one LSTM each, both ways: Herreros, Sánchez, Kroll and Villagrán,
// Deep Vibes (Comillas), section 3.2. lstm2d-roll foretells the next step from it, lstm2d-gan makes a roll.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace klangraum {

struct Read2d
{
    torch::Tensor time; // [batch, steps, 2 * hidden]: each step, from before and from behind
    torch::Tensor pitch; // [batch, keys, 2 * narrow]: each key with all its steps, from below and from above
};

class Lstm2d : public torch::nn::Module
{
public:
    Lstm2d(std::int64_t keys, std::int64_t steps, std::int64_t hidden, std::int64_t narrow)
    {
        const auto both = [](std::int64_t inputs, std::int64_t width) {
            return torch::nn::LSTM(torch::nn::LSTMOptions(inputs, width).batch_first(true).bidirectional(true));
        };
        m_time = register_module("time", both(keys, hidden));
        m_pitch = register_module("pitch", both(steps, narrow));
    }
    Read2d forward(const torch::Tensor &x) // [batch, steps, keys]
    {
        return { std::get<0>(m_time(x)), std::get<0>(m_pitch(x.transpose(1, 2))) };
    }

private:
    torch::nn::LSTM m_time{ nullptr }, m_pitch{ nullptr };
};

} // namespace klangraum
