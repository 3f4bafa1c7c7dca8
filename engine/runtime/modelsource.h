// ModelSource: where the engine thread gets its networks from. The installed models in the exhibit; a stub in
// tests that run without torch.
#pragma once

#include "generators/generator.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

struct ModelEntry
{
    ModelDescription description;
    std::string problem; // why it cannot be used; empty: it can
};

class ModelSource
{
public:
    virtual ~ModelSource() = default;
    // Called once, by the thread that creates the session. In the order of the cards.
    virtual std::vector<ModelEntry> list() = 0;
    // The following are called by the engine thread only.
    // Thread counts, warm-up of libraries.
    virtual void prepareThread() { }
    // Throws Error. Calls `notice` with one line where it had to fall back (a card that fails).
    virtual std::unique_ptr<Generator> open(int index, const std::function<void(const std::string &)> &notice) = 0;
    // "CPU" or the card's name.
    virtual std::string computeDevice() const = 0;
    // After a failure of the device: use the CPU from now on. False where it does so already.
    virtual bool fallBackToCpu() { return false; }
};

} // namespace klangraum
