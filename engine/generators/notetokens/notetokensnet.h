// The network of `note-tokens`: an LSTM over steps; inside a step one note after the other, each knowing those before.
//
//   rows of a step -> sum of learned vectors -> relu -> LSTM (layers x hidden) -> linear -> what each slot knows
//   [width]
//   + rows of the slot -> sum of learned vectors -> relu -> relu(linear) + itself -> linear -> logits:
//   of each key, of silence, and of each interval from notes that are known (relativelogits.h)
//
// Where the recipe asks for several parts, they learn side by side and their probabilities are averaged; what they
// have in mind stands side by side in the last dimension. Where it asks for keys, each key of the next step is foretold
// by itself, too, from what the LSTM has in mind and by its distance from the notes before.
#pragma once

#include "generators/notetokens/notefeatures.h"

#include <torch/torch.h>

#include <memory>
#include <tuple>
#include <vector>

namespace klangraum::tokens {

struct LstmState
{
    torch::Tensor hidden, cell; // [parts x layers, batch, hidden]; undefined at the beginning of a piece
};

class NoteTokensNet : public torch::nn::Module
{
public:
    explicit NoteTokensNet(const NoteTokensOptions &options);

    // rows [batch, steps, step entries] int64 -> [batch, steps, slots, parts x width]; `state` goes on.
    torch::Tensor context(const torch::Tensor &rows, LstmState &state) { return share(minds(rows, state)); }
    // The two halves of it: what the LSTM has in mind at each step [batch, steps, parts x hidden], and what slots know
    // of that.
    torch::Tensor minds(const torch::Tensor &rows, LstmState &state);
    torch::Tensor share(const torch::Tensor &minds);
    // All slots at once. context [n, slots, parts x width], rows [n, slots, slot entries], references [n, slots,
    // references], floors [n, slots], all int64 -> logits [n, slots, 89]; keys that cannot be are at minus infinity.
    torch::Tensor logits(const torch::Tensor &context, const torch::Tensor &rows, const torch::Tensor &references,
                         const torch::Tensor &floors);
    // What each part says by itself, for its training.
    std::vector<torch::Tensor> eachLogits(const torch::Tensor &context, const torch::Tensor &rows,
                                          const torch::Tensor &references, const torch::Tensor &floors);
    // One slot: context [n, parts x width], rows [n, slot entries], references [n, references], floors [n] -> [n, 89].
    torch::Tensor slotLogits(int slot, const torch::Tensor &context, const torch::Tensor &rows,
                             const torch::Tensor &references, const torch::Tensor &floors);

    // Where keys-weight > 0: minds [n, parts x hidden], earlier [n, 2 x slots] cells -> each part's logits [n, 88] of
    // each key to sound in the next step; and the mean of their probabilities.
    std::vector<torch::Tensor> eachKeyLogits(const torch::Tensor &minds, const torch::Tensor &earlier);
    torch::Tensor keyProbabilities(const torch::Tensor &minds, const torch::Tensor &earlier);

    // Mean cell of each slot in the training pieces, as they stand; [slots].
    torch::Tensor centres() const { return m_centres; }
    const NoteTokensOptions &options() const { return m_options; }
    const Layout &layout() const { return m_layout; }
    torch::Device device() const { return m_out.device(); }

private:
    torch::Tensor ownMinds(const torch::Tensor &rows, LstmState &state);
    torch::Tensor ownLogits(const torch::Tensor &context, const torch::Tensor &rows, const torch::Tensor &references,
                            const torch::Tensor &floors);
    torch::Tensor ownSlotLogits(int slot, const torch::Tensor &context, const torch::Tensor &rows,
                                const torch::Tensor &references, const torch::Tensor &floors);
    torch::Tensor ownKeyLogits(const torch::Tensor &minds, const torch::Tensor &earlier);
    torch::Tensor finished(const torch::Tensor &raw, const torch::Tensor &references, const torch::Tensor &floors);

    NoteTokensOptions m_options;
    Layout m_layout;
    torch::Tensor m_stepTable, m_slotTable;
    torch::nn::LSTM m_lstm{ nullptr };
    torch::nn::Linear m_share{ nullptr };
    torch::Tensor m_middle, m_middleBias, m_out, m_outBias; // a matrix a slot
    torch::nn::Linear m_keyMiddle{ nullptr }, m_keyOut{ nullptr };
    std::vector<std::shared_ptr<NoteTokensNet>> m_others; // the parts after this one
    torch::Tensor m_centres;
    torch::Tensor m_floors; // [90, 89]: row f holds minus infinity at the keys that are not above f
};

} // namespace klangraum::tokens
