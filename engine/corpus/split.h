// Split: the part of a corpus that a piece belongs to. A piece is in one, whole (corpus/splits.h).
#pragma once

namespace klangraum {

enum class Split { Train, Valid, Test };
const char *splitName(Split split); // "train", "valid", "test"

} // namespace klangraum
