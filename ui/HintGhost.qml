// After a while without a touch: a ghost of the puck draws a path over the map, and words say what to do.
import QtQuick
import Klangraum

Item {
    id: root

    property real fromX: width / 2 // px: where the puck is
    property real fromY: height / 2
    readonly property int dots: 11
    property real progress: 0
    readonly property rect words: Qt.rect(label.x, label.y, label.width, label.height)

    // A bow from the puck into the wider half of the map.
    function at(t: real): point {
        const toX = root.fromX > root.width / 2 ? root.width * 0.28 : root.width * 0.72
        const toY = root.fromY > root.height / 2 ? root.height * 0.35 : root.height * 0.65
        const bow = -Math.min(root.height * 0.3, root.fromY - root.height * 0.12)
        return Qt.point(root.fromX + (toX - root.fromX) * t,
                        root.fromY + (toY - root.fromY) * t + bow * 4 * t * (1 - t))
    }

    Repeater {
        model: root.dots
        Rectangle {
            required property int index
            readonly property real t: (index + 1) / (root.dots + 1)
            readonly property point centre: root.at(t)
            x: centre.x - width / 2
            y: centre.y - height / 2
            width: Math.round(9 * Theme.s)
            height: width
            radius: width / 2
            color: Theme.you
            opacity: root.progress > t ? 1 - 0.7 * (root.progress - t) : 0
        }
    }
    Rectangle {
        readonly property point centre: root.at(root.progress)
        x: centre.x - width / 2
        y: centre.y - height / 2
        width: 2 * Math.round(24 * Theme.s)
        height: width
        radius: width / 2
        color: Qt.alpha(Theme.you, 0.5)
        border.width: Math.round(3 * Theme.s)
        border.color: Theme.ink
    }
    LatentPadLabel {
        id: label

        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Math.round(22 * Theme.s)
        text: qsTr("Drag anywhere")
        font: Theme.title
        color: Theme.t1
        casing: 4 * Theme.s
    }
    SequentialAnimation on progress {
        running: root.visible
        loops: Animation.Infinite
        NumberAnimation { from: 0; to: 1; duration: Theme.hintGhostMs; easing.type: Easing.InOutSine }
        PauseAnimation { duration: 800 }
    }
}
