// The sound map under the hand: what a mouse or a finger does to it arrives at the session.
#include "demomodels.h"
#include "exhibit.h"
#include "tst_rollfixture.h"

#include <QGuiApplication>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QtQml/QQmlExtensionPlugin>
#include <QtTest>

Q_IMPORT_QML_PLUGIN(KlangraumPlugin)

using namespace klangraum;

class TestMapPad : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void pressJumpsThere();
    void dragFollowsOneToOne();
    void outsideIsLimited();
    void doubleTapOnLandmarkGoesThere();
    void doubleTapElsewhereGoesHome();
    void longPressSetsPinsAlternately();
    void pinsCanBeDragged();
    void secondFingerIsIgnored();
    void puckArrivesWhereThePadIs();
    void hintComesAndGoes();
    void modelWithoutMapSaysSo();

private:
    QPoint px(double x, double y) const
    {
        return { qRound(36 + (x + 1) / 2 * (752 - 72)), qRound(36 + (1 - y) / 2 * (424 - 72)) };
    }
    double x() const { return m_session->control("map.x"); }
    double y() const { return m_session->control("map.y"); }
    bool at(double wantedX, double wantedY) const
    {
        return std::abs(x() - wantedX) < 0.01 && std::abs(y() - wantedY) < 0.01;
    }
    void click(QPoint where) { QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, where); }

    std::unique_ptr<Session> m_session;
    std::unique_ptr<Exhibit> m_exhibit;
    std::unique_ptr<QQuickView> m_view;
    QPointingDevice *m_screen = nullptr;
};

void TestMapPad::initTestCase()
{
    SessionOptions options;
    options.sound = false;
    options.seed = 1;
    m_session = std::make_unique<Session>(options, std::make_unique<DemoModels>());
    m_exhibit = std::make_unique<Exhibit>(*m_session, Settings(), std::filesystem::path());
    m_screen = QTest::createTouchDevice();
    m_view = std::make_unique<QQuickView>();
    m_view->engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_view->setResizeMode(QQuickView::SizeRootObjectToView);
    m_view->resize(752, 424);
    m_view->setSource(QUrl(QStringLiteral("qrc:/qt/qml/Klangraum/LatentPad.qml")));
    for (const auto &error : m_view->errors())
        qWarning("%s", qPrintable(error.toString()));
    QVERIFY(m_view->rootObject());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QTRY_VERIFY_WITH_TIMEOUT(m_exhibit->pad()->available(), 10000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->rootObject()->property("drawing").toBool(), 10000);
    QTest::qWait(900); // the map is drawn from top to bottom first
}

void TestMapPad::cleanupTestCase()
{
    m_view.reset();
    m_exhibit.reset();
    m_session.reset();
}

void TestMapPad::init()
{
    QTest::qWait(450); // taps of the last test are over
    m_exhibit->pad()->setMorphing(false);
    m_exhibit->pad()->moveTo(0.05, -0.8);
    m_exhibit->pad()->setPin(0, -0.9, 0.9);
    m_exhibit->pad()->setPin(1, 0.9, 0.9);
}

void TestMapPad::pressJumpsThere()
{
    QTest::mousePress(m_view.get(), Qt::LeftButton, {}, px(0.4, 0.3));
    QVERIFY(at(0.4, 0.3)); // at once, in the same event
    QVERIFY(m_exhibit->pad()->touched());
    QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, px(0.4, 0.3));
    QVERIFY(!m_exhibit->pad()->touched());
    QVERIFY(at(0.4, 0.3)); // the puck stays
}

void TestMapPad::dragFollowsOneToOne()
{
    QTest::mousePress(m_view.get(), Qt::LeftButton, {}, px(-0.5, 0.2));
    for (double t = 0; t <= 1.001; t += 0.1) {
        QTest::mouseMove(m_view.get(), px(-0.5 + t, 0.2 - 0.5 * t));
        QVERIFY2(at(-0.5 + t, 0.2 - 0.5 * t), qPrintable(QStringLiteral("%1 %2").arg(x()).arg(y())));
    }
    QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, px(0.5, -0.3));
}

void TestMapPad::outsideIsLimited()
{
    QTest::mousePress(m_view.get(), Qt::LeftButton, {}, px(0.5, 0.2));
    QTest::mouseMove(m_view.get(), QPoint(751, 423));
    QVERIFY(at(1, -1));
    QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, QPoint(751, 423));
}

void TestMapPad::doubleTapOnLandmarkGoesThere()
{
    const auto &points = m_exhibit->pad()->points();
    const auto mark = std::find_if(points.begin(), points.end(), [](const MapPoint &point) { return point.landmark; });
    QVERIFY(mark != points.end());
    const QPoint where = px(static_cast<double>(mark->x), static_cast<double>(mark->y)) + QPoint(9, 7);
    click(where);
    click(where);
    QVERIFY(at(static_cast<double>(mark->x), static_cast<double>(mark->y)));
}

void TestMapPad::doubleTapElsewhereGoesHome()
{
    click(px(0.8, 0.0));
    QVERIFY(at(0.8, 0.0));
    click(px(0.8, 0.0));
    QVERIFY(at(0, 0));
}

