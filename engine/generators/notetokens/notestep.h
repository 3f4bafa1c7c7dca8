// NoteTokensNet for one step of one piece, as it is played: a matrix times a vector at a time, which reads the weights
// once (a product of matrices copies them first), and plain loops between. Float, on the CPU, wherever the net is: a
// single row is too little for a GPU. What it says is what the net says, but for rounding.
#pragma once

#include "generators/notetokens/notetokensnet.h"

namespace klangraum::tokens {

// What a step begins with, whatever is wished of it.
struct StepBeginning
{
    torch::Tensor mind; // [parts x hidden]
    torch::Tensor context; // [slots, parts x width]
    LstmState lstm; // after it
};

class NoteStep
{
public:
    // The weights are the net's own where they are floats on the CPU, else copies of what they are now.
    explicit NoteStep(const NoteTokensNet &net);
    // rows: Layout::stepEntries() numbers.
    StepBeginning begin(const std::int64_t *rows, const LstmState &before) const;
    // Of one slot, to 89 logits; keys that cannot be are at minus infinity. rows: Layout::slotEntries() numbers,
    // references: Layout::references().
    void logits(int slot, const StepBeginning &step, const std::int64_t *rows, const std::int64_t *references,
                int floor, double *to) const;

private:
    struct Layer
    {
        torch::Tensor input, recurrent, bias; // [4 hidden, hidden] twice, [4 hidden]
    };
    struct Part
    {
        torch::Tensor stepTable, slotTable;
        std::vector<Layer> layers;
        torch::Tensor share, shareBias; // [slots x width, hidden], [slots x width]
        std::vector<torch::Tensor> middle, middleBias, out, outBias; // a slot: [width, width] and [outputs, width]
    };
    // The same of one part, [89].
    void partLogits(const Part &part, int slot, const float *context, const std::int64_t *rows,
                    const std::int64_t *references, int floor, double *to) const;

    NoteTokensOptions m_options;
    Layout m_layout;
    std::vector<Part> m_parts;
};

} // namespace klangraum::tokens
