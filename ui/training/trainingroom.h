// TrainingRoom: the view model of the Train screen. Says what is looked at to the watching thread (RunWatch), takes its
// views, and moves the epoch cursor, the sound and the runs' commands. Opened from the window, by Ctrl+Shift+T, or with
// --train; the watching thread begins with the first opening. Closing it touches no run.
//
// Thread rule: GUI thread; it never touches a file itself.
#pragma once

#include "judgemodel.h"
#include "latentplayer.h"
#include "runlistmodel.h"
#include "runwatch.h"
#include "samplemaker.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <QUrl>
#include <QVariantList>

namespace klangraum {

class Session;

class TrainingRoom : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Exhibit")
    Q_PROPERTY(bool open READ isOpen WRITE setOpen NOTIFY openChanged)
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged) // where runs lie
    Q_PROPERTY(klangraum::RunListModel *runs READ runs CONSTANT)
    // The run of the header.
    Q_PROPERTY(QString current READ current WRITE setCurrent NOTIFY currentChanged) // its folder
    Q_PROPERTY(QString name READ name NOTIFY viewChanged)
    Q_PROPERTY(QString state READ state NOTIFY viewChanged)
    Q_PROPERTY(QString stateText READ stateText NOTIFY viewChanged)
    Q_PROPERTY(QString reason READ reason NOTIFY viewChanged) // why it failed, or what the trainer tells
    Q_PROPERTY(QString facts READ facts NOTIFY viewChanged)
    Q_PROPERTY(QString device READ device NOTIFY viewChanged)
    Q_PROPERTY(bool gpu READ gpu NOTIFY viewChanged)
    Q_PROPERTY(QString epochText READ epochText NOTIFY viewChanged) // "Epoch 142 of 200"
    Q_PROPERTY(QString leftText READ leftText NOTIFY viewChanged) // "18 min 40 s left"
    Q_PROPERTY(double progress READ progress NOTIFY viewChanged)
    Q_PROPERTY(QString speedText READ speedText NOTIFY viewChanged) // "41.8"
    Q_PROPERTY(QVariantList speeds READ speeds NOTIFY viewChanged)
    Q_PROPERTY(QVariantList meters READ meters NOTIFY viewChanged) // [{ id, label, value, part }]
    Q_PROPERTY(bool canPause READ canPause NOTIFY viewChanged)
    Q_PROPERTY(bool canResume READ canResume NOTIFY viewChanged)
    Q_PROPERTY(bool canStop READ canStop NOTIFY viewChanged)
    Q_PROPERTY(bool canStep READ canStop NOTIFY viewChanged) // single steps and slow motion
    Q_PROPERTY(double slow READ slow NOTIFY viewChanged) // slow motion: steps a second; 0: full speed
    // Failures of a duel that hold, at the cursor or now: [{ code, title, help }].
    Q_PROPERTY(QVariantList warnings READ warnings NOTIFY warningsChanged)
    Q_PROPERTY(klangraum::JudgeModel *judge READ judge CONSTANT) // what the discriminator hears
    // Panels.
    Q_PROPERTY(QStringList panels READ panels NOTIFY panelsChosen) // ids, one a slot
    Q_PROPERTY(QVariantList available READ available NOTIFY availableChanged) // [{ id, title }]
    Q_PROPERTY(int selected READ selected WRITE setSelected NOTIFY selectedChanged) // slot for CSV and PNG; -1: all
    Q_PROPERTY(int axis READ axis WRITE setAxis NOTIFY curvesChanged) // 0 steps, 1 epochs, 2 hours
    Q_PROPERTY(bool logX READ logX WRITE setLogX NOTIFY curvesChanged)
    Q_PROPERTY(bool logY READ logY WRITE setLogY NOTIFY curvesChanged)
    Q_PROPERTY(bool mean READ mean WRITE setMean NOTIFY curvesChanged) // over seeds
    Q_PROPERTY(double smoothing READ smoothing WRITE setSmoothing NOTIFY curvesChanged) // 0..1
    // The time machine.
    Q_PROPERTY(int cursor READ cursor WRITE setCursor NOTIFY cursorChanged) // epoch of all panels; -1: live
    Q_PROPERTY(int shownEpoch READ shownEpoch NOTIFY viewChanged)
    Q_PROPERTY(int lastEpoch READ lastEpoch NOTIFY viewChanged)
    Q_PROPERTY(int totalEpochs READ totalEpochs NOTIFY viewChanged)
    Q_PROPERTY(QVariantList strip READ strip NOTIFY stripChanged) // epochs of the thumbs
    Q_PROPERTY(int sample READ sample WRITE setSample NOTIFY sampleChanged)
    Q_PROPERTY(int samples READ samples NOTIFY viewChanged)
    Q_PROPERTY(int pieces READ pieces NOTIFY viewChanged) // that the music panels stand for
    Q_PROPERTY(int making READ making NOTIFY makingChanged) // samples made so far, of manyPieces; -1: none are made
    Q_PROPERTY(int manyPieces READ manyPieces CONSTANT)
    Q_PROPERTY(int sounding READ sounding NOTIFY soundChanged) // epoch that is heard; -1: none
    Q_PROPERTY(bool travelling READ travelling NOTIFY soundChanged) // through the epochs
    Q_PROPERTY(bool makesNotes READ makesNotes NOTIFY viewChanged) // no: it makes sound
    Q_PROPERTY(bool latentPlayable READ latentPlayable CONSTANT) // the latent plane can be played by touch
    // What has just been done: "Saved: ...", or what failed.
    Q_PROPERTY(QString message READ message NOTIFY messageChanged)
    Q_PROPERTY(bool messageIsError READ messageIsError NOTIFY messageChanged)
    // For the dialog of a new run.
    Q_PROPERTY(QVariantList recipes READ recipes NOTIFY choicesChanged) // [{ name, text, epochs, seed }]
    Q_PROPERTY(QVariantList corpora READ corpora NOTIFY choicesChanged) // [{ file, text }]

