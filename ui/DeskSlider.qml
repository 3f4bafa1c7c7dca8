// A thin horizontal slider with a word above it.
import QtQuick
import Klangraum

Item {
    id: root

    property string label
    property real value: 0 // 0..1

    signal moved(real part)

    implicitHeight: 44 * Theme.s
    activeFocusOnTab: true
    Accessible.role: Accessible.Slider
    Accessible.name: label
    Keys.onLeftPressed: moved(Math.max(0, value - 0.1))
    Keys.onRightPressed: moved(Math.min(1, value + 0.1))

    Text {
        y: 1 * Theme.s
        text: root.label
        font: Theme.font("deskBody", Theme.s * 0.93)
        color: Theme.t3
    }
    Rectangle {
        id: line
        y: 29 * Theme.s
        width: parent.width
        height: 4 * Theme.s
        radius: height / 2
        color: Theme.surface3
        Rectangle {
            width: parent.width * root.value
            height: parent.height
            radius: height / 2
            color: Theme.you
        }
    }
    Rectangle {
        x: root.value * (root.width - width)
        anchors.verticalCenter: line.verticalCenter
        width: 14 * Theme.s
        height: width
        radius: width / 2
        color: Theme.you
    }
    FocusRing { control: root }
    MouseArea {
        anchors.fill: parent
        preventStealing: true
        function set(x) { root.moved(Math.max(0, Math.min(1, x / root.width))) }
        onPressed: mouse => set(mouse.x)
        onPositionChanged: mouse => set(mouse.x)
    }
}
