// What the tests of run folders share.
#pragma once

#include "music/atomicfile.h"
#include "training/runfolder.h"

#include <QProcess>
#include <QtTest>

#include <nlohmann/json.hpp>

namespace klangraum::test {

inline nlohmann::json runInfo()
{
    return { { "recipe",
               { { "name", "toy" }, { "family", "toy" }, { "source", "" }, { "training", { { "epochs", 9 } } } } },
             { "corpus", { { "name", "embedded" }, { "hash", "1" } } },
             { "device", "cpu" } };
}

// What a Python program prints; its errors fail the test.
inline std::string python(const QStringList &arguments)
{
    QProcess process;
    process.start("/usr/bin/python3", arguments);
    if (!process.waitForFinished(120'000) || process.exitCode() != 0)
        qWarning("%s", process.readAllStandardError().constData());
    return process.exitCode() == 0 ? process.readAllStandardOutput().toStdString() : std::string();
}

inline std::string errorOf(const std::function<void()> &work)
{
    try {
        work();
    } catch (const Error &error) {
        return error.what();
    }
    return {};
}

} // namespace klangraum::test
