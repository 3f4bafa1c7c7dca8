// Every family of steps as a Generator: a beat a window when it streams.
#pragma once

#include "generators/framemodel.h"
#include "generators/modelfolder.h"
#include "generators/steps/stepwriter.h"

#include <filesystem>
#include <optional>

namespace klangraum::steps {

class StepGenerator : public Generator, public FactorisedModel
{
public:
    // Loads the weights into `net`. Throws Error where they or model.json do not fit.
    StepGenerator(const std::filesystem::path &folder, ModelDescription description, std::shared_ptr<StepNet> net,
                  torch::Device device);
    const ModelDescription &description() const override { return m_description; }
    // 16 bars of four quarters by default. `prime`: the piece, then how it goes on.
    Piece generate(const GenerateRequest &request) override;
    std::unique_ptr<Stream> stream(std::uint64_t seed) override;
    std::vector<KeyProbabilities> keyProbabilities(std::span<const KeySet> piece) override;

    Wish wishOf(const Steering &steering) const;
    const StepWriter &writer() const { return m_writer; }

private:
    ModelDescription m_description;
    StepWriter m_writer;
};

class StepStream : public Stream
{
public:
    StepStream(StepGenerator &generator, std::uint64_t seed);
    Window decode(const Steering &steering) override;
    Window preview(const Steering &steering) override;
    void advance() override;
    bool overrule(int voice, int pitch) override;
    void clear() override { m_overruled.clear(); }

private:
    Window write(WriterState &state, Step &before, const Step &overruled, const Steering &steering) const;

    StepGenerator &m_generator;
    WriterState m_state; // before the current window
    Step m_before; // what sounded last before it
    std::optional<WriterState> m_after;
    Step m_last;
    Step m_given, m_overruled; // in the first step of the current window, of the next
};

} // namespace klangraum::steps
