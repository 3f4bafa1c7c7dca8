// Tap the tempo; each press counts at once, not at its release.
import QtQuick
import Klangraum

Rectangle {
    id: root

    enabled: Exhibit.steersTempo
    opacity: enabled ? 1 : 0.32

    radius: Theme.buttonRadius
    color: point.active ? Theme.surface3 : Theme.surface2
    border.width: point.active ? 3 * Theme.s : 0
    border.color: Theme.you
    scale: point.active ? 0.98 : 1

    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Tap tempo")
    Accessible.description: bpm.text
    Accessible.focusable: true
    Accessible.onPressAction: Exhibit.tapTempo()
    Keys.onReturnPressed: Exhibit.tapTempo()
    Keys.onEnterPressed: Exhibit.tapTempo()

    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: 3 * Theme.s
        spacing: 2 * Theme.s
        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            text: qsTr("Tap tempo")
            font: Theme.label
            color: Theme.t1
        }
        Text {
            id: bpm
            anchors.horizontalCenter: parent.horizontalCenter
            text: qsTr("%1 bpm").arg(Math.round(Exhibit.bpm))
            font: Theme.data
            color: Theme.t2
        }
    }
    FocusRing { control: root }
    PointHandler {
        id: point
        acceptedButtons: Qt.LeftButton
        onActiveChanged: if (active) Exhibit.tapTempo()
    }
}
