// JudgeModel: what the discriminator of the shown epoch hears in a piece: the sample that plays, what the visitor plays
// on keys, a MIDI file. Asks the thread that has the epoch's weights (LatentPlayer); an answer to a question that is no
// longer asked is dropped. Of a longer piece the stretch that plays is judged, bar by bar.
//
// Thread rule: GUI thread.
#pragma once

#include "latentplayer.h"

#include "playback/transport.h"

#include <QElapsedTimer>
#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class JudgeModel : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Judge)
    QML_UNCREATABLE("owned by TrainingRoom")
    Q_PROPERTY(bool usable READ usable NOTIFY changed) // a duel is shown, and its weights can be asked
    Q_PROPERTY(bool known READ known NOTIFY changed) // `real` says something
    Q_PROPERTY(double real READ real NOTIFY changed) // 0 sounds generated, 1 sounds real
    Q_PROPERTY(QString heard READ heard NOTIFY changed) // in words: what is judged; empty: nothing yet

public:
    enum class Source { None, Sample, Keys, File };
    static constexpr int kPhraseMs = 2000; // without a key: the next one begins another phrase

    explicit JudgeModel(LatentPlayer &player);

    bool usable() const { return m_duel && m_player.usable(); }
    bool known() const { return usable() && m_real >= 0; }
    double real() const { return m_real; }
    QString heard() const;

    // Whose discriminator is asked; `window`: a sample's length in quarters, 0: not known.
    void setPlace(const QString &run, int epoch, bool duel, double window);
    void hear(const Score &score, Source source, const QString &name = {});
    void follow(double part); // how far the piece has been played, 0..1
    void takeKeys(const std::vector<HeardEvent> &keys); // of the visitor, since the last call
    void retranslate() { Q_EMIT changed(); }

Q_SIGNALS:
    void changed();

private:
    void ask();
    void answer(quint64 serial, double real);

    LatentPlayer &m_player;
    QString m_run;
    int m_epoch = 0;
    bool m_duel = false;
    double m_window = 0;
    std::shared_ptr<const Score> m_score; // what is heard, whole
    Tick m_from = 0; // where the judged stretch of it begins
    Source m_source = Source::None;
    QString m_name;
    double m_real = -1;
    quint64 m_serial = 0;
    Score m_phrase;
    double m_phraseBegan = 0; // seconds of the sound's clock
    QElapsedTimer m_sinceKey;
};

} // namespace klangraum
