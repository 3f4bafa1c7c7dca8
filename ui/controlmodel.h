// ControlModel: the faders: the sliders of the current model in its own words, then the tempo: the transport's, or of a
// model that makes sound the control that it has for it, if it has one.
// Thread rule: GUI thread.
#pragma once

#include "runtime/session.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class ControlModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    static constexpr double kSlowest = 40, kFastest = 200; // quarters a minute

    enum Role {
        NameRole = Qt::UserRole + 1, // "name": stable identifier, "surprise", "tempo"
        LabelRole, // "label": in the language of the screen
        HelpRole, // "help": one sentence
        TextureRole, // "texture": "chaos", "density", "waves", "speed", "strokes"
        PositionRole, // "position": 0..1 along the track (tempo: by its logarithm)
        HomeRole, // "home": the default's position
        WordRole, // "word": for this part of the range
        NumberRole, // "number": the value, empty where the word says enough
        AtOnceRole, // "atOnce": acts at once, not at the write head
        ControllerRole, // "controller": number of the MIDI controller that moved it last, or -1
        TakeoverRole, // "takeover": where the knob really is, 0..1, until it has caught up; -1: it has
        LearningRole, // "learning": waits for a MIDI controller
    };

    explicit ControlModel(Session &session);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int count() const { return rowCount(); }

    // Positions 0..1; outside they are limited.
    Q_INVOKABLE void setPosition(int row, qreal position);
    Q_INVOKABLE void nudge(int row, qreal amount);
    Q_INVOKABLE void reset(int row); // to the default
    Q_INVOKABLE QString name(int row) const;

    int row(const QString &name) const; // -1: no such fader
    qreal position(int row) const;
    void setController(int row, int controller, qreal takeover);
    void setLearning(int row); // -1: none
    qreal chaos() const; // position of the fader with texture "chaos"; 0 where there is none

    void adopt(const ModelDescription *model, const QString &language);
    void retranslate(const QString &language);
    void refresh(double quartersPerMinute); // once a poll: follows the engine

Q_SIGNALS:
    void countChanged();
    void positionChanged(int row);
    void moved(double distance); // by the visitor, 0..1
    void tempoMoved(double quartersPerMinute);

private:
    struct Fader
    {
        Control control;
        double value = 0;
        double home = 0; // default value
        int controller = -1;
        qreal takeover = -1;
        bool tempo = false;
        bool transport = false; // the tempo is the transport's
    };
    qreal toPosition(const Fader &fader, double value) const;
    double toValue(const Fader &fader, qreal position) const;
    QString word(const Fader &fader) const;
    QString number(const Fader &fader) const;
    QString text(const Text &text) const;
    void changed(int row, const QList<int> &roles);

    Session &m_session;
    std::vector<Fader> m_faders;
    QString m_language = QStringLiteral("en");
    int m_learning = -1;
};

} // namespace klangraum
