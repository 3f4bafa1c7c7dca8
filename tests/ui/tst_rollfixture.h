// For the tests of roll and map: a real chorale of the data folder, and a software-rendered window.
#pragma once

#include "runtime/session.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include <algorithm>
#include <vector>

namespace klangraum {

inline QString choraleFile()
{
    return QStringLiteral(KLANGRAUM_SOURCE_DIR "/../shared/data/jsb-chorales/jsb-chorales-16th-voices.json");
}

// A chorale of the validation split as notes, voices S A T B; empty where the data folder is missing. Repeated pitches
// are told apart at the quarter, since the file does not.
inline std::vector<Note> realChorale(int index)
{
    QFile file(choraleFile());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonArray pieces = QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("valid")].toArray();
    const QJsonArray frames = pieces[index % std::max(1, int(pieces.size()))].toArray();
    std::vector<Note> notes;
    for (int voice = 0; voice < 4; ++voice) {
        int last = -1;
        for (int frame = 0; frame < frames.size(); ++frame) {
            const int pitch = frames[frame].toArray()[voice].toInt();
            if (pitch > 0 && pitch == last && frame % 4 != 0)
                notes.back().duration += 120;
            else if (pitch > 0)
                notes.push_back({ frame * 120, 120, pitch, 80, voice });
            last = pitch;
        }
    }
    std::sort(notes.begin(), notes.end(), [](const Note &a, const Note &b) { return a.start < b.start; });
    return notes;
}

// As Session would tell it with the playhead at `tick`: begun notes are heard, those before `writeHead` decided.
inline std::vector<RollNote> rollAt(const std::vector<Note> &notes, double tick, Tick writeHead)
{
    std::vector<RollNote> roll;
    for (const Note &note : notes) {
        const bool begun = static_cast<double>(note.start) <= tick;
        if (begun || note.start < writeHead)
            roll.push_back({ note, begun, begun && static_cast<double>(note.end()) > tick });
    }
    return roll;
}

// Call first in main(): tests of the screen need no display.
inline void useSoftwareRenderer()
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    if (qEnvironmentVariableIsEmpty("QT_QUICK_BACKEND"))
        qputenv("QT_QUICK_BACKEND", "software");
}

} // namespace klangraum
