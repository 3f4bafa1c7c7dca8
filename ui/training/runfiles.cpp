#include "runfiles.h"

#include "scatterpicture.h"
#include "spectrumpicture.h"

#include "music/atomicfile.h"
#include "music/error.h"
#include "music/wavfile.h"
#include "training/latentfile.h"
#include "training/runfolder.h"
#include "training/samplefile.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace klangraum {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKept = 48; // epochs whose samples and statistics stay in memory
constexpr std::size_t kKeptClips = 24; // a megabyte each
constexpr std::uint64_t kLargestClip = std::uint64_t(64) << 20; // bytes
constexpr int kMostClips = 64; // of an epoch

template <typename Map> void forget(Map &map, int keep)
{
    while (map.size() > kKept) {
        auto first = map.begin();
        if (first->first == keep)
            ++first;
        map.erase(first);
    }
}

} // namespace

QString runName(const fs::path &folder)
{
    const fs::path clean = folder.lexically_normal();
    return QString::fromStdString((clean.has_filename() ? clean : clean.parent_path()).filename().string());
}

RunFiles::RunFiles(fs::path folder)
    : m_folder(std::move(folder))
{
}

fs::path RunFiles::sampleFile(int epoch) const
{
    return m_folder / "samples" / (epochName(epoch) + ".json");
}

fs::path RunFiles::clipFile(int epoch, int sample) const
{
    return m_folder / "samples" / clipName(epoch, sample + 1);
}

const std::vector<int> &RunFiles::sampled()
{
    std::error_code error;
    const auto changed = fs::last_write_time(m_folder / "samples", error);
    if (error || (changed == m_listed && !m_sampled.empty()))
        return m_sampled;
    m_listed = changed;
    m_sampled.clear();
    for (fs::directory_iterator it(m_folder / "samples", error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.starts_with("epoch-"))
            continue;
        int epoch = 0;
        const char *const last = name.data() + name.size();
        const auto [behind, failed] = std::from_chars(name.data() + 6, last, epoch);
        const std::string_view rest(behind, std::size_t(last - behind));
        if (failed == std::errc() && epoch >= 0 && (rest == ".json" || rest == "-1.wav"))
            m_sampled.push_back(epoch);
    }
    std::ranges::sort(m_sampled);
    m_sampled.erase(std::unique(m_sampled.begin(), m_sampled.end()), m_sampled.end());
    return m_sampled;
}

bool RunFiles::hasLatent(int epoch) const
{
    std::error_code error;
    return fs::exists(m_folder / "latent" / (epochName(epoch) + ".json"), error);
}

Scores RunFiles::samples(int epoch)
{
    if (const auto it = m_samples.find(epoch); it != m_samples.end())
        return it->second;
    std::error_code error;
    if (!fs::exists(sampleFile(epoch), error))
        return nullptr;
    const auto scores = std::make_shared<const std::vector<Score>>(readSamples(sampleFile(epoch)));
    m_samples[epoch] = scores;
    forget(m_samples, epoch);
    return scores;
}

int RunFiles::clips(int epoch) const
{
    std::error_code error;
    int count = 0;
    while (count < kMostClips && fs::exists(clipFile(epoch, count), error))
        ++count;
    return count;
}

std::shared_ptr<const AudioClip> RunFiles::clip(int epoch, int sample)
{
    const auto kept = std::ranges::find_if(
        m_clips, [&](const KeptClip &clip) { return clip.epoch == epoch && clip.sample == sample; });
    if (kept != m_clips.end()) {
        m_clips.splice(m_clips.begin(), m_clips, kept);
        return m_clips.front().sound;
    }
    const fs::path file = clipFile(epoch, sample);
    std::error_code error;
    if (!fs::exists(file, error))
        return nullptr;
    m_clips.push_front(
        { epoch, sample, std::make_shared<const AudioClip>(readWavFile(readText(file, kLargestClip), file.string())) });
    if (m_clips.size() > kKeptClips)
        m_clips.pop_back();
    return m_clips.front().sound;
}

void RunFiles::setMany(int epoch, std::shared_ptr<const MusicStats> stats)
{
    m_many[epoch] = std::move(stats);
    forget(m_many, epoch);
    std::erase_if(m_pictures, [epoch](const auto &entry) { return entry.first.second == epoch; });
}

int RunFiles::many(int epoch) const
{
    const auto it = m_many.find(epoch);
    return it == m_many.end() ? 0 : int(it->second->pitches.pieces);
}

std::shared_ptr<const MusicStats> RunFiles::generated(int epoch)
{
    if (const auto it = m_many.find(epoch); it != m_many.end())
        return it->second;
    auto &stats = m_stats[epoch];
    if (!stats) {
        if (const Scores scores = samples(epoch); scores && !scores->empty())
            stats = std::make_shared<const MusicStats>(MusicStats::of(*scores));
    }
    const auto result = stats;
    forget(m_stats, epoch);
    return result;
}

std::shared_ptr<const MusicStats> RunFiles::reference()
{
    std::error_code error;
    const fs::path file = m_folder / "reference.json";
    if (!m_reference && fs::exists(file, error))
        m_reference = std::make_shared<const MusicStats>(MusicStats::of(readSamples(file)));
    return m_reference;
}

