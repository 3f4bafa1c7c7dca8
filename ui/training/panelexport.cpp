#include "panelexport.h"

#include "runwatch.h"
#include "theme.h"

#include "music/atomicfile.h"
#include "music/error.h"

#include <QBuffer>
#include <QDir>
#include <QImage>

namespace klangraum {

namespace {

constexpr qreal kScale = 2;
constexpr int kPictureWidth = 520, kPictureHeight = 316; // of the design

QString fileName(const QString &id)
{
    QString name;
    for (const QChar letter : id.section(QLatin1Char(':'), -1))
        name += letter.isLetterOrNumber() || letter == QLatin1Char('-') ? letter : QLatin1Char('-');
    return name;
}

void save(const QString &path, const QByteArray &bytes)
{
    writeFileAtomically(path.toStdString(), bytes.toStdString());
}

} // namespace

QImage panelImage(const PanelPicture &panel, qreal scale, const QString &language)
{
    const PanelStyle style = PanelStyle::at(scale, language);
    QImage image(int(kPictureWidth * scale), int(kPictureHeight * scale), QImage::Format_RGB32);
    image.fill(Theme::instance().panel);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(style.title);
    painter.setPen(Theme::instance().t1);
    QString title = panel.translatedTitle();
    painter.drawText(QPointF(18 * scale, 30 * scale), title);
    panel.paint(painter, QRectF(18 * scale, 46 * scale, (kPictureWidth - 36) * scale, (kPictureHeight - 62) * scale),
                style);
    return image;
}

QString PanelExport::write(RunWatch &watch) const
{
    if (panels.isEmpty())
        throw Error("export: no panel holds anything yet");
    const QString epoch = cursor < 0 ? QStringLiteral("live") : QStringLiteral("epoch-%1").arg(cursor);
    QString target = folder;
    if (everything) {
        for (int number = 1;; ++number) {
            target = QStringLiteral("%1/%2-%3-%4").arg(folder, run, epoch).arg(number);
            if (!QFileInfo::exists(target))
                break;
        }
    }
    if (!QDir().mkpath(target))
        throw Error("cannot make the folder " + target.toStdString());
    QString last;
    for (const PanelPtr &panel : panels) {
        const QString stem =
            everything ? fileName(panel->id) : run + QLatin1Char('-') + epoch + QLatin1Char('-') + fileName(panel->id);
        last = target + QLatin1Char('/') + stem + QLatin1Char('.') + format;
        if (format == QLatin1String("csv")) {
            const QString text = isCurvePanel(panel->id) ? curveCsv(panel->id, watch.curveRuns()) : panel->csv();
            save(last, text.toUtf8());
        } else {
            QByteArray bytes;
            QBuffer buffer(&bytes);
            buffer.open(QIODevice::WriteOnly);
            if (!panelImage(*panel, kScale, language).save(&buffer, "PNG"))
                throw Error(last.toStdString() + ": the picture could not be made");
            save(last, bytes);
        }
    }
    if (everything && format == QLatin1String("csv")) {
        const auto runs = watch.curveRuns();
        if (!runs.empty())
            runs.front().reader->writeCsv((target + QStringLiteral("/scalars.csv")).toStdString());
    }
    return everything ? target : last;
}

} // namespace klangraum
