// Growing and checked reading of byte strings: LEB128 integers and texts. Internal to corpus/.
#pragma once

#include "music/error.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace klangraum {

class ByteWriter
{
public:
    void unsignedNumber(std::uint64_t value)
    {
        while (value >= 0x80) {
            m_bytes.push_back(static_cast<char>((value & 0x7f) | 0x80));
            value >>= 7;
        }
        m_bytes.push_back(static_cast<char>(value));
    }
    void signedNumber(std::int64_t value)
    {
        unsignedNumber((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void real(double value)
    {
        std::uint64_t bits = 0;
        std::memcpy(&bits, &value, sizeof bits);
        for (int i = 0; i < 8; ++i)
            m_bytes.push_back(static_cast<char>((bits >> (8 * i)) & 0xff));
    }
    void text(std::string_view value)
    {
        unsignedNumber(value.size());
        m_bytes.append(value);
    }
    const std::string &bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

// Throws Error at the first thing that does not fit.
class ByteReader
{
public:
    ByteReader(std::string_view bytes, std::string where)
        : m_bytes(bytes)
        , m_where(std::move(where))
    {
    }
    std::size_t left() const { return m_bytes.size() - m_at; }
    [[noreturn]] void fail(const std::string &what) const
    {
        throw Error(m_where + ": " + what + " at byte " + std::to_string(m_at) +
                    " of its content; the file is damaged, import it again");
    }
    std::uint64_t unsignedNumber()
    {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_at >= m_bytes.size())
                fail("a number is cut off");
            const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        fail("a number is longer than 64 bits");
    }
    std::int64_t signedNumber()
    {
        const std::uint64_t raw = unsignedNumber();
        return static_cast<std::int64_t>((raw >> 1) ^ (~(raw & 1) + 1));
    }
    // In [low, high].
    std::int64_t within(std::int64_t low, std::int64_t high, const char *what)
    {
        const std::int64_t value = signedNumber();
        if (value < low || value > high)
            fail(std::string(what) + " is " + std::to_string(value) + ", expected " + std::to_string(low) + " to " +
                 std::to_string(high));
        return value;
    }
    // A number of things that take at least `bytesEach` bytes each.
    std::size_t count(std::size_t bytesEach, const char *what)
    {
        const std::uint64_t value = unsignedNumber();
        if (value > left() / bytesEach)
            fail(std::string("the number of ") + what + " (" + std::to_string(value) + ") exceeds what is there");
        return static_cast<std::size_t>(value);
    }
    double real()
    {
        if (left() < 8)
            fail("a number is cut off");
        std::uint64_t bits = 0;
        for (int i = 0; i < 8; ++i)
            bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_bytes[m_at++])) << (8 * i);
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }
    std::string text()
    {
        const std::size_t length = count(1, "characters");
        std::string value(m_bytes.substr(m_at, length));
        m_at += length;
        return value;
    }

private:
    std::string_view m_bytes;
    std::string m_where;
    std::size_t m_at = 0;
};

} // namespace klangraum
