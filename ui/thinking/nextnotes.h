// NextNotes: notes that may come next, the likeliest first. Thread rule: GUI thread.
#pragma once

#include "generators/generator.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace klangraum {

class NextNotes : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Thinking")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    static constexpr int kNone = -2; // no pitch, not even silence
    enum Role {
        PitchRole = Qt::UserRole, // "pitch": MIDI, -1: silence
        VoiceRole, // "voice"
        NameRole, // "name": "D", German "H" for B; "D5" beside another D; "pause"
        ProbabilityRole, // "probability": as the sliders stand
        BeforeRole, // "before": of the network alone
        ForcedRole, // "forced": the visitor's choice
        LabelledRole // "labelled": of the leading voice, likely, and with room for its name beside likelier ones
    };

    using QAbstractListModel::QAbstractListModel;
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int count() const { return rowCount(); }

    // `forced`: pitch that stands out; kNone: none.
    void set(std::vector<NextNote> notes, int forced, const QString &language);

    static QString pitchName(int pitch, const QString &language);

Q_SIGNALS:
    void countChanged();

private:
    std::vector<NextNote> m_notes;
    std::vector<bool> m_labelled, m_octaves;
    int m_forced = kNone;
    QString m_language;
};

} // namespace klangraum
