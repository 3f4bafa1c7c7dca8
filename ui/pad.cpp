#include "pad.h"

#include "translations.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kMorphStepTicks = 32; // a morph speaks to the network this often, about 30 times a second
constexpr double kNearLine = 0.12; // pad units: nearer than this a drag slides along the morph's line
const QPointF kPinA(-0.53, -0.04), kPinB(0.57, 0.09);

double distance(QPointF a, QPointF b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

} // namespace

Pad::Pad(Session &session)
    : m_session(session)
    , m_pins{ kPinA, kPinB }
{
}

const std::vector<MapPoint> &Pad::points() const
{
    static const std::vector<MapPoint> none;
    return m_model ? m_model->map : none;
}

void Pad::adopt(const ModelDescription *model, const QString &language)
{
    m_model = model;
    m_loading = !model;
    m_available = m_canWithinBar = false;
    if (model) {
        for (const Control &control : model->controls) {
            m_canWithinBar = m_canWithinBar || (control.kind == ControlKind::Choice && control.name == "morph");
            if (control.kind != ControlKind::Pad || control.name != "map")
                continue;
            m_available = true;
            m_low = control.minimum;
            m_high = std::max(control.maximum, control.minimum + 1e-6);
            m_initial = control.initial;
        }
    }
    setMorphing(false);
    m_pins[0] = kPinA;
    m_pins[1] = kPinB;
    m_nextPin = 0;
    m_position = { m_session.control("map.x"), m_session.control("map.y") };
    Q_EMIT modelChanged();
    Q_EMIT withinBarChanged();
    retranslate(language);
    Q_EMIT pinsChanged();
    Q_EMIT positionChanged();
}

void Pad::retranslate(const QString &language)
{
    m_left.clear();
    m_right.clear();
    m_bottom.clear();
    m_top.clear();
    if (m_model) {
        for (const Control &control : m_model->controls) {
            if (control.kind != ControlKind::Pad)
                continue;
            m_left = inLanguage(control.xAxis[0], language);
            m_right = inLanguage(control.xAxis[1], language);
            m_bottom = inLanguage(control.yAxis[0], language);
            m_top = inLanguage(control.yAxis[1], language);
        }
    }
    Q_EMIT wordsChanged();
}

void Pad::follow(qreal x, qreal y)
{
    setMorphing(false);
    Q_EMIT jumped();
    m_position = { x, y };
    Q_EMIT positionChanged();
}

void Pad::slide(qreal position)
{
    setMorphing(true);
    startMorph(std::clamp(position, 0.0, 1.0));
    place(onLine(m_morphPosition), true);
}

void Pad::place(QPointF position, bool byVisitor)
{
    if (!m_available || !std::isfinite(position.x()) || !std::isfinite(position.y()))
        return;
    position = { std::clamp(position.x(), m_low, m_high), std::clamp(position.y(), m_low, m_high) };
    if (position == m_position)
        return;
    if (byVisitor)
        Q_EMIT moved(distance(position, m_position));
    m_position = position;
    send();
    Q_EMIT positionChanged();
}

void Pad::send()
{
    if (m_morphing)
        m_session.setMorph(m_position.x(), m_position.y(),
                           { m_pins[0].x(), m_pins[0].y(), m_pins[1].x(), m_pins[1].y(), m_morphPosition,
                             m_touched ? 0 : m_morphPerQuarter });
    else
        m_session.setPad(m_position.x(), m_position.y());
}

void Pad::press(qreal x, qreal y)
{
    if (!m_touched) {
        m_touched = true;
        Q_EMIT touchedChanged();
    }
    drag(x, y);
}

void Pad::drag(qreal x, qreal y)
{
    const QPointF finger(x, y);
    if (m_morphing) {
        const QPointF line = m_pins[1] - m_pins[0];
        const double length = QPointF::dotProduct(line, line);
        const double t = length > 0 ? std::clamp(QPointF::dotProduct(finger - m_pins[0], line) / length, 0.0, 1.0) : 0;
        if (distance(finger, onLine(t)) <= kNearLine) {
            startMorph(m_morphPhase > 1 ? 2 - t : t);
            place(onLine(t), true);
            return;
        }
        setMorphing(false);
    }
    place(finger, true);
}

void Pad::release()
{
    if (!m_touched)
        return;
    m_touched = false;
    if (m_morphing)
        startMorph(m_morphPhase);
    Q_EMIT touchedChanged();
}

void Pad::moveBy(qreal dx, qreal dy)
{
    setMorphing(false);
    place(m_position + QPointF(dx, dy), true);
}

void Pad::moveTo(qreal x, qreal y)
{
    setMorphing(false);
    Q_EMIT jumped();
    place({ x, y }, true);
}

void Pad::home()
{
    moveTo(m_initial, m_initial);
}

int Pad::dropPin(qreal x, qreal y)
{
    const int pin = m_nextPin;
    setPin(pin, x, y);
    m_nextPin = 1 - pin;
    return pin;
}

void Pad::setPin(int pin, qreal x, qreal y)
{
    if (pin < 0 || pin > 1 || !std::isfinite(x) || !std::isfinite(y))
        return;
    m_pins[pin] = { std::clamp(x, m_low, m_high), std::clamp(y, m_low, m_high) };
    Q_EMIT pinsChanged();
}

void Pad::setMorphing(bool morphing)
{
    if (morphing == m_morphing || (morphing && !m_available))
        return;
    m_morphing = morphing;
    if (morphing) {
        Q_EMIT jumped();
        startMorph(0);
    } else {
        m_session.setPad(m_position.x(), m_position.y());
    }
    Q_EMIT morphingChanged();
}

void Pad::setWithinBar(bool within)
{
    if (within == withinBar())
        return;
    m_session.setControl("morph", within ? 1 : 0);
    Q_EMIT withinBarChanged();
}

void Pad::startMorph(qreal phase)
{
    m_morphPhase = phase;
    m_morphStartTick = -1;
    m_morphPosition = phase > 1 ? 2 - phase : phase;
}

void Pad::refresh(double tick, int beatsPerBar)
{
    if (m_morphing && !m_touched) {
        const double ticksPerWay = double(kMorphBars * std::max(1, beatsPerBar)) * kTicksPerQuarter;
        if (m_morphStartTick < 0 || tick < m_morphStartTick)
            m_morphStartTick = tick - m_morphPhase * ticksPerWay;
        m_morphPhase = std::fmod((tick - m_morphStartTick) / ticksPerWay, 2.0);
        m_morphPosition = m_morphPhase > 1 ? 2 - m_morphPhase : m_morphPhase;
        m_position = onLine(m_morphPosition);
        if (std::abs(tick - m_morphSentTick) >= kMorphStepTicks) {
            m_morphSentTick = tick;
            m_morphPerQuarter = (m_morphPhase > 1 ? -1 : 1) / double(kMorphBars * std::max(1, beatsPerBar));
            send();
        }
        Q_EMIT positionChanged();
        return;
    }
    const QPointF engine(m_session.control("map.x"), m_session.control("map.y"));
    if (m_available && engine != m_position) {
        m_position = engine;
        Q_EMIT jumped();
        Q_EMIT positionChanged();
    }
}

void Pad::setSpread(qreal spread)
{
    if (spread == m_spread)
        return;
    m_spread = spread;
    Q_EMIT spreadChanged();
}

} // namespace klangraum
