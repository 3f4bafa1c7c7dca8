// PanelExport: CSV or PNG of panels into a new folder, plus all scalars of the run where everything is asked for.
// A job of the watching thread; throws Error.
#pragma once

#include "panelpicture.h"

#include <QVector>

namespace klangraum {

class RunWatch;

struct PanelExport
{
    QString format; // "csv", "png"
    QString folder; // a folder for this export is made in it
    QString language;
    QString run; // name
    int cursor = -1;
    QVector<PanelPtr> panels;
    bool everything = false;

    // Returns what was written: a folder, or the file where it is one panel.
    QString write(RunWatch &watch) const;
};

// The panel with its title on the panel's ground, as on the screen, `scale` times the size of the design.
QImage panelImage(const PanelPicture &panel, qreal scale, const QString &language);

} // namespace klangraum
