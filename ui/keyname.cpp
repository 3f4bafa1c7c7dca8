#include "keyname.h"

namespace klangraum {

int fifths(const KeyEstimate &key)
{
    const int major = key.minor ? (key.tonic + 3) % 12 : key.tonic;
    const int sharps = major * 7 % 12;
    return sharps > 5 ? sharps - 12 : sharps;
}

QString keyName(const KeyEstimate &key, const QString &language)
{
    static const char *const english[] = { "C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B" };
    static const char *const englishMinor[] = { "C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B" };
    static const char *const german[] = { "C", "Des", "D", "Es", "E", "F", "Ges", "G", "As", "A", "B", "H" };
    static const char *const germanMinor[] = { "c", "cis", "d", "es", "e", "f", "fis", "g", "gis", "a", "b", "h" };
    const auto tonic = size_t(((key.tonic % 12) + 12) % 12);
    if (language == QLatin1String("de"))
        return QString::fromUtf8(key.minor ? germanMinor[tonic] : german[tonic]) +
            (key.minor ? QStringLiteral("-Moll") : QStringLiteral("-Dur"));
    return QString::fromUtf8(key.minor ? englishMinor[tonic] : english[tonic]) +
        (key.minor ? QStringLiteral(" minor") : QStringLiteral(" major"));
}

} // namespace klangraum
