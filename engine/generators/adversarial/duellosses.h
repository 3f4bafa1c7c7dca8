// The losses and penalties of adversarial training, as functions of scores; all answer scalars, means over the batch.
#pragma once

#include "generators/adversarial/duel.h"
#include "generators/adversarial/dueloptions.h"

namespace klangraum::adversarial {

// What the discriminator minimises; `real` and `generated` are scores, [batch] and [batch or more].
//   entropy       mean of both halves' binary cross-entropy: Goodfellow and others, Generative Adversarial Nets, 2014,
//                 equation 1
//   wasserstein   E generated - E real: Arjovsky and others, Wasserstein GAN, 2017, algorithm 1
//   hinge         Lim and Ye, Geometric GAN, 2017, equation 15
//   relativistic  softplus(generated - real), pair by pair: Jolicoeur-Martineau, The relativistic discriminator, 2018
torch::Tensor criticLoss(const DuelOptions &options, const torch::Tensor &real, const torch::Tensor &generated);
// What the generator minimises; `real` is used by the relativistic game only. Entropy: -log D, which does not saturate
// (Goodfellow and others 2014, section 3).
torch::Tensor generatorLoss(const DuelOptions &options, const torch::Tensor &real, const torch::Tensor &generated);

// E (|gradient of the score| - 1)^2 halfway: at real + u (generated - real), u uniform, one a piece. Gulrajani and
// others, Improved training of Wasserstein GANs, 2017, equation 3. The discriminator must know a second derivative,
// which cuDNN's LSTMs do not: they are kept off.
torch::Tensor gradientPenalty(Duel &duel, const Sight &real, const torch::Tensor &generated, at::Generator random);
// E |gradient of the score|^2 at `sight`, halved: R1 on real music, R2 on what was made. Mescheder, Geiger and Nowozin,
// Which training methods for GANs do actually converge?, 2018, equations 9 and 10.
torch::Tensor zeroPenalty(Duel &duel, const Sight &sight);
// |E a - E b|^2 over the batch, summed over the rest: feature matching. Salimans and others, Improved techniques for
// training GANs, 2016, section 3.1.
torch::Tensor matching(const torch::Tensor &a, const torch::Tensor &b);
// Mean over the cells of what is above `threshold`: Herreros and others, Deep Vibes, section 3.1.2, in words only.
torch::Tensor activation(const torch::Tensor &music, double threshold);
// Sum of squares of the weights of all dense layers (Keras's kernel_regularizer): Tamirisa and others 2024,
// section 3.3.
torch::Tensor squaredWeights(torch::nn::Module &net);

} // namespace klangraum::adversarial