PanelPtr RunFiles::latent(int epoch)
{
    auto picture = std::make_shared<ScatterPicture>();
    picture->id = QStringLiteral("latent");
    picture->epoch = epoch;
    if (!hasLatent(epoch))
        return picture;
    const LatentMap map = readLatent(m_folder / "latent" / (epochName(epoch) + ".json"));
    picture->state = PanelState::Live;
    for (const LatentPoint &point : map.corpus)
        picture->real.emplace_back(point.x, point.y);
    for (const LatentPoint &point : map.samples) {
        if (std::isfinite(point.x) && std::isfinite(point.y))
            picture->generated.emplace_back(point.x, point.y);
    }
    picture->reach = map.reach > 0 ? map.reach : 1;
    picture->components = map.components;
    picture->fit();
    picture->variance[0] = map.variance[0];
    picture->variance[1] = map.variance[1];
    picture->discrepancy = meanDiscrepancy(picture->real, picture->generated);
    return picture;
}

PanelPtr RunFiles::spectra(int epoch)
{
    auto picture = std::make_shared<SpectrumPicture>();
    picture->id = QStringLiteral("spectra");
    picture->epoch = epoch;
    const auto read = [](const fs::path &file) { return readWavFile(readText(file, kLargestClip), file.string()); };
    if (!m_realSpectrum) {
        std::vector<AudioClip> real;
        std::error_code error;
        for (int number = 1; number <= kMostClips; ++number) {
            const fs::path file = m_folder / referenceClipName(number);
            if (!fs::exists(file, error))
                break;
            real.push_back(read(file));
        }
        if (!real.empty())
            m_realSpectrum = meanSpectrum(real);
    }
    std::vector<AudioClip> made;
    for (int sample = 0; sample < clips(epoch); ++sample)
        made.push_back(read(clipFile(epoch, sample)));
    if (made.empty() || !m_realSpectrum)
        return picture;
    picture->real = *m_realSpectrum;
    picture->generated = meanSpectrum(made);
    picture->measure();
    picture->state = PanelState::Live;
    return picture;
}

PanelPtr RunFiles::picture(const QString &panel, int epoch, const QString &language)
{
    if (language != m_language)
        m_pictures.clear(); // names of pitches
    m_language = language;
    const auto key = std::make_pair(panel, epoch);
    if (const auto it = m_pictures.find(key); it != m_pictures.end())
        return it->second;
    PanelPtr picture;
    const auto empty = [&](PanelState state, const QString &problem) {
        auto blank = std::make_shared<ScatterPicture>();
        blank->id = panel;
        blank->epoch = epoch;
        blank->state = state;
        blank->problem = problem;
        return blank;
    };
    try {
        if (m_sampled.empty() && epoch == 0) {
            picture = empty(PanelState::Loading, {});
        } else if (panel == QLatin1String("latent")) {
            picture = latent(epoch);
        } else if (panel == QLatin1String("spectra")) {
            picture = spectra(epoch);
        } else {
            const auto is = generated(epoch), should = reference();
            picture = is && should ? musicPicture(panel, *should, *is, epoch, language) : empty(PanelState::NoData, {});
        }
    } catch (const std::exception &problem) {
        picture = empty(PanelState::Failed, QString::fromStdString(problem.what()));
    }
    if (m_pictures.size() > 4 * kKept)
        m_pictures.clear();
    if (picture->state == PanelState::Live) // what is missing may come
        m_pictures[key] = picture;
    return picture;
}

std::vector<int> RunFiles::choose(const std::vector<int> &sampled, int count, int cursor)
{
    if (int(sampled.size()) <= count)
        return sampled;
    // The newest, the cursor, the first, then 5, 10, 20, 40 ... from the latest down, while there is room.
    const int last = sampled.back();
    std::vector<int> wanted{ last };
    const auto near = [&](int epoch) {
        const auto after = std::ranges::lower_bound(sampled, epoch);
        return after == sampled.end() ? last : *after;
    };
    if (cursor > 0 && near(cursor) != last)
        wanted.push_back(near(cursor));
    const auto has = [&](int epoch) { return std::ranges::find(wanted, epoch) != wanted.end(); };
    std::vector<int> round{ 1 };
    for (int epoch = 5; epoch < 0.85 * last; epoch *= 2)
        round.insert(round.begin() + 1, epoch); // the first, then the latest
    for (const int epoch : round) {
        if (int(wanted.size()) >= count)
            break;
        if (!has(near(epoch)))
            wanted.push_back(near(epoch));
    }
    std::ranges::sort(wanted);
    while (int(wanted.size()) < count) { // then the middle of the widest gap between samples
        const auto place = [&](int epoch) { return std::ranges::lower_bound(sampled, epoch) - sampled.begin(); };
        std::ptrdiff_t from = 0, widest = place(wanted.front());
        for (std::size_t i = 1; i < wanted.size(); ++i) {
            const auto gap = place(wanted[i]) - place(wanted[i - 1]);
            if (gap > widest) {
                widest = gap;
                from = place(wanted[i - 1]);
            }
        }
        wanted.push_back(sampled[std::size_t(from + widest / 2)]);
        std::ranges::sort(wanted);
    }
    return wanted;
}

} // namespace klangraum
