// What the visitor's hands do, on the time axis of the roll above.
import QtQuick
import Klangraum

Item {
    id: root

    required property PianoRoll roll
    readonly property PianoRollNotes notes: root.roll.notes
    readonly property real edge: Math.max(notes.keyboardWidth, you.width + Math.round(28 * Theme.s))

    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("You")

    Rectangle {
        z: 1
        width: root.edge
        height: parent.height
        color: Theme.bg
    }
    Text {
        id: you
        z: 2
        x: root.edge - width - Math.round(14 * Theme.s)
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("You")
        color: Theme.you
        font: Theme.label
    }
    Rectangle {
        x: root.edge
        anchors.verticalCenter: parent.verticalCenter
        width: root.notes.playheadX - x
        height: Math.max(1, Math.round(2 * Theme.s))
        color: Theme.you
        opacity: 0.85
    }
    Rectangle {
        x: root.notes.playheadX
        anchors.verticalCenter: parent.verticalCenter
        width: root.width - x
        height: Math.max(1, Math.round(2 * Theme.s))
        color: Theme.you
        opacity: 0.25
    }
    GestureLaneCurve {
        id: curve

        anchors.fill: parent
        notes: root.notes
        color: Theme.you
    }
    Binding {
        target: root.roll
        property: "lane"
        value: curve
    }
}
