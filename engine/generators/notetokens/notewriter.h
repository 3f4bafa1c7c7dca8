// Writes music step by step from a network and what the visitor wishes. All state is in a value that may be copied
// and kept; the network's part of it (the LSTM's) is carried, never computed anew.
#pragma once

#include "generators/notetokens/notestep.h"

#include <memory>
#include <optional>
#include <vector>

namespace klangraum::tokens {

// Sliders, 0..1.
struct Wish
{
    double surprise = 0.5;
    double density = 0.5;
    double height = 0.5; // register
    double memory = 0.5;
    int voices = mostSlots; // slots that sound; the network goes on writing the others in silence
};

struct WriterState
{
    Past past;
    LstmState lstm;
    std::int64_t place = 0; // steps since the piece began
    std::uint64_t seed = 0;
    std::uint64_t drawn = 0; // steps written in all; with the seed, what chance says
    // What the network has in mind at each of the last steps, and what it wrote there: a memory to come back to.
    torch::Tensor minds; // [steps, hidden], rows of length 1; oldest first
    std::vector<Frame> written;
    std::optional<StepBeginning> next; // of the step to come, where it is known already: see NoteWriter::prepare
};

struct Choice
{
    int cell = rest;
    float probability = 0; // under the wish
    float before = 0; // of the network alone
};

struct WrittenStep
{
    Frame frame = emptyFrame;
    std::array<float, mostSlots> surprise{}; // nats, under the network alone
    std::array<std::vector<Choice>, mostSlots> choices; // under the wish; the likeliest first
    std::vector<float> attention; // over WriterState::written as it was before this step
};

// The frame without the slots that the wish silences.
Frame sounding(Frame frame, const Wish &wish);

class NoteWriter
{
public:
    explicit NoteWriter(std::shared_ptr<NoteTokensNet> net);
    // Cells that are given (not -1) are written as they are.
    WrittenStep step(WriterState &state, const Wish &wish, const std::array<int, mostSlots> &given) const;
    WrittenStep step(WriterState &state, const Wish &wish) const;
    // What the next step begins with, which every wish shares: a state that is copied afterwards need not find it
    // twice.
    void prepare(WriterState &state) const;
    // Takes frames as written, without asking what they might have been; the state then stands after them.
    void read(WriterState &state, const std::vector<Frame> &frames) const;
    NoteTokensNet &net() const { return *m_net; }
    double centre(int slot) const { return m_centres[static_cast<std::size_t>(slot)]; } // a cell, its voice's middle

private:
    void remember(WriterState &state, const torch::Tensor &minds, const std::vector<Frame> &frames) const;

    std::shared_ptr<NoteTokensNet> m_net;
    NoteStep m_step;
    std::array<double, mostSlots> m_centres{}; // cells
};

} // namespace klangraum::tokens
