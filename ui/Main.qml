// The window: one screen, scaled to it: Play, or the training room. Languages, keys and screens live below.
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

    Shortcut {
        sequence: "Ctrl+Shift+T"
        onActivated: Exhibit.training.toggle()
    }

    PlayScreen {
        id: play
        anchors.fill: parent
        visible: !Exhibit.training.open
        enabled: visible
        focus: visible
    }
    Loader { // made when it is opened first, then kept
        id: train
        property bool wanted: false
        anchors.fill: parent
        active: wanted
        visible: Exhibit.training.open
        enabled: visible
        focus: visible
        sourceComponent: TrainScreen { focus: true }
    }
    Connections {
        target: Exhibit.training
        function onOpenChanged() { window.turn() }
    }

    function turn() {
        if (Exhibit.training.open) {
            train.wanted = true
            train.item.forceActiveFocus()
        } else {
            play.forceActiveFocus()
        }
    }
    Timer { // --train opens it before there is a window
        running: Exhibit.training.open
        interval: 0
        onTriggered: window.turn()
    }
}
