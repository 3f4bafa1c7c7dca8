// A pin on the map: one end of the morph. Positioned by its centre.
import QtQuick
import Klangraum

Item {
    id: root

    property string letter: "A"
    property bool held: false

    Accessible.role: Accessible.StaticText
    Accessible.name: root.letter

    Rectangle {
        anchors.centerIn: parent
        width: 2 * Math.round(22 * Theme.s)
        height: width
        radius: width / 2
        antialiasing: true
        color: Theme.bg
        border.width: Math.max(1, Math.round(2.5 * Theme.s))
        border.color: Theme.ink
        scale: root.held ? 1.2 : 1

        Behavior on scale { NumberAnimation { duration: Theme.pressMs; easing.type: Easing.OutQuad } }

        Text {
            anchors.centerIn: parent
            text: root.letter
            color: Theme.t1
            font: Theme.label
        }
    }
}
