// Reading JSON objects key by key, with errors that name file and key. Used for model.json, run.json and [model].
#pragma once

#include "music/error.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <set>
#include <string>

namespace klangraum {

class JsonReader
{
public:
    // `json` must outlive the reader. Throws Error where it is no object.
    JsonReader(const nlohmann::json &json, std::string where)
        : m_json(json)
        , m_where(std::move(where))
    {
        if (!json.is_object())
            throw Error(m_where + ": expected an object with named values, found " + json.type_name());
    }

    const nlohmann::json *find(const std::string &key)
    {
        m_seen.insert(key);
        const auto it = m_json.find(key);
        return it == m_json.end() ? nullptr : &*it;
    }
    const nlohmann::json &required(const std::string &key)
    {
        if (const nlohmann::json *value = find(key))
            return *value;
        throw Error(m_where + ": '" + key + "' is missing");
    }
    std::string text(const std::string &key) { return asText(key, required(key)); }
    std::string text(const std::string &key, const std::string &fallback)
    {
        const nlohmann::json *value = find(key);
        return value ? asText(key, *value) : fallback;
    }
    double number(const std::string &key, double fallback, double low, double high)
    {
        const nlohmann::json *value = find(key);
        return value ? asNumber(key, *value, low, high) : fallback;
    }
    double number(const std::string &key, double low, double high) { return asNumber(key, required(key), low, high); }
    std::int64_t integer(const std::string &key, std::int64_t fallback, std::int64_t low, std::int64_t high)
    {
        const nlohmann::json *value = find(key);
        if (!value)
            return fallback;
        if (!value->is_number_integer())
            throw Error(m_where + ": '" + key + "' is no whole number");
        return static_cast<std::int64_t>(asNumber(key, *value, static_cast<double>(low), static_cast<double>(high)));
    }
    bool flag(const std::string &key, bool fallback)
    {
        const nlohmann::json *value = find(key);
        if (value && !value->is_boolean())
            throw Error(m_where + ": '" + key + "' is neither true nor false");
        return value ? value->get<bool>() : fallback;
    }
    const nlohmann::json &array(const std::string &key)
    {
        static const nlohmann::json none = nlohmann::json::array();
        const nlohmann::json *value = find(key);
        if (value && !value->is_array())
            throw Error(m_where + ": '" + key + "' is no list");
        return value ? *value : none;
    }
    // Throws Error for a key that nobody asked for, naming the nearest known one.
    void refuseUnknown() const;
    const std::string &where() const { return m_where; }

private:
    std::string asText(const std::string &key, const nlohmann::json &value) const
    {
        if (!value.is_string())
            throw Error(m_where + ": '" + key + "' is no text");
        return value.get<std::string>();
    }
    double asNumber(const std::string &key, const nlohmann::json &value, double low, double high) const
    {
        if (!value.is_number() || !std::isfinite(value.get<double>()))
            throw Error(m_where + ": '" + key + "' is no number");
        const double number = value.get<double>();
        if (number < low || number > high)
            throw Error(m_where + ": '" + key + "' is " + value.dump() + ", expected " + nlohmann::json(low).dump() +
                        " to " + nlohmann::json(high).dump());
        return number;
    }

    const nlohmann::json &m_json;
    std::string m_where;
    std::set<std::string> m_seen;
};

// The nearest of `known` by edit distance, or an empty text where none is near.
std::string nearestWord(const std::string &word, const std::set<std::string> &known);

} // namespace klangraum
