#include "controlmodel.h"

#include "translations.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr auto kTempo = "tempo";

} // namespace

ControlModel::ControlModel(Session &session)
    : m_session(session)
{
    adopt(nullptr, m_language);
}

int ControlModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_faders.size());
}

QVariant ControlModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Fader &fader = m_faders[size_t(index.row())];
    switch (role) {
    case NameRole:
        return QString::fromStdString(fader.control.name);
    case Qt::DisplayRole:
    case LabelRole:
        return fader.tempo ? tr("Tempo") : text(fader.control.label);
    case HelpRole:
        return fader.tempo ? tr("How fast the music goes.") : text(fader.control.help);
    case TextureRole:
        return QString::fromStdString(fader.control.texture);
    case PositionRole:
        return toPosition(fader, fader.value);
    case HomeRole:
        return toPosition(fader, fader.home);
    case WordRole:
        return word(fader);
    case NumberRole:
        return number(fader);
    case AtOnceRole:
        return fader.transport;
    case ControllerRole:
        return fader.controller;
    case TakeoverRole:
        return fader.takeover;
    case LearningRole:
        return index.row() == m_learning;
    default:
        return {};
    }
}

QHash<int, QByteArray> ControlModel::roleNames() const
{
    return { { NameRole, "name" },         { LabelRole, "label" },
             { HelpRole, "help" },         { TextureRole, "texture" },
             { PositionRole, "position" }, { HomeRole, "home" },
             { WordRole, "word" },         { NumberRole, "number" },
             { AtOnceRole, "atOnce" },     { ControllerRole, "controller" },
             { TakeoverRole, "takeover" }, { LearningRole, "learning" } };
}

qreal ControlModel::toPosition(const Fader &fader, double value) const
{
    const double low = fader.control.minimum, high = fader.control.maximum;
    if (!(high > low))
        return 0;
    // Equal steps of the hand are equal ratios of the tempo.
    const double part = fader.tempo ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return std::clamp(part, 0.0, 1.0);
}

double ControlModel::toValue(const Fader &fader, qreal position) const
{
    const double low = fader.control.minimum, high = fader.control.maximum;
    const double part = std::clamp(double(position), 0.0, 1.0);
    return fader.tempo ? std::round(low * std::pow(high / low, part)) : low + part * (high - low);
}

QString ControlModel::text(const Text &text) const
{
    return inLanguage(text, m_language);
}

QString ControlModel::word(const Fader &fader) const
{
    const qreal position = toPosition(fader, fader.value);
    const auto part = [position](size_t count) {
        return std::min(count - 1, static_cast<size_t>(position * double(count)));
    };
    if (fader.tempo) {
        const QString words[] = { tr("slow"), tr("calm"), tr("walking"), tr("lively"), tr("fast") };
        return words[part(5)];
    }
    if (!fader.control.words.empty())
        return text(fader.control.words[part(fader.control.words.size())]);
    const double value = fader.value;
    return QLocale(m_language).toString(value, 'f', std::abs(value) < 10 ? 1 : 0);
}

QString ControlModel::number(const Fader &fader) const
{
    if (fader.tempo)
        return QString::number(qRound(fader.value));
    if (fader.control.texture != "chaos" || fader.control.words.empty())
        return {};
    return QLocale(m_language).toString(fader.value, 'f', 1);
}

void ControlModel::setPosition(int row, qreal position)
{
    if (row < 0 || row >= rowCount() || !std::isfinite(position))
        return;
    Fader &fader = m_faders[size_t(row)];
    const double value = toValue(fader, position);
    if (value == fader.value)
        return;
    Q_EMIT moved(std::abs(toPosition(fader, value) - toPosition(fader, fader.value)));
    fader.value = value;
    if (fader.tempo)
        Q_EMIT tempoMoved(value);
    else
        m_session.setControl(fader.control.name, value);
    changed(row, { PositionRole, WordRole, NumberRole });
    Q_EMIT positionChanged(row);
}

