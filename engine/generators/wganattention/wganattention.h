// `wgan-attention` of Lee, Yu and Huang (Stanford): a Wasserstein duel of LSTMs with multi-head attention.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family wganAttentionFamily();

} // namespace klangraum
