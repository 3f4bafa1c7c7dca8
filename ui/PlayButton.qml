// Play and pause.
import QtQuick
import Klangraum

Rectangle {
    id: root

    radius: width / 2
    color: tap.pressed ? Theme.t2 : Theme.paper
    scale: tap.pressed ? 0.98 : 1
    Behavior on scale { NumberAnimation { duration: Theme.pressMs } }

    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: Exhibit.playing ? qsTr("Pause") : qsTr("Play")
    Accessible.focusable: true
    Accessible.onPressAction: Exhibit.togglePlaying()
    Keys.onReturnPressed: Exhibit.togglePlaying()
    Keys.onEnterPressed: Exhibit.togglePlaying()

    Icon {
        anchors.centerIn: parent
        anchors.horizontalCenterOffset: Exhibit.playing ? 0 : 3 * Theme.s
        width: 30 * Theme.s
        height: 30 * Theme.s
        name: Exhibit.playing ? "pause" : "play"
        color: Theme.onPaper
    }
    FocusRing { control: root }
    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: Exhibit.togglePlaying()
    }
}
