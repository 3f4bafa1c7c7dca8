// A piece of the corpus that has a name on the map. Positioned by its diamond.
import QtQuick
import Klangraum

Item {
    id: root

    property string title
    property color color: Theme.ink
    property int side: 0 // where the words stand: 0 right, 1 left, 2 above, 3 below, -1 nowhere
    readonly property real gap: Math.round(13 * Theme.s)

    // Of the words, relative to the diamond, if they stood on `side`.
    function wordsAt(side: int): rect {
        const w = label.implicitWidth, h = label.implicitHeight
        switch (side) {
        case 0: return Qt.rect(root.gap, -h / 2, w, h)
        case 1: return Qt.rect(-root.gap - w, -h / 2, w, h)
        case 2: return Qt.rect(-w / 2, -root.gap - h, w, h)
        default: return Qt.rect(-w / 2, root.gap, w, h)
        }
    }

    Accessible.role: Accessible.StaticText
    Accessible.name: root.title

    Rectangle {
        anchors.centerIn: parent
        width: Math.round(12 * Theme.s)
        height: width
        radius: Math.round(1.5 * Theme.s)
        rotation: 45
        antialiasing: true
        color: root.color
    }
    LatentPadLabel {
        id: label

        x: Math.round(root.wordsAt(root.side).x)
        y: Math.round(root.wordsAt(root.side).y)
        visible: root.side >= 0
        text: root.title
        font: Theme.small
        strong: true
        color: Theme.t1
        casing: 4 * Theme.s
    }
}
