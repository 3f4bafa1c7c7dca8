#include "nextnotes.h"

#include <QCoreApplication>

#include <cstdlib>

namespace klangraum {

namespace {

constexpr float kLabelled = 0.05F; // probability
QString octaveOf(int pitch) // as in scientific pitch notation, C4 is middle C
{
    return QString::number(pitch / 12 - 1);
}

constexpr int kLabelRows = 3; // semitones that a name is high

} // namespace

int NextNotes::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_notes.size());
}

QVariant NextNotes::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const NextNote &note = m_notes[std::size_t(index.row())];
    switch (role) {
    case PitchRole:
        return int(note.pitch);
    case VoiceRole:
        return int(note.voice);
    case NameRole:
        return pitchName(note.pitch, m_language) +
            (m_octaves[std::size_t(index.row())] ? octaveOf(note.pitch) : QString());
    case ProbabilityRole:
        return double(note.probability);
    case BeforeRole:
        return double(note.before);
    case ForcedRole:
        return note.voice == 0 && note.pitch == m_forced;
    case LabelledRole:
        return bool(m_labelled[std::size_t(index.row())]);
    }
    return {};
}

QHash<int, QByteArray> NextNotes::roleNames() const
{
    return { { PitchRole, "pitch" },      { VoiceRole, "voice" },
             { NameRole, "name" },        { ProbabilityRole, "probability" },
             { BeforeRole, "before" },    { ForcedRole, "forced" },
             { LabelledRole, "labelled" } };
}

void NextNotes::set(std::vector<NextNote> notes, int forced, const QString &language)
{
    const bool sameCount = notes.size() == m_notes.size();
    if (!sameCount)
        beginResetModel();
    m_notes = std::move(notes);
    m_forced = forced;
    m_language = language;
    m_labelled.assign(m_notes.size(), false);
    m_octaves.assign(m_notes.size(), false);
    for (std::size_t i = 0; i < m_notes.size(); ++i) {
        bool room = m_notes[i].voice == 0 && m_notes[i].probability >= kLabelled;
        for (std::size_t k = 0; k < i; ++k)
            room = room && !(m_labelled[k] && std::abs(m_notes[k].pitch - m_notes[i].pitch) < kLabelRows);
        m_labelled[i] = room;
        for (std::size_t k = 0; k < i; ++k)
            if (m_notes[i].pitch >= 0 && m_notes[k].pitch >= 0 && m_notes[i].voice == m_notes[k].voice &&
                m_notes[k].pitch % 12 == m_notes[i].pitch % 12)
                m_octaves[i] = m_octaves[k] = true;
    }
    if (!sameCount) {
        endResetModel();
        Q_EMIT countChanged();
    } else if (!m_notes.empty()) {
        Q_EMIT dataChanged(index(0), index(int(m_notes.size()) - 1));
    }
}

QString NextNotes::pitchName(int pitch, const QString &language)
{
    if (pitch < 0)
        return QCoreApplication::translate("NextNotes", "pause");
    static const char *const english[] = { "C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B" };
    static const char *const german[] = { "C", "Cis", "D", "Es", "E", "F", "Fis", "G", "As", "A", "B", "H" };
    return QString::fromUtf8((language == QLatin1String("de") ? german : english)[pitch % 12]);
}

} // namespace klangraum