public:
    static constexpr int kSlots = 6;
    static constexpr double kSlowMotion = 2; // steps a second

    explicit TrainingRoom(Session &session);
    ~TrainingRoom() override;

    bool isOpen() const { return m_open; }
    void setOpen(bool open);
    Q_INVOKABLE void toggle() { setOpen(!m_open); }
    QString folder() const { return m_request.folder; }
    void setFolder(const QString &folder);
    static QString defaultFolder(); // runs in the user's data folder
    void setExportFolder(const QString &folder) { m_exportFolder = folder; }
    RunListModel *runs() { return &m_runs; }

    QString current() const { return m_request.current; }
    void setCurrent(const QString &folder);
    Q_INVOKABLE void toggleOverlay(const QString &folder);
    QString name() const { return m_view->run.name; }
    QString state() const { return m_view->run.state; }
    QString stateText() const { return RunListModel::stateText(state()); }
    QString reason() const;
    QString facts() const { return m_view->facts; }
    QString device() const { return m_view->device; }
    bool gpu() const { return m_view->gpu; }
    QString epochText() const;
    QString leftText() const;
    double progress() const { return m_view->run.progress; }
    QString speedText() const;
    QVariantList speeds() const;
    QVariantList meters() const;
    bool canPause() const { return state() == QLatin1String("running"); }
    bool canResume() const;
    bool canStop() const { return canPause() || state() == QLatin1String("paused"); }
    Q_INVOKABLE void pause() { command(RunCommand::Pause); }
    Q_INVOKABLE void resume();
    Q_INVOKABLE void stop() { command(RunCommand::Stop); }
    Q_INVOKABLE void step() { command(RunCommand::Step); } // one, then it rests
    Q_INVOKABLE void toggleSlow();
    double slow() const { return m_view->slow; }
    QVariantList warnings() const;
    JudgeModel *judge() { return &m_judge; }
    Q_INVOKABLE void bring(const QUrl &midiFile); // heard, and judged by the discriminator

    QStringList panels() const { return m_request.panels; }
    Q_INVOKABLE void setPanel(int slot, const QString &id);
    QVariantList available() const;
    PanelPtr picture(int slot) const;
    int selected() const { return m_selected; }
    void setSelected(int slot);
    void setColumns(int slot, int columns);
    int axis() const { return int(m_request.curves.axis); }
    void setAxis(int axis);
    bool logX() const { return m_request.curves.logX; }
    void setLogX(bool on)
    {
        setCurves([on](CurveOptions &curves) { curves.logX = on; });
    }
    bool logY() const { return m_request.curves.logY; }
    void setLogY(bool on)
    {
        setCurves([on](CurveOptions &curves) { curves.logY = on; });
    }
    bool mean() const { return m_request.curves.mean; }
    void setMean(bool on)
    {
        setCurves([on](CurveOptions &curves) { curves.mean = on; });
    }
    double smoothing() const { return m_request.curves.smoothing; }
    void setSmoothing(double part);
    Q_INVOKABLE void exportPanels(const QString &format); // "csv", "png"

    int cursor() const { return m_request.cursor; }
    void setCursor(int epoch);
    Q_INVOKABLE void backToLive() { setCursor(-1); }
    int shownEpoch() const { return m_view->shownEpoch; }
    int lastEpoch() const { return m_view->lastEpoch; }
    int totalEpochs() const;
    QVariantList strip() const;
    Thumb thumb(int index) const;
    int sample() const { return m_request.sample; }
    void setSample(int sample);
    Q_INVOKABLE void otherSample();
    int samples() const { return m_view->samples; }
    int sounding() const { return m_sounding; }
    bool travelling() const { return !m_journey.epochs.empty(); }
    Q_INVOKABLE void playThumb(int epoch); // again: stops
    Q_INVOKABLE void playSelected();
    Q_INVOKABLE void travel(); // plays the epochs one after the other from the cursor on; again: stops
    Q_INVOKABLE void stopSound();
    int pieces() const { return m_view->pieces; }
    int making() const { return m_making; }
    static int manyPieces() { return SampleMaker::kPieces; }
    Q_INVOKABLE void makeMany(); // samples of the shown epoch, for the music panels; again: gives up
    // The latent plane: decodes the point with the weights of the shown epoch and plays it; while it plays, another
    // point changes the music from where it is. -1..1 over the plane's reach.
    Q_INVOKABLE void playLatent(double x, double y);
    bool makesNotes() const { return !m_view->sound; }
    bool latentPlayable() const { return m_latent.usable(); }
    void setOpener(const OpenEpoch &open)
    {
        m_latent.setOpener(open);
        m_maker.setOpener(open);
    }

    QString message() const { return m_message; }
    bool messageIsError() const { return m_messageIsError; }
    QVariantList recipes() const { return m_recipes; }
    QVariantList corpora() const { return m_corpora; }
    Q_INVOKABLE void askChoices();
    Q_INVOKABLE void startRun(const QString &recipe, const QString &corpus, int epochs, int seed);

    QString language() const { return m_request.language; }
    void retranslate(const QString &language);
    void refresh(); // once a poll of the exhibit
    RunWatch &watch() { return m_watch; }
    const RoomView &view() const { return *m_view; }

