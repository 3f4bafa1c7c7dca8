// What model.json says of a trained `chorale-vae`: controls, map and metrics, measured with the weights as they are.
#pragma once

#include "corpus/corpus.h"
#include "generators/choralevae/choralenet.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace klangraum::chorale {

inline constexpr double initialTempo = 92; // quarters a minute

// Pieces to train on in four voices.
struct PieceCount
{
    std::size_t proper = 0;
    std::size_t added = 0; // isAdded()
};
PieceCount piecesOf(const Corpus &corpus);
Text trainedOn(const PieceCount &pieces);

// Throws Error where the corpus has no piece in four voices.
nlohmann::json describeChoraleVae(const std::shared_ptr<ChoraleVaeNet> &net, const Corpus &corpus);

} // namespace klangraum::chorale
