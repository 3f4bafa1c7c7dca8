// A piece of the corpus that has a name on the map. Positioned by its diamond.
import QtQuick
import Klangraum

Item {
    id: root

    property string title
    property bool leftwards: false // the words stand left of the diamond
    readonly property real extent: Math.round(16 * Theme.s) + label.implicitWidth

    Accessible.role: Accessible.StaticText
    Accessible.name: root.title

    Rectangle {
        anchors.centerIn: parent
        width: Math.round(12 * Theme.s)
        height: width
        radius: Math.round(1.5 * Theme.s)
        rotation: 45
        antialiasing: true
        color: Theme.ink
    }
    LatentPadLabel {
        id: label

        x: Math.round(root.leftwards ? -width - 14 * Theme.s : 14 * Theme.s)
        y: -Math.round(height / 2)
        text: root.title
        font: Theme.small
        color: Theme.t1
        casing: 4 * Theme.s
    }
}