void ControlModel::nudge(int row, qreal amount)
{
    if (row < 0 || row >= rowCount())
        return;
    const Fader &fader = m_faders[size_t(row)];
    const qreal step = fader.tempo ? std::copysign(std::max(std::abs(amount), 0.012), amount) : amount;
    setPosition(row, position(row) + step);
}

void ControlModel::reset(int row)
{
    if (row >= 0 && row < rowCount())
        setPosition(row, toPosition(m_faders[size_t(row)], m_faders[size_t(row)].home));
}

QString ControlModel::name(int row) const
{
    return row < 0 || row >= rowCount() ? QString() : QString::fromStdString(m_faders[size_t(row)].control.name);
}

int ControlModel::row(const QString &name) const
{
    for (int i = 0; i < rowCount(); ++i) {
        if (this->name(i) == name)
            return i;
    }
    return -1;
}

qreal ControlModel::position(int row) const
{
    return row < 0 || row >= rowCount() ? 0 : toPosition(m_faders[size_t(row)], m_faders[size_t(row)].value);
}

void ControlModel::setController(int row, int controller, qreal takeover)
{
    if (row < 0 || row >= rowCount())
        return;
    Fader &fader = m_faders[size_t(row)];
    if (fader.controller == controller && fader.takeover == takeover)
        return;
    fader.controller = controller;
    fader.takeover = takeover;
    changed(row, { ControllerRole, TakeoverRole });
}

void ControlModel::setLearning(int row)
{
    const int before = std::exchange(m_learning, row);
    for (const int each : { before, row }) {
        if (each >= 0 && each < rowCount())
            changed(each, { LearningRole });
    }
}

qreal ControlModel::chaos() const
{
    for (const Fader &fader : m_faders) {
        if (fader.control.texture == "chaos")
            return toPosition(fader, fader.value);
    }
    return 0;
}

void ControlModel::adopt(const ModelDescription *model, const QString &language)
{
    m_language = language;
    beginResetModel();
    m_faders.clear();
    m_learning = -1;
    if (model) {
        for (const Control &control : model->controls) {
            if (control.kind == ControlKind::Slider && control.name != kTempo) // the transport's is below
                m_faders.push_back({ control, m_session.control(control.name), control.initial });
        }
    }
    Fader tempo;
    tempo.control.name = kTempo;
    tempo.control.texture = "speed";
    tempo.control.minimum = kSlowest;
    tempo.control.maximum = kFastest;
    tempo.tempo = true;
    tempo.transport = !model || model->output != "audio";
    tempo.value = m_session.transport().quartersPerMinute;
    tempo.home = model ? model->initialTempo : tempo.value;
    const Control *own = nullptr;
    if (model && !tempo.transport) {
        const auto found = std::ranges::find(model->controls, kTempo, &Control::name);
        own = found == model->controls.end() ? nullptr : &*found;
    }
    if (own) {
        tempo.control.minimum = own->minimum;
        tempo.control.maximum = own->maximum;
        tempo.value = m_session.control(kTempo);
        tempo.home = own->initial;
    }
    if (tempo.transport || own)
        m_faders.push_back(std::move(tempo));
    endResetModel();
    Q_EMIT countChanged();
}

void ControlModel::retranslate(const QString &language)
{
    m_language = language;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), { LabelRole, HelpRole, WordRole, NumberRole });
}

void ControlModel::refresh(double quartersPerMinute)
{
    for (int row = 0; row < rowCount(); ++row) {
        Fader &fader = m_faders[size_t(row)];
        const double value = fader.transport ? quartersPerMinute : m_session.control(fader.control.name);
        if (value == fader.value)
            continue;
        fader.value = value;
        changed(row, { PositionRole, WordRole, NumberRole });
        Q_EMIT positionChanged(row);
    }
}

void ControlModel::changed(int row, const QList<int> &roles)
{
    Q_EMIT dataChanged(index(row), index(row), roles);
}

} // namespace klangraum
