// The name of a key in the language of the screen, and its signature for the score picture.
#pragma once

#include "music/key.h"

#include <QString>

namespace klangraum {

// "D minor", "d-Moll"; German writes B natural as H.
QString keyName(const KeyEstimate &key, const QString &language);
// Sharps of the key's signature; flats below 0: -6..5.
int fifths(const KeyEstimate &key);

} // namespace klangraum
