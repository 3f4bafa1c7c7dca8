// The window: one screen, scaled to it. Languages, keys and screens live below.
import QtQuick
import QtQuick.Window
import Klangraum

Window {
    id: window

    width: 1920
    height: 1080
    minimumWidth: 640
    minimumHeight: 360
    color: Theme.bg
    title: "Klangraum"
    onWidthChanged: Theme.setWindowSize(width, height)
    onHeightChanged: Theme.setWindowSize(width, height)
    Component.onCompleted: {
        Theme.setWindowSize(width, height)
        Exhibit.attach(window)
    }

    PlayScreen {
        anchors.fill: parent
        focus: true
    }
}
