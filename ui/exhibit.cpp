#include "exhibit.h"

#include "music/error.h"

#include <QCoreApplication>
#include <QLocale>
#include <QQmlEngine>

#include <algorithm>
#include <array>
#include <cmath>

namespace klangraum {

namespace {

constexpr int kPollMs = 16;
constexpr int kHiddenPollMs = 100; // the window draws no frames: minimised or covered
constexpr qint64 kHonestMs = 500; // the honest line changes this often at most
constexpr double kFullGesture = 0.06; // pad units (or parts of a fader) a frame that fill the lane

Exhibit *theExhibit = nullptr;

} // namespace

Exhibit::Exhibit(Session &session, const Settings &settings, const std::filesystem::path &settingsFile, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_settings(settings)
    , m_settingsFile(settingsFile)
    , m_cards(session)
    , m_controls(session)
    , m_choices(session)
    , m_voices(session)
    , m_pad(session)
    , m_keep(session)
    , m_thinking(session)
    , m_patterns(session)
    , m_own(session, m_thinking)
    , m_training(session)
{
    theExhibit = this;
    m_translations.setLanguage(QString::fromStdString(settings.language));
    m_training.retranslate(m_translations.language());
    m_session.setGain(settings.gain);
    m_session.setProgram(m_program);
    m_keep.setGain(settings.gain);
    m_keep.setFolder(settings.keepFolder);
    m_midi.setControllers(settings.midiControls);

    connect(&m_pad, &Pad::moved, this, [this](double distance) {
        m_midi.forget(QStringLiteral("map.x"));
        m_midi.forget(QStringLiteral("map.y"));
        moved(distance);
    });
    connect(&m_controls, &ControlModel::moved, this, &Exhibit::moved);
    connect(&m_choices, &ChoiceModel::moved, this, &Exhibit::moved);
    connect(&m_controls, &ControlModel::tempoMoved, this, [this](double bpm) { setBpm(bpm); });
    connect(&m_controls, &ControlModel::positionChanged, this, [this] { m_pad.setSpread(m_controls.chaos()); });
    connect(&m_midi, &MidiMap::targetChanged, this,
            [this] { m_controls.setLearning(m_controls.row(m_midi.target())); });
    connect(&m_midi, &MidiMap::learningChanged, this,
            [this] { m_notices.hold(QStringLiteral("midi-learn"), m_midi.learning()); });
    // The map has two directions: a second touch asks for the other.
    connect(&m_pad, &Pad::touchedChanged, this, [this] {
        if (m_pad.touched())
            m_midi.touch(m_midi.target() == QLatin1String("map.x") ? QStringLiteral("map.y") : QStringLiteral("map.x"));
    });
    connect(&m_own, &OwnMusicModel::said, this,
            [this](const Notice &notice) { m_notices.add(notice, m_clock.elapsed()); });
    connect(&m_own, &OwnMusicModel::placed, this, [this] { m_pad.follow(m_own.x(), m_own.y()); });
    connect(&m_midi, &MidiMap::learned, this, [this] {
        m_settings.midiControls = m_midi.learnt();
        save();
    });

    m_clock.start();
    m_sincePoll.start();
    m_transport = m_session.transport();
    m_tick = m_transport.tick;
    m_playing = m_transport.playing;
    m_bpm = m_transport.quartersPerMinute;
    adoptModel();
    m_cards.refresh(language());
    connect(&m_timer, &QTimer::timeout, this, &Exhibit::poll);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.start(kPollMs);
}

Exhibit::~Exhibit()
{
    theExhibit = nullptr;
}

Exhibit *Exhibit::create(QQmlEngine *, QJSEngine *)
{
    if (!theExhibit)
        throw Error("Exhibit: QML asked for it before the program made one");
    QJSEngine::setObjectOwnership(theExhibit, QJSEngine::CppOwnership);
    return theExhibit;
}

void Exhibit::attach(QQuickWindow *window)
{
    m_window = window;
    window->installEventFilter(this);
    // One poll a frame while frames are drawn; the timer takes over when they are not.
    connect(window, &QQuickWindow::afterAnimating, this, [this] {
        if (m_sincePoll.elapsed() >= 2)
            poll();
        if (m_window && m_transport.playing)
            m_window->update();
    });
    connect(&m_timer, &QTimer::timeout, window, [this, window] {
        if (window->isExposed() && m_transport.playing && m_sincePoll.elapsed() > kPollMs)
            window->update();
    });
    m_timer.setInterval(kHiddenPollMs);
}

bool Exhibit::eventFilter(QObject *watched, QEvent *event)
{
    const bool key = event->type() == QEvent::KeyPress;
    const bool touch = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::TouchBegin;
    if ((key || touch) && key != m_keysInUse) {
        m_keysInUse = key;
        Q_EMIT keysInUseChanged();
    }
    return QObject::eventFilter(watched, event);
}

void Exhibit::poll()
{
    const bool changed = m_session.poll();
    pollTransport();
    if (changed) {
        if (m_session.currentModel() != m_model)
            adoptModel();
        m_cards.refresh(language());
        m_keep.refresh(language());
    }
    pollMusic();
    pollMidi();
    pollSound();
    pollNotices();
    m_controls.refresh(m_bpm);
    m_choices.refresh();
    m_pad.refresh(m_transport.tick, m_beatsPerBar);
    m_keep.refresh(language());
    m_thinking.refresh(m_beatsPerBar);
    m_patterns.refresh();
    m_own.refresh();
    m_training.refresh();
    if (m_clock.elapsed() - m_honestAt >= kHonestMs)
        updateHonestLine();
    if (m_transport.playing || m_movedNow > 0) {
        const auto before = m_gestures.serial();
        m_gestures.add(m_tick, float(std::sqrt(std::min(1.0, m_movedNow / kFullGesture))));
        m_movedNow *= 0.8;
        if (m_movedNow < 1e-3)
            m_movedNow = 0;
        if (m_gestures.serial() != before)
            Q_EMIT gesturesChanged();
    }
    Q_EMIT ticked();
}

void Exhibit::pollTransport()
{
    const double seconds = double(m_sincePoll.nsecsElapsed()) / 1e9;
    m_sincePoll.start();
    m_transport = m_session.transport();
    // The sound's clock moves a block at a time; the picture moves evenly and leans towards it.
    const double expected =
        m_tick + (m_transport.playing ? seconds * m_transport.quartersPerMinute / 60 * kTicksPerQuarter : 0);
    const double error = m_transport.tick - expected;
    m_tick =
        !m_transport.playing || std::abs(error) > kTicksPerQuarter / 4.0 ? m_transport.tick : expected + 0.1 * error;

    if (m_transport.playing != m_playing && m_clock.elapsed() - m_playingSetAt >= kSettleMs) {
        m_playing = m_transport.playing;
        Q_EMIT playingChanged();
    }
    if (m_transport.quartersPerMinute != m_bpm &&
        m_clock.elapsed() - m_bpmSetAt >= (makesSound() ? kLoopSettleMs : kSettleMs)) {
        m_bpm = m_transport.quartersPerMinute;
        Q_EMIT bpmChanged();
    }
    if (m_late != late()) {
        m_late = late();
        Q_EMIT lateChanged();
    }
    const int beatsPerBar = std::max(1, m_session.beatsPerBar());
    const auto beats = static_cast<std::int64_t>(std::max(0.0, m_transport.tick) / kTicksPerQuarter);
    const int bar = int(beats / beatsPerBar) + 1, beat = int(beats % beatsPerBar) + 1;
    if (bar != m_bar || beat != m_beat || beatsPerBar != m_beatsPerBar) {
        m_bar = bar;
        m_beat = beat;
        m_beatsPerBar = beatsPerBar;
        Q_EMIT beatChanged();
    }
}

void Exhibit::pollMusic()
{
    if (m_session.rollSerial() != m_rollSerial) {
        m_rollSerial = m_session.rollSerial();
        Q_EMIT rollChanged();
    }
    if (m_session.soundSerial() != m_soundSerial) {
        m_soundSerial = m_session.soundSerial();
        Q_EMIT soundChanged();
    }
    const OpenZone &zone = m_session.openZone();
    if (zone.serial != m_openSerial || m_session.writeHead() != m_writeHead) {
        m_openSerial = zone.serial;
        m_writeHead = m_session.writeHead();
        Q_EMIT openZoneChanged();
    }
    if (m_restarting && zone.serial != m_restartSerial) {
        m_restarting = false;
        Q_EMIT restartingChanged();
    }
}

void Exhibit::pollSound()
{
    const DeviceStatus status = m_session.audioStatus();
    const bool soundless = status == DeviceStatus::Lost || status == DeviceStatus::Failed;
    if (soundless == m_soundless)
        return;
    m_soundless = soundless;
    m_notices.hold(QStringLiteral("no-audio"), soundless);
    Q_EMIT soundlessChanged();
}

void Exhibit::pollNotices()
{
    for (const Notice &notice : m_session.takeNotices()) {
        qInfo("%s", notice.text.c_str());
        if (notice.code == "engine-restarting" && !m_restarting) {
            m_restarting = true; // the roll says so itself
            m_restartSerial = m_session.openZone().serial;
            Q_EMIT restartingChanged();
        } else if (notice.code != "engine-restarting" && !(notice.code == "audio-lost" || notice.code == "no-audio")) {
            m_notices.add(notice, m_clock.elapsed());
        }
    }
    m_notices.expire(m_clock.elapsed());
}

void Exhibit::adoptModel()
{
    m_model = m_session.currentModel();
    const bool there = m_model >= 0 && size_t(m_model) < m_session.models().size();
    const ModelDescription *model = there ? &m_session.models()[size_t(m_model)].description : nullptr;
    m_controls.adopt(model, language());
    m_choices.adopt(model, language());
    m_voices.adopt(model);
    m_pad.adopt(model, language());
    m_pad.setSpread(m_controls.chaos());
    m_thinking.adopt(language());
    if (model)
        m_keep.setStyle(model->title);
    updateHonestLine();
    Q_EMIT modelChanged();
}

void Exhibit::setPlaying(bool playing)
{
    if (playing == m_playing)
        return;
    m_session.setPlaying(playing);
    m_playing = playing;
    m_playingSetAt = m_clock.elapsed();
    Q_EMIT playingChanged();
    if (m_window)
        m_window->update();
}

void Exhibit::setBpm(double quartersPerMinute)
{
    quartersPerMinute = std::clamp(quartersPerMinute, ControlModel::kSlowest, ControlModel::kFastest);
    m_bpmSetAt = m_clock.elapsed();
    m_session.setTempo(quartersPerMinute);
    if (quartersPerMinute == m_bpm)
        return;
    m_bpm = quartersPerMinute;
    Q_EMIT bpmChanged();
}

void Exhibit::setProgram(int program)
{
    if (program == m_program || program < 0 || program > 127)
        return;
    m_program = program;
    m_session.setProgram(program);
    Q_EMIT programChanged();
}

void Exhibit::tapTempo()
{
    if (const auto tempo = m_tap.tap(m_clock.elapsed()))
        setBpm(std::round(*tempo));
}

void Exhibit::setLanguage(const QString &language)
{
    if (language == m_translations.language() || !m_translations.setLanguage(language))
        return;
    m_settings.language = language.toStdString();
    save();
    retranslate();
}

void Exhibit::toggleLanguage()
{
    setLanguage(language() == QLatin1String("en") ? QStringLiteral("de") : QStringLiteral("en"));
}

void Exhibit::retranslate()
{
    const int model = m_model;
    m_cards.refresh(language());
    m_controls.retranslate(language());
    m_choices.retranslate(language());
    m_voices.retranslate();
    m_notices.retranslate();
    m_keep.retranslate(language());
    m_thinking.retranslate(language());
    m_training.retranslate(language());
    if (model >= 0)
        m_pad.retranslate(language());
    updateHonestLine();
    Q_EMIT languageChanged(); // the program retranslates QML
}

void Exhibit::surprise()
{
    m_pad.setMorphing(false);
    m_session.surprise();
    moved(0.3);
    m_pad.refresh(m_transport.tick, m_beatsPerBar);
}

void Exhibit::selectStyle(int index)
{
    m_cards.select(index);
}

void Exhibit::keepPiece()
{
    m_keep.start(m_settings.keepBars);
}

void Exhibit::moved(double distance)
{
    m_movedNow += distance;
}

void Exhibit::save()
{
    if (m_settingsFile.empty())
        return;
    try {
        m_settings.save(m_settingsFile);
    } catch (const std::exception &failure) {
        m_notices.add({ Notice::Kind::Warning, "settings-not-saved", failure.what() }, m_clock.elapsed());
    }
}

} // namespace klangraum
