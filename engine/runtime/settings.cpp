#include "runtime/settings.h"

#include "music/atomicfile.h"
#include "music/error.h"

#include <toml++/toml.h>

#include <cstdlib>
#include <functional>
#include <sstream>

namespace klangraum {

namespace {

// One key of the file: how it is read and how it is written.
struct Key
{
    const char *table;
    const char *name;
    std::function<void(Settings &, const toml::node &, const std::string &where)> read;
    std::function<void(const Settings &, toml::table &)> write;
};

template <typename T> T expect(const toml::node &node, const std::string &where, const char *expected)
{
    if (const auto value = node.value<T>())
        return *value;
    throw Error(where + ": expected " + expected);
}

Key text(const char *table, const char *name, std::string Settings::*member)
{
    return { table, name,
             [member](Settings &s, const toml::node &node, const std::string &where) {
                 s.*member = expect<std::string>(node, where, "a text in quotes");
             },
             [member, name](const Settings &s, toml::table &out) { out.insert_or_assign(name, s.*member); } };
}

Key path(const char *table, const char *name, std::filesystem::path Settings::*member)
{
    return { table, name,
             [member](Settings &s, const toml::node &node, const std::string &where) {
                 s.*member = expect<std::string>(node, where, "a path in quotes");
             },
             [member, name](const Settings &s, toml::table &out) {
                 out.insert_or_assign(name, (s.*member).string());
             } };
}

Key integer(const char *table, const char *name, int Settings::*member, int low, int high)
{
    return { table, name,
             [=](Settings &s, const toml::node &node, const std::string &where) {
                 const auto value = expect<std::int64_t>(node, where, "a whole number");
                 if (value < low || value > high)
                     throw Error(where + ": expected " + std::to_string(low) + " to " + std::to_string(high) +
                                 ", found " + std::to_string(value));
                 s.*member = static_cast<int>(value);
             },
             [member, name](const Settings &s, toml::table &out) { out.insert_or_assign(name, s.*member); } };
}

Key flag(const char *table, const char *name, bool Settings::*member)
{
    return { table, name,
             [member](Settings &s, const toml::node &node, const std::string &where) {
                 s.*member = expect<bool>(node, where, "true or false");
             },
             [member, name](const Settings &s, toml::table &out) { out.insert_or_assign(name, s.*member); } };
}

const std::vector<Key> &keys()
{
    static const std::vector<Key> all = {
        { "models", "folders",
          [](Settings &s, const toml::node &node, const std::string &where) {
              const auto *array = node.as_array();
              if (!array)
                  throw Error(where + ": expected a list of paths");
              s.modelFolders.clear();
              for (const auto &item : *array)
                  s.modelFolders.emplace_back(expect<std::string>(item, where, "paths in quotes"));
          },
          [](const Settings &s, toml::table &out) {
              toml::array array;
              for (const auto &folder : s.modelFolders)
                  array.push_back(folder.string());
              out.insert_or_assign("folders", std::move(array));
          } },
        text("compute", "device", &Settings::computeDevice),
        integer("compute", "threads", &Settings::computeThreads, 0, 256),
        text("audio", "api", &Settings::audioApi),
        text("audio", "device", &Settings::audioDevice),
        integer("audio", "buffer-frames", &Settings::bufferFrames, 64, 4096),
        { "audio", "gain",
          [](Settings &s, const toml::node &node, const std::string &where) {
              s.gain = expect<double>(node, where, "a number from 0 to 1");
              if (!(s.gain >= 0 && s.gain <= 1))
                  throw Error(where + ": expected 0 to 1, found " + std::to_string(s.gain));
          },
          [](const Settings &s, toml::table &out) { out.insert_or_assign("gain", s.gain); } },
        flag("audio", "loops-at-once", &Settings::loopsAtOnce),
        path("audio", "sound-font", &Settings::soundFont),
        text("midi", "in", &Settings::midiIn),
        text("midi", "out", &Settings::midiOut),
        { "midi", "controls",
          [](Settings &s, const toml::node &node, const std::string &where) {
              const auto *table = node.as_table();
              if (!table)
                  throw Error(where + ": expected a table NAME = controller number");
              s.midiControls.clear();
              for (const auto &[name, value] : *table) {
                  const auto cc = expect<std::int64_t>(value, where, "controller numbers");
                  if (cc < 0 || cc > 127)
                      throw Error(where + "." + std::string(name.str()) + ": expected 0 to 127, found " +
                                  std::to_string(cc));
                  s.midiControls[std::string(name.str())] = static_cast<int>(cc);
              }
          },
          [](const Settings &s, toml::table &out) {
              toml::table table;
              for (const auto &[name, cc] : s.midiControls)
                  table.insert_or_assign(name, cc);
              out.insert_or_assign("controls", std::move(table));
          } },
        path("keep", "folder", &Settings::keepFolder),
        integer("keep", "bars", &Settings::keepBars, 1, 256),
        text("screen", "language", &Settings::language),
        flag("screen", "fullscreen", &Settings::fullscreen),
    };
    return all;
}

} // namespace

std::filesystem::path Settings::defaultFile()
{
    if (const char *file = std::getenv("KLANGRAUM_CONFIG"))
        return file;
    if (const char *folder = std::getenv("XDG_CONFIG_HOME"); folder && *folder)
        return std::filesystem::path(folder) / "klangraum" / "klangraum.toml";
    const char *home = std::getenv("HOME");
    return std::filesystem::path(home ? home : ".") / ".config" / "klangraum" / "klangraum.toml";
}

Settings Settings::load(const std::filesystem::path &file)
{
    Settings settings;
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return settings;
    toml::table root;
    try {
        root = toml::parse_file(file.string());
    } catch (const toml::parse_error &failure) {
        throw Error(file.string() + ", line " + std::to_string(failure.source().begin.line) + ": " +
                    std::string(failure.description()) + "; mend the line or remove the file to get the defaults");
    }
    for (const auto &[tableName, tableNode] : root) {
        const std::string table(tableName.str());
        if (!tableNode.is_table())
            throw Error(file.string() + ": '" + table +
                        "' stands outside the tables models, compute, audio, midi, keep, screen");
        for (const auto &[name, node] : *tableNode.as_table()) {
            const std::string where = file.string() + ": " + table + "." + std::string(name.str());
            bool known = false;
            for (const Key &key : keys()) {
                if (table == key.table && name.str() == key.name) {
                    key.read(settings, node, where);
                    known = true;
                }
            }
            if (!known)
                throw Error(where + ": no such setting; the README lists them");
        }
    }
    return settings;
}

void Settings::save(const std::filesystem::path &file) const
{
    toml::table root;
    for (const Key &key : keys()) {
        if (!root.contains(key.table))
            root.insert(key.table, toml::table{});
        key.write(*this, *root[key.table].as_table());
    }
    std::ostringstream text;
    text << root << '\n';
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    writeFileAtomically(file, text.str());
}

} // namespace klangraum
