// Which panels are shown, and how their curves are drawn.
#include "trainingroom.h"

#include <algorithm>

namespace klangraum {

namespace {

constexpr int kPlotMargin = 60; // pixels of a panel that are no columns of its plot

QStringList usualPanels(bool sound)
{
    if (sound)
        return { QStringLiteral("group:reconstruction"),
                 QStringLiteral("group:adversarial"),
                 QStringLiteral("scalar:alpha"),
                 QStringLiteral("spectra"),
                 QStringLiteral("scalar:sound/frechet/log-mel"),
                 QStringLiteral("scalar:sound/beat-strength") };
    return { QStringLiteral("group:reconstruction"),
             QStringLiteral("group:adversarial"),
             QStringLiteral("group:accuracy"),
             QStringLiteral("latent"),
             QStringLiteral("notes"),
             QStringLiteral("pitch-transitions") };
}

} // namespace

// Where a run has nothing to show in a panel that nobody chose, another takes its place.
void TrainingRoom::suitPanels()
{
    QStringList panels = usualPanels(m_view->sound), worth = m_view->worth;
    for (int slot = 0; slot < kSlots; ++slot) {
        if (!m_ownPanels[slot].isEmpty())
            panels[slot] = m_ownPanels[slot];
        worth.removeAll(panels[slot]);
    }
    const bool duel = showsDuel(m_view->worth);
    for (int slot = 0; slot < kSlots; ++slot) {
        // A duel has more to show than that there is no latent space.
        const bool empty = isCurvePanel(panels[slot])
            ? !m_view->worth.contains(panels[slot])
            : duel && panels[slot] == QLatin1String("latent") && !m_view->latent;
        if (empty && m_ownPanels[slot].isEmpty() && !worth.isEmpty())
            panels[slot] = worth.takeFirst();
    }
    if (panels == m_request.panels)
        return;
    m_request.panels = panels;
    send();
    Q_EMIT panelsChosen();
}

void TrainingRoom::setPanel(int slot, const QString &id)
{
    if (slot < 0 || slot >= m_request.panels.size())
        return;
    m_ownPanels[slot] = id;
    if (m_request.panels[slot] == id)
        return;
    // A panel that nobody chose and that shows the same gives way.
    const auto other = m_request.panels.indexOf(id);
    if (other >= 0 && m_ownPanels[other].isEmpty())
        m_request.panels[other] = m_request.panels[slot];
    m_request.panels[slot] = id;
    send();
    Q_EMIT panelsChosen();
}

QVariantList TrainingRoom::available() const
{
    QVariantList list;
    for (const QString &id : m_view->available)
        list << QVariantMap{ { QStringLiteral("id"), id }, { QStringLiteral("title"), panelTitle(id) } };
    return list;
}

PanelPtr TrainingRoom::picture(int slot) const
{
    return slot >= 0 && slot < m_view->panels.size() ? m_view->panels[slot] : nullptr;
}

void TrainingRoom::setSelected(int slot)
{
    if (slot == m_selected)
        return;
    m_selected = slot;
    Q_EMIT selectedChanged();
}

void TrainingRoom::setColumns(int slot, int columns)
{
    if (slot < 0 || slot >= m_columns.size() || m_columns[slot] == columns)
        return;
    m_columns[slot] = columns;
    const int most = std::max(100, *std::max_element(m_columns.begin(), m_columns.end()) - kPlotMargin);
    setCurves([most](CurveOptions &curves) { curves.columns = most; });
}

void TrainingRoom::setCurves(const std::function<void(CurveOptions &)> &change)
{
    const CurveOptions before = m_request.curves;
    change(m_request.curves);
    if (m_request.curves == before)
        return;
    send();
    Q_EMIT curvesChanged();
}

void TrainingRoom::setAxis(int axis)
{
    setCurves([axis](CurveOptions &curves) { curves.axis = CurveAxis(std::clamp(axis, 0, 2)); });
}

void TrainingRoom::setSmoothing(double part)
{
    setCurves([part](CurveOptions &curves) { curves.smoothing = std::clamp(part, 0.0, 1.0); });
}

} // namespace klangraum
