// What the panels need of one run folder, beside its log: samples of every epoch, pieces of the corpus, latent spaces.
// Files are read once and the newest uses kept. Belongs to the watching thread; throws Error for a damaged file.
#pragma once

#include "musicstats.h"
#include "panelpicture.h"
#include "roomview.h"

#include "evaluation/sound/meanspectrum.h"

#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace klangraum {

using Scores = std::shared_ptr<const std::vector<Score>>;

class RunFiles
{
public:
    explicit RunFiles(std::filesystem::path folder);

    // Epochs with a file of samples, ascending; looked up again where the folder has changed.
    const std::vector<int> &sampled();
    bool hasLatent(int epoch) const;
    Scores samples(int epoch); // null: there is no such file
    // Of a family of sound: how many clips an epoch has (0: it is of notes), and one of them; null: there is no such
    // file.
    int clips(int epoch) const;
    std::shared_ptr<const AudioClip> clip(int epoch, int sample);
    // From now on the music panels of that epoch show these statistics instead of those of its samples.
    void setMany(int epoch, std::shared_ptr<const MusicStats> stats);
    int many(int epoch) const; // their number of pieces, 0: none
    // Any music panel; `epoch` one of sampled(). Failed with its reason where a file is damaged.
    PanelPtr picture(const QString &panel, int epoch, const QString &language);
    // The strip's choice of at most `count` epochs: roughly doubling, `cursor` among them, the newest last.
    static std::vector<int> choose(const std::vector<int> &sampled, int count, int cursor);

private:
    std::filesystem::path sampleFile(int epoch) const;
    std::filesystem::path clipFile(int epoch, int sample) const;
    std::shared_ptr<const MusicStats> generated(int epoch);
    std::shared_ptr<const MusicStats> reference();
    PanelPtr latent(int epoch);
    PanelPtr spectra(int epoch);

    std::filesystem::path m_folder;
    std::filesystem::file_time_type m_listed{};
    std::vector<int> m_sampled;
    std::map<int, Scores> m_samples;
    struct KeptClip
    {
        int epoch, sample;
        std::shared_ptr<const AudioClip> sound;
    };
    std::list<KeptClip> m_clips; // the last used first
    std::optional<MeanSpectrum> m_realSpectrum;
    std::map<int, std::shared_ptr<const MusicStats>> m_stats;
    std::map<int, std::shared_ptr<const MusicStats>> m_many;
    std::shared_ptr<const MusicStats> m_reference;
    std::map<std::pair<QString, int>, PanelPtr> m_pictures;
    QString m_language;
};

// The part of a path that people know a run by.
QString runName(const std::filesystem::path &folder);

} // namespace klangraum
