// A puck that is where it should be at once, or glides there after a leap.
import QtQuick
import Klangraum

Puck {
    id: root

    required property point target
    property bool calm: false // no glides
    // What is left of a leap.
    property real dx: 0
    property real dy: 0
    property point leaptFrom
    property bool leaping: false

    function leap() {
        root.leaptFrom = Qt.point(root.x, root.y)
        root.leaping = true
    }
    function glide(ms: int) {
        if (!root.leaping)
            return
        root.leaping = false
        if (root.calm)
            return
        glideX.duration = glideY.duration = ms
        glideX.from = root.leaptFrom.x - root.target.x
        glideY.from = root.leaptFrom.y - root.target.y
        glideX.restart()
        glideY.restart()
    }

    x: target.x + dx
    y: target.y + dy

    NumberAnimation { id: glideX; target: root; property: "dx"; to: 0; easing.type: Easing.OutQuint }
    NumberAnimation { id: glideY; target: root; property: "dy"; to: 0; easing.type: Easing.OutQuint }
}
