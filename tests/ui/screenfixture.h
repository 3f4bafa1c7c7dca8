// The real screen over a real Session whose network is DemoModels: clock on a timer, no sound device.
#pragma once

#include "demomodels.h"
#include "exhibit.h"

#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

namespace klangraum {

class Screen
{
public:
    // Over `source`, else over DemoModels.
    explicit Screen(QSize size = QSize(1280, 720), std::unique_ptr<ModelSource> source = nullptr)
    {
        SessionOptions options;
        options.sound = false;
        options.seed = 3;
        if (!source)
            source = std::make_unique<DemoModels>();
        models = dynamic_cast<DemoModels *>(source.get());
        session = std::make_unique<Session>(options, std::move(source));
        settings.keepFolder = folder.path().toStdString() + "/pieces";
        settings.keepBars = 2;
        settingsFile = folder.path().toStdString() + "/klangraum.toml";
        exhibit = std::make_unique<Exhibit>(*session, settings, settingsFile);
        engine = std::make_unique<QQmlApplicationEngine>();
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        QObject::connect(exhibit.get(), &Exhibit::languageChanged, engine.get(), &QQmlEngine::retranslate);
        engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Klangraum/Main.qml")));
        if (engine->rootObjects().isEmpty())
            qFatal("the screen could not be built");
        window = qobject_cast<QQuickWindow *>(engine->rootObjects().constFirst());
        window->resize(size);
        window->show();
        if (!QTest::qWaitForWindowExposed(window))
            qFatal("the window was not shown");
        window->requestActivate();
        if (!QTest::qWaitForWindowActive(window))
            qWarning("the window has no keyboard focus");
    }

    // The visible item of that objectName; null where there is none.
    QQuickItem *find(const QString &name) const { return find(window->contentItem(), name); }
    static QQuickItem *find(QQuickItem *under, const QString &name)
    {
        if (under->objectName() == name)
            return under;
        for (QQuickItem *child : under->childItems()) {
            if (QQuickItem *found = child->isVisible() ? find(child, name) : nullptr)
                return found;
        }
        return nullptr;
    }
    // Every item below that is really on the screen.
    static void collect(QQuickItem *under, std::vector<QQuickItem *> &items)
    {
        if (!under->isVisible() || under->opacity() <= 0)
            return;
        items.push_back(under);
        for (QQuickItem *child : under->childItems())
            collect(child, items);
    }
    QStringList texts() const
    {
        std::vector<QQuickItem *> items;
        collect(window->contentItem(), items);
        QStringList texts;
        for (QQuickItem *item : items) {
            const QString text = item->property("text").toString();
            if (!text.isEmpty())
                texts << text;
        }
        return texts;
    }
    // A point of an item in the window: parts 0..1 of its width and height.
    QPoint at(QQuickItem *item, qreal x = 0.5, qreal y = 0.5) const
    {
        return item->mapToScene(QPointF(item->width() * x, item->height() * y)).toPoint();
    }
    void click(const QString &name)
    {
        QQuickItem *item = find(name);
        QVERIFY2(item, qPrintable(name + " is not on the screen"));
        // What has just appeared is laid out with the next frame.
        QPoint place;
        for (int frames = 0; frames < 50 && place != at(item); ++frames) {
            place = at(item);
            QTest::qWait(20);
        }
        QTest::mouseClick(window, Qt::LeftButton, {}, place);
    }
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(window, Qt::LeftButton, {}, from);
        for (int i = 1; i <= 8; ++i)
            QTest::mouseMove(window, from + (to - from) * i / 8, 4);
        QTest::mouseRelease(window, Qt::LeftButton, {}, to);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(window, key, modifiers); }

    QTemporaryDir folder;
    std::filesystem::path settingsFile;
    Settings settings;
    DemoModels *models = nullptr;
    std::unique_ptr<Session> session;
    std::unique_ptr<Exhibit> exhibit;
    std::unique_ptr<QQmlApplicationEngine> engine;
    QQuickWindow *window = nullptr;
};

} // namespace klangraum
