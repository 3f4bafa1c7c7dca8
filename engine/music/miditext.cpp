#include "music/miditext.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace klangraum {

namespace {

constexpr std::size_t longestText = 200;

// Length of the well-formed UTF-8 character at the front, 0 where it is none (overlong forms and surrogates included).
std::size_t characterLength(std::span<const std::uint8_t> bytes)
{
    const unsigned first = bytes[0];
    if (first < 0x80)
        return 1;
    const std::size_t length = first >= 0xC2 && first < 0xE0 ? 2
        : first >= 0xE0 && first < 0xF0                      ? 3
        : first >= 0xF0 && first < 0xF5                      ? 4
                                                             : 0;
    if (length == 0 || bytes.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((bytes[i] & 0xC0u) != 0x80u)
            return 0;
    const unsigned second = bytes[1];
    const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
        (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return wrong ? 0 : length;
}

bool isUtf8(std::span<const std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const std::size_t length = characterLength(bytes);
        if (length == 0)
            return false;
        bytes = bytes.subspan(length);
    }
    return true;
}

bool isControl(const std::string &character)
{
    const auto first = static_cast<unsigned char>(character[0]);
    return first < 0x20 || first == 0x7F || (first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0);
}

} // namespace

std::string midiText(std::span<const std::uint8_t> bytes)
{
    // Cut at four times the length first: a meta event may hold megabytes.
    bytes = bytes.first(std::min(bytes.size(), longestText * 4));
    const std::size_t whole = bytes.size();
    for (std::size_t cut = 0; cut < 4 && whole == longestText * 4; ++cut)
        if (isUtf8(bytes.first(whole - cut))) {
            bytes = bytes.first(whole - cut);
            break;
        }
    const bool utf8 = isUtf8(bytes);
    std::string text;
    while (!bytes.empty()) {
        const std::size_t length = utf8 ? characterLength(bytes) : 1;
        std::string character(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
        if (!utf8 && bytes[0] >= 0x80)
            character = { static_cast<char>(0xC0 | (bytes[0] >> 6)), static_cast<char>(0x80 | (bytes[0] & 0x3F)) };
        bytes = bytes.subspan(length);
        if (isControl(character))
            character = " ";
        if (character == " " && (text.empty() || text.back() == ' '))
            continue;
        if (text.size() + character.size() > longestText)
            break;
        text += character;
    }
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

bool isTitle(const std::string &trackName)
{
    std::string word;
    for (const char c : trackName)
        if (!std::isdigit(static_cast<unsigned char>(c)) && !std::ispunct(static_cast<unsigned char>(c)) && c != ' ')
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    static constexpr std::array<std::string_view, 21> fileWords = {
        "",           "untitled",    "unnamed",   "track",          "miditrack",
        "tempotrack", "tempo",       "conductor", "conductortrack", "controltrack",
        "control",    "mastertrack", "master",    "sequence",       "song",
        "newsong",    "meta",        "metatrack", "piano",          "acousticgrandpiano",
        "midi"
    };
    return std::find(fileWords.begin(), fileWords.end(), word) == fileWords.end();
}

} // namespace klangraum
