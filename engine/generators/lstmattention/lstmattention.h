// `lstm-attention` of Lee, Yu and Huang, Generative Modeling of Bach-Style Symbolic Music (Stanford): two LSTM layers,
// scaled dot-product attention over their outputs, and one head a voice.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family lstmAttentionFamily();

} // namespace klangraum
