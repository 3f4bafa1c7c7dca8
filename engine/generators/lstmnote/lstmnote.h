// `lstm-note` of Lee, Yu and Huang, Generative Modeling of Bach-Style Symbolic Music (Stanford): two LSTM layers of 512
// and a choice among the 88 keys and a rest, the highest note of each step.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family lstmNoteFamily();

} // namespace klangraum
