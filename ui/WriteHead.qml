// The write head: where decided ends and the network can still change its mind. A dashed white line, and the light
// that falls back from it.
import QtQuick
import Klangraum

Item {
    id: root

    readonly property int dash: Math.max(1, Math.round(7 * Theme.s))
    property real light: 36 * Theme.s // px, less where the decided zone is narrower

    width: Math.max(1, Math.round(2 * Theme.s))
    clip: false

    Rectangle {
        anchors.right: parent.left
        width: root.light
        height: parent.height
        visible: width > 1
        gradient: Gradient {
            orientation: Gradient.Horizontal
            GradientStop { position: 0; color: "#00ffffff" }
            GradientStop { position: 1; color: "#1effffff" }
        }
    }
    Repeater {
        model: Math.ceil(root.height / (2 * root.dash))
        Rectangle {
            required property int index
            y: (2 * index + 0.5) * root.dash
            width: root.width
            height: Math.min(root.dash, root.height - y)
            color: Theme.ink
            opacity: 0.8
        }
    }
}
