#include "corpus/audiofile.h"

#include "music/error.h"

namespace klangraum {

bool audioFilesCanBeRead()
{
    return false;
}

AudioFile readAudioFile(const std::filesystem::path &file, const AudioFileLimits &)
{
    throw Error(
        file.string() +
        ": this build has no audio libraries and reads no sound files; import where KLANGRAUM_AUDIO is on and bring "
        "the corpus here");
}

} // namespace klangraum
