// The duel of two networks in the words of the screen: what a warning of the trainer means and what usually helps; how
// real a piece sounds to the discriminator.
#pragma once

#include <QString>

namespace klangraum {

// `code` of engine/training/duelwatch.h: what is seen, and what usually helps. An unknown code speaks for itself.
QString warningTitle(const QString &code);
QString warningHelp(const QString &code);

} // namespace klangraum