void TestMapPad::longPressSetsPinsAlternately()
{
    QPointF pins[2];
    for (int i = 0; i < 2; ++i) {
        const QPoint where = px(-0.2 + 0.4 * i, -0.4);
        const QPointF a = m_exhibit->pad()->pinA(), b = m_exhibit->pad()->pinB();
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, where);
        QTest::mouseMove(m_view.get(), where + QPoint(5, 3)); // a finger is never quite still
        QTRY_VERIFY_WITH_TIMEOUT(m_exhibit->pad()->pinA() != a || m_exhibit->pad()->pinB() != b, 3000);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, where);
        pins[i] = m_exhibit->pad()->pinA() != a ? m_exhibit->pad()->pinA() : m_exhibit->pad()->pinB();
        QTest::qWait(450);
    }
    QCOMPARE(pins[0], m_exhibit->pad()->pinA());
    QCOMPARE(pins[1], m_exhibit->pad()->pinB());
    QVERIFY(pins[0].x() < pins[1].x());
    // A press that moves away is no long press.
    const QPointF a = m_exhibit->pad()->pinA(), b = m_exhibit->pad()->pinB();
    QTest::mousePress(m_view.get(), Qt::LeftButton, {}, px(0.5, 0.5));
    QTest::mouseMove(m_view.get(), px(0.5, 0.5) + QPoint(30, 0));
    QTest::qWait(800);
    QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, px(0.5, 0.5));
    QCOMPARE(m_exhibit->pad()->pinA(), a);
    QCOMPARE(m_exhibit->pad()->pinB(), b);
}

void TestMapPad::pinsCanBeDragged()
{
    const double before = x();
    QTest::mousePress(m_view.get(), Qt::LeftButton, {}, px(-0.9, 0.9));
    QTest::mouseMove(m_view.get(), px(-0.3, 0.1));
    QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, px(-0.3, 0.1));
    QVERIFY(std::abs(m_exhibit->pad()->pinA().x() + 0.3) < 0.01);
    QVERIFY(std::abs(m_exhibit->pad()->pinA().y() - 0.1) < 0.01);
    QCOMPARE(x(), before); // the puck has not moved
}

void TestMapPad::secondFingerIsIgnored()
{
    QTest::touchEvent(m_view.get(), m_screen).press(0, px(-0.4, 0.0));
    QVERIFY(at(-0.4, 0.0));
    QTest::touchEvent(m_view.get(), m_screen).stationary(0).press(1, px(0.7, 0.7));
    QVERIFY(at(-0.4, 0.0));
    QTest::touchEvent(m_view.get(), m_screen).move(0, px(-0.3, 0.2)).move(1, px(0.6, 0.6));
    QTRY_VERIFY(at(-0.3, 0.2)); // Qt hands moves of a finger over once a frame
    QTest::touchEvent(m_view.get(), m_screen).stationary(0).release(1, px(0.6, 0.6));
    QVERIFY(m_exhibit->pad()->touched());
    QTest::touchEvent(m_view.get(), m_screen).move(0, px(-0.1, 0.1));
    QTRY_VERIFY(at(-0.1, 0.1));
    QTest::touchEvent(m_view.get(), m_screen).release(0, px(-0.1, 0.1));
    QVERIFY(!m_exhibit->pad()->touched());
}

void TestMapPad::puckArrivesWhereThePadIs()
{
    // The white ring of the puck is where the music is, after its glide.
    m_exhibit->pad()->moveTo(-0.6, -0.5);
    QTest::qWait(500);
    const QImage picture = m_view->grabWindow();
    QVERIFY(picture.pixelColor(px(-0.6, -0.5)).lightness() > 220); // its white middle
    const QColor you = picture.pixelColor(px(-0.6, -0.5) + QPoint(18, 0));
    QVERIFY2(you.red() > 230 && std::abs(you.green() - 0x63) < 20 && you.blue() < 90, qPrintable(you.name()));
}

void TestMapPad::hintComesAndGoes()
{
    m_view->rootObject()->setProperty("hintAfterMs", 50);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->rootObject()->property("hinting").toBool(), 3000);
    m_view->rootObject()->setProperty("hintAfterMs", 8000);
    click(px(0.2, 0.2));
    QVERIFY(!m_view->rootObject()->property("hinting").toBool());
    QVERIFY(at(0.2, 0.2)); // the touch that ends the hint already steers
}

void TestMapPad::modelWithoutMapSaysSo()
{
    QVERIFY(!m_view->rootObject()->property("broken").toBool());
    m_exhibit->setPlaying(true);
    m_exhibit->selectStyle(3); // techno: no pad
    QTRY_VERIFY_WITH_TIMEOUT(!m_exhibit->pad()->available() && !m_exhibit->pad()->loading(), 20000);
    QVERIFY(m_view->rootObject()->property("broken").toBool());
    const double before = x();
    click(px(0.5, 0.5));
    QCOMPARE(x(), before);
}

int main(int argc, char **argv)
{
    useSoftwareRenderer();
    QGuiApplication application(argc, argv);
    TestMapPad test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_mappad.moc"
