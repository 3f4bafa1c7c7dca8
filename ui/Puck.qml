// The puck: where the visitor is on the map. The dashed ring shows how far the network may stray from there.
// Positioned by its centre.
import QtQuick
import Klangraum

Item {
    id: root

    property real spread: 0 // 0..1, from the control that sets the sampling spread
    property bool held: false
    property bool focused: false
    readonly property real ringRadius: Math.round((44 + 60 * root.spread) * Theme.s)

    component Disc: Rectangle {
        anchors.centerIn: parent
        height: width
        radius: width / 2
        antialiasing: true
        color: Theme.you
    }

    LatentPadRing {
        anchors.centerIn: parent
        radius: root.ringRadius
        thickness: 3 * Theme.s
        dash: 8 * Theme.s
        color: Theme.you
        fill: Qt.alpha(Theme.you, 0.08)
    }
    Disc {
        width: 2 * Math.round(62 * Theme.s)
        opacity: 0.12
        scale: root.held ? 1.15 : 1
        Behavior on scale { NumberAnimation { duration: Theme.pressMs; easing.type: Easing.OutQuad } }
    }
    Disc {
        width: 2 * Math.round(44 * Theme.s)
        opacity: 0.22
        scale: root.held ? 1.15 : 1
        Behavior on scale { NumberAnimation { duration: Theme.pressMs; easing.type: Easing.OutQuad } }
    }
    Disc {
        width: 2 * Math.round(34 * Theme.s)
        border.width: Math.round(4 * Theme.s)
        border.color: Theme.ink
    }
    Disc {
        width: 2 * Math.round(7 * Theme.s)
        color: Theme.ink
    }
    Disc {
        visible: root.focused
        width: 2 * Math.round(42 * Theme.s)
        color: "transparent"
        border.width: Math.round(4 * Theme.s)
        border.color: Theme.ink
    }
}