Q_SIGNALS:
    void openChanged();
    void folderChanged();
    void currentChanged();
    void viewChanged();
    void warningsChanged();
    void panelsChanged(); // pictures
    void panelsChosen();
    void availableChanged();
    void selectedChanged();
    void curvesChanged();
    void cursorChanged();
    void stripChanged();
    void sampleChanged();
    void makingChanged();
    void soundChanged();
    void messageChanged();
    void choicesChanged();
    void retranslated();

private:
    void send();
    void setCurves(const std::function<void(CurveOptions &)> &change);
    void takeView();
    void takeRuns();
    void command(const RunOrder &order);
    void placeJudge();
    void say(const QString &message, bool error);
    void report(const QString &path, const QString &problem); // any thread
    void suitPanels();
    void listen(const Score &score, int epoch);
    void listen(std::vector<AudioClip> clips, std::vector<int> epochs); // one after the other, each of its epoch
    void begin(Journey journey); // it sounds by now
    void listenTouched(const Score &score, int epoch);
    void setMaking(int pieces);

    Session &m_session;
    RunWatch m_watch;
    LatentPlayer m_latent;
    JudgeModel m_judge{ m_latent };
    SampleMaker m_maker;
    RoomRequest m_request;
    std::shared_ptr<const RoomView> m_view;
    RunListModel m_runs;
    bool m_open = false;
    bool m_chosen = false; // the run was chosen by hand
    int m_selected = -1;
    QVector<int> m_columns;
    QStringList m_ownPanels; // chosen by hand, by slot; empty: as suits the run
    QString m_exportFolder;
    QString m_message;
    bool m_messageIsError = false;
    QTimer m_messageTimer;
    int m_making = -1;
    int m_sounding = -1;
    bool m_touched = false; // what sounds comes from the latent plane
    Journey m_journey;
    Tick m_soundLength = 0;
    int m_asked = 0; // rises with every sound that is to be heard: one that is made ready in vain stays silent
    QVariantList m_recipes, m_corpora;
};

} // namespace klangraum
