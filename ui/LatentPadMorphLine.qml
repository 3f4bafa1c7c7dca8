// The line from A to B while morphing: walked in orange, ahead in dots.
import QtQuick
import Klangraum

Item {
    id: line

    property point from // px of the parent
    property point to
    property real position: 0 // 0 at A, 1 at B
    readonly property real length: Math.hypot(to.x - from.x, to.y - from.y)

    x: from.x
    y: from.y
    rotation: Math.atan2(to.y - from.y, to.x - from.x) * 180 / Math.PI
    transformOrigin: Item.TopLeft

    Rectangle {
        y: -height / 2
        width: line.length * line.position
        height: Math.round(9 * Theme.s)
        antialiasing: true
        color: Theme.you
    }
    Repeater {
        model: line.visible ? Math.floor(line.length / (14 * Theme.s)) : 0
        Rectangle {
            required property int index
            x: index * 14 * Theme.s - width / 2
            y: -height / 2
            width: Math.round(5 * Theme.s)
            height: width
            radius: width / 2
            visible: x > line.length * line.position
            color: Theme.ink
        }
    }
}
